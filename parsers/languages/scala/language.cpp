// Scala: node roles and hooks.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

constexpr std::string_view extensions[] = {".scala", ".sc", ".sbt"};
constexpr std::string_view interpreters[] = {"scala"};

constexpr KindRole kinds[] = {
    {"comment", Role::Comment},
};

}  // namespace

const LanguageSpec& scala_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Scala, "Scala", extensions, {}, interpreters};
    s.grammar = tree_sitter_scala;
    s.kinds = kinds;
    return s;
  }();
  return spec;
}

}  // namespace assay
