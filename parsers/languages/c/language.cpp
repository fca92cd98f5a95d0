// C: node roles and hooks.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

constexpr std::string_view extensions[] = {".c", ".h"};

constexpr KindRole kinds[] = {
    {"comment", Role::Comment},
};

}  // namespace

const LanguageSpec& c_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::C, "C", extensions, {}, {}};
    s.grammar = tree_sitter_c;
    s.kinds = kinds;
    return s;
  }();
  return spec;
}

}  // namespace assay
