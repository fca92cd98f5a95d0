// A component's own page: the verdict and the ledger that leads to it, evidence with code, hot paths, dependencies,
// boundary, and what would change the verdict.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/html/page.h"
#include "reports/terminal.h"

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

// The three scores as one bar.
void score_bar(HtmlPage& page, const Verdict& v) {
  HtmlWriter& html = page.html;
  const std::string says = fmt::format("Rust {:.2f}, Go {:.2f}, keep {:.2f}", score_of(v, Answer::Rust),
                                       score_of(v, Answer::Go), score_of(v, Answer::Keep));
  html.open("figure", {{"class", "scores"}});
  html.open("svg", {{"viewBox", "0 0 100 6"}, {"preserveAspectRatio", "none"}, {"role", "img"}, {"aria-label", says}});
  double at = 0;
  for (const Answer answer : {Answer::Rust, Answer::Go, Answer::Keep}) {
    const double width = 100 * score_of(v, answer);
    html.open("rect", {{"class", answer_name(answer)},
                       {"x", fmt::format("{:.2f}", at)},
                       {"width", fmt::format("{:.2f}", width)},
                       {"height", "6"}});
    html.close();
    at += width;
  }
  html.close().element("figcaption", says).close();
}

void head(HtmlPage& page, std::size_t i) {
  const Component& c = page.component(i);
  const Verdict& v = page.verdict(i);
  HtmlWriter& html = page.html;
  html.open("p", {{"class", "verdict"}});
  badge(page, v.choice);
  html.text(fmt::format(" with {} confidence{}", confidence_name(v.confidence),
                        v.near_tie ? fmt::format("; a near tie with {}", answer_words(v.runner_up)) : ""));
  html.close();
  score_bar(page, v);
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
  if (v.settled_as != Answer::Keep)
    fact(page, "Settled",
         fmt::format("the evidence points to {}, and that is what the code already is", answer_words(v.settled_as)));
  if (!v.doubts.empty()) fact(page, "Doubts", joined(v.doubts, "; "));
  html.close();
  html.open("p").text("It ");
  sentence(page, profile_words(page.report.results[i].signals, page.report.results[i].profile));
  html.text(".").close();
}

// One step of the waterfall: from the sum before a rule to the sum after it.
struct Step {
  double from = 0, to = 0;
};

struct Scale {
  double low = 0, high = 0;
  double at(double value) const { return 100 * (value - low) / (high - low); }
};

void step_cell(HtmlPage& page, const Scale& scale, Step step, std::string_view kind) {
  HtmlWriter& html = page.html;
  html.open("td", {{"class", "steps"}});
  html.open("svg", {{"viewBox", "0 0 100 10"}, {"preserveAspectRatio", "none"}, {"aria-hidden", "true"}});
  const std::string zero = fmt::format("{:.2f}", scale.at(0));
  html.open("line", {{"x1", zero}, {"x2", zero}, {"y1", "0"}, {"y2", "10"}}).close();
  const double begin = scale.at(std::min(step.from, step.to)), end = scale.at(std::max(step.from, step.to));
  html.open("rect", {{"class", kind},
                     {"x", fmt::format("{:.2f}", begin)},
                     {"y", "2"},
                     {"width", fmt::format("{:.2f}", std::max(end - begin, 0.6))},
                     {"height", "6"}});
  html.close().close().close();
}

// The rules that spoke, answer by answer, each beginning where the one before ended: a waterfall of log-odds.
void ledger(HtmlPage& page, const Verdict& v) {
  HtmlWriter& html = page.html;
  html.element("h3", "Why");
  const double prior = page.report.decision.scoring.prior;
  Scale scale{0, prior};
  for (const Answer answer : answers) {
    double sum = answer == Answer::Keep ? prior : 0;
    for (const Contribution& c : v.contributions) {
      if (c.answer != answer) continue;
      sum += c.weight;
      scale.low = std::min(scale.low, sum);
      scale.high = std::max(scale.high, sum);
    }
  }
  if (scale.high - scale.low < 0.1) scale.high = scale.low + 0.1;
  begin_table(page, "Ledger: each rule adds to one answer, in log-odds",
              {{"Answer"}, {"Reason"}, {"Rule"}, {"Weight", Cells::Number}, {"From sum to sum", Cells::Bar}}, "ledger");
  for (const Answer answer : {Answer::Rust, Answer::Go, Answer::Keep}) {
    const std::string_view kind = answer_name(answer);
    double sum = 0;
    const auto row = [&](std::string_view reason, std::string_view rule, double weight) {
      html.open("tr").element("td", kind).element("td", reason).open("td").element("code", rule).close();
      number_cell(page, fmt::format("{:+.2f}", weight));
      step_cell(page, scale, {sum, sum + weight}, kind);
      html.close();
      sum += weight;
    };
    if (answer == Answer::Keep && prior != 0) row("a move has to earn its cost", "prior", prior);
    for (const Contribution& c : v.contributions) {
      if (c.answer == answer && c.weight != 0) row(c.reason, c.rule, c.weight);
    }
    html.open("tr", {{"class", "sum"}}).element("td", kind);
    html.element("td", fmt::format("sum, which makes a score of {:.2f}", score_of(v, answer))).element("td", "");
    number_cell(page, fmt::format("{:+.2f}", sum));
    step_cell(page, scale, {0, sum}, kind);
    html.close();
  }
  end_table(page);
}

