// Ruby: node roles and hooks.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

constexpr std::string_view extensions[] = {".rb", ".rake", ".gemspec", ".ru", ".rbw"};
constexpr std::string_view filenames[] = {"Rakefile", "Gemfile", "Guardfile", "Capfile", "Vagrantfile", "Podfile", "Fastfile", "Brewfile"};
constexpr std::string_view interpreters[] = {"ruby", "jruby"};

constexpr KindRole kinds[] = {
    {"comment", Role::Comment},
};

}  // namespace

const LanguageSpec& ruby_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Ruby, "Ruby", extensions, filenames, interpreters};
    s.grammar = tree_sitter_ruby;
    s.kinds = kinds;
    return s;
  }();
  return spec;
}

}  // namespace assay
