// Conditional compilation, of C and of languages that have its directives, in a form that a grammar can read.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "parsers/language.h"

namespace assay {

// The end of the string, character or comment that begins at `at`; `at` itself: none begins there.
using OpaqueEnd = std::size_t (*)(std::string_view text, std::size_t at);

// Overwrites, with equal length, what conditionals.cpp says; returns how many bytes changed.
std::size_t settle_conditionals(std::string& text, Branches branches, OpaqueEnd end_of_opaque);

}  // namespace assay
