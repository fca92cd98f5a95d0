// TypeScript and TSX: node roles and hooks on top of JavaScript's.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

constexpr std::string_view extensions[] = {".ts", ".mts", ".cts"};
constexpr std::string_view tsx_extensions[] = {".tsx"};
constexpr std::string_view interpreters[] = {"ts-node", "deno", "tsx", "bun"};

constexpr KindRole kinds[] = {
    {"comment", Role::Comment},
};

LanguageSpec make(Language id, std::string_view name, const TSLanguage* (*grammar)(), std::span<const std::string_view> names) {
  LanguageSpec s;
  s.marks = {id, name, names, {}, {}};
  s.grammar = grammar;
  s.kinds = kinds;
  return s;
}

}  // namespace

const LanguageSpec& typescript_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s = make(Language::TypeScript, "TypeScript", tree_sitter_typescript, extensions);
    s.marks.interpreters = interpreters;
    return s;
  }();
  return spec;
}

const LanguageSpec& tsx_language() {
  static const LanguageSpec spec = make(Language::Tsx, "TSX", tree_sitter_tsx, tsx_extensions);
  return spec;
}

}  // namespace assay
