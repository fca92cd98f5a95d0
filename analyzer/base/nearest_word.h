// Which known word was probably meant? For messages about misspelt names.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace assay {

// The one that takes the fewest letters to insert, delete or replace (Levenshtein), the first of several; empty where none
// is known. Only the first 80 bytes of each count.
std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known);

}  // namespace assay
