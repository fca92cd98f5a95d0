// See ranked_findings.h.
#include "reports/ranked_findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <tuple>

#include "reports/difference.h"
#include "reports/terminal.h"

namespace assay {
namespace {

// In a comparison: on a line that the change did not touch.
bool is_elsewhere(const Report& report, std::uint32_t i) {
  return report.difference != nullptr && !report.difference->fresh[i].on_changed_line.value_or(true);
}

}  // namespace

std::vector<std::uint32_t> counted_findings(const Report& report) {
  std::vector<std::uint32_t> all(report.findings.size());
  std::iota(all.begin(), all.end(), 0U);
  return all;
}

std::vector<std::uint32_t> ranked_findings(const Report& report) {
  std::vector<std::uint32_t> order = counted_findings(report);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    const Finding &x = report.findings[a], &y = report.findings[b];
    const bool x_elsewhere = is_elsewhere(report, a), y_elsewhere = is_elsewhere(report, b);
    return std::tie(y.level, x_elsewhere, y.heat) < std::tie(x.level, y_elsewhere, x.heat);
  });
  return order;
}

std::array<std::size_t, 3> count_findings(const Report& report) {
  std::array<std::size_t, 3> counts{};
  for (const std::uint32_t i : counted_findings(report)) ++counts[static_cast<std::size_t>(report.findings[i].level)];
  return counts;
}

std::string path_in_repository(const Report& report, FileId file) {
  return report.prefix + report.model.files[file.index()].path;
}

std::string count_words(const std::array<std::size_t, 3>& counts) {
  std::string words;
  for (const Level level : {Level::Error, Level::Warning, Level::Note}) {
    const std::size_t count = counts[static_cast<std::size_t>(level)];
    if (count == 0) continue;
    words +=
        fmt::format("{}{} {}{}", words.empty() ? "" : ", ", grouped(count), level_name(level), count == 1 ? "" : "s");
  }
  return words.empty() ? "no findings" : words;
}

}  // namespace assay
