// setup.py and setup.cfg: the literal arguments of setup(), and the same as an INI file.
//
// setup.py is a program; it is read as text. What a literal, or a name that is assigned a literal once in the file,
// says is taken; everything computed is left out.

#include <algorithm>
#include <map>
#include <optional>

#include "parsers/manifests/paths.h"
#include "parsers/manifests/python_requirement.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"
#include "parsers/manifests/tokens.h"

namespace assay::manifests {

namespace {

// Tokens [begin, end) of one value.
struct Range {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Behind the expression that starts at `begin`: a comma or closing bracket of this level, or the line's end for a
// statement.
std::size_t expression_end(const Tokens& tokens, std::size_t begin, bool statement) {
  std::size_t i = begin;
  while (i < tokens.size()) {
    const Token& token = tokens[i];
    if (token.is('(') || token.is('[') || token.is('{')) {
      i = tokens.after_bracket(i);
      continue;
    }
    const bool closes = token.is(')') || token.is(']') || token.is('}');
    if (closes || (!statement && token.is(',')) || (statement && token.kind == Token::Kind::LineEnd)) break;
    ++i;
  }
  return i;
}

class SetupScript {
 public:
  explicit SetupScript(std::string_view text) : tokens_(text, Lexis{.comment = "#", .triple_quotes = true}) { scan(); }

  bool found() const { return found_; }
  const Tokens& tokens() const { return tokens_; }

  std::optional<Range> argument(std::string_view name) const {
    const auto known = arguments_.find(name);
    if (known == arguments_.end()) return std::nullopt;
    const Range value = known->second;
    if (value.end != value.begin + 1 || tokens_[value.begin].kind != Token::Kind::Word) return value;
    const auto assigned = assigned_.find(tokens_[value.begin].text);
    return assigned == assigned_.end() ? value : assigned->second;
  }

  std::string_view text(std::string_view name) const {
    const auto value = argument(name);
    return value && tokens_[value->begin].is_string() ? tokens_[value->begin].text : std::string_view();
  }

 private:
  void scan() {
    bool line_start = true;
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      const Token& token = tokens_[i];
      const bool word = token.kind == Token::Kind::Word;
      if (word && line_start && tokens_[i + 1].is('=') && !tokens_[i + 2].is('=')) {
        assigned_.emplace(token.text, Range{i + 2, expression_end(tokens_, i + 2, true)});
      }
      if (word && (token.text == "setup" || token.text.ends_with(".setup")) && tokens_[i + 1].is('(') && !found_) {
        const bool defines = i > 0 && tokens_[i - 1].is_word("def");
        if (!defines) read_arguments(i + 2);
      }
      line_start = token.kind == Token::Kind::LineEnd;
    }
  }

  void read_arguments(std::size_t i) {
    found_ = true;
    while (i < tokens_.size() && !tokens_[i].is(')')) {
      if (tokens_[i].kind == Token::Kind::Word && tokens_[i + 1].is('=')) {
        const std::size_t end = expression_end(tokens_, i + 2, false);
        arguments_.emplace(tokens_[i].text, trimmed(Range{i + 2, end}));
        i = end;
      } else if (tokens_[i].kind == Token::Kind::LineEnd || tokens_[i].is(',')) {
        ++i;
      } else {
        i = std::max(expression_end(tokens_, i, false), i + 1);
      }
    }
  }

  Range trimmed(Range range) const {
    while (range.begin < range.end && tokens_[range.begin].kind == Token::Kind::LineEnd) ++range.begin;
    while (range.begin < range.end && tokens_[range.end - 1].kind == Token::Kind::LineEnd) --range.end;
    return range;
  }

