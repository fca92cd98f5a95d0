// A component's own page: its verdict, why it is that (ledger.cpp), evidence with code, hot paths, how a move would look
// (move.cpp), history and findings.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/html/page.h"
#include "reports/reasons.h"
#include "reports/terminal.h"
#include "reports/words.h"

namespace assay {
namespace {

constexpr std::size_t places_with_code = 2;  // of each reason
constexpr std::size_t reasons_with_code = 4;
constexpr std::size_t places_listed = 8;  // of each reason
constexpr std::size_t hot_functions = 10;
constexpr std::size_t findings_shown = 5;

void fact(HtmlPage& page, std::string_view name, std::string_view text) {
  page.html.open("div").element("dt", name).open("dd");
  sentence(page, text);
  page.html.close().close();
}

void head(HtmlPage& page, std::size_t i) {
  const Component& c = page.component(i);
  const Verdict& v = page.verdict(i);
  HtmlWriter& html = page.html;
  html.open("p", {{"class", "verdict"}});
  badge(page, v.choice);
  html.text(fmt::format(" with {} confidence{}", confidence_name(v.confidence),
                        v.near_tie ? fmt::format("; a near tie with {}", answer_words(v.runner_up)) : ""));
  if (!v.decider.empty()) html.text(fmt::format(", which {} would decide", v.decider));
  html.close();
  score_bar(page, v.scores, "");
  html.open("dl", {{"class", "facts"}});
  fact(page, "Kind", fmt::format("{}: {}", kind_name(c.kind), c.kind_reason));
  fact(page, c.paths.size() == 1 ? "Path" : "Paths", joined(c.paths));
  std::vector<std::string> languages;
  for (const auto& [name, lines] : c.languages) languages.push_back(fmt::format("{} {}", name, grouped(lines)));
  fact(page, "Code lines",
       fmt::format("{} ({}); {} of them tests", grouped(c.code_lines), joined(languages), grouped(c.test_lines)));
  fact(page, "Functions", grouped(c.functions));
  fact(page, "Robustness",
       fmt::format("{} of the runs with all weights varied by 30 % keep this verdict; it leads {} by {:.2f}",
                   percent(v.stability), answer_words(v.runner_up), v.margin));
  if (v.settled_as != Answer::Keep) fact(page, "Settled", settled_words(v));
  if (!v.doubts.empty()) fact(page, "Doubts", joined(v.doubts, "; "));
  html.close();
  html.open("p").text("It ");
  sentence(page, profile_words(page.report.results[i].signals, page.report.results[i].profile));
  html.text(".").close();
}

void code_around(HtmlPage& page, const Evidence& e) {
  HtmlWriter& html = page.html;
  html.open("figure", {{"class", "excerpt"}}).open("figcaption");
  place(page, e.file, e.line);
  html.text(" " + e.note).close();
  const std::vector<ExcerptLine> lines = page.excerpts.around(e.file, e.line, 1, 3);
  if (!lines.empty()) {
    html.open("pre").open("code");
    for (const ExcerptLine& line : lines) {
      const std::string text = fmt::format("{:>5}  {}", line.number, line.text);
      if (line.number == e.line) {
        html.element("mark", text);
      } else {
        html.text(text);
      }
      if (&line != &lines.back()) html.line_break();
    }
    html.close().close();
  }
  html.close();
}

void evidence(HtmlPage& page, const ComponentResult& result) {
  HtmlWriter& html = page.html;
  std::size_t told = 0;
  std::set<std::string> signals_told;
  for (const Reason& reason : reasons_of(result.verdict, page.report.decision).list) {
    if (reason.spoken == nullptr || reason.lead == 0) continue;
    const auto signal = result.signals.find(reason.spoken->signal);
    if (signal == result.signals.end() || signal->second.evidence.empty()) continue;
    if (!signals_told.insert(signal->first).second) continue;
    if (told++ == 0) html.element("h3", "Evidence");
    if (told > reasons_with_code) break;
    html.element("h4", capitalised(reason.text));
    const std::vector<Evidence>& places = signal->second.evidence;
    for (std::size_t i = 0; i < std::min(places.size(), places_with_code); ++i) code_around(page, places[i]);
    if (places.size() <= places_with_code) continue;
    html.open("ul", {{"class", "places"}});
    for (std::size_t i = places_with_code; i < std::min(places.size(), places_listed); ++i) {
      html.open("li");
      place(page, places[i].file, places[i].line);
      html.text(" " + places[i].note).close();
    }
    html.close();
  }
}

void hot_paths(HtmlPage& page, std::size_t i) {
  HtmlWriter& html = page.html;
  const Model& model = page.report.model;
  std::size_t shown = 0;
  for (const HotFunction& hot : page.report.hot_paths.functions) {
    if (hot.self < 0.0005 || shown == hot_functions) break;
    const FileId file = model.function_file[hot.function.index()];
    if (page.report.components.of_file[file.index()].index() != i) continue;
    if (shown++ == 0) {
      html.element("h3", "Hot paths");
      html.open("figure", {{"class", "icicle"}, {"data-component", page.component(i).id}}).close();
      begin_table(page,
                  hot.basis == Basis::Profile ? "Functions by their measured share of the profiled cost"
                                              : "Functions by their estimated share of the repository's own cost",
                  {{"Function"}, {"Place"}, {"Self", Cells::Number}, {"With calls", Cells::Number}, {"Why"}});
    }
    html.open("tr").open("td").element("code", model.qualified_name(hot.function)).close().open("td");
    place(page, model.files[file.index()].path, model.function(hot.function).line());
    html.close();
    number_cell(page, percent(hot.self, 1));
    number_cell(page, percent(hot.inclusive, 1));
    html.element("td", joined(page.report.hot_paths.why(hot.function), "; ")).close();
  }
  if (shown > 0) end_table(page);
}

// What git's history says of it, and where frequent change meets heat.
void history(HtmlPage& page, const Signals& signals) {
  const auto of = [&](std::string_view id) {
    const auto at = signals.find(id);
    return at == signals.end() ? 0.0 : at->second.value;
  };
  const auto count = [&](std::string_view id) { return static_cast<std::uint64_t>(of(id)); };
  if (count("history.changes") == 0) return;
  HtmlWriter& html = page.html;
  html.element("h3", "History").open("dl", {{"class", "facts"}});
  fact(page, "Changes",
       fmt::format("{}, {} of all that were looked at", counted(count("history.changes"), "commit"),
                   percent(of("history.change_share"))));
  fact(page, "Authors",
       fmt::format("{}; {} wrote half of the commits or more", grouped(count("history.authors")),
                   grouped(count("history.bus_factor"))));
  fact(page, "Age",
       fmt::format("first changed {} ago, last {}", days_words(count("history.age")),
                   count("history.quiet") == 0 ? "on the day of the scanned commit"
                                               : days_words(count("history.quiet")) + " ago"));
  fact(page, "Changes with others",
       fmt::format("{} of its commits touch other components, too", percent(of("history.co_change"))));
  html.close();
  const auto hotspots = signals.find("history.hotspot");
  if (hotspots == signals.end() || hotspots->second.evidence.empty()) return;
  begin_table(page, "Where frequent change meets heat", {{"File"}, {"History"}});
  for (const Evidence& e : hotspots->second.evidence) {
    html.open("tr").open("td");
    place(page, e.file, e.line);
    html.close().element("td", e.note).close();
  }
  end_table(page);
}

void findings(HtmlPage& page, std::size_t i) {
  const std::vector<std::uint32_t>& own = page.findings[i];
  if (own.empty()) return;
  HtmlWriter& html = page.html;
  html.element("h3", "Findings").open("ul", {{"class", "places"}});
  for (std::size_t n = 0; n < std::min(own.size(), findings_shown); ++n) {
    const Finding& finding = page.report.findings[own[n]];
    html.open("li").element("span", level_name(finding.level), {{"class", "level"}}).text(" ");
    place(page, page.report.model.files[finding.file.index()].path, finding.line);
    html.text(" ");
    sentence(page, finding.message);
    html.close();
  }
  html.close();
  if (own.size() <= findings_shown) return;
  html.open("p").text(fmt::format("{} more are in the ", grouped(own.size() - findings_shown)));
  html.element("a", "table of findings", {{"href", "#findings"}, {"data-filter", page.component(i).id}})
      .text(".")
      .close();
}

void all_signals(HtmlPage& page, const Signals& signals) {
  HtmlWriter& html = page.html;
  html.open("details").element("summary", fmt::format("All {} signals", signals.size()));
  begin_table(page, "What was measured", {{"Signal"}, {"Value", Cells::Number}, {"Unit"}}, "sort");
  for (const auto& [id, signal] : signals) {
    html.open("tr").open("td").element("code", id).close();
    number_cell(page, fmt::format("{:.4g}", signal.value));
    html.element("td", signal.unit).close();
  }
  end_table(page);
  html.close();
}

void component(HtmlPage& page, std::size_t i) {
  const Component& c = page.component(i);
  HtmlWriter& html = page.html;
  const ComponentResult& result = page.report.results[i];
  html.open("section", {{"class", "page component"}, {"id", "component-" + c.id}});
  html.open("p", {{"class", "crumb"}}).element("a", "Components", {{"href", "#components"}}).close();
  html.element("h2", c.name);
  head(page, i);
  write_why(page, i);
  write_team(page, i);
  write_flips(page, i);
  evidence(page, result);
  hot_paths(page, i);
  write_plan(page, i);
  write_readiness(page, i);
  write_relations(page, i);
  history(page, result.signals);
  findings(page, i);
  all_signals(page, result.signals);
  html.close();
}

}  // namespace

// In the order of the summary until the limit is reached; the others have only their row in the table.
std::string component_pages(HtmlPage& page) {
  page.has_page.assign(page.report.results.size(), true);
  const auto written = [&] {
    std::string pages;
    HtmlWriter html(pages);
    HtmlPage own{page.report,       page.limits, html,          page.excerpts,
                 page.own_packages, page.order,  page.findings, page.has_page};
    for (const std::size_t i : page.order) {
      if (!page.has_page[i]) continue;
      const std::size_t before = pages.size();
      if (before <= page.limits.component_bytes) component(own, i);
      if (pages.size() <= page.limits.component_bytes) continue;
      page.has_page[i] = false;
      pages.resize(before);
    }
    return pages;
  };
  std::string pages = written();
  // Links to those that did not fit are taken back.
  return std::all_of(page.has_page.begin(), page.has_page.end(), [](bool has) { return has; }) ? pages : written();
}

}  // namespace assay
