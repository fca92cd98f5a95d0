// See excerpts.h.
#include "reports/html/excerpts.h"

#include <algorithm>

#include "analyzer/base/text.h"
#include "analyzer/project/encoding.h"

namespace assay {
namespace {

constexpr std::size_t files_kept = 64;    // their lines stay in memory
constexpr std::size_t widest_line = 160;  // bytes of a shown line
constexpr std::size_t tab_width = 4;

std::vector<std::string> lines_in(const std::string& text) {
  std::vector<std::string> lines;
  for (std::string_view line : split(text, '\n')) {
    if (line.ends_with("\r")) line.remove_suffix(1);
    std::string spaced;
    for (const char c : line.substr(0, 4 * widest_line)) {
      if (c == '\t') {
        spaced.append(tab_width - spaced.size() % tab_width, ' ');
      } else {
        spaced += c;
      }
    }
    lines.push_back(std::move(spaced));
  }
  return lines;
}

std::string cut(std::string_view text) {
  if (text.size() <= widest_line) return std::string(text);
  return std::string(text.substr(0, valid_utf8_prefix(text.substr(0, widest_line)))) + "…";
}

}  // namespace

const std::vector<std::string>& Excerpts::lines_of(std::string_view file) {
  if (const auto known = read_.find(file); known != read_.end()) return known->second;
  if (read_.size() == files_kept) read_.clear();
  std::vector<std::string>& lines = read_[std::string(file)];
  const auto row = std::lower_bound(model_.files.begin(), model_.files.end(), file,
                                    [](const FileRow& at, std::string_view path) { return at.path < path; });
  if (row == model_.files.end() || row->path != file) return lines;
  std::string bytes = folder_.bytes_of(*row);
  if (!bytes.empty()) lines = lines_in(decode_text(std::move(bytes)).text);
  return lines;
}

std::vector<ExcerptLine> Excerpts::around(std::string_view file, std::uint32_t line, std::uint32_t before,
                                          std::uint32_t after) {
  const std::vector<std::string>& lines = lines_of(file);
  if (line == 0 || line > lines.size()) return {};
  const std::uint32_t first = line > before ? line - before : 1;
  const auto last = static_cast<std::uint32_t>(std::min<std::size_t>(lines.size(), std::size_t{line} + after));
  std::size_t indent = std::string::npos;
  for (std::uint32_t n = first; n <= last; ++n) indent = std::min(indent, lines[n - 1].find_first_not_of(' '));
  std::vector<ExcerptLine> excerpt;
  for (std::uint32_t n = first; n <= last; ++n) {
    const std::string_view text = lines[n - 1];
    excerpt.push_back({n, cut(text.substr(std::min(text.size(), indent == std::string::npos ? 0 : indent)))});
  }
  while (excerpt.size() > 1 && excerpt.back().text.empty() && excerpt.back().number != line) excerpt.pop_back();
  return excerpt;
}

}  // namespace assay
