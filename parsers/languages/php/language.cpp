// PHP: node roles and hooks.
#include "analyzer/base/text.h"
#include "parsers/grammars/grammars.h"
#include "parsers/languages/specs.h"
#include "parsers/syntax/defaults.h"

namespace assay {
namespace {

using facts::FunctionFlag;
using facts::LoopBound;
using facts::TypeKind;
using facts::VariableKind;

constexpr std::string_view extensions[] = {".php", ".phtml", ".php5", ".inc"};
constexpr std::string_view interpreters[] = {"php"};

constexpr auto detail(LoopBound bound) { return static_cast<std::uint8_t>(bound); }
constexpr auto detail(TypeKind kind) { return static_cast<std::uint8_t>(kind); }
constexpr std::uint32_t flag(FunctionFlag f) { return static_cast<std::uint32_t>(f); }

constexpr KindRole kinds[] = {
    {"namespace_definition", Role::Package},
    {"function_definition", Role::Function},
    {"method_declaration", Role::Function},
    {"anonymous_function", Role::Lambda},
    {"arrow_function", Role::Lambda},
    {"class_declaration", Role::Type, detail(TypeKind::Class)},
    {"anonymous_class", Role::Type, detail(TypeKind::Class)},
    {"interface_declaration", Role::Type, detail(TypeKind::Interface)},
    {"trait_declaration", Role::Type, detail(TypeKind::Trait)},
    {"enum_declaration", Role::Type, detail(TypeKind::Enum)},
    {"namespace_use_declaration", Role::Import},
    {"include_expression", Role::Import},
    {"include_once_expression", Role::Import},
    {"require_expression", Role::Import},
    {"require_once_expression", Role::Import},
    {"attribute", Role::Annotation},
    {"property_declaration", Role::Member},
    {"property_promotion_parameter", Role::Member},
    {"simple_parameter", Role::Parameter},
    {"function_call_expression", Role::Call},
    {"member_call_expression", Role::Call},
    {"nullsafe_member_call_expression", Role::Call},
    {"scoped_call_expression", Role::Call},
    {"object_creation_expression", Role::New},
    {"foreach_statement", Role::Loop, detail(LoopBound::Collection)},
    {"for_statement", Role::Loop, detail(LoopBound::Condition)},
    {"while_statement", Role::Loop, detail(LoopBound::Condition)},
    {"do_statement", Role::Loop, detail(LoopBound::Condition)},
    {"if_statement", Role::Branch},
    {"else_if_clause", Role::Branch},
    {"conditional_expression", Role::Conditional},
    {"switch_statement", Role::Switch},
    {"case_statement", Role::Case},
    {"default_statement", Role::Case},
    {"match_expression", Role::Switch},
    {"match_conditional_expression", Role::Case},
    {"match_default_expression", Role::Case},
    {"try_statement", Role::Try},
    {"catch_clause", Role::Catch},
    {"throw_expression", Role::Throw},
    {"return_statement", Role::Return},
    {"break_statement", Role::Jump},
    {"continue_statement", Role::Jump},
    {"goto_statement", Role::Goto},
    {"yield_expression", Role::Yield},
    {"global_declaration", Role::SharedGlobal},
    {"error_suppression_expression", Role::SwallowedError},
    {"dynamic_variable_name", Role::Dynamic},
    {"shell_command_expression", Role::Dynamic},
    {"array_creation_expression", Role::Container},
    {"clone_expression", Role::Spread},
    {"variadic_unpacking", Role::Spread},
    {"string", Role::String},
    {"encapsed_string", Role::String},
    {"subscript_expression", Role::Index},
    {"binary_expression", Role::Binary},
    {"unary_op_expression", Role::Unary},
    {"assignment_expression", Role::Assign},
    {"augmented_assignment_expression", Role::AugmentedAssign},
    {"update_expression", Role::Update},
    {"variable_name", Role::Identifier},
    {"name", Role::Identifier},
    {"array_element_initializer", Role::Pair},
    {"comment", Role::Comment},
};

FunctionParts function(const Node& node, const Ancestors& around) {
  FunctionParts parts = default_function(node, around);
  bool hidden = false;
  node.for_each_child([&](const Node& child, Field field) {
    if (field == Field::Name || field == Field::Parameters) return false;
    const std::string_view word = child.text(10);
    if (word == "static") parts.flags |= flag(FunctionFlag::Static);
    if (word == "abstract") parts.flags |= flag(FunctionFlag::Abstract);
    if (word == "private" || word == "protected") hidden = true;
    return true;
  });
  if (parts.name == "__construct") parts.flags |= flag(FunctionFlag::Constructor);
  if (parts.name == "__destruct") parts.flags |= flag(FunctionFlag::Destructor);
  if (!hidden && !parts.name.empty()) parts.flags |= flag(FunctionFlag::Exported);
  if (!parts.body) parts.flags |= flag(FunctionFlag::Abstract);
  if (around.in_type() && parts.name.starts_with("test") && parts.name.size() > 4)
    parts.flags |= flag(FunctionFlag::Test);
  return parts;
}

// class A extends B implements C, D { use E; }
TypeParts type(const Node& node, const Ancestors& around) {
  TypeParts parts = default_type(node, around);
  const std::string_view kind = node.kind();
  parts.kind = kind == "interface_declaration" ? TypeKind::Interface
               : kind == "trait_declaration"   ? TypeKind::Trait
               : kind == "enum_declaration"    ? TypeKind::Enum
                                               : TypeKind::Class;
  parts.flags |= static_cast<std::uint16_t>(facts::TypeFlag::Exported);
  const auto add_names = [&](const Node& clause) {
    clause.for_each_child([&](const Node& name, Field) {
      if (name.is_kind("name") || name.is_kind("qualified_name")) parts.bases.push_back(name.text(200));
      return parts.bases.size() < 64;
    });
  };
  node.for_each_child([&](const Node& child, Field) {
    if (child.is_kind("base_clause") || child.is_kind("class_interface_clause")) add_names(child);
    if (child.is_kind("abstract_modifier")) parts.flags |= static_cast<std::uint16_t>(facts::TypeFlag::Abstract);
    return true;
  });
  node.child(Field::Body).for_each_child([&](const Node& member, Field) {
    if (member.is_kind("use_declaration")) add_names(member);
    return true;
  });
  return parts;
}

// use A\B; use A\B as C; use function A\f; use A\{B, C as D}; require 'file.php'
void imports(const Node& node, std::vector<ImportParts>& out) {
  if (!node.is_kind("namespace_use_declaration")) {
    ImportParts part;
    const Node path = node.named_child(0);
    part.module = path.is_kind("string") || path.is_kind("encapsed_string") ? unquoted(path.text(200)) : path.text(200);
    part.flags = static_cast<std::uint16_t>(facts::ImportFlag::Wildcard) |
                 static_cast<std::uint16_t>(facts::ImportFlag::Relative);
    out.push_back(part);
    return;
  }
  std::string_view prefix;
  const auto clause = [&](const Node& one) {
    const Node path = one.named_child(0);
    ImportParts part;
    part.line = one.line();
    part.alias = one.child(Field::Alias).text(100);
    if (part.alias.empty()) part.alias = last_segment(path.text(200));
    if (prefix.empty()) {
      part.module = path.text(200);
    } else {
      part.module = prefix;
      part.name = path.text(200);
    }
    out.push_back(part);
  };
  node.for_each_child([&](const Node& child, Field) {
    if (child.is_kind("namespace_name")) prefix = child.text(200);
    if (child.is_kind("namespace_use_clause")) clause(child);
    if (child.is_kind("namespace_use_group")) {
      child.for_each_child([&](const Node& one, Field) {
        if (one.is_kind("namespace_use_clause")) clause(one);
        return true;
      });
    }
    return true;
  });
}

CallParts call(const Node& node, const Ancestors& around) {
  if (node.is_kind("object_creation_expression")) {
    CallParts parts;
    node.for_each_child([&](const Node& child, Field) {
      if (child.is_kind("arguments")) parts.arguments = child;
      if (parts.callee.empty() &&
          (child.is_kind("name") || child.is_kind("qualified_name") || child.is_kind("variable_name")))
        parts.callee = child.text(200);
      return true;
    });
    return parts;
  }
  return default_call(node, around);
}

LoopParts loop(const Node& node, LoopBound guess) {
  LoopParts parts = default_loop(node, guess);
  if (guess == LoopBound::Collection) parts.once[0] = node.named_child(0);  // foreach ($xs as …)
  if (node.is_kind("for_statement") && !node.child(Field::Condition)) parts.bound = LoopBound::Endless;
  return parts;
}

// $x = new Foo(…); typed properties and parameters.
void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out) {
  VariableParts parts;
  parts.type_name = node.child(Field::Type).text(200);
  if (role == Role::Assign) {
    const Node left = node.child(Field::Left), right = node.child(Field::Right);
    const Role value = right.role();
    if (value != Role::New && value != Role::Call && value != Role::Identifier) return;
    parts.name = left.text(100);
    parts.line = left.line();
    const Node name = value == Role::New ? right.named_child(0) : Node{};
    parts.type_name = name.is_kind("name") || name.is_kind("qualified_name") ? name.text(200) : std::string_view{};
    parts.source = facts::VariableSource::Constructed;
    parts.kind = around.in_function() ? VariableKind::Local : VariableKind::Global;
    if (parts.name.starts_with("$this->")) {
      parts.name.remove_prefix(7);
      parts.kind = VariableKind::Field;
    }
    if (parts.name.find_first_of("[>(: ") == std::string_view::npos) out.push_back(parts);
    return;
  }
  if (role == Role::Parameter || node.is_kind("property_promotion_parameter")) {
    const Node name = node.child(Field::Name);
    parts.name = name.text(100);
    parts.line = name.line();
    parts.kind = VariableKind::Parameter;
    out.push_back(parts);
    if (role == Role::Member && parts.name.starts_with("$")) {
      parts.name.remove_prefix(1);
      parts.kind = VariableKind::Field;
      out.push_back(parts);
    }
    return;
  }
  const bool is_static = node.has_child_of_kind("static_modifier");
  node.for_each_child([&](const Node& child, Field) {
    if (!child.is_kind("property_element")) return true;
    const Node name = child.child(Field::Name);
    parts.name = name.text(100);
    if (parts.name.starts_with("$")) parts.name.remove_prefix(1);
    parts.line = name.line();
    parts.kind = is_static ? VariableKind::Global : VariableKind::Field;
    out.push_back(parts);
    return out.size() < 64;
  });
}

bool is_test_annotation(std::string_view name, std::string_view) {
  return name == "Test" || name.ends_with(".Test") || name == "DataProvider";
}

constexpr LanguageSpec::Absence absences[] = {
    {"async functions", "PHP has none; fibers are objects"},
    {"await", "PHP has none"},
    {"threads by syntax", "extensions' objects: see calls"},
    {"locks", "library calls"},
    {"channels", "PHP has none"},
    {"atomics", "PHP has none"},
    {"manual memory", "the engine owns all memory"},
    {"unsafe blocks", "PHP has none; FFI is calls"},
    {"pointer arithmetic", "PHP has no pointers"},
    {"inline assembly", "PHP has none"},
    {"boxing", "not visible in the syntax"},
};

}  // namespace

const LanguageSpec& php_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Php, "PHP", extensions, {}, interpreters};
    s.grammar = tree_sitter_php;
    s.kinds = kinds;
    s.scope_separator = "::";
    s.self_names = "$this self static";
    s.super_names = "parent";
    s.never_returns = "exit die";
    s.documents_types = true;
    s.module_runs = true;
    s.assignment_declares = true;
    s.iterating =
        "array_map array_filter array_walk array_reduce usort uasort uksort array_walk_recursive iterator_apply map "
        "filter each reduce";
    s.function = function;
    s.type = type;
    s.imports = imports;
    s.call = call;
    s.named_argument = field_named_argument;
    s.loop = loop;
    s.variables = variables;
    s.is_test_annotation = is_test_annotation;
    s.absences = absences;
    return s;
  }();
  return spec;
}

}  // namespace assay
