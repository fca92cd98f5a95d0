// See json_writer.h.
#include "reports/json_writer.h"

#include <fmt/compile.h>
#include <fmt/format.h>

#include <cmath>
#include <cstring>
#include <iterator>

#include "analyzer/base/characters.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

constexpr std::uint64_t ones = 0x0101010101010101U, high_bits = 0x8080808080808080U;

// Whether one of eight bytes is `byte`, or may be (Lamport's test: never misses one).
constexpr bool may_hold(std::uint64_t bytes, char byte) {
  const std::uint64_t zeroed = bytes ^ (ones * static_cast<unsigned char>(byte));
  return ((zeroed - ones) & ~zeroed & high_bits) != 0;
}

// Printable ASCII without quotes, backslashes and brackets; may say no to some.
constexpr bool is_plain(std::uint64_t bytes) {
  const bool in_range = ((bytes | (bytes - ones * 0x20U) | (bytes + ones)) & high_bits) == 0;
  return in_range && !may_hold(bytes, '"') && !may_hold(bytes, '\\') && !may_hold(bytes, '[');
}

// Length of the front of `text` that JSON takes as it is: printable ASCII without quotes and backslashes, and without the
// bracket of `##[`, which GitHub's runners take for a command wherever it is printed. Eight bytes at once where it can.
std::size_t plain_prefix(std::string_view text) {
  std::size_t length = 0;
  while (length < text.size()) {
    if (std::uint64_t bytes = 0; text.size() - length >= sizeof bytes) {
      std::memcpy(&bytes, text.data() + length, sizeof bytes);
      if (is_plain(bytes)) {
        length += sizeof bytes;
        continue;
      }
    }
    const char c = text[length];
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x20 || byte > 0x7E || c == '"' || c == '\\') break;
    if (c == '[' && length >= 2 && text[length - 1] == '#' && text[length - 2] == '#') break;
    ++length;
  }
  return length;
}

}  // namespace

JsonWriter JsonWriter::part(std::string& out, bool first) const {
  JsonWriter writer = *this;
  writer.out_ = &out;
  writer.levels_.back().empty = first;
  return writer;
}

void JsonWriter::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (levels_.empty()) return;
  Level& level = levels_.back();
  if (!level.empty) *out_ += level.on_one_line ? ", " : ",";
  level.empty = false;
  if (!level.on_one_line) {
    *out_ += '\n';
    out_->append(levels_.size() * 2, ' ');
  }
}

void JsonWriter::open(char bracket) {
  separate();
  *out_ += bracket;
  levels_.push_back({true, inline_next_ || (!levels_.empty() && levels_.back().on_one_line)});
  inline_next_ = false;
}

void JsonWriter::close(char bracket) {
  const Level level = levels_.back();
  levels_.pop_back();
  if (!level.empty && !level.on_one_line) {
    *out_ += '\n';
    out_->append(levels_.size() * 2, ' ');
  }
  *out_ += bracket;
  if (levels_.empty()) *out_ += '\n';
}

JsonWriter& JsonWriter::begin_object() { return open('{'), *this; }
JsonWriter& JsonWriter::end_object() { return close('}'), *this; }
JsonWriter& JsonWriter::begin_array() { return open('['), *this; }
JsonWriter& JsonWriter::end_array() { return close(']'), *this; }

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  *out_ += '"';
  *out_ += name;
  *out_ += "\": ";
  after_key_ = true;
  return *this;
}

// What would act on a terminal or a runner if somebody prints the file is written as an escape: the same text.
void JsonWriter::append_character(char32_t value, std::string_view bytes) {
  switch (value) {
    case '"': *out_ += "\\\""; return;
    case '\\': *out_ += "\\\\"; return;
    case '\n': *out_ += "\\n"; return;
    case '\r': *out_ += "\\r"; return;
    case '\t': *out_ += "\\t"; return;
    default: break;
  }
  const auto escape = [&](std::uint32_t unit) { fmt::format_to(std::back_inserter(*out_), "\\u{:04x}", unit); };
  if (value > 0xFFFF && is_hidden(value)) {
    escape(0xD800U + ((value - 0x10000U) >> 10U));
    escape(0xDC00U + ((value - 0x10000U) & 0x3FFU));
  } else if (value < 0x20 || value == 0x7F || is_hidden(value) || (value == '[' && out_->ends_with("##"))) {
    escape(value);
  } else {
    *out_ += bytes;
  }
}

JsonWriter& JsonWriter::value(std::string_view text) {
  separate();
  *out_ += '"';
  while (!text.empty()) {
    const std::size_t plain = plain_prefix(text);
    *out_ += text.substr(0, plain);
    text.remove_prefix(plain);
    const std::size_t valid = valid_utf8_prefix(text);
    for (std::size_t at = 0; at < valid;) {
      const Character c = character_at(text, at);
      append_character(c.value, text.substr(at, c.length));
      at += c.length;
    }
    text.remove_prefix(valid);
    if (!text.empty()) {
      *out_ += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    }
  }
  *out_ += '"';
  return *this;
}

JsonWriter& JsonWriter::path(std::string_view name, std::string_view bytes) {
  key(name);
  return plain_prefix(bytes) == bytes.size() ? value(bytes) : value(std::string_view(json_path(bytes)));
}

JsonWriter& JsonWriter::field(std::string_view name, const std::vector<std::string>& texts) {
  key(name).inline_next().begin_array();
  for (const std::string& text : texts) value(std::string_view(text));
  return end_array();
}

JsonWriter& JsonWriter::value(std::uint64_t number) {
  separate();
  const fmt::format_int text(number);
  out_->append(text.data(), text.size());
  return *this;
}

JsonWriter& JsonWriter::value(double number) {
  if (!std::isfinite(number)) return null();
  // Most numbers are small counts; %g writes them without an exponent.
  if (number >= 0 && number < 1e6 && number == std::floor(number)) return value(static_cast<std::uint64_t>(number));
  separate();
  fmt::format_to(std::back_inserter(*out_), FMT_COMPILE("{:.6g}"), number);
  return *this;
}

JsonWriter& JsonWriter::value(bool truth) {
  separate();
  *out_ += truth ? "true" : "false";
  return *this;
}

JsonWriter& JsonWriter::null() {
  separate();
  *out_ += "null";
  return *this;
}

}  // namespace assay
