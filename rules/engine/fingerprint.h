// By what is a finding known again after lines moved, files were renamed and code was indented anew?
//
// A fingerprint is 16 hexadecimal digits, 8 for the rule and the snippet, 8 for the qualified function around it, and `-N`
// for the N-th other one with the same digits. It holds no line and no path. Either half alone can be compared: an edited
// snippet in the same function, or a snippet in a renamed function, is still the same finding to a reviewer.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace assay {

std::string fingerprint_of(std::string_view rule, std::string_view snippet, std::string_view function);
std::string with_occurrence(const std::string& fingerprint, std::uint32_t occurrence);

// The parts of a fingerprint; empty for what is none.
std::string_view snippet_part(std::string_view fingerprint);
std::string_view function_part(std::string_view fingerprint);
std::string_view without_occurrence(std::string_view fingerprint);

}  // namespace assay
