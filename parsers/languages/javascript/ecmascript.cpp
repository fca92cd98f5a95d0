// See ecmascript.h.
#include "parsers/languages/javascript/ecmascript.h"

#include "parsers/syntax/defaults.h"

namespace assay::ecmascript {
namespace {

using facts::FunctionFlag;
using facts::ImportFlag;
using facts::LoopBound;
using facts::TypeKind;
using facts::VariableKind;

constexpr auto detail(LoopBound bound) { return static_cast<std::uint8_t>(bound); }
constexpr auto detail(TypeKind kind) { return static_cast<std::uint8_t>(kind); }
constexpr std::uint32_t flag(FunctionFlag f) { return static_cast<std::uint32_t>(f); }
constexpr std::uint16_t flag(ImportFlag f) { return static_cast<std::uint16_t>(f); }

constexpr KindRole shared_kinds[] = {
    {"function_declaration", Role::Function},
    {"generator_function_declaration", Role::Function},
    {"method_definition", Role::Function},
    {"function_expression", Role::Lambda},
    {"generator_function", Role::Lambda},
    {"arrow_function", Role::Lambda},
    {"class_declaration", Role::Type, detail(TypeKind::Class)},
    {"class", Role::Type, detail(TypeKind::Class)},
    {"import_statement", Role::Import},
    {"export_statement", Role::Import},  // export … from
    {"decorator", Role::Annotation},
    {"variable_declarator", Role::Variable},
    {"call_expression", Role::Call},
    {"new_expression", Role::New},
    {"for_statement", Role::Loop, detail(LoopBound::Condition)},
    {"for_in_statement", Role::Loop, detail(LoopBound::Collection)},
    {"while_statement", Role::Loop, detail(LoopBound::Condition)},
    {"do_statement", Role::Loop, detail(LoopBound::Condition)},
    {"if_statement", Role::Branch},
    {"ternary_expression", Role::Conditional},
    {"switch_statement", Role::Switch},
    {"switch_case", Role::Case},
    {"switch_default", Role::Case},
    {"try_statement", Role::Try},
    {"catch_clause", Role::Catch},
    {"throw_statement", Role::Throw},
    {"return_statement", Role::Return},
    {"break_statement", Role::Jump},
    {"continue_statement", Role::Jump},
    {"await_expression", Role::Await},
    {"yield_expression", Role::Yield},
    {"with_statement", Role::Dynamic},
    {"array", Role::Container},
    {"object", Role::Container},
    {"string", Role::String},
    {"template_string", Role::String},
    {"template_substitution", Role::Interpolation},
    {"spread_element", Role::Spread},
    {"subscript_expression", Role::Index},
    {"binary_expression", Role::Binary},
    {"unary_expression", Role::Unary},
    {"assignment_expression", Role::Assign},
    {"augmented_assignment_expression", Role::AugmentedAssign},
    {"update_expression", Role::Update},
    {"identifier", Role::Identifier},
    {"member_expression", Role::Identifier},
    {"number", Role::Number},
    {"pair", Role::Pair},
    {"comment", Role::Comment},
    {"html_comment", Role::Comment},
};

// describe("…", () => { … }): the functions given to a test runner.
bool is_test_runner(std::string_view callee) {
  for (std::string_view name :
       {"describe", "it",        "test",      "suite",         "beforeEach",    "afterEach",   "beforeAll",
        "afterAll", "before",    "after",     "describe.only", "describe.skip", "it.only",     "it.skip",
        "it.each",  "test.each", "test.only", "test.skip",     "QUnit.test",    "QUnit.module"}) {
    if (callee == name) return true;
  }
  return false;
}

// The string in `require("x")` or `import("x")`; empty: it is neither.
std::string_view required_module(const Node& value) {
  if (!value.is_kind("call_expression")) return {};
  const std::string_view callee = value.child(Field::Function).text(10);
  if (callee != "require" && callee != "import") return {};
  const Node first = value.child(Field::Arguments).named_child(0);
  return first.is_kind("string") ? unquoted(first.text(300)) : std::string_view{};
}

std::uint16_t module_flags(std::string_view module) {
  return module.starts_with(".") ? flag(ImportFlag::Relative) : std::uint16_t{0};
}

// {a, b: c} on the left of a require: each binds one name of the module.
void destructured(const Node& pattern, std::string_view module, std::vector<ImportParts>& out) {
  pattern.for_each_child([&](const Node& child, Field) {
    ImportParts part;
    part.module = module;
    part.flags = module_flags(module);
    part.line = child.line();
    if (child.is_kind("shorthand_property_identifier_pattern")) {
      part.name = part.alias = child.text(100);
    } else if (child.is_kind("pair_pattern")) {
      part.name = child.child(Field::Key).text(100);
      part.alias = child.child(Field::Value).text(100);
    } else {
      return true;
    }
    out.push_back(part);
    return true;
  });
}

}  // namespace

std::vector<KindRole> with(std::span<const KindRole> own) {
  std::vector<KindRole> all(std::begin(shared_kinds), std::end(shared_kinds));
  all.insert(all.end(), own.begin(), own.end());
  return all;
}

FunctionParts function(const Node& node, const Ancestors& around) {
  FunctionParts parts = default_function(node, around);
  if (const Node single = node.child(Field::Parameter)) {  // x => …
    parts.parameters = single;
    parts.parameter_count = 1;
  }
  bool is_static = false, is_get = false, is_async = false, is_generator = false;
  node.for_each_child([&](const Node& child, Field field) {
    if (field == Field::Name || field == Field::Parameters || field == Field::Body) return field == Field::Name;
    const std::string_view word = child.text(8);
    is_static |= word == "static";
    is_get |= word == "get" || word == "set";
    is_async |= word == "async";
    is_generator |= word == "*" || word == "function*";
    return true;
  });
  if (node.is_kind("generator_function_declaration") || node.is_kind("generator_function")) is_generator = true;
  if (is_async) parts.flags |= flag(FunctionFlag::Async);
  if (is_generator) parts.flags |= flag(FunctionFlag::Generator);
  if (is_static) parts.flags |= flag(FunctionFlag::Static);
  if (is_get) parts.flags |= flag(FunctionFlag::Getter);
  if (node.is_kind("method_definition") && parts.name == "constructor") parts.flags |= flag(FunctionFlag::Constructor);
  const bool exported = around.node(1).is_kind("export_statement") ||
                        (around.role(1) == Role::Variable && around.node(2).is_kind("export_statement"));
  const bool public_method =
      node.is_kind("method_definition") && !parts.name.starts_with("#") && !parts.name.starts_with("_");
  const bool assigned = around.role(1) == Role::Assign && (around.node(1).text(16).starts_with("exports.") ||
                                                           around.node(1).text(16).starts_with("module.exports"));
  if (exported || public_method || assigned) parts.flags |= flag(FunctionFlag::Exported);
  if (parts.name == "main" && !around.in_type() && !around.in_function()) parts.flags |= flag(FunctionFlag::Entry);
  // The call that it is handed to lies one role above: arguments have none.
  if (around.role(2) == Role::Call && is_test_runner(around.node(2).child(Field::Function).text(20)))
    parts.flags |= flag(FunctionFlag::Test);
  return parts;
}

TypeParts type(const Node& node, const Ancestors& around) {
  TypeParts parts;
  const Node name = node.child(Field::Name);
  parts.name = name.text(200);
  parts.line = name.line();
  const std::string_view kind = node.kind();
  parts.kind = kind == "interface_declaration"    ? TypeKind::Interface
               : kind == "enum_declaration"       ? TypeKind::Enum
               : kind == "type_alias_declaration" ? TypeKind::Alias
                                                  : TypeKind::Class;
  if (kind == "abstract_class_declaration") parts.flags |= static_cast<std::uint16_t>(facts::TypeFlag::Abstract);
  if (around.node(1).is_kind("export_statement")) parts.flags |= static_cast<std::uint16_t>(facts::TypeFlag::Exported);
  if (!name && around.role(1) == Role::Variable) {  // const Foo = class { … }
    parts.name = around.node(1).child(Field::Name).text(200);
  }
  const auto add_clause = [&](const Node& clause) {
    clause.for_each_child([&](const Node& base, Field) {
      if (base.named() && !base.is_kind("type_arguments")) parts.bases.push_back(base.text(200));
      return parts.bases.size() < 64;
    });
  };
  node.for_each_child([&](const Node& child, Field) {
    if (child.is_kind("class_heritage")) {
      bool clauses = false;
      child.for_each_child([&](const Node& clause, Field) {
        if (clause.is_kind("extends_clause") || clause.is_kind("implements_clause")) {
          clauses = true;
          add_clause(clause);
        }
        return true;
      });
      if (!clauses) add_clause(child);
    } else if (child.is_kind("extends_type_clause")) {
      add_clause(child);
    }
    return true;
  });
  return parts;
}

// const x = require("m"), {a, b: c} = require("m"), y = require("m").z
void required(const Node& declarator, std::vector<ImportParts>& out) {
  Node value = declarator.child(Field::Value);
  std::string_view name;
  if (value.is_kind("member_expression")) {
    name = value.child(Field::Property).text(100);
    value = value.child(Field::Object);
  }
  if (value.is_kind("await_expression")) value = value.named_child(0);
  const std::string_view module = required_module(value);
  const Node target = declarator.child(Field::Name);
  if (target.is_kind("object_pattern")) {
    destructured(target, module, out);
    return;
  }
  ImportParts part;
  part.module = module;
  part.name = name;
  part.alias = target.text(100);
  part.flags = module_flags(module);
  out.push_back(part);
}

// import d, {a as b} from "m"; import * as n from "m"; import "m"; export {a} from "m"; import x = require("m")
void imports(const Node& node, std::vector<ImportParts>& out) {
  if (node.is_kind("variable_declarator")) return required(node, out);
  const Node source = node.child(Field::Source);
  if (!source) {
    if (const Node clause = node.first_of_kind("import_require_clause")) {
      ImportParts part;
      part.module = unquoted(clause.child(Field::Source).text(300));
      part.alias = clause.named_child(0).text(100);
      part.flags = module_flags(part.module);
      out.push_back(part);
    }
    return;  // export of something declared here
  }
  ImportParts base;
  base.module = unquoted(source.text(300));
  base.flags = module_flags(base.module);
  const bool reexport = node.is_kind("export_statement");
  if (reexport) base.flags |= flag(ImportFlag::Reexport);
  const std::size_t before = out.size();
  const auto specifier = [&](const Node& child) {
    ImportParts part = base;
    part.line = child.line();
    part.name = child.child(Field::Name).text(100);
    part.alias = child.child(Field::Alias).text(100);
    if (part.alias.empty()) part.alias = part.name;
    if (child.text(5) == "type ") part.flags |= flag(ImportFlag::TypeOnly);
    out.push_back(part);
  };
  node.for_each_child([&](const Node& child, Field) {
    if (child.is_kind("type")) base.flags |= flag(ImportFlag::TypeOnly);
    if (child.is_kind("import_clause")) {
      child.for_each_child([&](const Node& part_node, Field) {
        if (part_node.is_kind("identifier")) {  // the default export
          ImportParts part = base;
          part.alias = part_node.text(100);
          out.push_back(part);
        } else if (part_node.is_kind("namespace_import")) {
          ImportParts part = base;
          part.alias = part_node.named_child(0).text(100);
          out.push_back(part);
        } else if (part_node.is_kind("named_imports")) {
          part_node.for_each_child([&](const Node& one, Field) {
            if (one.is_kind("import_specifier")) specifier(one);
            return true;
          });
        }
        return true;
      });
    } else if (child.is_kind("export_clause")) {
      child.for_each_child([&](const Node& one, Field) {
        if (one.is_kind("export_specifier")) specifier(one);
        return true;
      });
    }
    return true;
  });
  if (out.size() == before) {  // import "m"; export * from "m"
    ImportParts part = base;
    if (reexport) part.flags |= flag(ImportFlag::Wildcard);
    out.push_back(part);
  }
}

// A bare require("m") or import("m"); those bound to names are seen with their variable.
bool call_import(const Node& node, const CallParts& call, std::vector<ImportParts>& out) {
  if (call.callee != "require" && call.callee != "import") return false;
  const std::string_view module = required_module(node);
  if (module.empty()) return false;
  ImportParts part;
  part.module = module;
  part.flags = module_flags(module);
  out.push_back(part);
  return true;
}

CallParts call(const Node& node, const Ancestors& around) {
  CallParts parts = default_call(node, around);
  constexpr std::string_view awaiting = "await ";
  if (parts.callee.starts_with(awaiting)) {  // the grammar takes `await f<T>(x)` for a call of `await f`
    parts.callee.remove_prefix(awaiting.size());
    parts.flags |= static_cast<std::uint16_t>(facts::CallFlag::Awaited);
  }
  if (parts.callee.starts_with("(0, ") && parts.callee.ends_with(")")) {  // (0, a.f)(): f without a receiver
    parts.callee.remove_prefix(4);
    parts.callee.remove_suffix(1);
  }
  if (parts.arguments) {
    const Node last_function = parts.arguments.named_child(0);
    const Role role = last_function.role();
    if (role == Role::Lambda ||
        (parts.arguments.named_child_count() > 1 && parts.arguments.named_child(1).role() == Role::Lambda)) {
      parts.flags |= static_cast<std::uint16_t>(facts::CallFlag::PassesFunction);
    }
  }
  return parts;
}

SymbolRole refine(const Node& node, SymbolRole role, const Ancestors&) {
  if (role.role != Role::Variable) return role;
  Node value = node.child(Field::Value);
  if (value.is_kind("member_expression")) value = value.child(Field::Object);
  if (value.is_kind("await_expression")) value = value.named_child(0);
  return required_module(value).empty() ? role : SymbolRole{Role::Import};
}

LoopParts loop(const Node& node, LoopBound guess) {
  LoopParts parts = default_loop(node, guess);
  if (node.is_kind("for_statement")) {
    const std::string_view condition = node.child(Field::Condition).text(4);
    if (condition.empty() || condition == ";") parts.bound = LoopBound::Endless;
  }
  if (node.is_kind("for_in_statement")) parts.once[1] = node.child(Field::Value);  // for (var x = f() in xs)
  // A stream's items come one after the other: it ends when it ends.
  if (node.is_kind("for_in_statement") && node.has_child_of_kind("await")) parts.bound = LoopBound::Condition;
  return parts;
}

void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out) {
  const Node name = node.child(Field::Name)       ? node.child(Field::Name)
                    : node.child(Field::Property) ? node.child(Field::Property)
                                                  : node.child(Field::Pattern);
  const Node value = node.child(Field::Value);
  if (role == Role::Variable && name.is_kind("object_pattern")) return;
  VariableParts parts;
  parts.name = name.text(100);
  parts.line = name.line();
  parts.type_name = node.child(Field::Type).text(200);
  if (parts.type_name.empty()) {
    parts.type_name = constructed_type(value);
    parts.source = facts::VariableSource::Constructed;
  }
  parts.kind = role == Role::Parameter ? VariableKind::Parameter
               : role == Role::Member  ? VariableKind::Field
               : around.in_function()  ? VariableKind::Local
                                       : VariableKind::Global;
  const bool is_const = role == Role::Variable && around.node(1).text(5) == "const";
  parts.is_mutable = !is_const && value.role() != Role::Lambda;
  if (parts.name.find_first_of("{[. ") == std::string_view::npos) out.push_back(parts);
}

