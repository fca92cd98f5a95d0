// Scala 2 and 3: node roles and the assembly of the hooks (hooks.h).
#include "parsers/grammars/grammars.h"
#include "parsers/languages/java/hooks.h"
#include "parsers/languages/scala/hooks.h"
#include "parsers/languages/specs.h"

namespace assay {
namespace {

using facts::LoopBound;
using facts::TypeKind;

constexpr std::string_view extensions[] = {".scala", ".sc", ".sbt"};
constexpr std::string_view interpreters[] = {"scala"};
constexpr std::string_view implicit_imports[] = {"java.lang", "scala", "scala.Predef"};

constexpr auto loop(LoopBound bound) { return static_cast<std::uint8_t>(bound); }
constexpr auto type(TypeKind kind) { return static_cast<std::uint8_t>(kind); }

constexpr KindRole kinds[] = {
    {"package_clause", Role::Package},
    {"import_declaration", Role::Import},
    {"export_declaration", Role::Import},
    {"class_definition", Role::Type, type(TypeKind::Class)},
    {"object_definition", Role::Type, type(TypeKind::Object)},
    {"package_object", Role::Type, type(TypeKind::Object)},
    {"trait_definition", Role::Type, type(TypeKind::Trait)},
    {"enum_definition", Role::Type, type(TypeKind::Enum)},
    {"full_enum_case", Role::Type, type(TypeKind::Class)},
    {"type_definition", Role::Type, type(TypeKind::Alias)},
    {"given_definition", Role::Type, type(TypeKind::Object)},
    {"template_body", Role::Body},  // of an anonymous class: refined to a type
    {"extension_definition", Role::Body},
    {"function_definition", Role::Function},
    {"function_declaration", Role::Function},
    {"class_parameters", Role::Function},  // the primary constructor
    {"lambda_expression", Role::Lambda},
    {"case_block", Role::Lambda},      // of match and catch: refined
    {"colon_argument", Role::Lambda},  // xs.map: x => …
    {"val_definition", Role::Variable},
    {"var_definition", Role::Variable},
    {"val_declaration", Role::Variable},
    {"var_declaration", Role::Variable},
    {"typed_pattern", Role::Variable},
    {"parameter", Role::Parameter},
    {"class_parameter", Role::Parameter},
    {"binding", Role::Parameter},
    {"annotation", Role::Annotation},
    {"call_expression", Role::Call},
    {"instance_expression", Role::New},
    {"simple_enum_case", Role::New},
    {"for_expression", Role::Loop, loop(LoopBound::Collection)},
    {"while_expression", Role::Loop, loop(LoopBound::Condition)},
    {"do_while_expression", Role::Loop, loop(LoopBound::Condition)},
    {"if_expression", Role::Branch},
    {"match_expression", Role::Switch},
    {"case_clause", Role::Case},
    {"try_expression", Role::Try},
    {"catch_clause", Role::Catch},
    {"throw_expression", Role::Throw},
    {"return_expression", Role::Return},
    {"tuple_expression", Role::Container},
    {"string", Role::String},
    {"interpolated_string", Role::String},
    {"interpolation", Role::Interpolation},
    {"infix_expression", Role::Binary},
    {"prefix_expression", Role::Unary},
    {"operator_identifier", Role::ArithmeticToken},  // refined
    {"assignment_expression", Role::Assign},
    {"identifier", Role::Identifier},
    {"field_expression", Role::Identifier},
    {"integer_literal", Role::Number},
    {"floating_point_literal", Role::Number},
    {"comment", Role::Comment},
    {"block_comment", Role::Comment},
};

constexpr LanguageSpec::Absence absences[] = {
    {"calls without parentheses", "they look like fields: xs.head"},
    {"functions with placeholders", "xs.map(_ + 1) has no node that begins the function"},
    {"index operations", "a(i) is a call by syntax"},
    {"async functions, await and yield", "Scala has none: futures and effects are calls; yield belongs to for"},
    {"spawn", "threads, futures and fibres are calls"},
    {"locks", "x.synchronized { } is a call"},
    {"channels", "queues are library objects: see calls"},
    {"destructors", "Scala has none"},
    {"copies", "copy() and slice() are calls"},
    {"goto", "Scala has none"},
    {"manual memory", "the collector owns all memory"},
    {"unsafe blocks", "Scala has none"},
    {"raw casts", "asInstanceOf is checked by the virtual machine"},
    {"inline assembly", "Scala has none"},
    {"boxing", "needs the types of expressions"},
    {"dynamic code", "reflection is calls"},
};

}  // namespace

const LanguageSpec& scala_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Scala, "Scala", extensions, {}, interpreters};
    s.grammar = tree_sitter_scala;
    s.kinds = kinds;
    s.self_names = "this";
    s.holders = "Option Some Try Success";
    s.awaited = "Future";
    s.super_names = "super";
    s.never_returns = "error exit";
    s.try_has_value = true;
    s.indents = true;
    s.iterates = scala::iterates;
    s.iterating =
        "foreach map flatMap filter filterNot withFilter collect collectFirst fold foldLeft foldRight reduce "
        "reduceLeft reduceRight scan "
        "scanLeft exists forall count find indexWhere partition groupBy groupMap sortBy sortWith maxBy minBy takeWhile "
        "dropWhile span zipWith "
        "mapValues transform flatTraverse traverse iterate tabulate fill unfold tapEach distinctBy partitionMap";
    s.implicit_imports = implicit_imports;
    s.function = scala::function;
    s.type = scala::type;
    s.imports = scala::imports;
    s.call = scala::call;
    s.loop = scala::loop;
    s.variables = scala::variables;
    s.refine = scala::refine;
    s.is_test_annotation = java::is_test_annotation;
    s.absences = absences;
    return s;
  }();
  return spec;
}

}  // namespace assay
