// See repository_totals.h.
#include "reports/repository_totals.h"

#include <algorithm>

#include "analyzer/base/text.h"

namespace assay {

std::vector<LanguageTotal> language_totals(const Report& report) {
  const Model& model = report.model;
  std::map<std::string, LanguageTotal> by_name;
  constexpr auto unnamed =
      static_cast<std::uint32_t>(facts::FunctionFlag::Lambda) | static_cast<std::uint32_t>(facts::FunctionFlag::Module);
  for (const FileRow& file : model.files) {
    LanguageTotal& total = by_name[std::string(language_name(file.language))];
    ++total.files;
    total.lines += file.lines;
    total.code_lines += file.code_lines;
    total.bytes += file.bytes;
    total.error_bytes += file.error_bytes;
    total.functions_with_error += file.functions_with_error;
    total.files_with_errors += file.error_bytes > 0 ? 1 : 0;
    for (std::uint32_t f = file.functions.begin; f < file.functions.end; ++f)
      total.functions += (model.functions[f].flags() & unnamed) == 0 ? 1 : 0;
    total.calls += file.calls.size();
    for (std::uint32_t call = file.calls.begin; call < file.calls.end; ++call) {
      total.resolved_calls += is_resolved(report.calls.evidence[call]) ? 1 : 0;
    }
  }
  std::vector<LanguageTotal> totals;
  for (auto& [name, total] : by_name) {
    total.name = name;
    totals.push_back(std::move(total));
  }
  std::stable_sort(totals.begin(), totals.end(),
                   [](const LanguageTotal& a, const LanguageTotal& b) { return a.lines > b.lines; });
  return totals;
}

std::vector<std::pair<std::string, std::uint64_t>> skipped_by_reason(const std::vector<SkippedFile>& skipped) {
  std::map<std::string, std::uint64_t> counts;
  for (const SkippedFile& file : skipped) {
    std::string folded;
    for (const char c : file.reason) {
      if (!is_digit(c)) {
        folded += c;
      } else if (folded.empty() || folded.back() != 'N') {
        folded += 'N';
      }
    }
    ++counts[folded];
  }
  std::vector<std::pair<std::string, std::uint64_t>> sorted(counts.begin(), counts.end());
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
  return sorted;
}

}  // namespace assay
