// Sums over the whole repository that several reports print.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "reports/report.h"

namespace assay {

struct LanguageTotal {
  std::string name;
  std::uint64_t files = 0, lines = 0, code_lines = 0, bytes = 0, functions = 0;
  std::uint64_t files_with_errors = 0, error_bytes = 0, functions_with_error = 0;
  std::uint64_t calls = 0, resolved_calls = 0;  // resolved: in the repository, or a library that is known
};

// By lines, most first.
std::vector<LanguageTotal> language_totals(const Report& report);

// Skipped files and folders by reason, the numbers in reasons taken together; most first.
std::vector<std::pair<std::string, std::uint64_t>> skipped_by_reason(const std::vector<SkippedFile>& skipped);

}  // namespace assay
