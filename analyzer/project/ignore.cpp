// See ignore.h.
#include "analyzer/project/ignore.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/text.h"

namespace assay {
namespace {

// Limits on hostile trees. Real ones stay far below: the Linux kernel has some 2,000 rules in 300 files, of
// which at most a dozen files are in force at once.
constexpr std::size_t kMaxFiles = 256;
constexpr std::size_t kMaxRules = 20'000;
constexpr std::size_t kMaxWildcards = 5'000;  // each is tried on every entry
constexpr std::size_t kMaxPattern = 1'000;    // bytes of a wildcard pattern

// Trailing spaces do not count unless a backslash stands before them.
std::string_view without_trailing_spaces(std::string_view line) {
  std::size_t end = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 == line.size()) return line;
    if (line[i] == '\\')
      ++i;
    else if (line[i] == ' ')
      continue;
    end = i + 1;
  }
  return line.substr(0, end);
}

}  // namespace

IgnoreFile::IgnoreFile(std::string_view text, std::size_t max_rules, std::size_t max_wildcards) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::uint32_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    line = without_trailing_spaces(line.substr(0, line.find('\0')));
    const bool negated = line.starts_with('!');
    if (negated) line.remove_prefix(1);
    if (line.empty() || line == "/") continue;
    PathPattern pattern(line);
    const bool is_wildcard = pattern.fixed_name().empty();
    if (rules_.size() == max_rules || (is_wildcard && (wildcards_ == max_wildcards || line.size() > kMaxPattern))) {
      truncated_ = true;
      return;
    }
    wildcards_ += is_wildcard ? 1 : 0;
    const auto row = static_cast<std::uint32_t>(rules_.size());
    const Rule& rule = rules_.emplace_back(Rule{std::move(pattern), number, !negated});
    if (!rule.pattern.fixed_name().empty()) {
      by_name_[std::string(rule.pattern.fixed_name())].push_back(row);
    } else if (!rule.pattern.fixed_extension().empty()) {
      by_extension_[std::string(rule.pattern.fixed_extension())].push_back(row);
    } else {
      others_.push_back(row);
    }
  }
}

IgnoreFile::Match IgnoreFile::match(std::string_view path, bool is_folder) const {
  const std::string_view name = file_name(path);
  std::size_t best = 0;  // row plus one
  const auto consider = [&](const Rows& rows) {
    for (std::size_t i = rows.size(); i > 0 && rows[i - 1] >= best; --i) {
      if (rules_[rows[i - 1]].pattern.matches(path, name, is_folder)) {
        best = std::size_t{rows[i - 1]} + 1;
        return;
      }
    }
  };
  if (!by_name_.empty()) {
    if (const auto found = by_name_.find(name); found != by_name_.end()) consider(found->second);
  }
  if (!by_extension_.empty()) {
    if (const std::size_t dot = name.rfind('.'); dot != std::string_view::npos) {
      if (const auto found = by_extension_.find(name.substr(dot)); found != by_extension_.end()) {
        consider(found->second);
      }
    }
  }
  consider(others_);
  if (best == 0) return {};
  return {rules_[best - 1].line, rules_[best - 1].ignores};
}

std::string IgnoreStack::Decision::reason() const {
  return "ignored by `" + printable(file) + "`:" + std::to_string(line);
}

bool IgnoreStack::push(IgnoreKind kind, std::string name, std::size_t folder_length, std::string_view text) {
  if (entries_.size() == kMaxFiles) return false;
  IgnoreFile file(text, kMaxRules - rules_, kMaxWildcards - wildcards_);
  const bool complete = !file.truncated();
  if (file.size() == 0) return complete;
  rules_ += file.size();
  wildcards_ += file.wildcards();
  by_kind_[static_cast<std::size_t>(kind)].push_back(static_cast<std::uint32_t>(entries_.size()));
  entries_.push_back({kind, std::move(name), folder_length, std::move(file)});
  return complete;
}

void IgnoreStack::pop_to(std::size_t mark) {
  while (entries_.size() > mark) {
    rules_ -= entries_.back().file.size();
    wildcards_ -= entries_.back().file.wildcards();
    by_kind_[static_cast<std::size_t>(entries_.back().kind)].pop_back();
    entries_.pop_back();
  }
}

IgnoreStack::Decision IgnoreStack::decide(std::string_view path, bool is_folder) const {
  for (std::size_t kind = by_kind_.size(); kind-- > 0;) {
    const std::vector<std::uint32_t>& rows = by_kind_[kind];
    for (std::size_t i = rows.size(); i-- > 0;) {
      const Entry& entry = entries_[rows[i]];
      const IgnoreFile::Match match = entry.file.match(path.substr(entry.folder_length), is_folder);
      if (match.line == 0) continue;
      return {match.ignored, !match.ignored, entry.kind, entry.name, match.line};
    }
  }
  return {};
}

}  // namespace assay
