// The text-preparing step for Kotlin. What the grammar takes for something else, and loses the rest of the file over, is
// written so that it sees the same program: `catch` and `finally` on the line after the brace get the brace beside them;
// modifiers that name something (`inline()`, `data = …`) get another first letter; `actual` and `expect` before a
// constructor become blanks. Only the first word of a line is looked at: that is where the tree breaks, and a pass over
// every word would cost more than the second grammar's attempts that it saves.
#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/base/text.h"
#include "parsers/languages/kotlin/hooks.h"

namespace assay::kotlin {
namespace {

constexpr std::string_view modifiers[] = {"actual",   "annotation", "companion", "data",    "enum",  "expect",
                                          "external", "final",      "infix",     "inline",  "inner", "open",
                                          "operator", "override",   "sealed",    "tailrec", "value", "vararg"};

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view word_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && is_word_byte(text[end])) ++end;
  return text.substr(at, end - at);
}

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

// A modifier stands before another word, an annotation, or the end of its line.
bool is_name(std::string_view text, std::size_t behind) {
  const std::size_t next = skip_blanks(text, behind);
  if (next == text.size()) return false;
  const char c = text[next];
  return !is_word_byte(c) && c != '@' && c != '`' && c != '/' && c != '\n' && c != '\r';
}

// Moves the brace that closes the block before `at` to the place in front of it. Returns how many bytes changed.
std::size_t fetch_brace(std::string& text, std::size_t at) {
  std::size_t before = at;
  while (before > 0 && (is_blank(text[before - 1]) || text[before - 1] == '\n' || text[before - 1] == '\r')) --before;
  if (before == 0 || text[before - 1] != '}' || before == at || !is_blank(text[at - 1])) return 0;
  text[before - 1] = ' ';
  text[at - 1] = '}';
  return 2;
}

std::size_t prepare_word(std::string& text, std::size_t at) {
  const std::string_view word = word_at(text, at);
  if (word == "catch" || word == "finally") return fetch_brace(text, at);
  if (std::find(std::begin(modifiers), std::end(modifiers), word) != std::end(modifiers) &&
      is_name(text, at + word.size())) {
    text[at] = '_';
    return 1;
  }
  const std::size_t next = at + word.size() + 1;
  if ((word == "internal" || word == "public" || word == "private" || word == "protected") && next < text.size()) {
    const std::string_view second = word_at(text, next);
    if ((second == "actual" || second == "expect") &&
        std::string_view(text).substr(next + second.size()).starts_with(" constructor")) {
      std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(next), second.size(), ' ');
      return second.size();
    }
  }
  return 0;
}

}  // namespace

std::size_t prepare(std::string& text, const MacroTable&, Branches) {
  std::size_t changed = 0;
  for (std::size_t at = 0; at < text.size();) {
    at = skip_blanks(text, at);
    if (at < text.size() && text[at] >= 'a' && text[at] <= 'v') changed += prepare_word(text, at);
    at = text.find('\n', at);
    if (at == std::string::npos) break;
    ++at;
  }
  return changed;
}

}  // namespace assay::kotlin
