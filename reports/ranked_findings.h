// Which findings come first where there is room for few?
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "reports/report.h"

namespace assay {

// Positions in report.findings of those that count, by file and line.
std::vector<std::uint32_t> counted_findings(const Report& report);

// The same: the gravest first, of these in a comparison those on changed lines, then the hottest, then by file and line.
std::vector<std::uint32_t> ranked_findings(const Report& report);

// By Level.
std::array<std::size_t, 3> count_findings(const Report& report);

// The file's path from the root of the repository around the scanned folder: where the pages of a forge look for it.
std::string path_in_repository(const Report& report, FileId file);

// "2 errors, 1 warning", the gravest first; of nothing: "no findings".
std::string count_words(const std::array<std::size_t, 3>& counts);

}  // namespace assay