// What speaks for each answer by theme of the criteria: the scripts draw a radar from this table.
void themes(HtmlPage& page, const Verdict& v) {
  HtmlWriter& html = page.html;
  std::map<std::string, std::array<double, 3>> sums;
  for (const auto& [id, criterion] : page.report.decision.criteria) {
    if (!criterion.theme.empty()) sums[criterion.theme];
  }
  for (const Contribution& c : v.contributions) {
    if (c.weight <= 0 || c.criteria.empty()) continue;
    for (const std::string& id : c.criteria) {
      const auto criterion = page.report.decision.criteria.find(id);
      const std::string theme = criterion == page.report.decision.criteria.end() || criterion->second.theme.empty()
                                    ? "other"
                                    : criterion->second.theme;
      sums[theme][static_cast<std::size_t>(c.answer)] += c.weight / static_cast<double>(c.criteria.size());
    }
  }
  html.open("div", {{"class", "radar"}});
  begin_table(page, "What speaks for each answer, by theme of the criteria, in log-odds",
              {{"Theme"}, {"Rust", Cells::Number}, {"Go", Cells::Number}, {"Keep", Cells::Number}}, "themes");
  for (const auto& [theme, by_answer] : sums) {
    html.open("tr").element("th", theme, {{"scope", "row"}});
    for (const Answer answer : {Answer::Rust, Answer::Go, Answer::Keep})
      number_cell(page, fmt::format("{:.2f}", by_answer[static_cast<std::size_t>(answer)]));
    html.close();
  }
  end_table(page);
  html.close();
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
  for (const Contribution& c : result.verdict.contributions) {
    const auto signal = result.signals.find(c.signal);
    if (c.weight == 0 || signal == result.signals.end() || signal->second.evidence.empty()) continue;
    if (!signals_told.insert(c.signal).second) continue;
    if (told++ == 0) html.element("h3", "Evidence");
    if (told > reasons_with_code) break;
    html.element("h4", c.reason);
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
    html.element("td", joined(hot.why, "; ")).close();
  }
  if (shown > 0) end_table(page);
}

std::string counterpart_words(const std::vector<std::string>& packages) {
  if (packages.empty()) return "not known";
  if (packages.front() == "none") return "none";
  return joined(packages);
}

// What the component takes with it when it moves, and what takes its place.
void dependencies(HtmlPage& page, std::size_t i) {
  HtmlWriter& html = page.html;
  std::vector<std::pair<const ComponentDependency*, const Counterpart*>> moving;
  std::vector<std::string> images;
  std::size_t in_go = 0, in_rust = 0;
  const auto known = [](const std::vector<std::string>& packages) {
    return !packages.empty() && packages.front() != "none";
  };
  for (const ComponentDependency& d : page.component(i).dependencies) {
    if (d.scope != facts::DependencyScope::Runtime) continue;
    if (d.ecosystem == "docker") {  // no library that a move would have to replace
      images.push_back(d.version.empty() ? d.name : d.name + ":" + d.version);
      continue;
    }
    const Counterpart* counterpart = page.report.counterparts.find(d.ecosystem, d.name);
    moving.emplace_back(&d, counterpart);
    in_go += counterpart != nullptr && known(counterpart->go) ? 1 : 0;
    in_rust += counterpart != nullptr && known(counterpart->rust) ? 1 : 0;
  }
  if (moving.empty() && images.empty()) return;
  html.element("h3", "Dependencies and readiness");
  if (!images.empty()) paragraph(page, fmt::format("Container images that it names: {}.", joined(images)));
  if (moving.empty()) return;
  paragraph(page, fmt::format("Of {}, {} have a known counterpart in Go and {} in Rust.",
                              moving.size() == 1 ? "1 runtime dependency"
                                                 : fmt::format("{} runtime dependencies", moving.size()),
                              in_go, in_rust));
  begin_table(page, "Runtime dependencies and what takes their place",
              {{"Dependency"}, {"Version"}, {"Ecosystem"}, {"In Go"}, {"In Rust"}}, "sort");
  for (const auto& [d, counterpart] : moving) {
    html.open("tr").element("th", d->name, {{"scope", "row"}}).element("td", d->version).element("td", d->ecosystem);
    html.element("td", counterpart == nullptr ? "not known" : counterpart_words(counterpart->go));
    html.element("td", counterpart == nullptr ? "not known" : counterpart_words(counterpart->rust)).close();
  }
  end_table(page);
}

void boundary(HtmlPage& page, std::size_t i) {
  HtmlWriter& html = page.html;
  bool any = false;
  for (const Relation& b : page.boundaries) any = any || b.from.index() == i || b.to.index() == i;
  if (!any) return;
  html.element("h3", "Boundary");
  begin_table(page, "Resolved calls across the component's boundary",
              {{"Direction"}, {"Component"}, {"Places that call", Cells::Number}});
  for (const Relation& b : page.boundaries) {
    if (b.from.index() != i && b.to.index() != i) continue;
    const bool out = b.from.index() == i;
    html.open("tr").element("td", out ? "calls" : "is called by").open("td");
    component_link(page, out ? b.to.index() : b.from.index());
    html.close();
    number_cell(page, grouped(b.calls));
    html.close();
  }
  end_table(page);
}

void flips(HtmlPage& page, const Verdict& v) {
  if (v.flips.empty()) return;
  HtmlWriter& html = page.html;
  html.element("h3", "What would change the verdict").open("ul", {{"class", "flips"}});
  for (const Flip& flip : v.flips) {
    html.open("li");
    sentence(page, flip.change);
    html.text(" → ");
    badge(page, flip.to);
    html.close();
  }
  html.close();
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
  ledger(page, result.verdict);
  themes(page, result.verdict);
  flips(page, result.verdict);
  evidence(page, result);
  hot_paths(page, i);
  dependencies(page, i);
  boundary(page, i);
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
    HtmlPage own{page.report,     page.limits, html,          page.excerpts,
                 page.boundaries, page.order,  page.findings, page.has_page};
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