  Tokens tokens_;
  std::map<std::string_view, Range, std::less<>> arguments_;
  std::map<std::string_view, Range, std::less<>> assigned_;
  bool found_ = false;
};

bool builds_container(std::string_view function) {
  return function == "list" || function == "dict" || function == "tuple" || function == "set" || function == "sorted";
}

// Calls `visit(key, string)` for each string that is an element of a list, tuple, set or dictionary in the range;
// `key` is the dictionary key before it.
template <class Visit>
void for_each_element(const Tokens& tokens, Range range, Visit visit) {
  std::string_view key;
  const Token* before = nullptr;  // the last token that is no line end
  for (std::size_t i = range.begin; i < range.end; ++i) {
    const Token& token = tokens[i];
    if (token.kind == Token::Kind::LineEnd) continue;
    if (token.kind == Token::Kind::Word && tokens[i + 1].is('(') && !builds_container(token.text)) {
      i = std::min(tokens.after_bracket(i + 1), range.end) - 1;  // a call's arguments are not elements
      before = &token;
      continue;
    }
    if (token.is_string()) {
      std::size_t next = i + 1;
      while (next < range.end && tokens[next].kind == Token::Kind::LineEnd) ++next;
      const Token end;
      const Token& after = next < range.end ? tokens[next] : end;
      const bool opens = before == nullptr || before->is('[') || before->is('(') || before->is('{') ||
                         before->is(',') || before->is(':') || before->is_string();
      const bool closes = after.kind == Token::Kind::End || after.is(',') || after.is(']') || after.is(')') ||
                          after.is('}') || after.is_string();
      if (after.is(':')) {
        key = token.text;
      } else if (opens && closes) {
        visit(key, token);
      }
    }
    before = &token;
  }
}

// `name = module:function` → module:function
void add_command(UnitT& unit, std::string_view line) {
  const Cut command = cut(line, "=");
  add_once(unit.entries, command.tail.empty() ? command.head : command.tail);
}

void add_package(UnitT& unit, std::string_view root, std::string_view package) {
  std::string folder(package);
  for (char& c : folder) c = c == '.' ? '/' : c;
  const auto base = join_path(unit.directory, root);
  if (base && !folder.empty()) add_path(unit.sources, *base, folder);
}

// Lines of an INI section are `name = module:function`.
std::size_t add_ini_commands(UnitT& unit, std::string_view text) {
  bool console = false;
  std::size_t count = 0;
  for (Lines lines(text); lines.next();) {
    const std::string_view line = trim(lines.line());
    if (line.starts_with('[')) {
      console = line == "[console_scripts]";
    } else if (console && line.find('=') != std::string_view::npos) {
      add_command(unit, line);
      ++count;
    }
  }
  return count;
}

void add_entry_points(UnitT& unit, const SetupScript& script) {
  const auto points = script.argument("entry_points");
  std::size_t commands = 0;
  std::size_t windows = 0;
  if (points && script.tokens()[points->begin].is_string()) {
    commands = add_ini_commands(unit, script.tokens()[points->begin].text);
  } else if (points) {
    for_each_element(script.tokens(), *points, [&](std::string_view key, const Token& token) {
      if (key != "console_scripts" && key != "gui_scripts") return;
      add_command(unit, token.text);
      ++(key == "console_scripts" ? commands : windows);
    });
  }
  if (const auto scripts = script.argument("scripts")) {
    for_each_element(script.tokens(), *scripts, [&](std::string_view, const Token& token) {
      add_path(unit.entries, unit.directory, token.text);
      ++commands;
    });
  }
  if (commands > 0)
    state_kind(unit, UnitKind::Cli, "`entry_points` or `scripts` in setup.py name " + counted(commands, "command"));
  if (windows > 0) state_kind(unit, UnitKind::Ui, "`gui_scripts` in setup.py names " + counted(windows, "command"));
}

void add_sources(UnitT& unit, const SetupScript& script) {
  const Tokens& tokens = script.tokens();
  std::string_view root;
  if (const auto folders = script.argument("package_dir")) {
    for_each_element(tokens, *folders, [&](std::string_view key, const Token& token) {
      if (key.empty()) root = token.text;
    });
  }
  if (const auto packages = script.argument("packages")) {
    if (tokens[packages->begin].is('[') || tokens[packages->begin].is('(')) {
      for_each_element(tokens, *packages,
                       [&](std::string_view, const Token& token) { add_package(unit, root, token.text); });
    } else {
      add_path(unit.sources, unit.directory, root);  // find_packages(…) below the root
    }
  }
  if (const auto modules = script.argument("py_modules")) {
    for_each_element(tokens, *modules, [&](std::string_view, const Token& token) {
      add_package(unit, root, token.text);
      if (!unit.sources.empty()) unit.sources.back() += ".py";
    });
  }
}

void add_requirements(Draft& draft, UnitT& unit, const SetupScript& script, std::string_view name,
                      DependencyScope scope) {
  const auto value = script.argument(name);
  if (!value) return;
  for_each_element(script.tokens(), *value, [&](std::string_view, const Token& token) {
    add_python_requirement(draft, unit, token.text, scope, token.line);
  });
}

// setup.cfg, as sections of `key = value` where indented lines continue a value.
struct IniLine {
  std::string_view section;
  std::string_view key;
  std::string_view value;
  std::uint32_t line = 0;
};

template <class Visit>
void for_each_ini_line(std::string_view text, Visit visit) {
  IniLine current;
  for (Lines lines(text); lines.next();) {
    const std::string_view line = lines.line();
    const std::string_view content = trim(line);
    if (content.empty() || content.front() == '#' || content.front() == ';') continue;
    current.line = lines.number();
    if (line.front() == '[') {
      current.section = trim(content.substr(1, content.find(']') - 1));
      current.key = {};
    } else if (line.front() == ' ' || line.front() == '\t') {
      current.value = content;
      visit(current);
    } else {
      const auto at = content.find_first_of("=:");
      current.key = trim(content.substr(0, at));
      current.value = at == std::string_view::npos ? std::string_view() : trim(content.substr(at + 1));
      if (!current.value.empty()) visit(current);
    }
  }
}

}  // namespace

void read_setup_py(const Input& input, Draft& draft) {
  const SetupScript script(input.bytes);
  if (!script.found()) return;
  UnitT& unit = draft.unit(input.directory, script.text("name"));
  if (const auto classifiers = script.argument("classifiers")) {
    for_each_element(script.tokens(), *classifiers,
                     [&](std::string_view, const Token& token) { state_kind_by_classifier(unit, token.text); });
  }
  add_entry_points(unit, script);
  add_sources(unit, script);
  add_requirements(draft, unit, script, "install_requires", DependencyScope::Runtime);
  add_requirements(draft, unit, script, "requires", DependencyScope::Runtime);
  add_requirements(draft, unit, script, "tests_require", DependencyScope::Development);
  add_requirements(draft, unit, script, "extras_require", DependencyScope::Optional);
  add_requirements(draft, unit, script, "setup_requires", DependencyScope::Build);
  if (!unit.name.empty() && !unit.sources.empty()) {
    state_kind(unit, UnitKind::Library, "setup.py packages `" + unit.name + "` without commands");
  }
}

void read_setup_cfg(const Input& input, Draft& draft) {
  UnitT& unit = draft.unit(input.directory);
  std::size_t commands = 0;
  std::string root;
  bool packages = false;
  for_each_ini_line(input.bytes, [&](const IniLine& line) {
    const bool metadata = line.section == "metadata";
    const bool options = line.section == "options";
    if (metadata && line.key == "name") unit.name = line.value;
    if (metadata && line.key == "classifiers") state_kind_by_classifier(unit, line.value);
    if (options && line.key == "install_requires") {
      add_python_requirement(draft, unit, line.value, DependencyScope::Runtime, line.line);
    }
    if (options && line.key == "tests_require") {
      add_python_requirement(draft, unit, line.value, DependencyScope::Development, line.line);
    }
    if (options && line.key == "setup_requires") {
      add_python_requirement(draft, unit, line.value, DependencyScope::Build, line.line);
    }
    if (line.section == "options.extras_require") {
      add_python_requirement(draft, unit, line.value, DependencyScope::Optional, line.line);
    }
    if (options && line.key == "package_dir" && line.value.starts_with('=')) root = trim(line.value.substr(1));
    if (options && line.key == "packages") {
      packages = true;
      if (line.value.find(':') == std::string_view::npos) add_package(unit, {}, line.value);
    }
    if (line.section == "options.packages.find" && line.key == "where") root = line.value;
    if (line.section == "options.entry_points" && line.key == "console_scripts") {
      add_command(unit, line.value);
      ++commands;
    }
  });
  if (packages && unit.sources.empty()) add_path(unit.sources, input.directory, root);
  if (commands > 0)
    state_kind(unit, UnitKind::Cli, "`console_scripts` in setup.cfg names " + counted(commands, "command"));
  if (!unit.name.empty() && packages) {
    state_kind(unit, UnitKind::Library, "setup.cfg packages `" + unit.name + "` without commands");
  }
}

}  // namespace assay::manifests
