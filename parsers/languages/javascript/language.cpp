// JavaScript with JSX: names and grammar. Its roles and hooks are in ecmascript.cpp.
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

}  // namespace

const LanguageSpec& javascript_language() {
  static const std::vector<KindRole> kinds = ecmascript::with(own_kinds);
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    ecmascript::fill(s);
    s.marks = {Language::JavaScript, "JavaScript", extensions, filenames, interpreters};
    s.grammar = tree_sitter_javascript;
    s.kinds = kinds;
    return s;
  }();
  return spec;
}

}  // namespace assay
