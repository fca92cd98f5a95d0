// meson.build: targets with their sources, what they are linked with and where they look for headers, subdirectories,
// dependencies. Only literal arguments, and names that this file assigns literals, are taken. A target is known to other
// files by the name that it is assigned to.

#include <algorithm>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"
#include "parsers/manifests/tokens.h"

namespace assay::manifests {

namespace {

constexpr std::size_t max_values = 10'000;   // of one variable
constexpr std::size_t max_work = 5'000'000;  // tokens and values in one file: lists that double or nest end here

using List = std::vector<std::string_view>;

class MesonReader {
 public:
  MesonReader(const Input& input, Draft& draft)
      : input_(input),
        draft_(draft),
        tokens_(input.bytes, Lexis{.comment = "#", .triple_quotes = true, .in_words = "_"}),
        folder_(draft.unit(input.directory)) {}

  void read() {
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].kind != Token::Kind::Word) continue;
      const bool statement = i == 0 || tokens_[i - 1].kind == Token::Kind::LineEnd;
      if (statement && tokens_[i + 1].is('=') && !tokens_[i + 2].is('=')) assign(i, i + 2, false);
      if (statement && tokens_[i + 1].is('+') && tokens_[i + 2].is('=')) assign(i, i + 3, true);
      if (tokens_[i + 1].is('(')) call(i);
    }
    for (const std::string_view variable : tested_) {
      const auto known = targets_.find(variable);
      if (known == targets_.end()) continue;
      known->second->kind = UnitKind::Tests;
      known->second->reason = "`test()` in meson.build runs it";
    }
  }

 private:
  // The end of the statement or argument that starts at `begin`.
  std::size_t expression_end(std::size_t begin) const {
    std::size_t i = begin;
    while (i < tokens_.size()) {
      const Token& token = tokens_[i];
      if (token.is('(') || token.is('[') || token.is('{')) {
        i = tokens_.after_bracket(i);
        continue;
      }
      if (token.is(',') || token.is(')') || token.is(']') || token.is('}') || token.kind == Token::Kind::LineEnd) break;
      ++i;
    }
    return i;
  }

  // Strings between the positions, known names replaced by theirs. Keyword arguments and what they hold are left out.
  List literals(std::size_t begin, std::size_t end) {
    List found;
    for (std::size_t i = begin; i < end && found.size() < max_values && ++work_ < max_work; ++i) {
      const Token& token = tokens_[i];
      if (token.kind == Token::Kind::Word && tokens_[i + 1].is(':')) {
        i = keyword_end(i + 2);
      } else if (token.is_string()) {
        found.push_back(token.text);
      } else if (token.kind == Token::Kind::Word) {
        const auto known = variables_.find(token.text);
        if (known == variables_.end()) continue;
        work_ += known->second.size();
        if (work_ > max_work) break;
        found.insert(found.end(), known->second.begin(), known->second.end());
      }
    }
    return found;
  }

  // A keyword's value may start or go on in the next line.
  std::size_t keyword_end(std::size_t begin) const {
    std::size_t i = begin;
    while (tokens_[i].kind == Token::Kind::LineEnd) ++i;
    return expression_end(i);
  }

  void assign(std::size_t name, std::size_t value, bool append) {
    const std::size_t end = expression_end(value);
    // The result of a target function is the target; of files(), the files.
    const Token& first = tokens_[value];
    const bool calls = first.kind == Token::Kind::Word && tokens_[value + 1].is('(');
    if (calls) assigned_to_[value] = tokens_[name].text;
    if (calls && first.text != "files") return;
    List list = literals(value, end);
    List& variable = variables_[tokens_[name].text];
    if (!append) variable.clear();
    if (variable.size() < max_values) variable.insert(variable.end(), list.begin(), list.end());
  }

  // The position of the first argument of the call at `i`.
  std::size_t first_argument(std::size_t i) const {
    std::size_t at = i + 2;
    while (tokens_[at].kind == Token::Kind::LineEnd) ++at;
    return at;
  }

  void call(std::size_t i) {
    const std::string_view function = tokens_[i].text;
    const Token& first = tokens_[first_argument(i)];
    const std::size_t end = tokens_.after_bracket(i + 1);
    if (function == "executable" || function == "jar") {
      add_target(i, end, UnitKind::Cli);
    } else if (function == "library" || function == "shared_library" || function == "static_library" ||
               function == "both_libraries" || function == "shared_module") {
      add_target(i, end, UnitKind::Library);
    } else if (function == "declare_dependency") {
      declare_dependency(i, end);
    } else if (function == "include_directories") {
      for (const std::string_view folder : literals(i + 2, end > 0 ? end - 1 : end)) add_include(folder_, folder);
    } else if (function == "project" && first.is_string()) {
      folder_.name = first.text;
    } else if (function == "subdir" && first.is_string()) {
      add_once(folder_.members, first.text);
    } else if (function == "dependency" && first.is_string()) {
      add_dependency(i, end);
    } else if (function == "test" || function == "benchmark") {
      for (std::size_t at = i + 2; at < end && at < i + 8; ++at) {
        if (tokens_[at].kind == Token::Kind::Word) tested_.push_back(tokens_[at].text);
      }
    }
  }

  void add_target(std::size_t i, std::size_t end, UnitKind kind) {
    const std::size_t name = first_argument(i);
    if (!tokens_[name].is_string()) return;
    UnitT& unit = draft_.unit(input_.directory, tokens_[name].text);
    state_kind(unit, kind, "`" + std::string(tokens_[i].text) + "('" + unit.name + "')` in meson.build");
    if (kind == UnitKind::Cli) add_once(unit.entries, unit.name);
    for (const std::string_view source : literals(name + 1, end > 0 ? end - 1 : end)) {
      if (source.find('.') != std::string_view::npos && source.find('@') == std::string_view::npos) {
        add_path(unit.sources, input_.directory, source);
      }
    }
    add_links(unit, i, end);
    if (const auto variable = assigned_to_.find(i); variable != assigned_to_.end()) {
      targets_[variable->second] = &unit;
      add_once(unit.aliases, variable->second);
    }
  }

  // link_with: [a, b], dependencies: a_dep
  void add_links(UnitT& unit, std::size_t i, std::size_t end) {
    for (std::size_t at = i + 2; at < end && ++work_ < max_work; ++at) {
      const Token& keyword = tokens_[at];
      if (!tokens_[at + 1].is(':')) continue;
      if (!keyword.is_word("link_with") && !keyword.is_word("link_whole") && !keyword.is_word("dependencies")) continue;
      const std::size_t behind = std::min(keyword_end(at + 2), end);
      for (at += 2; at < behind; ++at) {
        const bool called = tokens_[at + 1].is('(');  // dependency('zlib')
        if (tokens_[at].kind == Token::Kind::Word && !called) draft_.link(unit, tokens_[at].text, tokens_[at].line);
      }
    }
  }

  // a_dep = declare_dependency(link_with: a): who depends on it is linked with a.
  void declare_dependency(std::size_t i, std::size_t end) {
    const auto variable = assigned_to_.find(i);
    if (variable == assigned_to_.end()) return;
    UnitT& unit = draft_.unit(input_.directory, variable->second);
    add_links(unit, i, end);
    const auto only = unit.links.size() == 1 ? targets_.find(unit.links[0]->name) : targets_.end();
    if (only != targets_.end()) add_once(only->second->aliases, variable->second);
  }

  void add_dependency(std::size_t i, std::size_t end) {
    std::string_view version;
    DependencyScope scope = DependencyScope::Runtime;
    for (std::size_t at = i + 3; at < end && at < i + 60; ++at) {
      if (!tokens_[at + 1].is(':')) continue;
      if (tokens_[at].is_word("version") && tokens_[at + 2].is_string()) version = tokens_[at + 2].text;
      if (tokens_[at].is_word("required") && !tokens_[at + 2].is_word("true")) scope = DependencyScope::Optional;
      if (tokens_[at].is_word("native") && tokens_[at + 2].is_word("true")) scope = DependencyScope::Build;
    }
    draft_.depend(folder_, {tokens_[first_argument(i)].text, version, "system", scope, false, tokens_[i].line});
  }

  const Input& input_;
  Draft& draft_;
  Tokens tokens_;
  UnitT& folder_;
  std::map<std::string_view, List> variables_;
  std::map<std::size_t, std::string_view> assigned_to_;  // position of a call → the name it is assigned to
  std::map<std::string_view, UnitT*> targets_;           // by that name
  std::vector<std::string_view> tested_;
  std::size_t work_ = 0;
};

}  // namespace

void read_meson(const Input& input, Draft& draft) { MesonReader(input, draft).read(); }

}  // namespace assay::manifests
