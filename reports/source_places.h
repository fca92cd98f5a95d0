// Where exactly in its line does a finding stand, and which text is there? Read again from the scanned folder; a file that
// has changed since the scan, or cannot be read, is as if it were not there.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/report.h"

namespace assay {

// Columns count UTF-16 units from 1, as SARIF's readers do; `end` is the one behind the last.
struct SourcePlace {
  std::uint32_t begin = 1, end = 1;
  std::string snippet;    // what stands there, at most 240 bytes of it; empty: not to be had
  std::string line_hash;  // GitHub's fingerprint of the line; empty: not to be had
};

// One for each of `findings`, which are those of the report by file. `root`: the scanned folder.
std::vector<SourcePlace> find_source_places(const Report& report, std::span<const Finding> findings,
                                            const std::string& root);

// For each line of a file what GitHub's upload action calls `primaryLocationLineHash`: a rolling hash over the 100 UTF-16
// units from the line's begin, blanks left out, and how many lines up to here have the same. `text` is valid UTF-8.
std::vector<std::string> line_hashes(std::string_view text);

// The column behind the expression that begins at byte `begin` of the line: over its name, what its brackets hold, and
// what follows by a dot or an arrow; at most the end of the line's code.
std::size_t end_of_expression(std::string_view line, std::size_t begin);

}  // namespace assay
