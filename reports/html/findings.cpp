// Findings: the rules that found something, with what to do, and every place, the gravest and hottest first.
#include <fmt/format.h>

#include <algorithm>

#include "reports/html/page.h"
#include "reports/ranked_findings.h"
#include "reports/terminal.h"

namespace assay {
namespace {

void rules_that_found(HtmlPage& page) {
  const std::vector<FindingRule>& rules = page.report.finding_rules;
  std::vector<std::size_t> counts(rules.size());
  for (const Finding& finding : page.report.findings) ++counts[finding.rule];
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    if (counts[i] > 0) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return counts[a] > counts[b]; });
  begin_table(page, "Rules that found something",
              {{"Rule"}, {"Findings", Cells::Number}, {"What it finds"}, {"Why it matters"}, {"What to do now"}},
              "sort");
  HtmlWriter& html = page.html;
  for (const std::size_t i : order) {
    html.open("tr").open("th", {{"scope", "row"}}).element("code", rules[i].id).close();
    number_cell(page, grouped(counts[i]));
    for (const std::string& text : {rules[i].title, rules[i].why, rules[i].instead}) {
      html.open("td");
      sentence(page, text);
      html.close();
    }
    html.close();
  }
  end_table(page);
}

// What a comment or a baseline silences: marked, with its reason.
void silenced_findings(HtmlPage& page) {
  const std::vector<Finding>& silenced = page.report.silenced;
  if (silenced.empty()) return;
  HtmlWriter& html = page.html;
  html.open("details").element(
      "summary", fmt::format("{} that a comment or a baseline silences", counted(silenced.size(), "finding")));
  const std::size_t shown = std::min(silenced.size(), page.limits.silenced);
  begin_table(page, "Silenced findings",
              {{"Level"}, {"Rule"}, {"What is there"}, {"Place"}, {"By"}, {"Reason"}, {"Until"}}, "sort filter long");
  for (std::size_t i = 0; i < shown; ++i) {
    const Finding& finding = silenced[i];
    html.open("tr")
        .element("td", level_name(finding.level))
        .element("td", page.report.finding_rules[finding.rule].id)
        .open("td");
    sentence(page, finding.message);
    html.close().open("td");
    place(page, page.report.model.files[finding.file.index()].path, finding.line);
    html.close().element("td", finding.silence.by == SilencedBy::Baseline ? "baseline" : "comment");
    html.element("td", finding.silence.reason).element("td", finding.silence.until).close();
  }
  end_table(page);
  if (shown < silenced.size())
    paragraph(page, fmt::format("{} more are in the JSON report.", grouped(silenced.size() - shown)), "note");
  html.close();
}

}  // namespace

void write_findings(HtmlPage& page) {
  const Report& report = page.report;
  HtmlWriter& html = page.html;
  begin_page(page, "findings", "Findings");
  if (report.findings.empty()) {
    paragraph(page, page.report.silenced.empty() ? "No rule found a place that a reviewer should see."
                                                 : "No rule found a place that nobody has silenced.");
    silenced_findings(page);
    end_page(page);
    return;
  }
  paragraph(page, "Places that a reviewer should see, the gravest first and among these the hottest.");
  rules_that_found(page);
  std::vector<std::uint32_t> order = ranked_findings(report);
  const std::size_t all = order.size();
  if (all > page.limits.findings) {
    order.resize(page.limits.findings);
    paragraph(page,
              fmt::format("The table holds the first {} of {} findings; the JSON report has them all.",
                          grouped(order.size()), grouped(all)),
              "note");
  }
  begin_table(page, "Findings", {{"Level"}, {"Rule"}, {"What is there"}, {"Place"}, {"Component"}}, "sort filter long");
  for (const std::uint32_t at : order) {
    const Finding& finding = report.findings[at];
    const auto grade = fmt::format("{}", 2 - static_cast<int>(finding.level));
    html.open("tr").element("td", level_name(finding.level), {{"data-v", grade}});
    html.element("td", report.finding_rules[finding.rule].id).open("td");
    sentence(page, finding.message);
    html.close().open("td");
    place(page, report.model.files[finding.file.index()].path, finding.line);
    html.close().element("td", page.component(finding.component.index()).id).close();
  }
  end_table(page);
  silenced_findings(page);
  end_page(page);
}

}  // namespace assay
