// The list of languages, in the order of facts::Language.
#include <array>

#include "parsers/languages/specs.h"

namespace assay {

std::span<const LanguageSpec* const> languages() {
  static const std::array<const LanguageSpec*, 14> all = {
      &c_language(),   &cpp_language(),  &python_language(), &javascript_language(), &typescript_language(),
      &tsx_language(), &java_language(), &kotlin_language(), &scala_language(),      &csharp_language(),
      &go_language(),  &rust_language(), &ruby_language(),   &php_language()};
  return all;
}

const LanguageSpec* find_language(Language id) {
  for (const LanguageSpec* spec : languages()) {
    if (spec->marks.id == id) return spec;
  }
  return nullptr;
}

std::span<const LanguageMarks> language_marks() {
  static const std::array<LanguageMarks, 14> marks = [] {
    std::array<LanguageMarks, 14> all;
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = languages()[i]->marks;
    return all;
  }();
  return marks;
}

}  // namespace assay
