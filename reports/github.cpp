// See annotations.h.
#include <fmt/format.h>

#include <array>
#include <iterator>

#include "reports/annotations.h"
#include "reports/escape.h"
#include "reports/ranked_findings.h"

namespace assay {
namespace {

constexpr std::size_t taken_by_github = 10;  // of each kind, per step

std::string_view command_of(Level level) {
  return level == Level::Error ? "error" : level == Level::Warning ? "warning" : "notice";
}

}  // namespace

bool write_github(const Report& report, const Sink& sink) {
  const std::array<std::size_t, 3> counts = count_findings(report);
  std::array<std::size_t, 3> shown{};
  std::string out;
  for (const std::uint32_t i : ranked_findings(report)) {
    const Finding& finding = report.findings[i];
    const auto level = static_cast<std::size_t>(finding.level);
    const std::size_t most = counts[level] > taken_by_github ? taken_by_github - 1 : taken_by_github;
    if (shown[level]++ >= most) continue;
    fmt::format_to(std::back_inserter(out), "::{} file={},line={},endLine={}", command_of(finding.level),
                   workflow_property(path_in_repository(report, finding.file)), finding.line, finding.line);
    if (finding.column > 0) fmt::format_to(std::back_inserter(out), ",col={}", finding.column);
    fmt::format_to(std::back_inserter(out), ",title={}::{}\n",
                   workflow_property(report.finding_rules[finding.rule].title), workflow_message(finding.message));
  }
  for (const Level level : {Level::Error, Level::Warning, Level::Note}) {
    const std::size_t count = counts[static_cast<std::size_t>(level)];
    if (count <= taken_by_github) continue;
    fmt::format_to(std::back_inserter(out),
                   "::{} title=assay::{} more of this kind: GitHub shows {} of a step, the others are in the report\n",
                   command_of(level), count - (taken_by_github - 1), taken_by_github);
  }
  return out.empty() || sink(out);
}

}  // namespace assay
