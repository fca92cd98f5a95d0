// Method, sources and limits: how a verdict comes about, what it rests on, and what the analysis did not see.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "reports/html/page.h"
#include "reports/terminal.h"
#include "reports/words.h"

namespace assay {
namespace {

struct Step {
  std::string_view name, text;
};

constexpr std::array steps = {
    Step{"Signals.",
         "What the code shows is measured for each component: shares, densities per 1000 lines and counts, each with "
         "the "
         "places that show it."},
    Step{"Rules.",
         "A rule turns one signal into weight for or against one answer, in log-odds: 1.0 multiplies the odds by 2.7."},
    Step{"Gains.", "Most rules are scaled by what code can gain from leaving its language."},
    Step{"Groups.", "Rules that see the same thing from several sides share a cap."},
    Step{"Scores.",
         "The sums become three scores that add up to one. Keep starts with a prior, because a move has to earn its "
         "cost; of code that is in Go already, what speaks for Go speaks for keep."},
    Step{
        "Confidence.",
        "It is high or medium only where enough code was parsed, enough calls were resolved, the evidence and the lead "
        "suffice, and the verdict stands when all weights are varied by 30 %."},
    Step{"Hot paths.",
         "Frequencies of loops, branches and calls flow over the call graph from entry points (Ball and Larus, PLDI "
         "1993; Wu "
         "and Larus, MICRO 1994). Real profiles replace the estimate where they reach."},
};

void how(HtmlPage& page) {
  HtmlWriter& html = page.html;
  html.element("h3", "How a verdict comes about").open("ol");
  for (const Step& step : steps) html.open("li").element("strong", step.name).text(" ").text(step.text).close();
  html.close();
  paragraph(page,
            "The weights come from published comparisons and reported migrations; they are estimates, not fitted to "
            "outcomes. The "
            "same input, version and options give the same report.");
}

void sources(HtmlPage& page) {
  std::set<std::string, std::less<>> used;
  for (const ComponentResult& result : page.report.results) {
    for (const Contribution& c : result.verdict.contributions) used.insert(c.criteria.begin(), c.criteria.end());
  }
  HtmlWriter& html = page.html;
  html.element("h3", "What the verdicts rest on");
  begin_table(page, "Criteria that spoke in this report", {{"Criterion"}, {"Theme"}, {"Says"}, {"Points to"}}, "sort");
  for (const auto& [id, criterion] : page.report.decision.criteria) {
    if (!used.contains(id)) continue;
    html.open("tr").open("th", {{"scope", "row"}}).element("code", id).close();
    html.element("td", criterion.theme)
        .element("td", criterion.says)
        .element("td", joined(criterion.points_to))
        .close();
  }
  end_table(page);
}

void limits(HtmlPage& page) {
  HtmlWriter& html = page.html;
  html.element("h3", "Limits").open("ul");
  html.element("li", "The code shows what could happen, not how often: load, latency and data decide that.");
  html.element("li",
               "Calls through reflection, registries and interfaces with many implementations are divided or missed.");
  html.element("li", "Findings are places to look at, not faults proved.");
  html.close();
}

void languages(HtmlPage& page) {
  HtmlWriter& html = page.html;
  html.element("h3", "What was read");
  begin_table(page, "Languages",
              {{"Language"},
               {"Files", Cells::Number},
               {"Lines", Cells::Number},
               {"Functions", Cells::Number},
               {"Files with syntax errors", Cells::Number},
               {"Bytes in them", Cells::Number},
               {"Calls", Cells::Number},
               {"With a known target", Cells::Number}});
  for (const LanguageTotal& total : language_totals(page.report)) {
    const auto share = [](std::uint64_t part, std::uint64_t whole) {
      return whole == 0 ? std::string("–") : percent(static_cast<double>(part) / static_cast<double>(whole), 1);
    };
    html.open("tr").element("th", total.name, {{"scope", "row"}});
    for (const std::string& text :
         {grouped(total.files), grouped(total.lines), grouped(total.functions), grouped(total.files_with_errors),
          share(total.error_bytes, total.bytes), grouped(total.calls), share(total.resolved_calls, total.calls)})
      number_cell(page, text);
    html.close();
  }
  end_table(page);
}

void profiles(HtmlPage& page) {
  const Measurement& measured = page.report.measurement;
  if (measured.profiles.empty()) return;
  HtmlWriter& html = page.html;
  html.element("h3", "Profiles");
  begin_table(page, "Profiles that were given",
              {{"Profile"},
               {"Kind"},
               {"Samples", Cells::Number},
               {"The repository's own", Cells::Number},
               {"Joined to functions", Cells::Number}});
  for (const ProfileUse& use : measured.profiles) {
    html.open("tr").element("th", use.path, {{"scope", "row"}}).element("td", use.kind);
    number_cell(page, grouped(use.samples));
    number_cell(page, percent(use.own, 1));
    number_cell(page, use.own > 0 ? percent(use.joined / use.own, 1) : "–");
    html.close();
  }
  end_table(page);
}

// What libclang said of C and C++, where there is a compile database.
void compiler(HtmlPage& page) {
  const CompilerUse& use = page.report.compiler;
  const std::string words = compiler_words(use);
  if (words.empty()) return;
  HtmlWriter& html = page.html;
  html.element("h3", "What the compiler said").open("p");
  sentence(page, words);
  html.close();
  if (use.entries > 0)
    paragraph(page,
              fmt::format("The database has {} entries: {} repeated, {} outside of the scanned folder, {} of files "
                          "that are missing, {} malformed; {} flags were dropped. {} units have errors.",
                          grouped(use.entries), grouped(use.repeated), grouped(use.outside), grouped(use.missing),
                          grouped(use.malformed), grouped(use.dropped_flags), grouped(use.with_errors)));
  if (use.failed.empty()) return;
  html.open("details").element(
      "summary", fmt::format("{} of which the syntax alone is known", counted(use.failed.size(), "unit")));
  begin_table(page, "Units without a compiler's answer", {{"Path"}, {"Reason"}}, "sort filter long");
  for (std::size_t i = 0; i < std::min(use.failed.size(), page.limits.skipped); ++i)
    html.open("tr").open("td").element("code", use.failed[i].path).close().element("td", use.failed[i].reason).close();
  end_table(page);
  html.close();
}

void history(HtmlPage& page) {
  const ChangeHistory& history = page.report.history;
  if (history.end.empty()) return;
  page.html.element("h3", "History");
  paragraph(page,
            fmt::format("{} by {} were looked at; {} that touch more than {} files each are left out. Where it ends: "
                        "{}.",
                        counted(history.changes.size() + history.sweeping, "commit"),
                        counted(history.authors, "author"), grouped(history.sweeping), largest_change, history.end));
}

void skipped(HtmlPage& page) {
  const Report& report = page.report;
  HtmlWriter& html = page.html;
  html.element("h3", "What was not analysed", {{"id", "skipped"}});
  if (report.skipped.empty()) {
    paragraph(page, "Every file was.");
    return;
  }
  begin_table(page, "Reasons", {{"Files or folders", Cells::Number}, {"Reason"}});
  for (const auto& [reason, count] : skipped_by_reason(report.skipped)) {
    html.open("tr");
    number_cell(page, grouped(count));
    html.element("td", reason).close();
  }
  end_table(page);
  html.open("details").element("summary", "File by file");
  begin_table(page, "Files that were not analysed", {{"Path"}, {"Reason"}}, "sort filter long");
  const std::size_t shown = std::min(report.skipped.size(), page.limits.skipped);
  for (std::size_t i = 0; i < shown; ++i)
    html.open("tr")
        .open("td")
        .element("code", report.skipped[i].path)
        .close()
        .element("td", report.skipped[i].reason)
        .close();
  end_table(page);
  if (shown < report.skipped.size())
    paragraph(page, fmt::format("{} more are in the JSON report.", grouped(report.skipped.size() - shown)), "note");
  html.close();
  for (const std::string& submodule : report.submodules)
    paragraph(page, fmt::format("The submodule {} was not entered.", submodule));
}

}  // namespace

void write_method(HtmlPage& page) {
  begin_page(page, "method", "Method, sources and limits");
  how(page);
  sources(page);
  limits(page);
  languages(page);
  compiler(page);
  profiles(page);
  history(page);
  skipped(page);
  end_page(page);
}

}  // namespace assay
