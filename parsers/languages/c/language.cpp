// C: node roles. What it shares with C++ is in family.cpp, the text preparation in prepare.cpp.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/c/family.h"
#include "parsers/languages/specs.h"

namespace assay {
namespace {

using facts::LoopBound;
using facts::TypeKind;

constexpr std::string_view extensions[] = {".c", ".h"};

constexpr auto detail(LoopBound bound) { return static_cast<std::uint8_t>(bound); }
constexpr auto detail(TypeKind kind) { return static_cast<std::uint8_t>(kind); }

constexpr KindRole kinds[] = {
    {"function_definition", Role::Function},
    {"initializer_pair", Role::Pair},
    {"struct_specifier", Role::Type, detail(TypeKind::Struct)},
    {"union_specifier", Role::Type, detail(TypeKind::Union)},
    {"enum_specifier", Role::Type, detail(TypeKind::Enum)},
    {"type_definition", Role::Type, detail(TypeKind::Alias)},  // refined: of a struct without a name
    {"preproc_include", Role::Import},
    {"declaration", Role::Variable},
    {"field_declaration", Role::Member},
    {"parameter_declaration", Role::Parameter},
    {"call_expression", Role::Call},
    {"for_statement", Role::Loop, detail(LoopBound::Condition)},
    {"while_statement", Role::Loop, detail(LoopBound::Condition)},
    {"do_statement", Role::Loop, detail(LoopBound::Condition)},
    {"if_statement", Role::Branch},
    {"conditional_expression", Role::Conditional},
    {"switch_statement", Role::Switch},
    {"case_statement", Role::Case},
    {"return_statement", Role::Return},
    {"break_statement", Role::Jump},
    {"continue_statement", Role::Jump},
    {"goto_statement", Role::Goto},
    {"gnu_asm_expression", Role::InlineAssembly},
    {"cast_expression", Role::RawCast, 1},
    {"string_literal", Role::String},
    {"subscript_expression", Role::Index},
    {"pointer_expression", Role::Dereference},
    {"->", Role::Dereference},
    {"binary_expression", Role::Binary},
    {"unary_expression", Role::Unary},
    {"assignment_expression", Role::Assign},
    {"update_expression", Role::Update},
    {"identifier", Role::Identifier},
    {"number_literal", Role::Number},
    {"comment", Role::Comment},
};

constexpr LanguageSpec::Absence absences[] = {
    {"lambdas", "C has none"},
    {"async functions", "C has none"},
    {"exceptions", "C has none: errors are return values"},
    {"generators", "C has none"},
    {"object creation", "memory is taken by calls: see the catalogue's alloc.manual"},
    {"manual memory", "malloc and free are calls: see the catalogue"},
    {"string building", "by calls: see the catalogue"},
    {"container literals", "initialisers do not allocate"},
    {"dynamic features", "C has none beyond dlopen, which is a call"},
    {"annotations", "attributes carry no behaviour for the facts"},
    {"channels", "C has none"},
    {"copies", "assignments copy in place, nothing is allocated"},
};

bool has_parameters(const Node& definition) {
  Node declarator = definition.child(Field::Declarator);
  for (int depth = 0; depth < 8 && declarator; ++depth) {
    if (declarator.is_kind("function_declarator")) return true;
    declarator = declarator.child(Field::Declarator);
  }
  return false;
}

// A struct without a body is a reference to a type, not its definition.
SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around) {
  if (role.role == Role::Type) {
    const Node inner = node.is_kind("type_definition") ? node.child(Field::Type) : Node{};
    if (inner) return inner.child(Field::Body) && !inner.child(Field::Name) ? role : SymbolRole{};
    return node.child(Field::Body) && node.child(Field::Name) ? role : SymbolRole{};
  }
  // C has no functions within functions: `vmcase(OP_MOVE) { … }` is a macro before a block.
  if (role.role == Role::Function && around.in_function() && !has_parameters(node)) return {};
  return cfamily::refine(node, role, around);
}

TypeParts type(const Node& node, const Ancestors&) {
  TypeParts parts;
  const bool is_typedef = node.is_kind("type_definition");
  const Node name = is_typedef ? cfamily::innermost_declarator(node) : node.child(Field::Name);
  const Node body = is_typedef ? node.child(Field::Type) : node;
  parts.name = name.text(200);
  parts.line = name.line();
  parts.kind = body.is_kind("union_specifier")  ? TypeKind::Union
               : body.is_kind("enum_specifier") ? TypeKind::Enum
                                                : TypeKind::Struct;
  return parts;
}

}  // namespace

const LanguageSpec& c_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::C, "C", extensions, {}, {}};
    s.grammar = tree_sitter_c;
    s.kinds = kinds;
    s.self_names = "";
    s.has_methods = false;
    s.super_names = "";
    s.never_returns =
        "exit _exit _Exit quick_exit abort panic die fatal BUG __builtin_unreachable __builtin_trap longjmp";
    s.function = cfamily::function;
    s.type = type;
    s.imports = cfamily::imports;
    s.loop = cfamily::loop;
    s.variables = cfamily::variables;
    s.refine = refine;
    s.prepare = cfamily::prepare_c;
    s.has_branches = true;
    s.absences = absences;
    return s;
  }();
  return spec;
}

}  // namespace assay
