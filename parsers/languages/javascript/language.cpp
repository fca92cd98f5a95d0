// JavaScript with JSX: names and grammar. Its roles and hooks are in ecmascript.cpp.
#include <algorithm>
#include <string_view>

#include "parsers/grammars/grammars.h"
#include "parsers/languages/javascript/ecmascript.h"
#include "parsers/languages/specs.h"

namespace assay {
namespace {

constexpr std::string_view extensions[] = {".js", ".mjs", ".cjs", ".jsx"};
constexpr std::string_view filenames[] = {"Jakefile"};
constexpr std::string_view interpreters[] = {"node", "nodejs"};

constexpr KindRole own_kinds[] = {
    {"field_definition", Role::Member},
};

// Flow checks files that say `@flow` in a comment before the code (flow.org, File Pragma).
bool speaks_flow(std::string_view text) {
  constexpr std::size_t most_of_header = 4000;
  std::string_view rest = text.substr(0, most_of_header);
  for (;;) {
    const std::size_t begin = rest.find_first_not_of(" \t\r\n");
    if (begin == std::string_view::npos) return false;
    rest.remove_prefix(begin);
    const bool line = rest.starts_with("//") || rest.starts_with("#!");
    if (!line && !rest.starts_with("/*")) return false;
    const std::size_t end = std::min(line ? rest.find('\n') : rest.find("*/", 2), rest.size());
    if (rest.substr(0, end).find("@flow") != std::string_view::npos) return true;
    rest.remove_prefix(std::min(end + (line ? 1 : 2), rest.size()));
  }
}

}  // namespace

const LanguageSpec& javascript_language() {
  static const std::vector<KindRole> kinds = ecmascript::with(own_kinds);
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    ecmascript::fill(s);
    s.marks = {Language::JavaScript, "JavaScript", extensions, filenames, interpreters};
    s.grammar = tree_sitter_javascript;
    s.kinds = kinds;
    s.second = &ecmascript::with_types();
    s.wants_second = speaks_flow;
    return s;
  }();
  return spec;
}

}  // namespace assay
