// See hooks.h.
#include "parsers/languages/csharp/hooks.h"

#include "parsers/syntax/defaults.h"

namespace assay::csharp {
namespace {

using facts::FunctionFlag;
using facts::ImportFlag;
using facts::LoopBound;
using facts::TypeFlag;
using facts::TypeKind;
using facts::VariableKind;

template <class Flag>
constexpr std::uint32_t bit(Flag flag) {
  return static_cast<std::uint32_t>(flag);
}

struct Modifiers {
  bool exported = false, hidden = false, is_static = false, is_abstract = false, is_override = false, is_async = false,
       is_extern = false, is_unsafe = false, constant = false;
};

// They stand before everything that has a field.
Modifiers modifiers_of(const Node& declaration) {
  Modifiers found;
  declaration.for_each_child([&](const Node& child, Field field) {
    if (field != Field::None) return false;
    if (!child.is_kind("modifier")) return child.is_kind("attribute_list") || !child.named();
    const std::string_view word = child.text(10);
    if (word == "public" || word == "protected")
      found.exported = true;
    else if (word == "private" || word == "internal")
      found.hidden = true;
    else if (word == "static")
      found.is_static = true;
    else if (word == "abstract")
      found.is_abstract = true;
    else if (word == "override")
      found.is_override = true;
    else if (word == "async")
      found.is_async = true;
    else if (word == "extern")
      found.is_extern = true;
    else if (word == "unsafe")
      found.is_unsafe = true;
    else if (word == "const" || word == "readonly")
      found.constant = true;
    return true;
  });
  return found;
}

Node enclosing_type(const Ancestors& around) {
  for (unsigned up = 1; up <= 8; ++up) {
    if (around.role(up) == Role::Type) return around.node(up);
  }
  return {};
}

// The source from the token `first` to the end of `last`: "operator +", "~Oven".
std::string_view span_of(const Node& node, std::string_view first, const Node& last) {
  const Node token = node.first_of_kind(first);
  if (!token || !last || last.end() <= token.begin()) return last.text(200);
  return node.text().substr(token.begin() - node.begin(), last.end() - token.begin()).substr(0, 200);
}

// `params T[] rest` has no node of its own; the receiver of an extension method is no parameter.
int count_parameters(const Node& list) {
  int count = 0;
  list.for_each_child([&](const Node& child, Field) {
    if (child.is_kind("parameter")) {
      const bool receiver = count == 0 && child.named_child(0).is_kind("modifier") && child.text(5) == "this ";
      if (!receiver) ++count;
    } else if (child.is_kind("params")) {
      ++count;
    }
    return count < 1000;
  });
  return count;
}

std::uint32_t flags_of(const Modifiers& modifiers) {
  std::uint32_t flags = 0;
  if (modifiers.exported) flags |= bit(FunctionFlag::Exported);
  if (modifiers.is_static) flags |= bit(FunctionFlag::Static);
  if (modifiers.is_abstract) flags |= bit(FunctionFlag::Abstract);
  if (modifiers.is_override) flags |= bit(FunctionFlag::Override);
  if (modifiers.is_async) flags |= bit(FunctionFlag::Async);
  if (modifiers.is_extern) flags |= bit(FunctionFlag::Native);
  if (modifiers.is_unsafe) flags |= bit(FunctionFlag::Unsafe);
  return flags;
}

// { get { … } set { … } }, int X => …; the property gives name and modifiers.
FunctionParts accessor(const Node& node, const Ancestors& around) {
  const bool arrow = node.is_kind("arrow_expression_clause");
  const Node property = around.node(arrow ? 1 : 2);
  FunctionParts parts;
  const Node name = property.child(Field::Name);
  parts.name = name ? name.text(200) : std::string_view("this");  // an indexer
  parts.line = arrow ? (name ? name : property).line() : node.child(Field::Name).line();
  parts.body = arrow ? node : node.child(Field::Body);
  parts.parameters = property.child(Field::Parameters);
  parts.parameter_count = static_cast<int>(parts.parameters.named_child_count());
  parts.flags = flags_of(modifiers_of(property)) & ~bit(FunctionFlag::Abstract);
  if (arrow || node.child(Field::Name).text(3) == "get") {
    parts.flags |= bit(FunctionFlag::Getter);
  } else {
    ++parts.parameter_count;  // value
  }
  if (enclosing_type(around).is_kind("interface_declaration")) parts.flags |= bit(FunctionFlag::Exported);
  return parts;
}

FunctionParts lambda(const Node& node) {
  FunctionParts parts;
  parts.parameters = node.child(Field::Parameters);
  parts.body = node.child(Field::Body);
  if (parts.parameters.is_kind("implicit_parameter")) parts.parameter_count = 1;
  if (node.text(6).starts_with("async") || modifiers_of(node).is_async) parts.flags |= bit(FunctionFlag::Async);
  return parts;
}

// The expression behind `name =`.
Node initial_value(const Node& declarator) {
  const std::uint32_t count = declarator.named_child_count();
  return count > 1 && count < 4 ? declarator.named_child(count - 1) : Node{};
}

// Numbers and truth values have no methods worth resolving.
std::string_view type_text(const Node& type) {
  if (!type || type.is_kind("implicit_type")) return {};
  const std::string_view text = type.text(200);
  if ((type.is_kind("array_type") || type.is_kind("pointer_type")) &&
      type.child(Field::Type).is_kind("predefined_type"))
    return {};
  return type.is_kind("predefined_type") && text != "string" && text != "object" ? std::string_view{} : text;
}

// The type that `var x = value` shows.
std::string_view type_of_value(const Node& value) {
  if (value.is_kind("object_creation_expression") || value.is_kind("cast_expression"))
    return type_text(value.child(Field::Type));
  if (value.is_kind("as_expression")) return value.child(Field::Right).text(200);
  return {};
}

}  // namespace

FunctionParts function(const Node& node, const Ancestors& around) {
  if (node.role() == Role::Lambda) return lambda(node);
  const std::string_view kind = node.kind();
  if (kind == "accessor_declaration" || kind == "arrow_expression_clause") return accessor(node, around);
  FunctionParts parts;
  if (kind == "parameter_list") {  // class Point(int x, int y)
    const Node name = around.node(1).child(Field::Name);
    parts.name = name.text(200);
    parts.line = name.line();
    parts.parameters = node;
    parts.parameter_count = count_parameters(node);
    parts.flags =
        bit(FunctionFlag::Constructor) | (modifiers_of(around.node(1)).exported ? bit(FunctionFlag::Exported) : 0U);
    return parts;
  }
  parts = default_function(node, around);
  parts.parameter_count = count_parameters(parts.parameters);
  const Modifiers modifiers = modifiers_of(node);
  parts.flags = flags_of(modifiers);
  if (kind == "constructor_declaration") {
    parts.flags |= bit(FunctionFlag::Constructor);
  } else if (kind == "destructor_declaration") {
    parts.flags |= bit(FunctionFlag::Destructor);
    parts.name = span_of(node, "~", node.child(Field::Name));
  } else if (kind == "operator_declaration") {
    parts.name = span_of(node, "operator", node.child(Field::Operator));
    parts.line = node.child(Field::Operator).line();
  } else if (kind == "conversion_operator_declaration") {
    parts.name = span_of(node, "operator", node.child(Field::Type));
    parts.line = node.child(Field::Type).line();
  } else if (kind == "method_declaration") {
    const bool in_interface = enclosing_type(around).is_kind("interface_declaration");
    if (in_interface && !modifiers.hidden) parts.flags |= bit(FunctionFlag::Exported);
    if (!parts.body && !modifiers.is_extern) parts.flags |= bit(FunctionFlag::Abstract);
    if (modifiers.is_static && parts.name == "Main") parts.flags |= bit(FunctionFlag::Entry);
  }
  return parts;
}

TypeParts type(const Node& node, const Ancestors& around) {
  TypeParts parts;
  const std::string_view kind = node.kind();
  const Node name = node.child(Field::Name);
  parts.name = name.text(200);
  parts.line = name.line();
  const bool record = kind == "record_declaration";
  parts.kind = kind == "interface_declaration"                                                ? TypeKind::Interface
               : kind == "enum_declaration"                                                   ? TypeKind::Enum
               : kind == "delegate_declaration"                                               ? TypeKind::Alias
               : kind == "struct_declaration" || (record && node.has_child_of_kind("struct")) ? TypeKind::Struct
                                                                                              : TypeKind::Class;
  const Modifiers modifiers = modifiers_of(node);
  std::uint32_t flags = 0;
  if (modifiers.exported || (enclosing_type(around).is_kind("interface_declaration") && !modifiers.hidden))
    flags |= bit(TypeFlag::Exported);
  if (modifiers.is_abstract || parts.kind == TypeKind::Interface) flags |= bit(TypeFlag::Abstract);
  if (record) flags |= bit(TypeFlag::Data);
  parts.flags = static_cast<std::uint16_t>(flags);
  if (parts.kind == TypeKind::Enum) return parts;  // its "base" is a size
  node.first_of_kind("base_list").for_each_child([&](const Node& child, Field) {
    if (child.is_kind("primary_constructor_base_type")) {
      parts.bases.push_back(child.child(Field::Type).text(200));
    } else if (child.named() && child.role() != Role::Comment && !child.is_kind("argument_list")) {
      parts.bases.push_back(child.text(200));
    }
    return parts.bases.size() < 64;
  });
  return parts;
}

// using A.B;  using static A.B.C;  using X = A.B<C>;  extern alias X;
void imports(const Node& node, std::vector<ImportParts>& out) {
  ImportParts part;
  const Node alias = node.child(Field::Name);
  if (node.is_kind("extern_alias_directive")) {
    part.module = part.alias = alias.text(200);
    out.push_back(part);
    return;
  }
  Node path;
  node.for_each_child([&](const Node& child, Field field) {
    if (child.named() && field != Field::Name && child.role() != Role::Comment) path = child;
    return true;
  });
  part.module = path.text(300);
  if (part.module.starts_with("global::")) part.module.remove_prefix(8);
  part.module = part.module.substr(0, part.module.find('<'));
  if (part.module.empty()) return;
  if (alias) {
    part.alias = alias.text(200);
  } else {
    part.flags = static_cast<std::uint16_t>(ImportFlag::Wildcard);
  }
  out.push_back(part);
}

CallParts call(const Node& node, const Ancestors& around) {
  CallParts parts;
  parts.callee = node.child(Field::Function).text();
  parts.arguments = node.child(Field::Arguments);
  if (!parts.callee.empty()) return parts;
  const std::string_view kind = node.kind();
  if (kind == "object_creation_expression") {
    parts.callee = node.child(Field::Type).text(200);
    return parts;
  }
  parts.arguments = node.first_of_kind("argument_list");
  if (kind == "implicit_object_creation_expression") {  // Foo x = new(…), Foo X { get; } = new();
    for (unsigned up = 1; up <= 3 && parts.callee.empty(); ++up) {
      const Role outer = around.role(up);
      if (outer == Role::None) continue;
      if (outer != Role::Function && outer != Role::Variable && outer != Role::Member && outer != Role::Dynamic) break;
      parts.callee = around.node(up).child(Field::Type).text(200);
    }
    if (parts.callee.ends_with("?")) parts.callee.remove_suffix(1);
  } else if (kind == "primary_constructor_base_type") {
    parts.receiver = "base";
    parts.callee = node.child(Field::Type).text(200);
  } else {  // : base(…), : this(…)
    const Node owner = enclosing_type(around);
    const bool base = node.has_child_of_kind("base");
    parts.receiver = base ? "base" : "this";
    parts.callee =
        base ? owner.first_of_kind("base_list").named_child(0).text(200) : owner.child(Field::Name).text(200);
    // By convention interfaces, and only they, are named IName; a list of interfaces alone leaves the root.
    const bool interface =
        base && parts.callee.size() > 1 && parts.callee[0] == 'I' && parts.callee[1] >= 'A' && parts.callee[1] <= 'Z';
    if (parts.callee.empty() || interface) parts.callee = "object";
  }
  return parts;
}

LoopParts loop(const Node& node, LoopBound guess) {
  if (node.is_kind("query_expression")) {  // the first `from` names the collection
    LoopParts parts;
    parts.bound = LoopBound::Collection;
    parts.once[0] = node.named_child(0);
    return parts;
  }
  LoopParts parts = default_loop(node, guess);
  if (node.is_kind("for_statement") && !node.child(Field::Condition)) parts.bound = LoopBound::Endless;
  return parts;
}

void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out) {
  const std::string_view kind = node.kind();
  VariableParts parts;
  Node name = node.child(Field::Name), type = node.child(Field::Type);
  if (role == Role::Loop) {
    if (kind != "foreach_statement") return;
    name = node.child(Field::Left);
    if (!name.is_kind("identifier")) return;
  } else if (role == Role::Parameter) {
    if (around.in_type() || !around.in_function()) return;  // of a delegate
    // A primary constructor's parameters are known in the whole type.
    const bool primary = around.role(1) == Role::Function && around.node(1).is_kind("parameter_list");
    parts.kind = primary ? VariableKind::Field : VariableKind::Parameter;
  } else if (kind == "variable_declarator") {
    const Node declaration = around.node(1);
    type = declaration.child(Field::Type);
    parts.type_name = type_text(type);
    if (around.role(2) == Role::Member) {
      const Modifiers modifiers = modifiers_of(around.node(2));
      parts.kind = modifiers.is_static && !modifiers.constant ? VariableKind::Global : VariableKind::Field;
      parts.is_mutable = !modifiers.constant;
    } else if (parts.type_name.empty()) {
      parts.value = initial_value(node);
      parts.type_name = type_of_value(parts.value);
      parts.source = facts::VariableSource::Constructed;
    }
    type = {};
  } else if (kind == "property_declaration") {
    parts.kind = VariableKind::Field;
    const std::string_view accessors = node.first_of_kind("accessor_list").text(200);
    parts.is_mutable = accessors.find("set") != std::string_view::npos;
    if (parts.is_mutable && modifiers_of(node).is_static) parts.kind = VariableKind::Global;
  } else if (!name || !name.is_kind("identifier")) {
    return;  // the declaration around its declarators
  }
  if (!name) return;
  parts.name = name.text(200);
  parts.line = name.line();
  if (type) parts.type_name = type_text(type);
  if (role == Role::Variable && kind == "variable_declarator") {
    const Node value = initial_value(node);
    parts.made_empty = value.role() == Role::New && value.size() <= 200 && value.text().ends_with("()");
  }
  out.push_back(parts);
}

SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around) {
  switch (role.role) {
    case Role::Function:
      if (node.is_kind("accessor_declaration")) return node.child(Field::Body) ? role : SymbolRole{};
      if (node.is_kind("arrow_expression_clause")) return around.role(1) == Role::Member ? role : SymbolRole{};
      if (node.is_kind("parameter_list")) {
        return around.role(1) == Role::Type && !around.node(1).is_kind("delegate_declaration") ? role : SymbolRole{};
      }
      return role;
    case Role::Variable:
      if (node.is_kind("variable_declaration")) {
        const Node type = node.child(Field::Type);
        if (type.size() == 7 && type.text() == "dynamic") return {Role::Dynamic};
      }
      return role;
    case Role::Assign: return node.child(Field::Operator).size() > 1 ? SymbolRole{Role::AugmentedAssign} : role;
    case Role::Unary: {  // also *p, &x, ++i, i--, x!
      const std::string_view text = node.text();
      if (text.starts_with("++") || text.starts_with("--") || text.ends_with("++") || text.ends_with("--")) {
        return {node.named_child(0).is_kind("prefix_unary_expression") && text.starts_with("*")
                    ? Role::PointerArithmetic
                    : Role::Update};
      }
      if (text.starts_with("*")) {
        const Node operand = node.named_child(0);
        return {operand.is_kind("postfix_unary_expression") || operand.is_kind("parenthesized_expression")
                    ? Role::PointerArithmetic
                    : Role::Dereference};
      }
      if (text.starts_with("&")) return {Role::AddressOf};
      return text.ends_with("!") ? SymbolRole{} : role;
    }
    case Role::Await:
      return !node.named() && around.role(1) == Role::Await ? SymbolRole{} : role;  // `await foreach`, `await using`
    case Role::Native: return around.role(2) == Role::Function ? role : SymbolRole{};
    case Role::Container:
      if (node.is_kind("initializer_expression")) return around.role(1) == Role::Variable ? role : SymbolRole{};
      return role;
    case Role::Slice: return around.role(3) == Role::Index ? role : SymbolRole{};
    case Role::Call: return node.text(7) == "nameof(" ? SymbolRole{} : role;  // a constant
    default: return role;
  }
}

bool is_test_annotation(std::string_view name, std::string_view) {
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos) name.remove_prefix(dot + 1);
  if (name.ends_with("Attribute")) name.remove_suffix(9);
  for (std::string_view known : {"Fact",
                                 "Theory",
                                 "Test",
                                 "TestCase",
                                 "TestCaseSource",
                                 "TestMethod",
                                 "DataTestMethod",
                                 "TestFixture",
                                 "TestClass",
                                 "SetUp",
                                 "TearDown",
                                 "OneTimeSetUp",
                                 "OneTimeTearDown",
                                 "SetUpFixture",
                                 "TestFixtureSetUp",
                                 "TestFixtureTearDown",
                                 "TestInitialize",
                                 "TestCleanup",
                                 "ClassInitialize",
                                 "ClassCleanup",
                                 "AssemblyInitialize",
                                 "InlineData",
                                 "MemberData",
                                 "ClassData",
                                 "DataRow",
                                 "ConditionalFact",
                                 "ConditionalTheory",
                                 "SkippableFact"}) {
    if (name == known) return true;
  }
  return false;
}

}  // namespace assay::csharp
