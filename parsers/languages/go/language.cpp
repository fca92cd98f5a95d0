// Go: node roles and hooks.
#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

using facts::FunctionFlag;
using facts::ImportFlag;
using facts::LoopBound;
using facts::TypeKind;
using facts::VariableKind;

constexpr std::string_view extensions[] = {".go"};

constexpr std::uint32_t flag(FunctionFlag f) { return static_cast<std::uint32_t>(f); }

constexpr KindRole kinds[] = {
    {"package_clause", Role::Package},
    {"function_declaration", Role::Function},
    {"method_declaration", Role::Function},
    {"method_elem", Role::Function},
    {"func_literal", Role::Lambda},
    {"type_spec", Role::Type},
    {"type_alias", Role::Type},
    {"import_spec", Role::Import},
    {"var_spec", Role::Variable},
    {"short_var_declaration", Role::Variable},
    {"field_declaration", Role::Member},
    {"parameter_declaration", Role::Parameter},
    {"variadic_parameter_declaration", Role::Parameter},
    {"call_expression", Role::Call},
    {"for_statement", Role::Loop, static_cast<std::uint8_t>(LoopBound::Condition)},
    {"if_statement", Role::Branch},
    {"expression_switch_statement", Role::Switch},
    {"type_switch_statement", Role::Switch},
    {"select_statement", Role::Channel},
    {"expression_case", Role::Case},
    {"type_case", Role::Case},
    {"communication_case", Role::Case},
    {"default_case", Role::Case},
    {"return_statement", Role::Return},
    {"break_statement", Role::Jump},
    {"continue_statement", Role::Jump},
    {"fallthrough_statement", Role::Jump},
    {"goto_statement", Role::Goto},
    {"go_statement", Role::Spawn},
    {"defer_statement", Role::Defer},
    {"send_statement", Role::Channel},
    {"composite_literal", Role::Container},
    {"interpreted_string_literal", Role::String},
    {"raw_string_literal", Role::String},
    {"slice_expression", Role::Index},
    {"index_expression", Role::Index},
    {"binary_expression", Role::Binary},
    {"unary_expression", Role::Unary},
    {"assignment_statement", Role::Assign},
    {"inc_statement", Role::Update},
    {"dec_statement", Role::Update},
    {"identifier", Role::Identifier},
    {"selector_expression", Role::Identifier},
    {"keyed_element", Role::Pair},
    {"variadic_argument", Role::Spread},
    {"comment", Role::Comment},
};

bool is_exported(std::string_view name) {
  return !name.empty() && ((name[0] >= 'A' && name[0] <= 'Z') || static_cast<unsigned char>(name[0]) >= 0x80);
}

// func (s *Server) Serve(…): the receiver says whose method it is.
FunctionParts function(const Node& node, const Ancestors& around) {
  FunctionParts parts = default_function(node, around);
  if (const Node receiver = node.child(Field::Receiver))
    parts.owner = receiver.named_child(0).child(Field::Type).text(200);
  const Node result = node.child(Field::Result);  // the first of several
  parts.returns = result.is_kind("parameter_list") ? result.named_child(0).child(Field::Type) : result;
  if (is_exported(parts.name)) parts.flags |= flag(FunctionFlag::Exported);
  if (parts.owner.empty() && (parts.name == "main" || parts.name == "init") && !around.in_function()) {
    if (parts.name == "main") parts.flags |= flag(FunctionFlag::Entry);
    parts.flags &= ~flag(FunctionFlag::Exported);
  }
  if (node.is_kind("method_elem")) parts.flags |= flag(FunctionFlag::Abstract);
  if (!parts.body && node.is_kind("function_declaration"))
    parts.flags |= flag(FunctionFlag::Native);  // written in assembly
  return parts;
}

TypeParts type(const Node& node, const Ancestors&) {
  TypeParts parts;
  const Node name = node.child(Field::Name), definition = node.child(Field::Type);
  parts.name = name.text(200);
  parts.line = name.line();
  if (is_exported(parts.name)) parts.flags |= static_cast<std::uint16_t>(facts::TypeFlag::Exported);
  parts.kind = definition.is_kind("struct_type")      ? TypeKind::Struct
               : definition.is_kind("interface_type") ? TypeKind::Interface
                                                      : TypeKind::Alias;
  if (parts.kind == TypeKind::Struct) {  // embedded fields have no name
    definition.named_child(0).for_each_child([&](const Node& field, Field) {
      if (field.is_kind("field_declaration") && !field.child(Field::Name))
        parts.bases.push_back(field.child(Field::Type).text(200));
      return parts.bases.size() < 64;
    });
  } else if (parts.kind == TypeKind::Interface) {
    definition.for_each_child([&](const Node& element, Field) {
      if (element.is_kind("type_elem") && element.text(200).find('|') == std::string_view::npos)
        parts.bases.push_back(element.text(200));
      return parts.bases.size() < 64;
    });
  }
  return parts;
}

