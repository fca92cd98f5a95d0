// See skimming.h.
#include "parsers/skimming.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include "analyzer/base/text.h"

namespace assay {
namespace {

// Where indentation means something, blanks are read one by one, and the filler is what no source holds.
constexpr char blank_filler = ' ', rare_filler = '\x7F';

char filler_of(const LanguageSpec& spec) { return spec.indents ? rare_filler : blank_filler; }

// How many bytes at the begin of `text` are equal; `size` > 0.
std::uint32_t run_length(const std::uint8_t* text, std::uint32_t size) {
  static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first byte is a number's lowest");
  const std::uint64_t pattern = 0x0101010101010101U * text[0];
  std::uint32_t length = 0;
  while (size - length >= sizeof pattern) {
    std::uint64_t eight = 0;
    std::memcpy(&eight, text + length, sizeof eight);
    eight ^= pattern;
    if (eight != 0) return length + static_cast<std::uint32_t>(__builtin_ctzll(eight)) / 8;
    length += sizeof pattern;
  }
  while (length < size && text[length] == text[0]) ++length;
  return length;
}

[[gnu::noinline]] std::uint32_t decode_beyond_ascii(const std::uint8_t* text, std::uint32_t size,
                                                    std::int32_t* character) {
  const utf8proc_ssize_t length = utf8proc_iterate(text, size, character);
  if (length > 0) return static_cast<std::uint32_t>(length);
  *character = -1;  // the runtime's sign for what is no character
  return 1;
}

// A decoder for TSInput: the character at the begin of `text`, and its bytes; of `runs` all that are equal at once.
template <char... runs>
std::uint32_t decode(const std::uint8_t* text, std::uint32_t size, std::int32_t* character) {
  const std::uint8_t first = text[0];
  if (first >= 0x80) return decode_beyond_ascii(text, size, character);
  *character = first;
  return ((first == runs) || ...) ? run_length(text, size) : 1;
}

const char* read_text(void* payload, std::uint32_t byte, TSPoint, std::uint32_t* length) {
  const auto& text = *static_cast<const std::string*>(payload);
  *length = byte < text.size() ? static_cast<std::uint32_t>(text.size() - byte) : 0;
  return *length > 0 ? text.data() + byte : "";
}

// What may end a string, begin code within one, continue a line, or mean something to a grammar where a comment begins.
constexpr std::array<bool, 256> stops = [] {
  std::array<bool, 256> table{};
  for (const char c : std::string_view("\"'`{}\\$#<>?\r")) table[static_cast<unsigned char>(c)] = true;
  return table;
}();

bool is_stop(const char* at, const char* end) {
  const char c = *at, next = at + 1 < end ? at[1] : '\0';
  if (c == '*') return next == '/';
  if (c == '/') return next == '*';
  if (c == '\xE2')
    return end - at > 2 && next == '\x80' && (at[2] == '\xA8' || at[2] == '\xA9');  // ends a line, in scripts
  return stops[static_cast<unsigned char>(c)] && !(c == '\'' && is_alpha(at[-1]) && is_alpha(next));  // don't
}

// Fills [begin, end) up to the first stop; the byte before `begin` can be read.
void fill(char* begin, const char* end, char filler) {
  char* stop = begin;
  while (stop < end && !is_stop(stop, end)) ++stop;
  if (stop < end && *stop == '"') {  // )delimiter" ends a raw string of C++
    const std::size_t bracket = std::string_view(begin, static_cast<std::size_t>(stop - begin)).rfind(')');
    if (bracket != std::string_view::npos) stop = begin + bracket;
  }
  std::fill(begin, stop, filler);
}

// What stands behind the mark tells kinds of comments apart: ///, //!, /**, #!, //>.
constexpr std::size_t told_apart_by = 2;

void fill_behind_mark(char* at, const char* end, char filler) {
  for (std::size_t i = 0; i < told_apart_by; ++i, ++at) {
    if (at >= end || is_stop(at, end)) return;
  }
  fill(at, end, filler);
}

char* find(char* at, char* end, char c) {
  void* const found = std::memchr(at, c, static_cast<std::size_t>(end - at));
  return found != nullptr ? static_cast<char*>(found) : end;
}

// Whether nothing but blanks stands before `at` on its line.
bool begins_line(const char* text, const char* at) {
  while (at > text && (at[-1] == ' ' || at[-1] == '\t')) --at;
  return at == text || at[-1] == '\n';
}

// Of a comment that begins with /* at `at` each line that begins with *, up to one that does not or the comment's end.
// Returns where the next line begins, or what is left of this one.
char* quiet_block(char* at, char* end, char filler) {
  char* line_end = find(at, end, '\n');
  const auto closes = [&](const char* from) {
    return std::string_view(from, static_cast<std::size_t>(line_end - from)).find("*/") != std::string_view::npos;
  };
  bool closed = closes(at + 2);
  fill_behind_mark(at + 2, line_end, filler);
  while (!closed && line_end < end) {
    at = line_end + 1;
    while (at < end && (*at == ' ' || *at == '\t')) ++at;
    line_end = find(at, end, '\n');
    const bool empty = at == line_end || (*at == '\r' && at + 1 == line_end);
    if (!empty && *at != '*') return at;
    closed = closes(at);
    if (!empty && !(line_end - at > 1 && at[1] == '/')) fill(at + 1, line_end, filler);
  }
  return line_end;
}

}  // namespace

void quiet_comments(std::string& text, const LanguageSpec& spec) {
  const char filler = filler_of(spec);
  const std::string_view mark = spec.line_comment;
  char* const begin = text.data();
  char* const end = begin + text.size();
  for (char* at = begin; (at = find(at, end, mark.front())) != end;) {
    if (!begins_line(begin, at)) {
      ++at;
    } else if (std::string_view(at, static_cast<std::size_t>(end - at)).starts_with(mark)) {
      char* const line_end = find(at, end, '\n');
      fill_behind_mark(at + mark.size(), line_end, filler);
      at = line_end;
    } else if (spec.block_comments && end - at > 1 && at[1] == '*') {
      at = quiet_block(at, end, filler);
    } else {
      ++at;
    }
  }
}

TSInput skimming_input(const std::string& text, const LanguageSpec& spec) {
  TSInput input{};
  input.payload = const_cast<std::string*>(&text);  // only read
  input.read = read_text;
  input.encoding = TSInputEncodingCustom;
  input.decode = spec.indents ? decode<rare_filler> : decode<blank_filler, '\t'>;
  return input;
}

}  // namespace assay
