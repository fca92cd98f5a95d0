// Small tools for text that others wrote: what is valid, what is safe to show, how it is cut.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

// Length of the longest prefix that is well-formed UTF-8: no overlong forms, surrogates, or values above U+10FFFF.
std::size_t valid_utf8_prefix(std::string_view bytes);

bool is_valid_utf8(std::string_view bytes);

// Appends the UTF-8 form of `code_point`.
void append_utf8(std::string& out, char32_t code_point);

// Foreign text made safe for a terminal, as valid UTF-8 on one line. C0 controls, DEL and bytes that are not
// UTF-8 become `\x1b`; C1 controls, bidirectional controls, invisible characters and line separators become
// `U+202E`; `##[`, which GitHub's runners take for a command wherever it is printed, becomes `##\x5b`. For reading only: a
// text that holds these letters already looks the same.
std::string printable(std::string_view text);

// A repository path for JSON: always valid UTF-8, and different for different paths. Valid UTF-8 is kept, every
// other byte becomes `\xNN`, and a backslash becomes two, in all paths. (Control characters are escaped by the
// JSON writer.)
std::string json_path(std::string_view bytes);

// Without blanks (space, tab, CR, LF, FF, VT) at both ends.
std::string_view trim(std::string_view text);

// The pieces between separators, empty ones included; an empty text is one empty piece.
std::vector<std::string_view> split(std::string_view text, char separator);

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> prefixes);

// ASCII letters only; other bytes stay.
std::string lower_ascii(std::string_view text);

bool equal_ignoring_case(std::string_view a, std::string_view b);

// Where `lower_case_needle` stands in `text` if ASCII case is ignored; npos: nowhere.
std::size_t find_ignoring_case(std::string_view text, std::string_view lower_case_needle);

// The part of a path after its last '/', and the part before that; without one, all of it and nothing.
std::string_view file_name(std::string_view path);
std::string_view folder_of(std::string_view path);
// Behind the last mark that joins the parts of a name: `a.b`, `a::b`, `a\\b` → `b`.
std::string_view last_segment(std::string_view name);

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
constexpr bool is_alpha(char c) { return (c >= 'a' && c <= 'z') || is_upper(c); }
constexpr bool is_word(char c) { return is_alpha(c) || is_digit(c) || c == '_'; }
// Of a name in languages that take letters of all scripts: of UTF-8, every byte above ASCII.
constexpr bool is_word_byte(char c) { return is_word(c) || static_cast<unsigned char>(c) >= 0x80; }
constexpr bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
constexpr std::string_view first_word(std::string_view text) {  // at its begin; may be empty
  std::size_t end = 0;
  while (end < text.size() && is_word(text[end])) ++end;
  return text.substr(0, end);
}
constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// AllocObject → alloc-object: enumerations of the facts as rules and reports spell them.
std::string kebab_case(std::string_view name);

// Without blanks and comments, `//` and `/* */`, at its begin.
std::string_view without_comments(std::string_view text);

// Takes `suffix` off `text`, which must have more before it; false: it does not end so.
bool cut_suffix(std::string_view& text, std::string_view suffix);

// The last part of a dotted name: `c` of a.b.c.
inline std::string_view last_name(std::string_view dotted) { return dotted.substr(dotted.find_last_of('.') + 1); }

}  // namespace assay