// The name that a package is called by: its path's last segment, versions (/v2, .v3) and file endings skipped.
std::string_view package_name(std::string_view path) {
  std::size_t slash = path.find_last_of('/');
  std::string_view last = slash == std::string_view::npos ? path : path.substr(slash + 1);
  const bool version =
      last.size() >= 2 && last[0] == 'v' && last.find_first_not_of("0123456789", 1) == std::string_view::npos;
  if (version && slash != std::string_view::npos) {
    const std::string_view before = path.substr(0, slash);
    slash = before.find_last_of('/');
    last = slash == std::string_view::npos ? before : before.substr(slash + 1);
  }
  if (const std::size_t dot = last.find(".v"); dot != std::string_view::npos) last = last.substr(0, dot);
  if (last.starts_with("go-")) last.remove_prefix(3);
  return last;
}

void imports(const Node& node, std::vector<ImportParts>& out) {
  ImportParts part;
  part.module = unquoted(node.child(Field::Path).text(300));
  const std::string_view name = node.child(Field::Name).text(100);
  if (name == ".") {
    part.flags = static_cast<std::uint16_t>(ImportFlag::Wildcard);
  } else if (name != "_") {
    part.alias = name.empty() ? package_name(part.module) : name;
  }
  out.push_back(part);
}

// for { }   for cond { }   for init; cond; post { }   for k, v := range xs { }
LoopParts loop(const Node& node, LoopBound) {
  LoopParts parts;
  const Node head = node.named_child(0);
  if (head.is_kind("range_clause")) {
    parts.bound = LoopBound::Collection;
    parts.once[0] = head;
    parts.items = head.child(Field::Right);
    if (!head.child(Field::Left)) parts.bound = LoopBound::Condition;  // for range n: what there is is not looked at
    const std::string_view right = parts.items.text(20);
    if (!right.empty() && right.find_first_not_of("0123456789_") == std::string_view::npos) {  // range over an integer
      parts.bound = LoopBound::Constant;
      float value = 0;
      for (const char c : right) value = c == '_' ? value : value * 10 + static_cast<float>(c - '0');
      parts.rounds = value > 1000 ? 1000 : value;
    }
  } else if (head.is_kind("for_clause")) {
    const std::string_view condition = head.child(Field::Condition).text(80);
    if (condition.empty()) parts.bound = LoopBound::Endless;
    if (head.child(Field::Initializer)) parts.rounds = constant_rounds(condition);
    if (parts.rounds > 0) parts.bound = LoopBound::Constant;
  } else if (head.is_kind("block")) {
    parts.bound = LoopBound::Endless;
  }
  return parts;
}

// Foo{…} or &Foo{…}: the type; else empty.
std::string_view literal_type(const Node& value) {
  Node literal = value.is_kind("expression_list") ? value.named_child(0) : value;
  if (literal.is_kind("call_expression") && literal.text(10) == "make(chan ") return "chan";
  if (literal.is_kind("unary_expression")) literal = literal.child(Field::Operand);
  if (!literal.is_kind("composite_literal")) return {};
  const Node type = literal.child(Field::Type);
  return type.is_kind("type_identifier") || type.is_kind("qualified_type") || type.is_kind("generic_type")
             ? type.text(200)
             : std::string_view{};
}

// []T{}, []T(nil) or make([]T, 0)
bool makes_empty_slice(std::string_view value) {
  if (value.starts_with("make([]")) return value.ends_with(", 0)");
  if (!value.starts_with("[]")) return false;
  return value.ends_with("(nil)") || (value.ends_with("{}") && value.find("{") == value.rfind("{"));
}

