// What sinks drop or refuse beyond their limits is cut before, at a whole item, and counted.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analyzer/base/text.h"
#include "reports/annotations.h"
#include "reports/markdown.h"
#include "reports/sarif.h"

namespace assay {
namespace {

Report report_with(std::size_t errors, std::size_t warnings, std::size_t notes) {
  Report report;
  report.name = "many";
  report.model.files.emplace_back();
  report.model.files[0].path = "src/a.py";
  Component component;
  component.id = component.name = "core";
  report.components.list.push_back(component);
  report.components.of_file.push_back(ComponentId::of_index(0));
  report.results.emplace_back();
  FindingRule rule;
  rule.id = "some-rule";
  rule.title = rule.why = rule.instead = "some text";
  report.finding_rules.push_back(rule);
  const auto add = [&](std::size_t count, Level level) {
    for (std::size_t i = 0; i < count; ++i) {
      Finding finding;
      finding.level = level;
      finding.file = FileId::of_index(0);
      finding.component = ComponentId::of_index(0);
      finding.line = finding.end_line = static_cast<std::uint32_t>(report.findings.size() + 1);
      finding.heat = static_cast<double>(i) / 1e5;  // the last are the hottest
      finding.message = fmt::format("message {}", report.findings.size());
      finding.fingerprint = fmt::format("{:016x}", report.findings.size());
      report.findings.push_back(finding);
    }
  };
  add(notes, Level::Note);
  add(warnings, Level::Warning);
  add(errors, Level::Error);
  return report;
}

template <class Write>
std::string written(const Write& write) {
  std::string out;
  EXPECT_TRUE(write([&](std::string_view piece) { return out += piece, true; }));
  return out;
}

std::size_t lines_with(std::string_view text, std::string_view begin) {
  const auto lines = split(text, '\n');
  return static_cast<std::size_t>(
      std::count_if(lines.begin(), lines.end(), [&](std::string_view line) { return line.starts_with(begin); }));
}

TEST(GitHubCommands, AreNineOfAKindAndOneForTheRest) {
  const Report report = report_with(3, 10, 37);
  const std::string out = written([&](const Sink& sink) { return write_github(report, sink); });
  EXPECT_EQ(lines_with(out, "::error file="), 3U);
  EXPECT_EQ(lines_with(out, "::warning file="), 10U);
  EXPECT_EQ(lines_with(out, "::notice file="), 9U);
  EXPECT_EQ(lines_with(out, "::notice title=assay::28 more of this kind"), 1U);
  EXPECT_LT(out.find("message 36\n"), out.find("message 35\n")) << "the hottest first";
}

TEST(Markdown, StaysBelowTheLimitAndCountsWhatIsCut) {
  const Report report = report_with(0, 20'000, 0);
  const std::string summary = written([&](const Sink& sink) { return write_markdown(report, sink); });
  EXPECT_LE(summary.size(), summary_bytes);
  const std::size_t rows = lines_with(summary, "| warning |");
  EXPECT_GT(rows, 5'000U);
  EXPECT_NE(summary.find(fmt::format("\n{},{:03} more findings are not shown here.\n", (20'000 - rows) / 1000,
                                     (20'000 - rows) % 1000)),
            std::string::npos);
  EXPECT_NE(summary.find("1 files were analysed"), std::string::npos) << "what comes behind has room, too";
  const std::string small = written([&](const Sink& sink) { return write_markdown(report, sink, 2'000); });
  EXPECT_LE(small.size(), 2'000U);
}

TEST(Comment, IsFoundByItsFirstLineAndFits) {
  Report report = report_with(0, 2'000, 0);
  for (Finding& finding : report.findings) finding.message = std::string(9'000, 'x');
  const std::string comment = written([&](const Sink& sink) { return write_comment(report, "web/api", sink); });
  EXPECT_TRUE(comment.starts_with("<!-- assay comment: web/api -->\n"));
  EXPECT_LE(comment.size(), comment_bytes);
  EXPECT_NE(comment.find("more findings are not shown here"), std::string::npos);
}

TEST(Sarif, KeepsTheGravestFiveThousandForGitHubAndAllInFull) {
  const Report report = report_with(1, 6'000, 10);
  const auto results = [&](SarifProfile profile) {
    const std::string text = written([&](const Sink& sink) { return write_sarif(report, {profile, "c", ""}, sink); });
    return nlohmann::json::parse(text)["runs"][0];
  };
  const nlohmann::json github = results(SarifProfile::GitHub);
  EXPECT_EQ(github["results"].size(), 5'000U);
  EXPECT_EQ(github["results"][0]["level"], "error");
  EXPECT_EQ(github["results"][1]["message"]["text"], "Message 6009.") << "the hottest warning";
  EXPECT_NE(github["invocations"][0]["toolExecutionNotifications"][0]["message"]["text"].get<std::string>().find(
                "1011 findings are left out"),
            std::string::npos);
  EXPECT_EQ(github["automationDetails"]["id"], "c/");
  EXPECT_EQ(results(SarifProfile::Full)["results"].size(), 6'011U);
}

}  // namespace
}  // namespace assay
