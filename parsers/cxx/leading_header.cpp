// See leading_header.h.
#include "parsers/cxx/leading_header.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analyzer/base/text.h"

namespace assay {
namespace {

constexpr std::size_t most_prefixes = 32;  // each is some megabytes on the disk

// A directive: its word, and what stands behind that in its line. Takes it off `text`; empty where none comes next.
std::pair<std::string_view, std::string_view> take_directive(std::string_view& text) {
  text = without_comments(text);
  if (!text.starts_with('#')) return {};
  const std::string_view line = trim(text.substr(1, std::min(text.find('\n'), text.size()) - 1));
  text.remove_prefix(std::min(text.find('\n'), text.size()));
  const std::string_view word = first_word(line);
  return {word, trim(line.substr(word.size()))};
}

}  // namespace

std::string_view first_include(std::string_view text) {
  const auto [word, what] = take_directive(text);
  if (word != "include" || what.size() < 3 || (what[0] != '"' && what[0] != '<')) return {};
  const std::size_t end = what.find(what[0] == '<' ? '>' : '"', 1);
  return end == std::string_view::npos ? std::string_view{} : what.substr(1, end - 1);
}

bool is_guarded(std::string_view header) {
  const auto [word, name] = take_directive(header);
  if (word == "pragma") return name == "once";
  const std::string_view guard = first_word(name);
  if (word != "ifndef" || guard.empty()) return false;
  const auto [second, defined] = take_directive(header);
  return second == "define" && first_word(defined) == guard;
}

std::vector<SharedPrefix> find_leading_headers(const PrefixQuestion& question) {
  std::map<std::pair<std::vector<std::string>, std::string>, std::vector<std::uint32_t>> groups;
  for (std::uint32_t i = 0; i < question.units->size(); ++i) {
    const CompileUnit& unit = (*question.units)[i];
    const std::vector<std::string>& flags = unit.arguments;
    if (flags.size() < 2 || flags[0] != "-x" || flags[1] != "c") continue;
    if (std::find(flags.begin(), flags.end(), "-include") != flags.end()) continue;
    const std::string text = question.text(unit.path);
    const std::string_view name = first_include(text);
    if (name.empty()) continue;
    std::string header = question.resolve(unit.path, std::string(name), folders_of(unit));
    if (!header.empty()) groups[{flags, std::move(header)}].push_back(i);
  }
  std::vector<SharedPrefix> found;
  for (const auto& [key, units] : groups) {
    const auto& [flags, header] = key;
    if (units.size() <= fewest_prefix_units || found.size() >= most_prefixes) continue;
    if (header.find_first_of("\"\\\n") != std::string::npos || !is_guarded(question.text(header))) continue;
    found.push_back({flags, {'"' + question.root + '/' + header + '"'}, {units.begin() + 1, units.end()}});
  }
  return found;
}

}  // namespace assay