void fill(LanguageSpec& spec) {
  static constexpr LanguageSpec::Absence absences[] = {
      {"goto", "the language has labelled breaks only"},
      {"locks", "one thread runs the code; Atomics are calls"},
      {"channels", "messages between workers are calls and events"},
      {"threads by syntax", "workers are objects: see calls"},
      {"unsafe blocks", "the language has none"},
      {"manual memory", "the engine owns all memory"},
      {"pointer arithmetic", "the language has no pointers"},
      {"inline assembly", "the language has none"},
      {"boxing", "not visible in the syntax"},
      {"dynamic code", "eval and Function are calls"},
  };
  spec.self_names = "this self that _this";
  spec.holders = "Readonly Partial Required NonNullable Awaited";
  spec.awaited = "Promise";
  spec.assigns_members = true;
  spec.documents_types = true;
  spec.super_names = "super";
  spec.never_returns = "exit abort";
  spec.module_runs = true;
  spec.applying =
      "then catch finally setTimeout setImmediate nextTick queueMicrotask requestAnimationFrame requestIdleCallback";
  spec.iterating = "forEach map filter reduce reduceRight some every find findIndex findLast flatMap sort";
  spec.function = function;
  spec.type = type;
  spec.imports = imports;
  spec.call_import = call_import;
  spec.call = call;
  spec.loop = loop;
  spec.refine = refine;
  spec.variables = variables;
  spec.absences = absences;
}

}  // namespace assay::ecmascript
