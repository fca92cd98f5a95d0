// The HTML report's limits: what is too much is cut at a whole item, and the page says how much.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "analyzer/report_text.h"
#include "reports/html/report.h"

namespace assay {
namespace {

Report report_with(std::size_t components, std::size_t findings) {
  Report report;
  report.name = "many";
  FindingRule rule;
  rule.id = "some-rule";
  report.finding_rules.push_back(rule);
  for (std::size_t i = 0; i < components; ++i) {
    FileRow file;
    file.path = fmt::format("c{:03}/a.py", i);
    file.code_lines = static_cast<std::uint32_t>(1000 - i);
    Component component;
    component.id = component.name = fmt::format("c{:03}", i);
    component.code_lines = file.code_lines;
    report.model.files.push_back(std::move(file));
    report.components.list.push_back(component);
    report.components.of_file.push_back(ComponentId::of_index(i));
    report.results.emplace_back();
    report.plans.components.emplace_back();
  }
  for (std::size_t i = 0; i < findings; ++i) {
    Finding finding;
    finding.file = FileId::of_index(0);
    finding.component = ComponentId::of_index(0);
    finding.line = 1;
    finding.heat = static_cast<double>(i);  // the last is the hottest
    finding.message = fmt::format("message {}", i);
    report.findings.push_back(finding);
  }
  report.calls.first = {0};
  report.order = order_calls(report.model, report.calls);
  report.entries = find_entries(report.model, report.order, {});
  report.hot_paths =
      rank_hot_paths(report.model, measure_costs(report.model, report.calls), report.order, report.entries);
  return report;
}

std::string page_of(const Report& report, const HtmlLimits& limits) {
  std::string page;
  EXPECT_TRUE(write_html(
      report, "", [&](std::string_view piece) { return page += piece, true; }, limits));
  return page;
}

std::size_t count(std::string_view text, std::string_view of) {
  std::size_t found = 0;
  for (std::size_t at = text.find(of); at != std::string_view::npos; at = text.find(of, at + 1)) ++found;
  return found;
}

TEST(HtmlReport, CutsFindingsAndSaysSo) {
  HtmlLimits limits;
  limits.findings = 3;
  const std::string page = page_of(report_with(1, 8), limits);
  EXPECT_NE(page.find("The table holds the first 3 of 8 findings"), std::string::npos);
  EXPECT_NE(page.find("message 7</td>"), std::string::npos);
  EXPECT_EQ(page.find("message 4</td>"), std::string::npos);
}

TEST(HtmlReport, SaysWhatTheCompilerSaid) {
  Report report = report_with(1, 0);
  EXPECT_EQ(page_of(report, {}).find("What the compiler said"), std::string::npos);
  CompilerUse& use = report.compiler;
  use.database = "build/compile_commands.json";
  use.units = use.entries = 5;
  use.parsed = 4;
  use.files = 8;
  use.files_compiled = 6;
  use.failed = {{"src/<b>.c", "no such header"}};
  const std::string page = page_of(report, {});
  EXPECT_EQ(count(page, "the compiler parsed 4 of 5 units and answers for 6 of 8 files of C and C++"), 2U)
      << "on the summary and among the method";
  EXPECT_NE(page.find("<code>src/&lt;b&gt;.c</code>"), std::string::npos);
  use.unavailable = "libclang is not installed";
  EXPECT_NE(page_of(report, {}).find("but libclang is not installed: their syntax alone was read."), std::string::npos);
}

TEST(HtmlReport, CountsSilencedFindingsThatDoNotFit) {
  Report report = report_with(1, 4);
  report.silenced.swap(report.findings);
  for (Finding& finding : report.silenced) finding.silence = {SilencedBy::Baseline, "known", ""};
  HtmlLimits limits;
  limits.silenced = 3;
  const std::string page = page_of(report, limits);
  EXPECT_NE(page.find("No rule found a place that nobody has silenced."), std::string::npos);
  EXPECT_NE(page.find("4 findings that a comment or a baseline silences"), std::string::npos);
  EXPECT_NE(page.find("1 more are in the JSON report"), std::string::npos);
}

TEST(HtmlReport, LinksOnlyToPagesThatFit) {
  HtmlLimits limits;
  limits.component_bytes = 20'000;
  const std::string page = page_of(report_with(60, 0), limits);
  const std::size_t own = count(page, "<section class=\"page component\"");
  EXPECT_GT(own, 1U);
  EXPECT_LT(own, 60U);
  EXPECT_NE(page.find(fmt::format("{} components without a page of their own", 60 - own)), std::string::npos);
  for (std::size_t i = 0; i < 60; ++i) {
    const bool has = page.find(fmt::format("id=\"component-c{:03}\"", i)) != std::string::npos;
    EXPECT_EQ(page.find(fmt::format("href=\"#component-c{:03}\"", i)) != std::string::npos, has) << i;
  }
  EXPECT_NE(page.find("id=\"component-c000\""), std::string::npos) << "the largest comes first";
}

TEST(HtmlReport, FoldsFilesThatDoNotFitTheMap) {
  HtmlLimits limits;
  limits.files = 2;
  const std::string page = page_of(report_with(4, 0), limits);
  EXPECT_NE(
      page.find(R"("files": [["c000/a.py", 0, 1000, 0], ["c001/a.py", 1, 999, 0], ["", 2, 998, 0], ["", 3, 997, 0]])"),
      std::string::npos);
}

TEST(HtmlReport, StopsWhenTheSinkWantsNoMore) {
  std::size_t pieces = 0;
  EXPECT_FALSE(write_html(report_with(1, 0), "", [&](std::string_view) { return ++pieces, false; }));
  EXPECT_EQ(pieces, 1U);
}

TEST(HtmlReport, TakesImagesByTheirContent) {
  EXPECT_EQ(*image_url("\xff\xd8\xff"), "data:image/jpeg;base64,/9j/");
  EXPECT_EQ(*image_url("\x89PNG\r\n\x1a\n"), "data:image/png;base64,iVBORw0KGgo=");
  EXPECT_EQ(*image_url("RIFF0123WEBP"), "data:image/webp;base64,UklGRjAxMjNXRUJQ");
  EXPECT_TRUE(image_url(" <svg xmlns='http://www.w3.org/2000/svg'/>")->starts_with("data:image/svg+xml;base64,"));
  for (const std::string_view other : {"", "<html>", "RIFF0123WAVE", "GIF89a",
                                       "\x7f"
                                       "ELF"})
    EXPECT_FALSE(image_url(other));
  EXPECT_EQ(image_url("<svg" + std::string(200'000, ' ')).error().message, "is larger than 200000 bytes");
}

TEST(HtmlReport, ReadsTheConfigurationsWords) {
  const auto read = [](std::string_view yaml, Problems& problems) {
    return read_report_text(*parse_yaml({"assay.yaml", yaml, {}}), "assay.yaml", problems);
  };
  Problems none;
  const ReportText text = read("title: T\nintroduction: |\n  a\n  b\n\n\n  c\nsource: https://x/{path}\n", none);
  EXPECT_FALSE(none.any());
  EXPECT_EQ(text.title, "T");
  EXPECT_EQ(text.introduction, (std::vector<std::string>{"a b", "c"}));
  for (const std::string_view wrong : {"source: javascript:alert(1)", "source: http://x", "titel: T"}) {
    Problems problems;
    read(wrong, problems);
    EXPECT_TRUE(problems.any()) << wrong;
  }
}

}  // namespace
}  // namespace assay
