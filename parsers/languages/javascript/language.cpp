// JavaScript with JSX: names and grammar. Its roles and hooks are in ecmascript.cpp.
#include <algorithm>
#include <string_view>

#include "analyzer/base/text.h"
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
  text = text.substr(0, most_of_header);
  if (text.starts_with("#!")) text.remove_prefix(std::min(text.find('\n'), text.size()));
  return text.substr(0, text.size() - without_comments(text).size()).find("@flow") != std::string_view::npos;
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
