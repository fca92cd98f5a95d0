// C#: node roles and hooks.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

constexpr std::string_view extensions[] = {".cs", ".csx"};

constexpr KindRole kinds[] = {
    {"comment", Role::Comment},
};

}  // namespace

const LanguageSpec& csharp_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::CSharp, "C#", extensions, {}, {}};
    s.grammar = tree_sitter_c_sharp;
    s.kinds = kinds;
    return s;
  }();
  return spec;
}

}  // namespace assay
