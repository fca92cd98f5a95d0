// TypeScript and TSX: JavaScript's roles and hooks, and what types add. Flow adds to JavaScript what TSX can read.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/javascript/ecmascript.h"
#include "parsers/languages/specs.h"

namespace assay {
namespace {

using facts::TypeKind;

constexpr std::string_view extensions[] = {".ts", ".mts", ".cts"};
constexpr std::string_view tsx_extensions[] = {".tsx"};
constexpr std::string_view interpreters[] = {"ts-node", "deno", "tsx", "bun"};

constexpr auto detail(TypeKind kind) { return static_cast<std::uint8_t>(kind); }

constexpr KindRole own_kinds[] = {
    {"abstract_class_declaration", Role::Type, detail(TypeKind::Class)},
    {"interface_declaration", Role::Type, detail(TypeKind::Interface)},
    {"enum_declaration", Role::Type, detail(TypeKind::Enum)},
    {"type_alias_declaration", Role::Type, detail(TypeKind::Alias)},
    {"internal_module", Role::Namespace},
    {"module", Role::Namespace},
    {"function_signature", Role::Function},
    {"method_signature", Role::Function},
    {"abstract_method_signature", Role::Function},
    {"public_field_definition", Role::Member},
    {"property_signature", Role::Member},
    {"required_parameter", Role::Parameter},
    {"optional_parameter", Role::Parameter},
};

FunctionParts function(const Node& node, const Ancestors& around) {
  FunctionParts parts = ecmascript::function(node, around);
  if (!parts.body) parts.flags |= static_cast<std::uint32_t>(facts::FunctionFlag::Abstract);
  return parts;
}

LanguageSpec make(Language id, std::string_view name, const TSLanguage* (*grammar)(),
                  std::span<const std::string_view> names, std::span<const KindRole> kinds) {
  LanguageSpec s;
  ecmascript::fill(s);
  s.marks = {id, name, names, {}, {}};
  s.grammar = grammar;
  s.kinds = kinds;
  s.function = function;
  s.type_arguments = true;
  return s;
}

const std::vector<KindRole>& kinds() {
  static const std::vector<KindRole> all = ecmascript::with(own_kinds);
  return all;
}

}  // namespace

const LanguageSpec& typescript_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s = make(Language::TypeScript, "TypeScript", tree_sitter_typescript, extensions, kinds());
    s.marks.interpreters = interpreters;
    return s;
  }();
  return spec;
}

const LanguageSpec& ecmascript::with_types() {
  static const LanguageSpec spec = make(Language::JavaScript, "JavaScript with types", tree_sitter_tsx, {}, kinds());
  return spec;
}

const LanguageSpec& tsx_language() {
  static const LanguageSpec spec = make(Language::Tsx, "TSX", tree_sitter_tsx, tsx_extensions, kinds());
  return spec;
}

}  // namespace assay
