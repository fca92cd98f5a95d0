// See hooks.h.
#include "parsers/languages/java/hooks.h"

#include <algorithm>

#include "parsers/syntax/defaults.h"

namespace assay::java {
namespace {

using facts::FunctionFlag;
using facts::LoopBound;
using facts::TypeFlag;
using facts::TypeKind;

template <class Flag>
constexpr std::uint32_t bit(Flag flag) {
  return static_cast<std::uint32_t>(flag);
}

struct Modifiers {
  bool exported = false, is_static = false, is_abstract = false, is_final = false, native = false,
       is_synchronized = false, is_override = false;
};

// The `modifiers` node is a declaration's first child but for comments and method annotations, and has no field.
Modifiers modifiers_of(const Node& declaration) {
  Modifiers found;
  Node modifiers = declaration.named_child(0);
  if (modifiers.role() == Role::Comment) modifiers = declaration.first_of_kind("modifiers");
  if (!modifiers.is_kind("modifiers")) return found;
  modifiers.for_each_child([&](const Node& child, Field) {
    const std::string_view word = child.kind();
    if (word == "public" || word == "protected")
      found.exported = true;
    else if (word == "static")
      found.is_static = true;
    else if (word == "abstract")
      found.is_abstract = true;
    else if (word == "final")
      found.is_final = true;
    else if (word == "native")
      found.native = true;
    else if (word == "synchronized")
      found.is_synchronized = true;
    else if (word == "marker_annotation") {
      const std::string_view text = child.text(24);
      if (text == "@Override" || text == "@java.lang.Override") found.is_override = true;
    }
    return true;
  });
  return found;
}

// Members of interfaces and annotations are public, their fields static and final, without saying so.
bool in_interface(const Ancestors& around) {
  const Node owner = around.role(2) == Role::Type ? around.node(2) : Node{};  // a body without a role between
  return owner.is_kind("interface_declaration") || owner.is_kind("annotation_type_declaration");
}

// The type that a constructor or an explicit constructor call belongs to.
Node enclosing_type(const Ancestors& around) {
  for (unsigned up = 1; up <= 8; ++up) {
    if (around.role(up) == Role::Type) return around.node(up);
  }
  return {};
}

// `int size() { return size; }`: the body is one return statement with a name.
bool only_returns_a_name(const Node& body) {
  if (body.named_child_count() != 1) return false;
  const Node statement = body.named_child(0);
  return statement.role() == Role::Return && statement.named_child(0).role() == Role::Identifier;
}

void list_types(const Node& list, std::vector<std::string_view>& out) {
  list.for_each_child([&](const Node& child, Field) {
    if (child.is_kind("type_list")) {
      list_types(child, out);  // once: type_list holds types only
    } else if (child.named() && child.role() != Role::Comment) {
      out.push_back(child.text(200));
    }
    return out.size() < 64;
  });
}

}  // namespace

FunctionParts function(const Node& node, const Ancestors& around) {
  FunctionParts parts;
  if (node.role() == Role::Lambda) {
    parts.body = node.child(Field::Body);
    parts.parameters = node.child(Field::Parameters);
    if (!parts.parameters || parts.parameters.role() == Role::Identifier)
      parts.parameter_count = parts.parameters ? 1 : 0;
    return parts;
  }
  parts = default_function(node, around);
  const Modifiers modifiers = modifiers_of(node);
  const bool inherits_public = in_interface(around);
  std::uint32_t flags = 0;
  if (modifiers.exported || inherits_public) flags |= bit(FunctionFlag::Exported);
  if (modifiers.is_static) flags |= bit(FunctionFlag::Static);
  if (modifiers.is_override) flags |= bit(FunctionFlag::Override);
  if (modifiers.native) flags |= bit(FunctionFlag::Native);
  if (modifiers.is_synchronized) flags |= bit(FunctionFlag::Synchronized);
  if (!parts.body && !modifiers.native) flags |= bit(FunctionFlag::Abstract);
  if (node.is_kind("constructor_declaration")) flags |= bit(FunctionFlag::Constructor);
  if (node.is_kind("compact_constructor_declaration")) {  // takes the record's components
    flags |= bit(FunctionFlag::Constructor);
    parts.parameters = enclosing_type(around).child(Field::Parameters);
  }
  if (modifiers.is_static && parts.name == "main") flags |= bit(FunctionFlag::Entry);
  const std::uint32_t parameters = parts.parameters.named_child_count();
  if (parameters == 0 && only_returns_a_name(parts.body)) flags |= bit(FunctionFlag::Getter);
  if (parts.parameters.named_child(0).is_kind("receiver_parameter"))
    parts.parameter_count = static_cast<int>(parameters) - 1;
  parts.flags = flags;
  return parts;
}

TypeParts type(const Node& node, const Ancestors& around) {
  TypeParts parts;
  if (node.is_kind("class_body")) {  // new T() { … }, or the body of an enum's constant
    const Node creator = around.node(1);
    if (const Node base = creator.child(Field::Type)) {
      parts.bases.push_back(base.text(200));
    } else {
      parts.name = creator.child(Field::Name).text(200);
      parts.bases.push_back(around.node(3).child(Field::Name).text(200));
    }
    return parts;
  }
  const Node name = node.child(Field::Name);
  parts.name = name.text(200);
  parts.line = name.line();
  parts.kind = node.is_kind("class_declaration")    ? TypeKind::Class
               : node.is_kind("enum_declaration")   ? TypeKind::Enum
               : node.is_kind("record_declaration") ? TypeKind::Struct
                                                    : TypeKind::Interface;
  list_types(node.child(Field::Superclass), parts.bases);
  list_types(node.child(Field::Interfaces), parts.bases);
  if (parts.kind == TypeKind::Interface) list_types(node.first_of_kind("extends_interfaces"), parts.bases);
  const Modifiers modifiers = modifiers_of(node);
  std::uint32_t flags = 0;
  if (modifiers.exported || in_interface(around)) flags |= bit(TypeFlag::Exported);
  if (modifiers.is_abstract || parts.kind == TypeKind::Interface) flags |= bit(TypeFlag::Abstract);
  if (parts.kind == TypeKind::Struct) flags |= bit(TypeFlag::Data);
  if (std::find(parts.bases.begin(), parts.bases.end(), "TestCase") != parts.bases.end()) flags |= bit(TypeFlag::Test);
  parts.flags = static_cast<std::uint16_t>(flags);
  return parts;
}

// import a.b.C;  import a.b.*;  import static a.b.C.f;  import static a.b.C.*;
void imports(const Node& node, std::vector<ImportParts>& out) {
  ImportParts part;
  bool is_static = false, wildcard = false;
  Node path;
  node.for_each_child([&](const Node& child, Field) {
    if (child.is_kind("static")) is_static = true;
    if (child.is_kind("asterisk")) wildcard = true;
    if (child.is_kind("scoped_identifier") || child.is_kind("identifier")) path = child;
    return true;
  });
  if (!path) return;
  part.module = path.text(300);
  const std::size_t dot = part.module.rfind('.');
  const std::string_view last = dot == std::string_view::npos ? part.module : part.module.substr(dot + 1);
  if (wildcard) {
    part.flags = static_cast<std::uint16_t>(facts::ImportFlag::Wildcard);
  } else {
    part.alias = last;
    if (is_static && dot != std::string_view::npos) {
      part.name = last;
      part.module = part.module.substr(0, dot);
    }
  }
  out.push_back(part);
}

CallParts call(const Node& node, const Ancestors& around) {
  CallParts parts;
  if (!node.named()) {  // the token of a method reference
    parts.callee = around.node(1).text();
    if (parts.callee.ends_with("new")) {
      parts.flags = static_cast<std::uint16_t>(facts::CallFlag::Constructs);
      parts.callee = parts.callee.substr(0, parts.callee.rfind("::"));
    }
    return parts;
  }
  parts.arguments = node.child(Field::Arguments);
  if (const Node name = node.child(Field::Name)) {
    if (node.role() == Role::New) {  // an enum's constant is made by the enum's constructor
      parts.callee = around.node(2).child(Field::Name).text(200);
      return parts;
    }
    parts.callee = name.text();
    parts.receiver = node.child(Field::Object).text();
  } else if (const Node type = node.child(Field::Type)) {
    parts.callee = type.text();
  } else if (const Node target = node.child(Field::Constructor)) {  // this(…), super(…)
    parts.receiver = target.text(5);
    const Node owner = enclosing_type(around);
    parts.callee = target.is_kind("super") ? owner.child(Field::Superclass).named_child(0).text(200)
                                           : owner.child(Field::Name).text(200);
    if (parts.callee.empty()) parts.callee = "Object";
  }
  return parts;
}

LoopParts loop(const Node& node, LoopBound guess) {
  if (guess == LoopBound::Collection || !node.is_kind("for_statement")) return default_loop(node, guess);
  LoopParts parts;
  std::size_t count = 0;
  node.for_each_child([&](const Node& child, Field) {  // what stands before the first semicolon runs once
    if (child.is_kind(";")) return false;
    if (child.is_kind("local_variable_declaration")) {  // holds the semicolon
      parts.once[0] = child;
      return false;
    }
    if (child.named() && child.role() != Role::Comment && count < 2) parts.once[count++] = child;
    return true;
  });
  const Node condition = node.child(Field::Condition);
  if (!condition || condition.is_kind("true")) {
    parts.bound = LoopBound::Endless;
  } else if (parts.once[0]) {
    parts.rounds = constant_rounds(condition.text(120));
    if (parts.rounds > 0) parts.bound = LoopBound::Constant;
  }
  return parts;
}

void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out) {
  VariableParts parts;
  Node name = node.child(Field::Name), type = node.child(Field::Type);
  parts.kind = facts::VariableKind::Local;
  if (role == Role::Loop) {  // for (T x : xs)
    if (!type) return;
  } else if (role == Role::Parameter) {
    if (!name) {  // T... xs: the type is the first child but for modifiers
      name = node.first_of_kind("variable_declarator").child(Field::Name);
      type = node.named_child(0);
      if (type.is_kind("modifiers")) type = node.named_child(1);
    }
    if (!type) type = node.first_of_kind("catch_type").named_child(0);
    parts.kind =
        around.in_type() ? facts::VariableKind::Field : facts::VariableKind::Parameter;  // a record's component
  } else if (node.is_kind("variable_declarator")) {
    const Role outer = around.role(1);
    if (outer != Role::Variable && outer != Role::Member) return;
    const Node declaration = around.node(1);
    type = declaration.child(Field::Type);
    if (outer == Role::Member) {
      const Modifiers modifiers = modifiers_of(declaration);
      const bool constant = modifiers.is_final || declaration.is_kind("constant_declaration");
      parts.kind = modifiers.is_static && !constant ? facts::VariableKind::Global : facts::VariableKind::Field;
      parts.is_mutable = !constant;
    }
    if (type.text(4) == "var") {
      parts.source = facts::VariableSource::Constructed;
      parts.type_name = constructed_type(node.child(Field::Value));
      type = {};
    }
  } else if (!name) {
    if (!node.is_kind("type_pattern") && !node.is_kind("record_pattern_component")) return;
    const std::uint32_t count = node.named_child_count();
    if (count < 2) return;
    type = node.named_child(count - 2);
    name = node.named_child(count - 1);
  } else if (node.is_kind("instanceof_expression")) {
    type = node.child(Field::Right);
  }
  if (!name) return;
  parts.name = name.text(200);
  parts.line = name.line();
  if (type) parts.type_name = type.text(200);
  if (role == Role::Variable) {
    const Node value = node.child(Field::Value);
    parts.made_empty = value.role() == Role::New && value.child(Field::Arguments).size() == 2;
  }
  out.push_back(parts);
}

