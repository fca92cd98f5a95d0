// See terminal.h.
#include "reports/terminal.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cmath>

#include "analyzer/base/characters.h"

namespace assay {
namespace {

std::size_t columns_of(char32_t value) {
  if (value < 0x7F) return 1;
  return static_cast<std::size_t>(std::max(0, utf8proc_charwidth(static_cast<utf8proc_int32_t>(value))));
}

// Byte length of the longest beginning that takes at most `count` columns.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t at = 0, taken = 0;
  while (at < text.size()) {
    const Character c = character_at(text, at);
    taken += columns_of(c.value);
    if (taken > count) break;
    at += c.length;
  }
  return at;
}

}  // namespace

std::string Painter::operator()(Style style, std::string_view text) const {
  if (!color_ || style == Style::Plain) return std::string(text);
  const char* code = "0";
  switch (style) {
    case Style::Bold: code = "1"; break;
    case Style::Dim: code = "2"; break;
    case Style::Red: code = "31"; break;
    case Style::Green: code = "32"; break;
    case Style::Yellow: code = "33"; break;
    case Style::Blue: code = "36"; break;
    case Style::Plain: break;
  }
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::size_t columns(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const Character c = character_at(text, at);
    count += columns_of(c.value);
    at += c.length;
  }
  return count;
}

std::string fitted(std::string_view text, std::size_t width) {
  const std::size_t size = columns(text);
  if (size <= width) return std::string(text) + std::string(width - size, ' ');
  std::string cut(text.substr(0, bytes_of(text, width - 1)));
  cut += "…";
  return cut + std::string(width - columns(cut), ' ');  // a wide character may leave one column
}

std::string fitted_right(std::string_view text, std::size_t width) {
  const std::size_t size = columns(text);
  return size >= width ? std::string(text) : std::string(width - size, ' ') + std::string(text);
}

std::string fitted_path(std::string_view path, std::size_t width) {
  const std::size_t size = columns(path);
  if (size <= width) return std::string(path);
  std::string_view tail = path.substr(bytes_of(path, size - (width - 1)));
  while (columns(tail) > width - 1) tail.remove_prefix(character_at(tail, 0).length);
  const std::size_t slash = tail.find('/');
  if (slash != std::string_view::npos && slash < tail.size() / 2) tail.remove_prefix(slash);
  return "…" + std::string(tail);
}

std::string wrapped(std::string_view text, std::size_t first, std::size_t indent, std::size_t width) {
  std::string out;
  std::size_t column = first;
  bool line_empty = true;
  while (!text.empty()) {
    const std::string_view whole = text;
    const std::size_t blank = text.find(' ');
    std::string_view word = text.substr(0, blank);
    text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
    if (word.empty()) continue;
    if (const std::size_t room = width - indent; columns(word) > room && room > 1) {
      const std::size_t cut = std::max(bytes_of(word, room), character_at(word, 0).length);
      text = whole.substr(cut);
      word = word.substr(0, cut);
    }
    if (!line_empty && column + 1 + columns(word) > width) {
      out += '\n';
      out.append(indent, ' ');
      column = indent;
      line_empty = true;
    }
    if (!line_empty) {
      out += ' ';
      ++column;
    }
    out += word;
    column += columns(word);
    line_empty = false;
  }
  return out;
}

std::string bar(double share, std::size_t width) {
  const auto full = static_cast<std::size_t>(std::lround(std::clamp(share, 0.0, 1.0) * static_cast<double>(width)));
  std::string out;
  for (std::size_t i = 0; i < width; ++i) out += i < full ? "█" : "░";
  return out;
}

std::string linked(std::string_view text, std::string_view url) {
  if (url.empty()) return std::string(text);
  return fmt::format("\x1b]8;;{}\x1b\\{}\x1b]8;;\x1b\\", url, text);
}

std::string grouped(unsigned long long number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

}  // namespace assay
