// Python: node roles and hooks.
#include <algorithm>

#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

using facts::FunctionFlag;
using facts::LoopBound;

constexpr std::string_view extensions[] = {".py", ".pyw", ".pyi"};
constexpr std::string_view filenames[] = {"SConstruct", "SConscript", "wscript"};
constexpr std::string_view interpreters[] = {"python"};

constexpr auto loop(LoopBound bound) { return static_cast<std::uint8_t>(bound); }

constexpr KindRole kinds[] = {
    {"function_definition", Role::Function},
    {"lambda", Role::Lambda},
    {"class_definition", Role::Type, static_cast<std::uint8_t>(facts::TypeKind::Class)},
    {"import_statement", Role::Import},
    {"import_from_statement", Role::Import},
    {"future_import_statement", Role::Import},
    {"decorator", Role::Annotation},
    {"typed_parameter", Role::Parameter},
    {"typed_default_parameter", Role::Parameter},
    {"call", Role::Call},
    {"for_statement", Role::Loop, loop(LoopBound::Collection)},
    {"while_statement", Role::Loop, loop(LoopBound::Condition)},
    {"list_comprehension", Role::Comprehension},
    {"set_comprehension", Role::Comprehension},
    {"dictionary_comprehension", Role::Comprehension},
    {"generator_expression", Role::Loop, loop(LoopBound::Collection)},
    {"if_statement", Role::Branch},
    {"elif_clause", Role::Branch},
    {"conditional_expression", Role::Conditional},
    {"match_statement", Role::Switch},
    {"case_clause", Role::Case},
    {"try_statement", Role::Try},
    {"except_clause", Role::Catch},
    {"raise_statement", Role::Throw},
    {"return_statement", Role::Return},
    {"break_statement", Role::Jump},
    {"continue_statement", Role::Jump},
    {"await", Role::Await},
    {"yield", Role::Yield},
    {"exec_statement", Role::Dynamic},
    {"global_statement", Role::SharedGlobal},
    {"list", Role::Container},
    {"dictionary", Role::Container},
    {"set", Role::Container},
    {"tuple", Role::Container},
    {"string", Role::String},
    {"interpolation", Role::Interpolation},
    {"list_splat", Role::Spread},
    {"dictionary_splat", Role::Spread},
    {"slice", Role::Slice},
    {"subscript", Role::Index},
    {"binary_operator", Role::Binary},
    {"boolean_operator", Role::Binary},
    {"comparison_operator", Role::Binary},
    {"unary_operator", Role::Unary},
    {"assignment", Role::Assign},
    {"augmented_assignment", Role::AugmentedAssign},
    {"identifier", Role::Identifier},
    {"attribute", Role::Identifier},
    {"pair", Role::Pair},
    {"keyword_argument", Role::Option},
    {"with_statement", Role::Lock},
    {"comment", Role::Comment},
};

FunctionParts function(const Node& node, const Ancestors& around) {
  FunctionParts parts = default_function(node, around);
  if (node.is_kind("lambda")) return parts;
  std::uint32_t flags = 0;
  if (node.has_child_of_kind("async")) flags |= static_cast<std::uint32_t>(FunctionFlag::Async);
  if (around.in_type() && parts.name == "__init__") flags |= static_cast<std::uint32_t>(FunctionFlag::Constructor);
  if (around.in_type() && parts.name == "__del__") flags |= static_cast<std::uint32_t>(FunctionFlag::Destructor);
  if (!parts.name.starts_with("_") && !around.in_function())
    flags |= static_cast<std::uint32_t>(FunctionFlag::Exported);
  if (parts.name.starts_with("test_")) flags |= static_cast<std::uint32_t>(FunctionFlag::Test);
  if (!around.in_type() && !around.in_function() && (parts.name == "main" || parts.name == "_main"))
    flags |= static_cast<std::uint32_t>(FunctionFlag::Entry);
  if (around.in_type() && parts.parameters) {  // the receiver is not a parameter
    const auto count = static_cast<int>(parts.parameters.named_child_count());
    const std::string_view first = parts.parameters.named_child(0).text(8);
    parts.parameter_count = first == "self" || first == "cls" ? count - 1 : count;
    if (first != "self") flags |= static_cast<std::uint32_t>(FunctionFlag::Static);
  }
  parts.flags = flags;
  return parts;
}

// from a.b import c as d, e; import a.b, c as d; from . import x; from y import *
void imports(const Node& node, std::vector<ImportParts>& out) {
  const bool from = !node.is_kind("import_statement");
  ImportParts base;
  if (from) {
    const Node module = node.first_of_kind("relative_import");
    if (module) base.flags = static_cast<std::uint16_t>(facts::ImportFlag::Relative);
    base.module = module ? module.text(200) : node.named_child(0).text(200);
    if (node.is_kind("future_import_statement")) return;
  }
  node.for_each_child([&](const Node& child, Field field) {
    if (child.is_kind("wildcard_import")) {
      ImportParts part = base;
      part.flags = static_cast<std::uint16_t>(part.flags | static_cast<std::uint16_t>(facts::ImportFlag::Wildcard));
      out.push_back(part);
    }
    if (field != Field::Name) return true;
    const Node name = child.is_kind("aliased_import") ? child.child(Field::Name) : child;
    ImportParts part = base;
    part.line = child.line();
    part.alias = child.is_kind("aliased_import") ? child.child(Field::Alias).text(200) : std::string_view{};
    if (from) {
      part.name = name.text(200);
      if (part.alias.empty()) part.alias = part.name;
    } else {
      part.module = name.text(200);
      // `import a.b` binds `a`
      if (part.alias.empty()) part.alias = part.module.substr(0, part.module.find('.'));
    }
    out.push_back(part);
    return true;
  });
}

