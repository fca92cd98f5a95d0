// Kotlin: node roles and hooks.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

constexpr std::string_view extensions[] = {".kt", ".kts"};

constexpr KindRole kinds[] = {
    {"line_comment", Role::Comment},
};

}  // namespace

const LanguageSpec& kotlin_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Kotlin, "Kotlin", extensions, {}, {}};
    s.grammar = tree_sitter_kotlin;
    s.kinds = kinds;
    return s;
  }();
  return spec;
}

}  // namespace assay