// A stream says so in its chain; Optional has most of its methods.
bool iterates(std::string_view receiver, std::string_view name) {
  return name.starts_with("forEach") || name == "removeIf" || name == "replaceAll" ||
         receiver.find("tream") != std::string_view::npos;
}

SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around) {
  switch (role.role) {
    case Role::Assign: return node.child(Field::Operator).size() > 1 ? SymbolRole{Role::AugmentedAssign} : role;
    case Role::Body:
      return around.role(1) == Role::New ? SymbolRole{Role::Type, static_cast<std::uint8_t>(TypeKind::Class)} : role;
    case Role::Container:
      return around.role(1) == Role::Container ? SymbolRole{Role::None} : role;  // rows of one array
    default: return role;
  }
}

bool is_test_annotation(std::string_view name, std::string_view) {
  const std::size_t dot = name.rfind('.');
  if (dot != std::string_view::npos) name.remove_prefix(dot + 1);
  for (std::string_view known :
       {"Test",          "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate", "Nested",
        "Before",        "BeforeEach",        "BeforeAll",    "BeforeClass", "BeforeMethod", "After",
        "AfterEach",     "AfterAll",          "AfterClass",   "AfterMethod", "DataProvider", "RunWith",
        "ExtendWith",    "SpringBootTest",    "WebMvcTest",   "DataJpaTest", "QuarkusTest",  "MicronautTest",
        "Testcontainers"}) {
    if (name == known) return true;
  }
  return false;
}

}  // namespace assay::java
