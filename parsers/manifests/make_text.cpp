#include "parsers/manifests/make_text.h"

#include <algorithm>

#include "parsers/manifests/draft.h"
#include "parsers/manifests/paths.h"
#include "parsers/manifests/text.h"

namespace assay::manifests {

namespace {

constexpr int max_rounds = 5;                 // a variable may name a variable
constexpr std::size_t max_value = 100'000;    // bytes of one expansion
constexpr std::size_t max_work = 20'000'000;  // bytes of all expansions of a file: values that double end here
constexpr std::size_t max_rules = 20'000;

// The end of the reference that starts with "$(" or "${" at `open`.
std::size_t reference_end(std::string_view text, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open + 1; i < text.size(); ++i) {
    if (text[i] == '(' || text[i] == '{') ++depth;
    if ((text[i] == ')' || text[i] == '}') && --depth == 0) return i;
  }
  return std::string_view::npos;
}

// Outside of references.
std::size_t find_outside(std::string_view text, char wanted) {
  int depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '(' || text[i] == '{') ++depth;
    if (text[i] == ')' || text[i] == '}') --depth;
    if (text[i] == wanted && depth <= 0) return i;
  }
  return std::string_view::npos;
}

}  // namespace

MakeText::MakeText(std::string_view text) {
  bool in_rule = false;
  for (ContinuedLines lines(text); lines.next();) {
    const std::string_view line = lines.line();
    if (line.starts_with('\t') && in_rule) {
      rules_.back().recipe += line;
      rules_.back().recipe += '\n';
      continue;
    }
    const std::string_view content = trim(cut(line, "#").head);
    if (content.empty()) continue;
    if (add_variable(content, lines.number())) continue;
    const std::size_t before = rules_.size();
    add_rule(content, lines.number());
    // Conditionals may stand between a rule and the rest of its recipe.
    const bool conditional = content.starts_with("if") || content.starts_with("else") || content.starts_with("endif");
    in_rule = rules_.size() > before || (in_rule && conditional);
  }
}

// NAME = value, :=, ::=, ?=, +=
bool MakeText::add_variable(std::string_view line, std::uint32_t number) {
  consume(line, "export ") || consume(line, "override ");
  const std::size_t equals = find_outside(line, '=');
  if (equals == std::string_view::npos || equals == 0) return false;
  std::string_view name = line.substr(0, equals);
  const bool appends = name.ends_with('+');
  while (!name.empty() && std::string_view(":+?!").find(name.back()) != std::string_view::npos) name.remove_suffix(1);
  name = trim(name);
  if (name.empty() || find_outside(name, ' ') != std::string_view::npos ||
      find_outside(name, ':') != std::string_view::npos) {
    return false;
  }
  const std::string_view value = trim(line.substr(equals + 1));
  const auto [entry, added] = variables_.try_emplace(std::string(name), Variable{{}, number});
  std::string& known = entry->second.value;
  // Branches of conditionals set a name more than once; all of them count.
  if (appends || !added) known += ' ';
  known += value;
  if (known.size() > max_value) known.resize(max_value);
  return true;
}

void MakeText::add_rule(std::string_view line, std::uint32_t number) {
  const std::size_t colon = find_outside(line, ':');
  if (colon == std::string_view::npos || colon == 0 || rules_.size() == max_rules) return;
  std::string_view rest = line.substr(colon + 1);
  consume(rest, ":");
  const Cut inline_recipe = cut(rest, ";");
  rules_.push_back(
      {std::string(line.substr(0, colon)), std::string(inline_recipe.head), std::string(inline_recipe.tail), number});
}

std::string MakeText::replaced(std::string_view reference) const {
  const Cut suffixes = cut(reference, ":");
  const auto known = variables_.find(suffixes.head);
  if (known == variables_.end()) return {};
  const Cut change = cut(suffixes.tail, "=");
  if (change.head.empty() || change.head.find('%') != std::string_view::npos) return known->second.value;
  std::string result;
  for (const std::string_view word : words(known->second.value)) {
    if (!result.empty()) result += ' ';
    if (word.ends_with(change.head)) {
      result += word.substr(0, word.size() - change.head.size());
      result += change.tail;
    } else {
      result += word;
    }
  }
  return result;
}

std::string MakeText::expand(std::string_view written) const {
  std::string text(written.substr(0, max_value));
  for (int round = 0; round < max_rounds && text.find('$') != std::string::npos; ++round) {
    const std::string_view from = text;
    std::string next;
    std::size_t at = 0;
    while (at < from.size() && next.size() < max_value && work_ < max_work) {
      const std::size_t open = std::min(from.find('$', at), from.size());
      next += from.substr(at, open - at);
      if (open + 1 >= from.size()) break;
      if (from[open + 1] != '(' && from[open + 1] != '{') {  // $@, $<
        at = open + 2;
        const bool later = from[open + 1] == '$' && at < from.size() && from[at] == '(';  // $$(…): expanded by eval
        const std::size_t end = later ? reference_end(from, open + 1) : std::string_view::npos;
        if (end != std::string_view::npos) at = end + 1;
        continue;
      }
      const std::size_t end = reference_end(from, open);
      if (end == std::string_view::npos) break;
      next += replaced(from.substr(open + 2, end - open - 2));
      at = end + 1;
    }
    work_ += next.size() + 1;
    text = std::move(next);
  }
  return text.find('$') == std::string::npos ? text : std::string();
}

std::vector<std::string> MakeText::include_folders(std::string_view top) const {
  std::vector<std::string> folders;
  // What configure sets, and the kernel's build.
  const std::pair<std::string_view, std::string_view> places[] = {
      {"$(srcdir)", "."},  {"$(CURDIR)", "."},     {"$(abs_srcdir)", "."},    {"$(src)", "."},
      {"$(srctree)", top}, {"$(top_srcdir)", top}, {"$(abs_top_srcdir)", top}};
  const auto take = [&](std::string_view written) {
    if (written.find("-I") == std::string_view::npos) return;
    std::string text(written);
    for (const auto& [name, place] : places) {
      for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += place.size())
        text.replace(at, name.size(), place);
    }
    const std::string expanded = expand(text);
    const auto list = words(expanded);
    for (std::size_t i = 0; i < list.size() && folders.size() < max_rules; ++i) {
      if (list[i] == "-I" && i + 1 < list.size()) folders.emplace_back(list[++i]);
      if (list[i].size() > 2 && list[i].starts_with("-I")) folders.emplace_back(list[i].substr(2));
    }
  };
  for (const auto& [name, variable] : variables_) take(variable.value);
  for (const Rule& rule : rules_) take(rule.recipe);
  return folders;
}

std::vector<std::string> MakeText::words_of(std::string_view variable) const {
  const auto known = variables_.find(variable);
  if (known == variables_.end()) return {};
  const std::string text = expand(known->second.value);
  std::vector<std::string> result;
  for (const std::string_view word : words(text)) result.emplace_back(word);
  return result;
}

void add_include_folders(UnitT& unit, const MakeText& make) {
  for (const std::string& folder : make.include_folders(path_to_root(unit.directory))) add_include(unit, folder);
}

}  // namespace assay::manifests
