// Where do groups in brackets end in a text that is read without a parser?
#pragma once

#include <cstddef>
#include <string_view>

namespace assay {

// Where the bracket at `open`, one of ( [ { <, closes, others left alone; the end where it does not.
inline std::size_t closing_bracket(std::string_view text, std::size_t open) {
  const char opener = text[open];
  const char closer = opener == '(' ? ')' : opener == '[' ? ']' : opener == '{' ? '}' : '>';
  int depth = 0;
  for (std::size_t i = open; i < text.size(); ++i) {
    if (text[i] == opener) ++depth;
    if (text[i] == closer && --depth == 0) return i;
  }
  return text.size();
}

// The first byte outside of all brackets for which `stops(byte)` holds; the end where there is none. `=>` and `->` close
// nothing.
template <class Stops>
std::size_t find_outside_brackets(std::string_view text, Stops stops) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (depth == 0 && stops(c)) return i;
    if (c == '<' || c == '[' || c == '(' || c == '{') ++depth;
    const bool arrow = c == '>' && i > 0 && (text[i - 1] == '=' || text[i - 1] == '-');
    if ((c == '>' && !arrow) || c == ']' || c == ')' || c == '}') --depth;
  }
  return text.size();
}

}  // namespace assay
