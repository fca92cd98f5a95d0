// Java: node roles and the assembly of its hooks (hooks.h).
#include "parsers/grammars/grammars.h"
#include "parsers/languages/java/hooks.h"
#include "parsers/languages/specs.h"

namespace assay {
namespace {

using facts::LoopBound;
using facts::TypeKind;

constexpr std::string_view extensions[] = {".java"};
constexpr std::string_view implicit_imports[] = {"java.lang"};

constexpr auto loop(LoopBound bound) { return static_cast<std::uint8_t>(bound); }
constexpr auto type(TypeKind kind) { return static_cast<std::uint8_t>(kind); }

constexpr KindRole kinds[] = {
    {"package_declaration", Role::Package},
    {"import_declaration", Role::Import},
    {"class_declaration", Role::Type, type(TypeKind::Class)},
    {"interface_declaration", Role::Type, type(TypeKind::Interface)},
    {"annotation_type_declaration", Role::Type, type(TypeKind::Interface)},
    {"enum_declaration", Role::Type, type(TypeKind::Enum)},
    {"record_declaration", Role::Type, type(TypeKind::Struct)},
    {"class_body", Role::Body},  // of an anonymous class: refined to a type
    {"method_declaration", Role::Function},
    {"constructor_declaration", Role::Function},
    {"compact_constructor_declaration", Role::Function},
    {"annotation_type_element_declaration", Role::Function},
    {"native", Role::Native},  // the modifier
    {"lambda_expression", Role::Lambda},
    {"method_reference", Role::Lambda},  // x::f is (a) -> x.f(a) …
    {"::", Role::Call},                  // … whose call stands at its token
    {"field_declaration", Role::Member},
    {"constant_declaration", Role::Member},
    {"local_variable_declaration", Role::Variable},
    {"variable_declarator", Role::Variable},
    {"resource", Role::Variable},
    {"instanceof_expression", Role::Variable},  // x instanceof T name
    {"type_pattern", Role::Variable},
    {"record_pattern_component", Role::Variable},
    {"formal_parameter", Role::Parameter},
    {"spread_parameter", Role::Parameter},
    {"catch_formal_parameter", Role::Parameter},
    {"annotation", Role::Annotation},
    {"marker_annotation", Role::Annotation},
    {"method_invocation", Role::Call},
    {"explicit_constructor_invocation", Role::Call},
    {"object_creation_expression", Role::New},
    {"enum_constant", Role::New},
    {"for_statement", Role::Loop, loop(LoopBound::Condition)},
    {"enhanced_for_statement", Role::Loop, loop(LoopBound::Collection)},
    {"while_statement", Role::Loop, loop(LoopBound::Condition)},
    {"do_statement", Role::Loop, loop(LoopBound::Condition)},
    {"if_statement", Role::Branch},
    {"ternary_expression", Role::Conditional},
    {"switch_expression", Role::Switch},
    {"switch_block_statement_group", Role::Case},
    {"switch_rule", Role::Case},
    {"try_statement", Role::Try},
    {"try_with_resources_statement", Role::Try},
    {"catch_clause", Role::Catch},
    {"throw_statement", Role::Throw},
    {"return_statement", Role::Return},
    {"break_statement", Role::Jump},
    {"continue_statement", Role::Jump},
    {"yield_statement", Role::Jump},  // the value of a switch arm
    {"synchronized_statement", Role::Lock},
    {"array_creation_expression", Role::Container},
    {"array_initializer", Role::Container},
    {"string_literal", Role::String},
    {"string_interpolation", Role::Interpolation},
    {"array_access", Role::Index},
    {"binary_expression", Role::Binary},
    {"unary_expression", Role::Unary},
    {"assignment_expression", Role::Assign},
    {"update_expression", Role::Update},
    {"identifier", Role::Identifier},
    {"field_access", Role::Identifier},
    {"decimal_integer_literal", Role::Number},
    {"hex_integer_literal", Role::Number},
    {"octal_integer_literal", Role::Number},
    {"binary_integer_literal", Role::Number},
    {"decimal_floating_point_literal", Role::Number},
    {"hex_floating_point_literal", Role::Number},
    {"line_comment", Role::Comment},
    {"block_comment", Role::Comment},
};

constexpr LanguageSpec::Absence absences[] = {
    {"async functions and await", "Java has none: futures and executors are calls, virtual threads are ordinary code"},
    {"generators", "Java has none; the yield statement gives a switch arm its value"},
    {"spawn", "threads and executors are calls"},
    {"channels", "queues are library objects: see calls"},
    {"destructors", "finalize() is an ordinary method"},
    {"goto", "Java has none; break and continue may name a loop"},
    {"manual memory", "the collector owns all memory; Unsafe and the foreign memory API are calls"},
    {"unsafe blocks", "Java has none"},
    {"raw casts", "the virtual machine checks every cast"},
    {"inline assembly", "Java has none"},
    {"boxing", "needs the types of expressions"},
    {"dynamic code", "reflection and class loading are calls"},
    {"copies by spread or slice", "Java has no such syntax; clone() and copyOf() are calls"},
};

}  // namespace

const LanguageSpec& java_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Java, "Java", extensions, {}, {}};
    s.grammar = tree_sitter_java;
    s.kinds = kinds;
    s.self_names = "this";
    s.holders = "Optional Supplier Provider Lazy";
    s.super_names = "super";
    s.never_returns = "exit halt";
    s.type_arguments = true;
    s.loop_declares = true;
    s.iterates = java::iterates;
    s.iterating =
        "forEach forEachOrdered map mapToInt mapToLong mapToDouble mapToObj mapMulti flatMap filter peek reduce "
        "collect anyMatch allMatch "
        "noneMatch takeWhile dropWhile removeIf replaceAll iterate generate setAll forEachRemaining";
    s.implicit_imports = implicit_imports;
    s.function = java::function;
    s.type = java::type;
    s.imports = java::imports;
    s.call = java::call;
    s.boxed_types = "Integer Long Double Float Short Byte Character";
    s.loop = java::loop;
    s.variables = java::variables;
    s.refine = java::refine;
    s.is_test_annotation = java::is_test_annotation;
    s.absences = absences;
    return s;
  }();
  return spec;
}

}  // namespace assay
