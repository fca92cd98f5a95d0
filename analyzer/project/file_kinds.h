// What is a file that no front end reads? In words for coverage.skipped.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// By name only: "image", "documentation", "no front end for `.xyz`" …
std::string reason_by_name(std::string_view file_name);

// Whether a name without extension is known to be no program, so that it need not be opened to look for a
// shebang: LICENSE, README, Makefile.
bool is_known_non_source(std::string_view file_name);

}  // namespace assay
