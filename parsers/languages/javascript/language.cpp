// JavaScript: node roles and hooks.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

constexpr std::string_view extensions[] = {".js", ".mjs", ".cjs", ".jsx"};
constexpr std::string_view filenames[] = {"Jakefile"};
constexpr std::string_view interpreters[] = {"node", "nodejs"};

constexpr KindRole kinds[] = {
    {"comment", Role::Comment},
};

}  // namespace

const LanguageSpec& javascript_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::JavaScript, "JavaScript", extensions, filenames, interpreters};
    s.grammar = tree_sitter_javascript;
    s.kinds = kinds;
    return s;
  }();
  return spec;
}

}  // namespace assay
