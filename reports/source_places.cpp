// See source_places.h.
#include "reports/source_places.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>

#include "analyzer/base/text.h"
#include "analyzer/project/encoding.h"
#include "reports/scanned_folder.h"

namespace assay {
namespace {

constexpr std::size_t longest_snippet = 240;
constexpr std::uint32_t column_unknown = 65535;  // facts.fbs: that or more

// A character above U+FFFF takes two units.
std::uint32_t utf16_units(std::string_view text) {
  std::uint32_t units = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    units += (byte & 0xC0U) == 0x80U ? 0 : byte >= 0xF0U ? 2 : 1;
  }
  return units;
}

// Calls `use` with each UTF-16 unit of valid UTF-8.
template <class Use>
void for_each_utf16(std::string_view text, const Use& use) {
  for (std::size_t at = 0; at < text.size();) {
    const auto first = static_cast<unsigned char>(text[at]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    std::uint32_t value = length == 1 ? first : first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) value = value << 6U | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    if (value > 0xFFFF) {
      use(0xD800U + ((value - 0x10000U) >> 10U));
      use(0xDC00U + ((value - 0x10000U) & 0x3FFU));
    } else {
      use(value);
    }
    at += length;
  }
}

class RollingHash {
 public:
  RollingHash() {
    for (std::size_t i = 0; i < window_size; ++i) first_weight_ *= base;
  }

  void take(std::uint32_t unit) {
    if (unit == ' ' || unit == '\t' || (after_return_ && unit == '\n')) {
      after_return_ = false;
      return;
    }
    after_return_ = unit == '\r';
    if (after_return_) unit = '\n';
    give_out();
    if (at_line_start_) {
      line_at_[next_] = ++lines_;
      hashes_.emplace_back();
    }
    at_line_start_ = unit == '\n';
    shift(unit);
  }

  std::vector<std::string> finish() {
    take(end_mark);
    for (std::size_t i = 0; i < window_size; ++i) {
      give_out();
      shift(0);
    }
    return std::move(hashes_);
  }

 private:
  static constexpr std::size_t window_size = 100;
  static constexpr std::uint64_t base = 37;
  static constexpr std::uint32_t end_mark = 65535;

  // The line that begins at the window's first unit, if one does, has its hash now.
  void give_out() {
    std::size_t& line = line_at_[next_];
    if (line == 0) return;
    hashes_[line - 1] = fmt::format("{:x}:{}", hash_, ++seen_[hash_]);
    line = 0;
  }

  void shift(std::uint32_t unit) {
    hash_ = base * hash_ + unit - first_weight_ * window_[next_];
    window_[next_] = unit;
    next_ = (next_ + 1) % window_size;
  }

  std::uint64_t hash_ = 0, first_weight_ = 1;
  std::array<std::uint32_t, window_size> window_{};
  std::array<std::size_t, window_size> line_at_{};  // the line, from 1, that begins with this unit; 0: none
  std::size_t next_ = 0, lines_ = 0;
  bool at_line_start_ = true, after_return_ = false;
  std::unordered_map<std::uint64_t, std::uint32_t> seen_;
  std::vector<std::string> hashes_;
};

std::string_view without_line_end(std::string_view line) {
  while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
  return line;
}

SourcePlace place_in(const Finding& finding, std::string_view line) {
  const std::string_view code = without_line_end(line);
  const std::size_t blanks = std::min(code.find_first_not_of(" \t"), code.size());
  const bool whole_line = finding.column == 0 || finding.column == column_unknown || finding.column > code.size();
  const std::size_t begin = whole_line ? blanks : finding.column - 1;
  const std::size_t end = whole_line ? code.size() : end_of_expression(code, begin);
  SourcePlace place;
  place.begin = utf16_units(code.substr(0, begin)) + 1;
  place.end = place.begin + utf16_units(code.substr(begin, end - begin));
  const std::string_view shown = code.substr(begin, std::min(end - begin, longest_snippet));
  place.snippet = shown.substr(0, valid_utf8_prefix(shown));
  return place;
}

}  // namespace

std::size_t end_of_expression(std::string_view line, std::size_t begin) {
  std::size_t depth = 0, at = begin;
  for (; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      if (depth == 0) break;
      --depth;
    } else if (depth == 0 && !is_word_byte(c) && c != '.' && c != ':' && c != '?' && c != '$' && c != '@') {
      const bool arrow = c == '-' && at + 1 < line.size() && line[at + 1] == '>';
      if (!arrow && !(c == '>' && at > begin && line[at - 1] == '-')) break;
    }
  }
  while (at > begin && (line[at - 1] == ':' || line[at - 1] == '.' || line[at - 1] == '?')) --at;
  return at > begin ? at : line.size();
}

std::vector<std::string> line_hashes(std::string_view text) {
  RollingHash hash;
  for_each_utf16(text, [&](std::uint32_t unit) { hash.take(unit); });
  return hash.finish();
}

std::vector<SourcePlace> find_source_places(const Report& report, std::span<const Finding> findings,
                                            const std::string& root) {
  const ScannedFolder folder(root);
  std::vector<SourcePlace> places(findings.size());
  for (std::size_t i = 0; i < places.size();) {
    const FileId file = findings[i].file;
    const std::string bytes = folder.bytes_of(report.model.files[file.index()]);
    const std::vector<std::string> hashes = is_valid_utf8(bytes) ? line_hashes(bytes) : std::vector<std::string>{};
    const std::string text = decode_text(bytes).text;
    const std::vector<std::string_view> lines = split(text, '\n');
    for (; i < places.size() && findings[i].file == file; ++i) {
      const Finding& finding = findings[i];
      if (finding.column != 0) places[i].begin = places[i].end = finding.column;
      const std::size_t line = finding.line - 1U;
      if (bytes.empty() || finding.line == 0 || line >= lines.size()) continue;
      places[i] = place_in(finding, lines[line]);
      if (line < hashes.size()) places[i].line_hash = hashes[line];
    }
  }
  return places;
}

}  // namespace assay
