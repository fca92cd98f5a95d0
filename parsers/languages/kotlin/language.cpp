// Kotlin: node roles for both grammars, and the assembly of the hooks (hooks.h).
#include "parsers/grammars/grammars.h"
#include "parsers/languages/java/hooks.h"
#include "parsers/languages/kotlin/hooks.h"
#include "parsers/languages/specs.h"

namespace assay {
namespace {

using facts::LoopBound;
using facts::TypeKind;

constexpr std::string_view extensions[] = {".kt", ".kts"};
// https://kotlinlang.org/docs/packages.html#default-imports, those of the JVM included
constexpr std::string_view implicit_imports[] = {
    "kotlin",        "kotlin.annotation", "kotlin.collections", "kotlin.comparisons", "kotlin.io",
    "kotlin.ranges", "kotlin.sequences",  "kotlin.text",        "java.lang",          "kotlin.jvm"};

constexpr auto loop(LoopBound bound) { return static_cast<std::uint8_t>(bound); }
constexpr auto type(TypeKind kind) { return static_cast<std::uint8_t>(kind); }

constexpr KindRole kinds[] = {
    {"package_header", Role::Package},
    {"import", Role::Import},
    {"class_declaration", Role::Type, type(TypeKind::Class)},
    {"object_declaration", Role::Type, type(TypeKind::Object)},
    {"type_alias", Role::Type, type(TypeKind::Alias)},
    {"class_body", Role::Body},        // of an anonymous object or an enum's entry: refined to a type
    {"companion_object", Role::Body},  // its members are the static ones of the class around it
    {"function_declaration", Role::Function},
    {"primary_constructor", Role::Function},
    {"secondary_constructor", Role::Function},
    {"anonymous_initializer", Role::Function},
    {"getter", Role::Function},
    {"setter", Role::Function},
    {"external", Role::Native},
    {"lambda_literal", Role::Lambda},
    {"anonymous_function", Role::Lambda},
    {"callable_reference", Role::Lambda},  // ::f is { f(it) } …
    {"::", Role::Call},                    // … whose call stands at its token
    {"property_declaration", Role::Member},
    {"variable_declaration", Role::Variable},
    {"parameter", Role::Parameter},
    {"class_parameter", Role::Parameter},
    {"annotation", Role::Annotation},
    {"call_expression", Role::Call},
    {"constructor_delegation_call", Role::Call},
    {"object_literal", Role::New},
    {"enum_entry", Role::New},
    {"for_statement", Role::Loop, loop(LoopBound::Collection)},
    {"while_statement", Role::Loop, loop(LoopBound::Condition)},
    {"do_while_statement", Role::Loop, loop(LoopBound::Condition)},
    {"if_expression", Role::Branch},
    {"when_expression", Role::Switch},
    {"when_entry", Role::Case},
    {"try_expression", Role::Try},
    {"catch_block", Role::Catch},
    {"throw_expression", Role::Throw},
    {"return_expression", Role::Return},
    {"collection_literal", Role::Container},
    {"string_literal", Role::String},
    {"multiline_string_literal", Role::String},
    {"interpolation", Role::Interpolation},
    {"string_content", Role::Interpolation},  // "$name": refined
    {"spread_expression", Role::Spread},
    {"index_expression", Role::Index},
    {"binary_expression", Role::Binary},
    {"infix_expression", Role::Binary},
    {"unary_expression", Role::Unary},
    {"assignment", Role::Assign},
    {"identifier", Role::Identifier},
    {"navigation_expression", Role::Identifier},
    {"number_literal", Role::Number},
    {"float_literal", Role::Number},
    {"line_comment", Role::Comment},
    {"block_comment", Role::Comment},
};

constexpr KindRole classic_kinds[] = {
    {"package_header", Role::Package},
    {"import_header", Role::Import},
    {"class_declaration", Role::Type, type(TypeKind::Class)},
    {"object_declaration", Role::Type, type(TypeKind::Object)},
    {"type_alias", Role::Type, type(TypeKind::Alias)},
    {"class_body", Role::Body},
    {"companion_object", Role::Body},
    {"function_declaration", Role::Function},
    {"primary_constructor", Role::Function},
    {"secondary_constructor", Role::Function},
    {"anonymous_initializer", Role::Function},
    {"getter", Role::Function},
    {"setter", Role::Function},
    {"external", Role::Native},
    {"lambda_literal", Role::Lambda},
    {"anonymous_function", Role::Lambda},
    {"callable_reference", Role::Lambda},
    {"::", Role::Call},
    {"property_declaration", Role::Member},
    {"variable_declaration", Role::Variable},
    {"parameter", Role::Parameter},
    {"class_parameter", Role::Parameter},
    {"annotation", Role::Annotation},
    {"call_expression", Role::Call},
    {"constructor_delegation_call", Role::Call},
    {"object_literal", Role::New},
    {"enum_entry", Role::New},
    {"for_statement", Role::Loop, loop(LoopBound::Collection)},
    {"while_statement", Role::Loop, loop(LoopBound::Condition)},
    {"do_while_statement", Role::Loop, loop(LoopBound::Condition)},
    {"if_expression", Role::Branch},
    {"when_expression", Role::Switch},
    {"when_entry", Role::Case},
    {"try_expression", Role::Try},
    {"catch_block", Role::Catch},
    {"jump_expression", Role::Jump},
    {"collection_literal", Role::Container},
    {"string_literal", Role::String},
    {"interpolated_expression", Role::Interpolation},
    {"interpolated_identifier", Role::Interpolation},
    {"spread_expression", Role::Spread},
    {"indexing_suffix", Role::Index},
    {"additive_expression", Role::Binary},
    {"multiplicative_expression", Role::Binary},
    {"comparison_expression", Role::Binary},
    {"equality_expression", Role::Binary},
    {"conjunction_expression", Role::Binary},
    {"disjunction_expression", Role::Binary},
    {"elvis_expression", Role::Binary},
    {"infix_expression", Role::Binary},
    {"prefix_expression", Role::Unary},
    {"postfix_expression", Role::Unary},
    {"assignment", Role::Assign},
    {"simple_identifier", Role::Identifier},
    {"navigation_expression", Role::Identifier},
    {"integer_literal", Role::Number},
    {"hex_literal", Role::Number},
    {"bin_literal", Role::Number},
    {"real_literal", Role::Number},
    {"line_comment", Role::Comment},
    {"multiline_comment", Role::Comment},
};

constexpr LanguageSpec::Absence absences[] = {
    {"await and yield", "suspending calls look like any other; await() and yield() are calls"},
    {"spawn", "launch, async and thread are calls"},
    {"locks", "synchronized(x) { } and withLock { } are calls; @Synchronized marks its function"},
    {"channels", "send and receive are calls"},
    {"destructors", "Kotlin has none"},
    {"goto", "Kotlin has none; break and continue may name a loop"},
    {"manual memory", "the collector owns all memory"},
    {"unsafe blocks", "Kotlin has none"},
    {"raw casts", "the virtual machine checks every cast"},
    {"inline assembly", "Kotlin has none"},
    {"boxing", "needs the types of expressions"},
    {"dynamic code", "reflection is calls"},
    {"container literals", "listOf() and arrayOf() are calls"},
};

LanguageSpec common() {
  LanguageSpec s;
  s.marks = {Language::Kotlin, "Kotlin", extensions, {}, {}};
  s.self_names = "this";
  s.holders = "Lazy Result";
  s.awaited = "Deferred";
  s.super_names = "super";
  s.never_returns = "error TODO exitProcess throw";
  s.try_has_value = true;
  s.type_arguments = true;
  s.inlining =
      "let also apply run with takeIf takeUnless use repeat synchronized withLock forEach forEachIndexed map "
      "mapIndexed "
      "mapNotNull mapTo filter filterNot filterTo filterIsInstance flatMap any all none count find first firstOrNull "
      "last "
      "lastOrNull single singleOrNull fold reduce sumBy sumOf sumByDouble associate associateBy associateWith groupBy "
      "partition indexOfFirst indexOfLast maxBy minBy sortBy onEach getOrPut getOrElse ifEmpty buildString";
  s.iterating =
      "forEach forEachIndexed onEach map mapIndexed mapNotNull mapIndexedNotNull mapTo mapKeys mapValues flatMap "
      "flatMapTo filter "
      "filterNot filterIndexed filterTo filterKeys filterValues fold foldIndexed foldRight reduce reduceIndexed "
      "reduceRight scan any all none "
      "count sumOf sumBy maxOf minOf maxBy minBy maxByOrNull minByOrNull sortedBy sortedByDescending sortBy groupBy "
      "groupingBy associate "
      "associateBy associateWith partition find findLast first firstOrNull last lastOrNull indexOfFirst indexOfLast "
      "takeWhile dropWhile "
      "distinctBy zip zipWithNext chunked windowed joinToString removeAll removeIf retainAll repeat generateSequence "
      "collect transform";
  s.implicit_imports = implicit_imports;
  s.function = kotlin::function;
  s.type = kotlin::type;
  s.imports = kotlin::imports;
  s.call = kotlin::call;
  s.named_argument = kotlin::named_argument;
  s.named_mark = '=';
  s.loop = kotlin::loop;
  s.variables = kotlin::variables;
  s.refine = kotlin::refine;
  s.prepare = kotlin::prepare;
  s.is_test_annotation = java::is_test_annotation;
  s.absences = absences;
  return s;
}

}  // namespace

const LanguageSpec& kotlin_language() {
  static const LanguageSpec classic = [] {
    LanguageSpec s = common();
    s.grammar = tree_sitter_kotlin_classic;
    s.kinds = classic_kinds;
    return s;
  }();
  static const LanguageSpec spec = [] {
    LanguageSpec s = common();
    s.grammar = tree_sitter_kotlin;
    s.kinds = kinds;
    s.second = &classic;
    return s;
  }();
  return spec;
}

}  // namespace assay
