// What reports for people call things.
#pragma once

#include <string>
#include <string_view>

#include "reports/report.h"

namespace assay {

std::string_view verdict_words(Answer answer);  // "Rust core", "Go service", "keep"

// The language with most lines; of none: "-".
std::string main_language(const Component& component);

// "near tie between rust and keep"
std::string near_tie_words(const Verdict& verdict);
// Did answers of the team enter the verdict? And then: what the code says without them.
bool answered(const Verdict& verdict);
std::string code_alone_words(const Verdict& verdict);
// "the evidence points to Rust core, and that is what the code already is"; of other verdicts: empty.
std::string settled_words(const Verdict& verdict);

// How many C and C++ units went through a compiler, a sentence with names in back-quotes; without a compile database: empty.
std::string compiler_words(const CompilerUse& use);

// "Python, Go"; of nothing: empty.
std::string language_words(const Report& report);

// `path:12`, `path` for line 0; the path's bytes as they are.
std::string place_words(std::string_view path, std::uint32_t line);

}  // namespace assay
