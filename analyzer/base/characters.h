// One character at a time: what UTF-8 spells, and whether it shows.
#pragma once

#include <cstddef>
#include <string_view>

namespace assay {

struct Character {
  char32_t value = 0;
  std::size_t length = 0;  // bytes
};

// The character that begins at `at` of well-formed UTF-8.
Character character_at(std::string_view text, std::size_t at);

// It changes how the text around it is shown, or is not seen at all: C1 and bidirectional controls, characters without
// width, line separators, fillers, tags.
bool is_hidden(char32_t value);

}  // namespace assay
