// See encoding.h.
#include "analyzer/project/encoding.h"

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <utility>

#include "analyzer/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kSample = 1024;  // bytes looked at to tell UTF-16 without a mark

// Utf8 stands for "neither".
facts::Encoding utf16_by_zero_bytes(std::string_view bytes) {
  const std::size_t pairs = std::min(bytes.size(), kSample) / 2;
  if (pairs < 2 || bytes.size() % 2 != 0) return facts::Encoding::Utf8;
  std::size_t even = 0;
  std::size_t odd = 0;
  for (std::size_t i = 0; i < pairs; ++i) {
    even += bytes[2 * i] == '\0' ? 1 : 0;
    odd += bytes[2 * i + 1] == '\0' ? 1 : 0;
  }
  // Source is mostly ASCII, whose upper byte is zero and whose lower byte never is.
  if (even == 0 && odd * 10 >= pairs * 7) return facts::Encoding::Utf16LittleEndian;
  if (odd == 0 && even * 10 >= pairs * 7) return facts::Encoding::Utf16BigEndian;
  return facts::Encoding::Utf8;
}

std::string utf8_of_utf16(std::string_view bytes, bool big_endian) {
  std::string text;
  text.reserve(bytes.size() / 2 + bytes.size() / 8);
  const auto unit = [&](std::size_t at) {
    const auto first = static_cast<std::uint8_t>(bytes[at]);
    const auto second = static_cast<std::uint8_t>(bytes[at + 1]);
    return static_cast<char32_t>(big_endian ? first << 8 | second : second << 8 | first);
  };
  constexpr char32_t kReplacement = 0xFFFD;
  for (std::size_t at = 0; at + 1 < bytes.size(); at += 2) {
    char32_t value = unit(at);
    if (value >= 0xD800 && value < 0xE000) {
      const char32_t low = value < 0xDC00 && at + 3 < bytes.size() ? unit(at + 2) : 0;
      const bool is_pair = low >= 0xDC00 && low < 0xE000;
      value = is_pair ? 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00) : kReplacement;
      if (is_pair) at += 2;
    }
    append_utf8(text, value);
  }
  if (bytes.size() % 2 != 0) append_utf8(text, kReplacement);
  return text;
}

std::string utf8_of_latin1(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() + bytes.size() / 16);
  for (const char c : bytes) append_utf8(text, static_cast<std::uint8_t>(c));
  return text;
}

DecodedText of_utf16(std::string_view bytes, facts::Encoding encoding) {
  std::string text = utf8_of_utf16(bytes, encoding == facts::Encoding::Utf16BigEndian);
  const bool has_zero_bytes = text.find('\0') != std::string::npos;
  return {std::move(text), encoding, has_zero_bytes};
}

}  // namespace

DecodedText decode_text(std::string bytes) {
  const std::string_view view = bytes;
  if (view.starts_with("\xFF\xFE")) {
    return of_utf16(view.substr(2), facts::Encoding::Utf16LittleEndian);
  }
  if (view.starts_with("\xFE\xFF")) {
    return of_utf16(view.substr(2), facts::Encoding::Utf16BigEndian);
  }
  if (const facts::Encoding wide = utf16_by_zero_bytes(view); wide != facts::Encoding::Utf8) {
    return of_utf16(view, wide);
  }
  if (view.find('\0') != std::string_view::npos) return {std::move(bytes), facts::Encoding::Utf8, true};
  const bool marked = view.starts_with("\xEF\xBB\xBF");
  if (!is_valid_utf8(view)) return {utf8_of_latin1(marked ? view.substr(3) : view), facts::Encoding::Latin1, false};
  if (!marked) return {std::move(bytes), facts::Encoding::Utf8, false};
  bytes.erase(0, 3);
  return {std::move(bytes), facts::Encoding::Utf8Bom, false};
}

}  // namespace assay