// Comprehensions: the first `for … in` part's collection is evaluated once.
LoopParts loop_parts(const Node& node, LoopBound guess) {
  LoopParts parts = default_loop(node, guess);
  if (const Node clause = node.first_of_kind("for_in_clause")) {
    parts.bound = LoopBound::Collection;
    parts.once[0] = clause;
    parts.rounds = constant_rounds(clause.child(Field::Right).text(60));
    if (parts.rounds > 0) parts.bound = LoopBound::Constant;
  }
  // A stream's items come one after the other: it ends when it ends.
  if (node.has_child_of_kind("async")) parts.bound = LoopBound::Condition;
  return parts;
}

void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out) {
  if (node.is_kind("typed_parameter")) {
    VariableParts parts;
    const Node name = node.named_child(0);
    parts.name = name.text(100);
    parts.type_name = node.child(Field::Type).text(200);
    parts.kind = facts::VariableKind::Parameter;
    parts.line = name.line();
    out.push_back(parts);
    return;
  }
  const std::size_t before = out.size();
  default_variables(node, role, around, out);
  if (out.size() == before) return;
  VariableParts& parts = out.back();
  if (parts.name.starts_with("self.")) {  // a field, wherever the method assigns it
    parts.name.remove_prefix(5);
    parts.kind = facts::VariableKind::Field;
  }
  const std::string_view value = node.child(Field::Right).text();
  for (const std::string_view empty : {"[]", "{}", "list()", "dict()", "set()"}) {
    if (value == empty) parts.made_empty = true;
  }
  if (value == "[]") parts.type_name = "list";
  if (value == "{}") parts.type_name = "dict";
  if (parts.name.find_first_of(".[(, ") != std::string_view::npos) out.pop_back();
}

// Is the name a lock's? self._lock, cache_lock, FileLock, mutex; not: block, clock, unlock
bool names_lock(std::string_view name) {
  for (const std::string_view word : {"lock", "Lock", "LOCK", "mutex", "Mutex", "semaphore", "Semaphore"}) {
    if (!name.ends_with(word)) continue;
    if (name.size() == word.size()) return true;
    const char before = name[name.size() - word.size() - 1];
    const bool capital = word[0] >= 'A' && word[0] <= 'Z';
    if (before == '_' || before == '.' || (capital && before != 'B') || (word == "lock" && before == 'r')) return true;
  }
  return false;
}

// with a, b(c) as d: one of them is called a lock. Others go on while `async with` holds one.
bool holds_lock(const Node& with) {
  std::string_view text = with.text(200);
  if (!text.starts_with("with ")) return false;
  text = text.substr(5, text.find(':') - 5);
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    std::string_view item = text.substr(0, comma);
    while (item.starts_with(' ')) item.remove_prefix(1);
    if (names_lock(item.substr(0, item.find_first_of("( ")))) return true;
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return false;
}

SymbolRole refine(const Node& node, SymbolRole role, const Ancestors&) {
  return role.role == Role::Lock && !holds_lock(node) ? SymbolRole{} : role;
}

constexpr LanguageSpec::Absence absences[] = {
    {"goto", "Python has none"},
    {"channels", "queues are library objects: see calls"},
    {"manual memory", "the interpreter owns all memory"},
    {"unsafe blocks", "Python has none; ctypes and cffi are calls"},
    {"inline assembly", "Python has none"},
    {"interfaces", "abstract base classes are classes"},
    {"object creation", "a class is called like any function: see calls"},
    {"dynamic code", "eval, exec and getattr are calls"},
};

}  // namespace

const LanguageSpec& python_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Python, "Python", extensions, filenames, interpreters};
    s.grammar = tree_sitter_python;
    s.kinds = kinds;
    s.self_names = "self cls";
    s.super_names = "super()";
    s.never_returns = "exit _exit abort";
    s.module_runs = true;
    s.line_comment = "#";
    s.block_comments = false;
    s.indents = true;
    s.assignment_declares = true;
    s.iterating = "map filter sorted sort reduce min max starmap takewhile dropwhile groupby filterfalse";
    s.applying =
        "submit apply_async call_soon call_soon_threadsafe call_later run_in_executor run_in_threadpool to_thread "
        "start_new_thread Thread Process Timer";
    s.quotes_types = true;
    s.holders = "Optional Type ClassVar Final Annotated";
    s.awaited = "Awaitable Coroutine";
    s.function = function;
    s.imports = imports;
    s.loop = loop_parts;
    s.variables = variables;
    s.refine = refine;
    s.absences = absences;
    return s;
  }();
  return spec;
}

}  // namespace assay