void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out) {
  VariableParts parts;
  parts.kind = role == Role::Parameter ? VariableKind::Parameter
               : role == Role::Member  ? VariableKind::Field
               : around.in_function()  ? VariableKind::Local
                                       : VariableKind::Global;
  if (node.is_kind("short_var_declaration")) {
    const Node left = node.child(Field::Left);
    parts.type_name = literal_type(node.child(Field::Right));
    parts.source = facts::VariableSource::Constructed;
    parts.made_empty = left.named_child_count() == 1 && makes_empty_slice(node.child(Field::Right).text(100));
    left.for_each_child([&](const Node& name, Field) {
      if (!name.named()) return true;
      parts.name = name.text(100);
      parts.line = name.line();
      out.push_back(parts);
      parts.type_name = {};  // further names get further values
      return out.size() < 32;
    });
    return;
  }
  parts.type_name = node.child(Field::Type).text(200);
  if (parts.type_name.empty()) {
    parts.type_name = literal_type(node.child(Field::Value));
    parts.source = facts::VariableSource::Constructed;
    parts.made_empty = makes_empty_slice(node.child(Field::Value).text(100));
  } else {
    parts.made_empty = role == Role::Variable && !node.child(Field::Value) && parts.type_name.starts_with("[]");
  }
  node.for_each_child([&](const Node& name, Field field) {
    if (field != Field::Name) return true;
    parts.name = name.text(100);
    parts.line = name.line();
    if (parts.name != "_") out.push_back(parts);
    return out.size() < 64;
  });
}

SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around) {
  if (role.role == Role::Container) {  // a struct by value costs nothing by itself, &T{…} is an object
    const Node type = node.child(Field::Type);
    const bool names_type =
        type.is_kind("type_identifier") || type.is_kind("qualified_type") || type.is_kind("generic_type");
    if (!names_type) return role;
    return around.role(1) == Role::Unary ? SymbolRole{Role::New} : SymbolRole{};
  }
  if (role.role == Role::Unary && node.text(2) == "<-") return {Role::Channel};
  if (role.role == Role::Assign) {
    if (node.child(Field::Operator).text(3).size() > 1) return {Role::AugmentedAssign};
    if (node.child(Field::Left).text(2) == "_" && node.child(Field::Right).named_child(0).role() == Role::Call)
      return {Role::SwallowedError};
  }
  return role;
}

// A program that is run by hand and no part of any package, or what tests share: nothing else imports `testing`.
bool is_test_text(std::string_view text) {
  const std::string_view head = text.substr(0, 2000);
  return head.find("\n//go:build ignore\n") != std::string_view::npos || head.starts_with("//go:build ignore\n") ||
         head.find("\n// +build ignore\n") != std::string_view::npos || head.starts_with("// +build ignore\n") ||
         head.find("\n\t\"testing\"\n") != std::string_view::npos ||
         head.find("\nimport \"testing\"\n") != std::string_view::npos;
}

constexpr LanguageSpec::Absence absences[] = {
    {"async functions", "Go has none: every function can wait without blocking a thread"},
    {"await", "see async functions"},
    {"exceptions", "errors are values; panic and recover are calls"},
    {"generators", "iterator functions are functions"},
    {"string interpolation", "formatting is a call"},
    {"closures' copies", "captures are by reference"},
    {"locks", "mutexes are library types: see calls"},
    {"manual memory", "the collector owns all memory"},
    {"unsafe blocks", "unsafe.Pointer is a call"},
    {"inline assembly", "assembly lies in files of its own"},
    {"dynamic features", "reflection is calls"},
    {"annotations", "struct tags and comments carry no behaviour for the facts"},
    {"copies", "a slice shares its array; append and copy are calls"},
};

}  // namespace

const LanguageSpec& go_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Go, "Go", extensions, {}, {}};
    s.grammar = tree_sitter_go;
    s.kinds = kinds;
    s.self_names = "";
    s.iterating =
        "Slice SliceStable SortFunc SortStableFunc IndexFunc ContainsFunc DeleteFunc BinarySearchFunc MaxFunc MinFunc "
        "FieldsFunc TrimFunc";
    s.applying = "AfterFunc";
    s.super_names = "";
    s.never_returns = "panic Exit Goexit Fatal Fatalf Fatalln";
    s.never_returns_from = "Fatal Fatalf Fatalln";
    s.type_arguments = true;
    s.function = function;
    s.type = type;
    s.imports = imports;
    s.loop = loop;
    s.variables = variables;
    s.refine = refine;
    s.is_test_text = is_test_text;
    s.starts_program = [](std::string_view, std::string_view package) { return package == "main"; };
    s.absences = absences;
    return s;
  }();
  return spec;
}

}  // namespace assay
