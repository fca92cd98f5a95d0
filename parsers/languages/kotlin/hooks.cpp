// See hooks.h.
#include "parsers/languages/kotlin/hooks.h"

#include "analyzer/base/text.h"
#include "parsers/syntax/defaults.h"

namespace assay::kotlin {
namespace {

using facts::FunctionFlag;
using facts::LoopBound;
using facts::TypeFlag;
using facts::TypeKind;

template <class Flag>
constexpr std::uint32_t bit(Flag flag) {
  return static_cast<std::uint32_t>(flag);
}

bool is_type(std::string_view kind) { return kind.ends_with("_type"); }
bool is_name(const Node& node) {
  return node.is_kind("identifier") || node.is_kind("simple_identifier") || node.is_kind("type_identifier");
}

// `name in backticks` → name in backticks
std::string_view plain(std::string_view name) {
  return name.size() > 2 && name.front() == '`' ? name.substr(1, name.size() - 2) : name;
}

// The parts of a declaration, in the order in which all of Kotlin's declarations have them:
// modifiers keyword receiver. name(parameters) : type, bases = value { body }
struct Declaration {
  Node modifiers, keyword, receiver, name, parameters, type, value, body;
  std::vector<Node> bases;
  bool is_mutable = false;
};

Declaration declaration_of(const Node& node) {
  Declaration found;
  bool value_next = false;
  node.for_each_child([&](const Node& child, Field field) {
    const std::string_view kind = child.kind();
    if (kind.size() == 1 && kind != "=") return true;  // brackets and commas
    if (kind == "modifiers") {
      found.modifiers = child;
    } else if (kind == "var" || (kind == "binding_pattern_kind" && child.text(3) == "var")) {
      found.is_mutable = true;
    } else if (kind == "interface" || kind == "enum" || kind == "object") {
      found.keyword = child;
    } else if (kind == "=") {
      value_next = true;
    } else if (value_next && child.named()) {
      found.value = child;
      value_next = false;
    } else if (!found.name && (field == Field::Name || is_name(child))) {
      found.name = child;
    } else if (kind == "variable_declaration") {  // a property's name and type
      found.name = child.named_child(0);
      if (!is_name(found.name)) found.name = child.named_child(1);
      child.for_each_child([&](const Node& part, Field) {
        if (is_type(part.kind())) found.type = part;
        return true;
      });
    } else if (is_type(kind)) {
      (found.name ? found.type : found.receiver) = child;
    } else if (kind == "function_value_parameters" || kind == "class_parameters" || kind == "lambda_parameters") {
      found.parameters = child;
    } else if (kind == "delegation_specifiers") {
      child.for_each_child([&](const Node& base, Field) {
        if (base.named() && found.bases.size() < 64) found.bases.push_back(base);
        return true;
      });
    } else if (kind == "delegation_specifier") {
      found.bases.push_back(child);
    } else if (kind == "function_body" || kind == "class_body" || kind == "enum_class_body" || kind == "block") {
      found.body = child;
    }
    return found.bases.size() < 64;
  });
  return found;
}

// Base(argument), Base by other, Base<T> → Base<T> without the rest
std::string_view base_name(Node specifier) {
  for (int depth = 0; depth < 3 && specifier.named_child_count() > 0 && !is_type(specifier.kind()); ++depth) {
    const Node first = specifier.named_child(0);
    specifier = first.is_kind("annotation") ? specifier.named_child(1) : first;
  }
  return specifier.text(200);
}

struct Modifiers {
  bool exported = true;
  bool is_abstract = false, is_override = false, is_suspend = false, external = false, data = false, is_enum = false,
       annotation = false, is_static = false, is_synchronized = false;
};

Modifiers modifiers_of(const Node& modifiers) {
  Modifiers found;
  modifiers.for_each_child([&](const Node& child, Field) {
    const std::string_view word = child.text(24);
    if (word == "private")
      found.exported = false;
    else if (word == "abstract" || word == "sealed")
      found.is_abstract = true;
    else if (word == "override")
      found.is_override = true;
    else if (word == "suspend")
      found.is_suspend = true;
    else if (word == "external")
      found.external = true;
    else if (word == "data" || word == "value")
      found.data = true;
    else if (word == "enum")
      found.is_enum = true;
    else if (word == "annotation")
      found.annotation = true;
    else if (word == "@JvmStatic")
      found.is_static = true;
    else if (word == "@Synchronized")
      found.is_synchronized = true;
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

// Whether the node `up` levels above is the body of an object or a companion, whose members need no instance.
bool is_object_body(const Ancestors& around, unsigned up) {
  if (around.role(up) != Role::Body) return false;
  return around.role(up + 1) == Role::Body ||
         (around.role(up + 1) == Role::Type && around.node(up + 1).is_kind("object_declaration"));
}

// The arguments or trailing lambda of a call: its last child, which the classic grammar wraps.
Node suffix_of(const Node& call) {
  const Node last = call.named_child(call.named_child_count() - 1);
  return last.is_kind("call_suffix") ? last.named_child(last.named_child_count() - 1) : last;
}

bool constructs(const Node& callee) {
  if (callee.role() != Role::Identifier) return false;
  const std::string_view name = last_name(callee.text());
  return !name.empty() && is_upper(name.front());
}

std::string_view constructed(const Node& value) {
  Node callee;
  if (value.role() == Role::Call) callee = value.named_child(0);
  if (value.is_kind("binary_expression") &&
      value.child(Field::Right).is_kind("parenthesized_expression")) {  // Foo<T>(x), see refine()
    const Node left = value.child(Field::Left);
    if (left.child(Field::Operator).text(2) == "<") callee = left.child(Field::Left);
  }
  return constructs(callee) && callee.size() < 100 ? callee.text() : std::string_view{};
}

}  // namespace

FunctionParts function(const Node& node, const Ancestors& around) {
  FunctionParts parts;
  if (node.role() == Role::Lambda) {  // the most frequent ones, with the fewest parts
    node.for_each_child([&](const Node& child, Field) {
      if (!child.named()) return true;
      const std::string_view kind = child.kind();
      if (kind == "lambda_parameters" || kind == "function_value_parameters") parts.parameters = child;
      if (kind == "function_body" || kind == "block") parts.body = child;
      return true;
    });
    if (around.role(1) == Role::Member) {  // val f = { … }
      const Node name = declaration_of(around.node(1)).name;
      parts.name = plain(name.text(200));
      parts.line = name.line();
    }
    return parts;
  }
  const Declaration declaration = declaration_of(node);
  parts.parameters = declaration.parameters;
  parts.body = declaration.body;
  Modifiers modifiers = modifiers_of(declaration.modifiers);
  std::uint32_t flags = 0;
  const Node owner = enclosing_type(around);
  if (node.is_kind("primary_constructor") || node.is_kind("secondary_constructor") ||
      node.is_kind("anonymous_initializer")) {
    // A class is made by its constructors and by each of its init blocks.
    const Node name = declaration_of(owner).name;
    parts.name = plain(name.text(200));
    parts.line = node.line();
    if (node.is_kind("primary_constructor")) {
      if (!parts.parameters) parts.parameters = node;
      parts.line = name.line();
    }
    flags |= bit(FunctionFlag::Constructor);
  } else if (node.is_kind("getter") || node.is_kind("setter")) {
    const Node property = around.role(1) == Role::Member ? around.node(1) : Node{};
    const Declaration of_property = declaration_of(property);
    parts.name =
        property ? plain(of_property.name.text(200)) : std::string_view(node.is_kind("getter") ? "get" : "set");
    parts.line = node.line();
    parts.owner = of_property.receiver.text(200);
    parts.parameter_count = node.is_kind("setter") ? 1 : 0;
    flags |= bit(FunctionFlag::Getter);
    modifiers.exported = modifiers.exported && modifiers_of(of_property.modifiers).exported;
    modifiers.is_override = modifiers_of(of_property.modifiers).is_override;
  } else {
    parts.name = plain(declaration.name.text(200));
    parts.line = declaration.name.line();
    parts.owner = declaration.receiver.text(200);
    parts.returns = declaration.type;
    parts.parameter_count = 0;
    parts.parameters.for_each_child([&](const Node& child, Field) {  // default values stand beside the parameters
      if (child.role() == Role::Parameter) ++parts.parameter_count;
      return true;
    });
    if (!parts.body && !modifiers.external) flags |= bit(FunctionFlag::Abstract);
    // Of an object, too: @JvmStatic fun main.
    if (!around.in_function() && parts.name == "main") flags |= bit(FunctionFlag::Entry);
  }
  if (modifiers.exported && !(around.in_function() && !around.in_type())) flags |= bit(FunctionFlag::Exported);
  if (modifiers.is_override) flags |= bit(FunctionFlag::Override);
  if (modifiers.is_suspend) flags |= bit(FunctionFlag::Async);
  if (modifiers.external) flags |= bit(FunctionFlag::Native);
  if (modifiers.is_synchronized) flags |= bit(FunctionFlag::Synchronized);
  // Members of objects and companions, and what belongs to no type, need no instance.
  const bool constructor = (flags & bit(FunctionFlag::Constructor)) != 0;
  const bool in_object = !constructor && is_object_body(around, around.role(1) == Role::Member ? 2 : 1);
  if (modifiers.is_static || in_object || (!around.in_type() && parts.owner.empty()))
    flags |= bit(FunctionFlag::Static);
  parts.flags = flags;
  return parts;
}

TypeParts type(const Node& node, const Ancestors& around) {
  TypeParts parts;
  if (node.is_kind("class_body")) {  // object : T { … }, or the body of an enum's entry
    const Node creator = around.node(1);
    const Declaration declaration = declaration_of(creator);
    for (const Node& base : declaration.bases) parts.bases.push_back(base_name(base));
    if (creator.is_kind("enum_entry")) {
      parts.name = plain(declaration.name.text(200));
      parts.bases.push_back(declaration_of(around.node(3)).name.text(200));
    }
    return parts;
  }
  const Declaration declaration = declaration_of(node);
  const Node name = declaration.name ? declaration.name : node.child(Field::Type);
  parts.name = plain(name.text(200));
  parts.line = name.line();
  const Modifiers modifiers = modifiers_of(declaration.modifiers);
  const bool interface = declaration.keyword.is_kind("interface") || modifiers.annotation;
  parts.kind = node.is_kind("object_declaration")                                 ? TypeKind::Object
               : node.is_kind("type_alias")                                       ? TypeKind::Alias
               : interface                                                        ? TypeKind::Interface
               : modifiers.is_enum || declaration.body.is_kind("enum_class_body") ? TypeKind::Enum
                                                                                  : TypeKind::Class;
  for (const Node& base : declaration.bases) parts.bases.push_back(base_name(base));
  std::uint32_t flags = 0;
  if (modifiers.exported && !around.in_function()) flags |= bit(TypeFlag::Exported);
  if (modifiers.is_abstract || interface) flags |= bit(TypeFlag::Abstract);
  if (modifiers.data) flags |= bit(TypeFlag::Data);
  parts.flags = static_cast<std::uint16_t>(flags);
  return parts;
}

// import a.b.C;  import a.b.f;  import a.b.*;  import a.b.C as D
void imports(const Node& node, std::vector<ImportParts>& out) {
  ImportParts part;
  bool wildcard = false;
  node.for_each_child([&](const Node& child, Field) {
    if (child.is_kind("*") || child.is_kind("wildcard_import")) wildcard = true;
    if (child.is_kind("import_alias")) part.alias = child.named_child(0).text(200);
    if (!child.named() || (!child.is_kind("qualified_identifier") && !is_name(child))) return true;
    (part.module.empty() ? part.module : part.alias) = child.text(300);
    return true;
  });
  if (part.module.empty()) return;
  if (wildcard) {
    part.flags = static_cast<std::uint16_t>(facts::ImportFlag::Wildcard);
  } else {
    const std::string_view last = last_name(part.module);
    if (part.alias.empty()) part.alias = last;
    if (!last.empty() && !is_upper(last.front()) && last.size() < part.module.size()) {  // a function or property
      part.name = last;
      part.module.remove_suffix(last.size() + 1);
    }
  }
  part.alias = plain(part.alias);
  out.push_back(part);
}

CallParts call(const Node& node, const Ancestors& around) {
  CallParts parts;
  if (!node.named()) {  // the token of ::f or x::f
    parts.callee = around.node(1).text();
    return parts;
  }
  if (node.is_kind("object_literal")) {
    const Declaration declaration = declaration_of(node);
    parts.callee = declaration.bases.empty() ? std::string_view("Any") : base_name(declaration.bases.front());
    return parts;
  }
  if (node.is_kind("enum_entry")) {  // made by the enum's constructor
    parts.callee = declaration_of(around.node(2)).name.text(200);
    parts.arguments = node.first_of_kind("value_arguments");
    return parts;
  }
  if (node.is_kind("constructor_delegation_call")) {
    const Declaration owner = declaration_of(enclosing_type(around));
    const bool super = node.text(5) == "super";
    parts.receiver = super ? "super" : "this";
    parts.callee = !super                ? owner.name.text(200)
                   : owner.bases.empty() ? std::string_view("Any")
                                         : base_name(owner.bases.front());
    parts.arguments = node.named_child(0);
    return parts;
  }
  Node callee = node.named_child(0);
  if (node.is_kind("binary_expression")) {  // f<T>(x), see refine()
    parts.callee = callee.named_child(0).text();
    parts.arguments = node.named_child(1);
    return parts;
  }
  if (node.is_kind("infix_expression")) {  // a f b
    parts.receiver = callee.text();
    parts.callee = node.named_child(1).text(100);
    return parts;
  }
  parts.arguments = suffix_of(node);
  if (parts.arguments.is_kind("annotated_lambda")) {
    parts.flags = static_cast<std::uint16_t>(facts::CallFlag::PassesFunction);
    if (callee.role() == Role::Call) {  // f(x) { … }: the outer call stands for both
      parts.arguments = suffix_of(callee);
      callee = callee.named_child(0);
    }
  }
  parts.callee = callee.text();
  if (parts.callee.ends_with("`")) {
    const std::size_t open = parts.callee.rfind('`', parts.callee.size() - 2);
    if (open == 0 || open == std::string_view::npos) {
      parts.callee = plain(parts.callee);
    } else {
      parts.receiver = parts.callee.substr(0, open - 1);
      parts.callee = plain(parts.callee.substr(open));
    }
  }
  return parts;
}

LoopParts loop(const Node& node, LoopBound guess) {
  if (guess != LoopBound::Collection) {
    LoopParts parts = default_loop(node, guess);
    if (!node.child(Field::Condition) && node.is_kind("while_statement") && node.named_child(0).text(5) == "true") {
      parts.bound = LoopBound::Endless;
    }
    return parts;
  }
  LoopParts parts;
  parts.bound = guess;
  bool next = false;
  node.for_each_child([&](const Node& child, Field) {
    if (next && child.named() && child.role() != Role::Comment) {
      parts.once[0] = child;
      return false;
    }
    if (child.is_kind("in")) next = true;
    return true;
  });
  parts.rounds = constant_rounds(parts.once[0].text(120));
  if (parts.rounds > 0) parts.bound = LoopBound::Constant;
  return parts;
}

void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out) {
  if (role == Role::Variable) {  // of a loop, a lambda or a destructuring; a property has been told as a whole
    if (around.role(1) == Role::Member) return;
  }
  const bool destructures = role == Role::Member && node.has_child_of_kind("multi_variable_declaration");
  if (destructures) return;  // its parts come by themselves
  const Declaration declaration = declaration_of(node);
  VariableParts parts;
  parts.name = plain(declaration.name.text(200));
  parts.line = declaration.name.line();
  parts.type_name = declaration.type.text(200);
  parts.is_mutable = declaration.is_mutable;
  parts.value = declaration.value;
  if (role == Role::Member) {
    if (parts.type_name.empty()) {
      parts.type_name = constructed(declaration.value);
      parts.source = facts::VariableSource::Constructed;
    }
    if (around.in_type()) {
      parts.kind =
          is_object_body(around, 1) && parts.is_mutable ? facts::VariableKind::Global : facts::VariableKind::Field;
    } else {
      parts.kind = around.in_function() ? facts::VariableKind::Local : facts::VariableKind::Global;
    }
  } else if (role == Role::Parameter) {
    const bool property = node.is_kind("class_parameter") && (declaration.is_mutable || node.has_child_of_kind("val") ||
                                                              node.first_of_kind("binding_pattern_kind"));
    parts.kind = property ? facts::VariableKind::Field : facts::VariableKind::Parameter;
  } else {
    parts.kind = around.role(2) == Role::Lambda ? facts::VariableKind::Parameter : facts::VariableKind::Local;
  }
  out.push_back(parts);
}

// f(name = value)
std::pair<Node, Node> named_argument(const Node& argument) {
  const Node name = argument.named_child(0);
  if (name.role() != Role::Identifier || name.size() == argument.size()) return {};
  const Node value = argument.named_child(1);
  return value ? std::pair{name, value} : std::pair<Node, Node>{};
}

SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around) {
  switch (role.role) {
    case Role::Identifier: {
      if (around.role(1) != Role::Binary || node.size() > 4) return role;
      const std::string_view word = node.text(4);
      const bool bits =
          word == "shl" || word == "shr" || word == "ushr" || word == "and" || word == "or" || word == "xor";
      return bits ? SymbolRole{Role::BitToken} : role;
    }
    case Role::Call: {
      if (!node.named()) {  // x::class is no call
        return around.role(1) == Role::None || around.node(1).text().ends_with("class") ? SymbolRole{Role::None} : role;
      }
      if (!node.is_kind("call_expression")) return role;
      if (around.role(1) == Role::Call) {  // the f(x) of f(x) { … }
        const Node suffix = around.node(1).named_child(1);
        if (suffix.is_kind("annotated_lambda") || suffix.named_child(0).is_kind("annotated_lambda"))
          return {Role::None};
      }
      const Node callee = node.named_child(0);
      return constructs(callee.role() == Role::Call ? callee.named_child(0) : callee) ? SymbolRole{Role::New} : role;
    }
    case Role::Binary: {
      if (node.is_kind("binary_expression")) {
        // The grammar reads f<T>(x) as (f < T) > (x), which no program means: a truth value has no order.
        if (!node.text().ends_with(")") || node.child(Field::Operator).text(2) != ">") return role;
        const Node left = node.child(Field::Left), right = node.child(Field::Right);
        if (!right.is_kind("parenthesized_expression") || left.child(Field::Operator).text(2) != "<") return role;
        return {constructs(left.child(Field::Left)) ? Role::New : Role::Call};
      }
      if (!node.is_kind("infix_expression")) return role;
      const std::string_view word = node.named_child(1).text(9);  // an infix function; those of numbers are operators
      for (std::string_view known : {"shl", "shr", "ushr", "and", "or", "xor", "to", "until", "downTo", "step"}) {
        if (word == known) return role;
      }
      return {Role::Call};
    }
    case Role::Assign:
      if (const Node op = node.child(Field::Operator)) return op.size() > 1 ? SymbolRole{Role::AugmentedAssign} : role;
      return node.has_child_of_kind("=") ? role : SymbolRole{Role::AugmentedAssign};
    case Role::Unary: {
      const std::string_view text = node.text();
      const bool update =
          text.starts_with("++") || text.starts_with("--") || text.ends_with("++") || text.ends_with("--");
      return update ? SymbolRole{Role::Update} : role;
    }
    case Role::Jump: {  // the classic grammar has one kind for all
      const std::string_view text = node.text(6);
      return text == "return" ? SymbolRole{Role::Return} : text.starts_with("throw") ? SymbolRole{Role::Throw} : role;
    }
    case Role::Lambda:  // x::class is no reference to a function
      return node.is_kind("callable_reference") && node.text().ends_with("class") ? SymbolRole{Role::None} : role;
    case Role::Body:
      if (around.role(1) != Role::New || !node.is_kind("class_body")) return role;
      return {Role::Type, static_cast<std::uint8_t>(TypeKind::Class)};
    case Role::Interpolation:  // "$name" without braces is a run of its own
      return node.is_kind("string_content") && node.text(2) != "$" ? SymbolRole{Role::None} : role;
    default: return role;
  }
}

}  // namespace assay::kotlin
