// PHP: node roles and hooks.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

constexpr std::string_view extensions[] = {".php", ".phtml", ".php5", ".inc"};
constexpr std::string_view interpreters[] = {"php"};

constexpr KindRole kinds[] = {
    {"comment", Role::Comment},
};

}  // namespace

const LanguageSpec& php_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Php, "PHP", extensions, {}, interpreters};
    s.grammar = tree_sitter_php;
    s.kinds = kinds;
    return s;
  }();
  return spec;
}

}  // namespace assay
