// Go: node roles and hooks.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

constexpr std::string_view extensions[] = {".go"};

constexpr KindRole kinds[] = {
    {"comment", Role::Comment},
};

}  // namespace

const LanguageSpec& go_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Go, "Go", extensions, {}, {}};
    s.grammar = tree_sitter_go;
    s.kinds = kinds;
    return s;
  }();
  return spec;
}

}  // namespace assay
