#include "parsers/manifests/text.h"

#include <algorithm>

namespace assay::manifests {

namespace {

constexpr std::string_view blanks = " \t\r\n\f\v";

}  // namespace

std::string_view unquote(std::string_view text) {
  if (text.size() >= 2 && text.front() == text.back() && (text.front() == '"' || text.front() == '\'')) {
    return text.substr(1, text.size() - 2);
  }
  return text;
}

std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> parts;
  for (auto begin = text.find_first_not_of(blanks); begin != std::string_view::npos;) {
    const auto end = std::min(text.find_first_of(blanks, begin), text.size());
    parts.push_back(text.substr(begin, end - begin));
    begin = text.find_first_not_of(blanks, end);
  }
  return parts;
}

Cut cut(std::string_view text, std::string_view separator) {
  const auto at = text.find(separator);
  if (at == std::string_view::npos) return {text, {}};
  return {text.substr(0, at), text.substr(at + separator.size())};
}

bool consume(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string counted(std::size_t count, std::string_view noun) {
  std::string result = std::to_string(count) + ' ' + std::string(noun);
  if (count != 1) result += 's';
  return result;
}

bool Lines::next() {
  if (rest_.empty()) return false;
  const auto end = rest_.find('\n');
  line_ = rest_.substr(0, end);
  rest_ = end == std::string_view::npos ? std::string_view() : rest_.substr(end + 1);
  if (line_.ends_with('\r')) line_.remove_suffix(1);
  ++number_;
  return true;
}

bool ContinuedLines::next() {
  if (!lines_.next()) return false;
  line_ = lines_.line();
  number_ = lines_.number();
  while (line_.ends_with('\\')) {
    line_.back() = ' ';
    if (!lines_.next()) break;
    line_ += lines_.line();
  }
  return true;
}

std::string clean_utf8(std::string_view text, std::size_t limit) {
  std::string result;
  while (!text.empty() && result.size() < limit) {
    const std::size_t valid = valid_utf8_prefix(text.substr(0, limit + 4));
    for (const char c : text.substr(0, valid)) result += (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) ? ' ' : c;
    text.remove_prefix(valid);
    if (!text.empty()) {
      result += "\xEF\xBF\xBD";
      text.remove_prefix(1);
    }
  }
  // A character that the limit cuts goes as a whole.
  if (result.size() > limit) result.resize(valid_utf8_prefix(std::string_view(result).substr(0, limit)));
  return result;
}

}  // namespace assay::manifests
