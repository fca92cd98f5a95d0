// Is a text written by people as source: not binary, not minified, not prose?
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analyzer/facts/languages.h"

namespace assay {

// How many bytes of `text` are one of `bytes` (a handful).
std::uint64_t count_any(std::string_view text, std::string_view bytes);

// Each returns the reason for coverage.skipped, or nothing.

std::string binary_reason(std::string_view text, bool is_utf8);

// By name: what a bundler has put together, or a copy of a well-known library: somebody's source elsewhere.
std::string bundle_reason(std::string_view path);

// Minified: hardly any line ends, yet the punctuation of code. Long string literals alone do not count: they cost
// a parser nothing, and the code beside them is real.
std::string minified_reason(std::string_view text, Language language);

// Prose makes parsers of some languages quadratic, so large texts with next to no punctuation of code outside
// their comments and strings are not handed to them. Small ones are: they do no harm.
std::string prose_reason(std::string_view text, Language language);

}  // namespace assay
