// C++: node roles and hooks.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

constexpr std::string_view extensions[] = {".cc", ".cpp", ".cxx", ".c++", ".hh", ".hpp", ".hxx", ".h++", ".inl", ".ipp", ".tpp", ".txx", ".cppm", ".ixx"};

constexpr KindRole kinds[] = {
    {"comment", Role::Comment},
};

}  // namespace

const LanguageSpec& cpp_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Cpp, "C++", extensions, {}, {}};
    s.grammar = tree_sitter_cpp;
    s.kinds = kinds;
    return s;
  }();
  return spec;
}

}  // namespace assay
