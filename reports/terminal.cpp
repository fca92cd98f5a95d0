// See terminal.h.
#include "reports/terminal.h"

#include <fmt/format.h>

namespace assay {
namespace {

// Byte length of the first `count` code points.
std::size_t bytes_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size() && count > 0) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
    --count;
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
  for (const char c : text) count += (static_cast<unsigned char>(c) & 0xC0U) != 0x80U ? 1 : 0;
  return count;
}

std::string fitted(std::string_view text, std::size_t width) {
  const std::size_t size = columns(text);
  if (size <= width) return std::string(text) + std::string(width - size, ' ');
  return std::string(text.substr(0, bytes_of(text, width - 1))) + "…";
}

std::string fitted_right(std::string_view text, std::size_t width) {
  const std::size_t size = columns(text);
  return size >= width ? std::string(text) : std::string(width - size, ' ') + std::string(text);
}

std::string fitted_path(std::string_view path, std::size_t width) {
  const std::size_t size = columns(path);
  if (size <= width) return std::string(path);
  std::string_view tail = path.substr(bytes_of(path, size - (width - 1)));
  const std::size_t slash = tail.find('/');
  if (slash != std::string_view::npos && slash < tail.size() / 2) tail.remove_prefix(slash);
  return "…" + std::string(tail);
}

std::string wrapped(std::string_view text, std::size_t first, std::size_t indent, std::size_t width) {
  std::string out;
  std::size_t column = first;
  bool line_empty = true;
  while (!text.empty()) {
    const std::size_t blank = text.find(' ');
    const std::string_view word = text.substr(0, blank);
    text = blank == std::string_view::npos ? std::string_view{} : text.substr(blank + 1);
    if (word.empty()) continue;
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

std::string grouped(unsigned long long number) {
  std::string digits = fmt::format("{}", number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

}  // namespace assay
