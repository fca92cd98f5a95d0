// C#: node roles. Its hooks are in hooks.cpp, the text preparation in prepare.cpp.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/csharp/hooks.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

using facts::LoopBound;
using facts::TypeKind;

constexpr std::string_view extensions[] = {".cs", ".csx"};
// What the SDK's project templates have in scope without a line of source (ImplicitUsings).
constexpr std::string_view implicit_imports[] = {
    "System",          "System.IO",        "System.Linq",           "System.Collections.Generic",
    "System.Net.Http", "System.Threading", "System.Threading.Tasks"};

constexpr auto loop(LoopBound bound) { return static_cast<std::uint8_t>(bound); }
constexpr auto type(TypeKind kind) { return static_cast<std::uint8_t>(kind); }

constexpr KindRole kinds[] = {
    {"namespace_declaration", Role::Package},
    {"file_scoped_namespace_declaration", Role::Package},
    {"using_directive", Role::Import},
    {"extern_alias_directive", Role::Import},
    {"class_declaration", Role::Type, type(TypeKind::Class)},
    {"struct_declaration", Role::Type, type(TypeKind::Struct)},
    {"record_declaration", Role::Type, type(TypeKind::Class)},
    {"interface_declaration", Role::Type, type(TypeKind::Interface)},
    {"enum_declaration", Role::Type, type(TypeKind::Enum)},
    {"delegate_declaration", Role::Type, type(TypeKind::Alias)},
    {"method_declaration", Role::Function},
    {"constructor_declaration", Role::Function},
    {"destructor_declaration", Role::Function},
    {"operator_declaration", Role::Function},
    {"conversion_operator_declaration", Role::Function},
    {"local_function_statement", Role::Function},
    {"accessor_declaration", Role::Function},     // with a body
    {"arrow_expression_clause", Role::Function},  // of a property or indexer
    {"parameter_list", Role::Function},           // of a type: its primary constructor
    {"lambda_expression", Role::Lambda},
    {"anonymous_method_expression", Role::Lambda},
    {"extern", Role::Native},  // the modifier
    {"field_declaration", Role::Member},
    {"event_field_declaration", Role::Member},
    {"event_declaration", Role::Member},
    {"property_declaration", Role::Member},
    {"indexer_declaration", Role::Member},
    {"variable_declaration", Role::Variable},
    {"variable_declarator", Role::Variable},
    {"declaration_pattern", Role::Variable},
    {"recursive_pattern", Role::Variable},
    {"declaration_expression", Role::Variable},
    {"catch_declaration", Role::Variable},
    {"parameter", Role::Parameter},
    {"attribute", Role::Annotation},
    {"invocation_expression", Role::Call},
    {"constructor_initializer", Role::Call},
    {"primary_constructor_base_type", Role::Call},
    {"object_creation_expression", Role::New},
    {"implicit_object_creation_expression", Role::New},
    {"for_statement", Role::Loop, loop(LoopBound::Condition)},
    {"foreach_statement", Role::Loop, loop(LoopBound::Collection)},
    {"while_statement", Role::Loop, loop(LoopBound::Condition)},
    {"do_statement", Role::Loop, loop(LoopBound::Condition)},
    {"query_expression", Role::Comprehension},
    {"if_statement", Role::Branch},
    {"conditional_expression", Role::Conditional},
    {"switch_statement", Role::Switch},
    {"switch_expression", Role::Switch},
    {"switch_section", Role::Case},
    {"switch_expression_arm", Role::Case},
    {"try_statement", Role::Try},
    {"catch_clause", Role::Catch},
    {"throw_statement", Role::Throw},
    {"throw_expression", Role::Throw},
    {"return_statement", Role::Return},
    {"break_statement", Role::Jump},
    {"continue_statement", Role::Jump},
    {"goto_statement", Role::Goto},
    {"await_expression", Role::Await},
    {"await", Role::Await},
    {"yield_statement", Role::Yield},
    {"lock_statement", Role::Lock},
    {"unsafe_statement", Role::Unsafe},
    {"cast_expression", Role::RawCast, 1},
    {"anonymous_object_creation_expression", Role::Container},
    {"array_creation_expression", Role::Container},
    {"implicit_array_creation_expression", Role::Container},
    {"collection_expression", Role::Container},
    {"initializer_expression", Role::Container},
    {"with_expression", Role::Spread},
    {"spread_element", Role::Spread},
    {"range_expression", Role::Slice},
    {"string_literal", Role::String},
    {"verbatim_string_literal", Role::String},
    {"raw_string_literal", Role::String},
    {"interpolated_string_expression", Role::String},
    {"interpolation", Role::Interpolation},
    {"element_access_expression", Role::Index},
    {"->", Role::Dereference},
    {"binary_expression", Role::Binary},
    {"prefix_unary_expression", Role::Unary},
    {"postfix_unary_expression", Role::Unary},
    {"assignment_expression", Role::Assign},
    {"identifier", Role::Identifier},
    {"member_access_expression", Role::Identifier},
    {"integer_literal", Role::Number},
    {"real_literal", Role::Number},
    {"comment", Role::Comment},
};

constexpr LanguageSpec::Absence absences[] = {
    {"spawn by syntax", "threads and tasks are calls"},
    {"channels", "System.Threading.Channels are library objects: see calls"},
    {"manual memory", "the collector owns all memory; Marshal and NativeMemory are calls"},
    {"inline assembly", "C# has none"},
    {"boxing", "needs the types of expressions"},
    {"synchronized functions", "[MethodImpl(Synchronized)] is an annotation"},
    {"pointer arithmetic", "needs the types of expressions"},
};

}  // namespace

const LanguageSpec& csharp_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::CSharp, "C#", extensions, {}, {}};
    s.grammar = tree_sitter_c_sharp;
    s.kinds = kinds;
    s.self_names = "this";
    s.holders = "Nullable";
    s.awaited = "Task ValueTask";
    s.iterating =
        "Select SelectMany Where Any All Count First FirstOrDefault Single SingleOrDefault Last LastOrDefault Sum Min "
        "Max MinBy MaxBy Average OrderBy OrderByDescending ThenBy ThenByDescending GroupBy ToDictionary ToLookup "
        "Aggregate ForEach TakeWhile SkipWhile RemoveAll Find FindAll FindIndex Exists ConvertAll TrueForAll";
    s.translating_library = "Microsoft.EntityFrameworkCore";
    s.applying = "ContinueWith QueueUserWorkItem StartNew";
    s.super_names = "base";
    s.never_returns = "Exit FailFast";
    s.module_runs = true;  // top-level statements
    s.loop_declares = true;
    s.type_arguments = true;
    s.implicit_imports = implicit_imports;
    s.function = csharp::function;
    s.type = csharp::type;
    s.imports = csharp::imports;
    s.call = csharp::call;
    s.named_argument = field_named_argument;
    s.loop = csharp::loop;
    s.variables = csharp::variables;
    s.refine = csharp::refine;
    s.is_test_annotation = csharp::is_test_annotation;
    s.prepare = csharp::prepare;
    s.has_branches = true;
    s.absences = absences;
    return s;
  }();
  return spec;
}

}  // namespace assay
