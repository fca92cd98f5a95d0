// Gemfile, *.gemspec and Gemfile.lock. The first two are Ruby programs; only literal arguments are taken.

#include <string>
#include <vector>

#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"
#include "parsers/manifests/tokens.h"

namespace assay::manifests {

namespace {

// The String tokens from `begin` to the end of the statement; a comma or an open bracket continues it.
// %w[a b] lists count as strings, too.
std::vector<Token> literals(const Tokens& tokens, std::size_t begin) {
  constexpr std::size_t enough = 200;
  std::vector<Token> found;
  int depth = 0;
  bool in_words = false;
  for (std::size_t i = begin; i < tokens.size() && found.size() < enough && i < begin + 5 * enough; ++i) {
    const Token& token = tokens[i];
    if (token.is('(') || token.is('[') || token.is('{')) ++depth;
    if (token.is(')') || token.is(']') || token.is('}')) {
      if (--depth < 0) break;
      in_words = false;
    }
    if (token.is('%') && (tokens[i + 1].is_word("w") || tokens[i + 1].is_word("i"))) {
      in_words = true;
      ++i;
      continue;
    }
    if (token.kind == Token::Kind::LineEnd && depth <= 0 && !(i > begin && tokens[i - 1].is(','))) break;
    if (token.is_word("if") || token.is_word("unless")) break;
    if (token.is_string() || (in_words && token.kind == Token::Kind::Word)) found.push_back(token);
  }
  return found;
}

Tokens tokens_of(std::string_view text) { return Tokens(text, Lexis{.comment = "#", .in_words = "_.-?!"}); }

// Requirements that follow the name: "~> 1.2", ">= 1.2.3"; other strings are options' values.
std::string version_of(const std::vector<Token>& strings) {
  std::string version;
  for (std::size_t i = 1; i < strings.size(); ++i) {
    const std::string_view text = strings[i].text;
    const bool requirement = !text.empty() && (std::string_view("~<>=!").find(text.front()) != std::string_view::npos ||
                                               (text.front() >= '0' && text.front() <= '9'));
    if (!requirement) break;
    if (!version.empty()) version += ", ";
    version += text;
  }
  return version;
}

bool names_development(std::string_view group) {
  return group == "development" || group == "test" || group == "doc" || group == "docs" || group == "lint" ||
         group == "rubocop";
}

}  // namespace

void read_gemfile(const Input& input, Draft& draft) {
  const Tokens tokens = tokens_of(input.bytes);
  UnitT& unit = draft.unit(input.directory);
  std::vector<bool> groups;  // per open do … end: is it a group for development?
  int development = 0;
  bool line_development = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (token.kind == Token::Kind::LineEnd) line_development = false;
    if (token.kind != Token::Kind::Word) continue;
    const bool line_start = i == 0 || tokens[i - 1].kind == Token::Kind::LineEnd;
    if (token.text == "group" && line_start) {
      for (std::size_t at = i + 1; at < i + 30 && tokens[at].kind != Token::Kind::LineEnd; ++at) {
        line_development = line_development || names_development(tokens[at].text);
      }
    } else if (token.text == "do" ||
               ((token.text == "if" || token.text == "unless" || token.text == "case" || token.text == "def") &&
                line_start)) {
      const bool opens = token.text == "do" && line_development;
      groups.push_back(opens);
      development += opens ? 1 : 0;
    } else if (token.text == "end" && line_start && !groups.empty()) {
      development -= groups.back() ? 1 : 0;
      groups.pop_back();
    } else if (token.text == "gem" && line_start) {
      const auto strings = literals(tokens, i + 1);
      if (strings.empty()) continue;
      bool inline_group = false;
      for (std::size_t at = i + 1; at < i + 60 && tokens[at].kind != Token::Kind::LineEnd; ++at) {
        const bool names = tokens[at].is_word("group") || tokens[at].is_word("groups");
        for (std::size_t name = at + 1; names && name < at + 12 && tokens[name].kind != Token::Kind::LineEnd; ++name) {
          inline_group = inline_group || names_development(tokens[name].text);
        }
      }
      const auto scope = development > 0 || inline_group ? DependencyScope::Development : DependencyScope::Runtime;
      draft.depend(unit, {strings[0].text, version_of(strings), "rubygems", scope, false, token.line});
    }
  }
}

// Sections GEM, GIT and PATH list `    name (version)` four blanks deep under `specs:`.
void read_gemfile_lock(const Input& input, Draft& draft) {
  UnitT& unit = draft.unit(input.directory);
  bool listed = false;
  for (Lines lines(input.bytes); lines.next();) {
    const std::string_view line = lines.line();
    if (line.empty()) continue;
    if (line.front() != ' ') listed = line == "GEM" || line == "GIT";  // PATH: the repository's own
    if (!listed || !line.starts_with("    ") || line.starts_with("     ")) continue;
    const Cut spec = cut(trim(line), " ");
    std::string_view version = spec.tail;
    if (!consume(version, "(") || !version.ends_with(')')) continue;
    version.remove_suffix(1);
    draft.depend(unit, {spec.head, version, "rubygems", DependencyScope::Runtime, true, lines.number()});
  }
}

void read_gemspec(const Input& input, Draft& draft) {
  const Tokens tokens = tokens_of(input.bytes);
  UnitT& unit = draft.unit(input.directory, input.name.substr(0, input.name.rfind('.')));
  std::string_view folder = "bin";
  std::vector<std::string_view> programs;
  bool computed_programs = false;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    const auto dot = token.kind == Token::Kind::Word ? token.text.find('.') : std::string_view::npos;
    if (dot == std::string_view::npos) continue;
    const std::string_view field = token.text.substr(dot + 1);
    const std::size_t value = tokens[i + 1].is('=') ? i + 2 : i + 1;
    const bool assigns = value == i + 2;
    if (field == "name" && assigns && tokens[value].is_string()) unit.name = tokens[value].text;
    if (field == "bindir" && assigns && tokens[value].is_string()) folder = tokens[value].text;
    if ((field == "executables" || field == "executable") && (assigns || tokens[i + 1].is('<'))) {
      // `spec.files.grep(…)` computes names from the work tree: then the literals are patterns, not programs.
      const bool literal =
          tokens[value].is_string() || tokens[value].is('[') || tokens[value].is('%') || tokens[value].is('<');
      if (!literal) computed_programs = true;
      if (literal) {
        for (const Token& program : literals(tokens, value)) programs.push_back(program.text);
      }
    }
    const bool development = field == "add_development_dependency";
    if (development || field == "add_dependency" || field == "add_runtime_dependency") {
      const auto strings = literals(tokens, i + 1);
      if (strings.empty()) continue;
      draft.depend(unit, {strings[0].text, version_of(strings), "rubygems",
                          development ? DependencyScope::Development : DependencyScope::Runtime, false, token.line});
    }
    if (field == "require_paths" && assigns) {
      for (const Token& path : literals(tokens, value)) add_path(unit.sources, input.directory, path.text);
    }
  }
  for (const std::string_view program : programs)
    add_path(unit.entries, input.directory, std::string(folder) + '/' + std::string(program));
  if (!programs.empty())
    state_kind(unit, UnitKind::Cli, "`executables` in the gemspec names " + counted(programs.size(), "command"));
  if (!computed_programs)
    state_kind(unit, UnitKind::Library, "the gemspec packages `" + unit.name + "` without commands");
}

}  // namespace assay::manifests
