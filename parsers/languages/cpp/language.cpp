// C++: node roles. Its hooks are in hooks.cpp; what it shares with C in parsers/languages/c.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/c/family.h"
#include "parsers/languages/cpp/hooks.h"
#include "parsers/languages/specs.h"

namespace assay {
namespace {

using facts::LoopBound;
using facts::TypeKind;

constexpr std::string_view extensions[] = {".cc",  ".cpp", ".cxx", ".c++", ".hh",  ".hpp",  ".hxx",
                                           ".h++", ".inl", ".ipp", ".tpp", ".txx", ".cppm", ".ixx"};

constexpr auto detail(LoopBound bound) { return static_cast<std::uint8_t>(bound); }
constexpr auto detail(TypeKind kind) { return static_cast<std::uint8_t>(kind); }

constexpr KindRole kinds[] = {
    {"function_definition", Role::Function},
    {"initializer_pair", Role::Pair},
    {"lambda_expression", Role::Lambda},
    {"class_specifier", Role::Type, detail(TypeKind::Class)},
    {"struct_specifier", Role::Type, detail(TypeKind::Struct)},
    {"union_specifier", Role::Type, detail(TypeKind::Union)},
    {"enum_specifier", Role::Type, detail(TypeKind::Enum)},
    {"concept_definition", Role::Type, detail(TypeKind::Trait)},
    {"alias_declaration", Role::Type, detail(TypeKind::Alias)},
    {"type_definition", Role::Type, detail(TypeKind::Alias)},
    {"namespace_definition", Role::Namespace},
    {"preproc_include", Role::Import},
    {"using_declaration", Role::Import},
    {"namespace_alias_definition", Role::Import},
    {"declaration", Role::Variable},
    {"field_declaration", Role::Member},
    {"parameter_declaration", Role::Parameter},
    {"optional_parameter_declaration", Role::Parameter},
    {"variadic_parameter_declaration", Role::Parameter},
    {"call_expression", Role::Call},
    {"compound_literal_expression", Role::Call},
    {"init_declarator", Role::Call},      // refined: T name(…)
    {"function_declarator", Role::Call},  // refined: T name(a), which reads like a prototype
    {"new_expression", Role::New},
    {"delete_expression", Role::Delete},
    {"for_statement", Role::Loop, detail(LoopBound::Condition)},
    {"for_range_loop", Role::Loop, detail(LoopBound::Collection)},
    {"while_statement", Role::Loop, detail(LoopBound::Condition)},
    {"do_statement", Role::Loop, detail(LoopBound::Condition)},
    {"if_statement", Role::Branch},
    {"conditional_expression", Role::Conditional},
    {"switch_statement", Role::Switch},
    {"case_statement", Role::Case},
    {"try_statement", Role::Try},
    {"catch_clause", Role::Catch},
    {"seh_try_statement", Role::Try},
    {"seh_except_clause", Role::Catch},
    {"throw_statement", Role::Throw},
    {"return_statement", Role::Return},
    {"co_return_statement", Role::Return},
    {"co_await_expression", Role::Await},
    {"co_yield_statement", Role::Yield},
    {"break_statement", Role::Jump},
    {"continue_statement", Role::Jump},
    {"goto_statement", Role::Goto},
    {"gnu_asm_expression", Role::InlineAssembly},
    {"linkage_specification", Role::Native},
    {"cast_expression", Role::RawCast, 1},
    {"string_literal", Role::String},
    {"raw_string_literal", Role::String},
    {"subscript_expression", Role::Index},
    {"pointer_expression", Role::Dereference},
    {"->", Role::Dereference},
    {"binary_expression", Role::Binary},
    {"fold_expression", Role::Binary},
    {"unary_expression", Role::Unary},
    {"assignment_expression", Role::Assign},
    {"update_expression", Role::Update},
    {"identifier", Role::Identifier},
    {"number_literal", Role::Number},
    {"comment", Role::Comment},
};

constexpr LanguageSpec::Absence absences[] = {
    {"spawn by syntax", "threads and tasks are library calls: see the catalogue"},
    {"locks by syntax", "guards are objects: their construction is a call"},
    {"channels", "C++ has none"},
    {"dynamic features", "C++ has none beyond dlopen, which is a call"},
    {"annotations", "attributes carry no behaviour for the facts"},
    {"unsafe blocks", "all of C++ is unsafe in that sense: see raw casts, pointer arithmetic, manual memory"},
    {"container literals", "initialiser lists may or may not allocate: the constructed type tells"},
    {"coroutine marks on functions", "only co_await, co_yield, co_return inside tell: see the sites"},
    {"copies", "needs the types of expressions: an initialisation may copy, move or neither"},
};

}  // namespace

const LanguageSpec& cpp_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Cpp, "C++", extensions, {}, {}};
    s.grammar = tree_sitter_cpp;
    s.kinds = kinds;
    s.scope_separator = "::";
    s.self_names = "this";
    s.iterating =
        "for_each transform sort stable_sort partial_sort nth_element find_if find_if_not any_of all_of none_of "
        "count_if "
        "remove_if copy_if replace_if accumulate partition lower_bound upper_bound generate min_element max_element "
        "erase_if for_each_n";
    s.holders =
        "unique_ptr shared_ptr weak_ptr scoped_refptr intrusive_ptr IntrusiveRefCntPtr optional expected "
        "reference_wrapper RefPtr StatusOr ErrorOr Expected";
    s.super_names = "";
    s.never_returns =
        "exit _exit _Exit quick_exit abort terminate panic die fatal report_fatal_error llvm_unreachable "
        "__builtin_unreachable __builtin_trap longjmp";
    s.loop_declares = true;
    s.type_arguments = true;
    s.function = cpp::function;
    s.type = cpp::type;
    s.imports = cpp::imports;
    s.call = cpp::call;
    s.loop = cpp::loop;
    s.variables = cfamily::variables;
    s.refine = cpp::refine;
    s.prepare = cfamily::prepare_cpp;
    s.has_branches = true;
    s.absences = absences;
    return s;
  }();
  return spec;
}

}  // namespace assay
