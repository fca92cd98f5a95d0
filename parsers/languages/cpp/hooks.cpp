// See hooks.h.
#include "parsers/languages/cpp/hooks.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analyzer/base/text.h"
#include "parsers/languages/c/family.h"
#include "parsers/syntax/defaults.h"

namespace assay::cpp {
namespace {

using facts::FunctionFlag;
using facts::ImportFlag;
using facts::TypeKind;

constexpr std::uint32_t flag(FunctionFlag f) { return static_cast<std::uint32_t>(f); }

// `A<T>::B` → B; `B<int>` → B.
std::string_view innermost_name(std::string_view path) {
  int depth = 0;
  std::size_t end = path.size();
  for (std::size_t i = path.size(); i-- > 0;) {
    if (path[i] == '>') ++depth;
    if (path[i] == '<' && --depth == 0) end = i;
    if (path[i] == ':' && depth == 0) return path.substr(i + 1, end - i - 1);
  }
  return path.substr(0, end);
}

// The declared name with what qualifies it, and its parameters.
struct Declared {
  Node name, parameters, declarator;
  std::string_view text, owner;
};

Declared declared(const Node& definition) {
  Declared result;
  Node at = definition.child(Field::Declarator);
  for (int depth = 0; depth < 32 && at; ++depth) {
    if (at.is_kind("function_declarator")) {
      result.declarator = at;
      result.parameters = at.child(Field::Parameters);
    }
    if (at.is_kind("operator_cast")) break;
    Node next = at.child(Field::Declarator);
    if (!next && (at.is_kind("parenthesized_declarator") || at.is_kind("reference_declarator") ||
                  at.is_kind("attributed_declarator"))) {
      next = at.named_child(0);
    }
    if (!next) break;
    at = next;
  }
  const Node whole = at;
  std::uint32_t owner_end = 0;
  for (int depth = 0; depth < 32 && at.is_kind("qualified_identifier"); ++depth) {
    if (const Node scope = at.child(Field::Scope)) owner_end = scope.end();
    const Node next = at.child(Field::Name);
    if (!next) break;
    at = next;
  }
  if (owner_end > whole.begin()) result.owner = whole.text().substr(0, owner_end - whole.begin());
  if (at.is_kind("template_function")) at = at.child(Field::Name);
  result.name = at;
  result.text = at.text(200);
  if (at.is_kind("operator_cast")) {  // operator bool() const
    const Node rest = at.child(Field::Declarator);
    result.parameters = rest.child(Field::Parameters);
    result.declarator = rest;
    if (rest) result.text = trim(at.text().substr(0, rest.begin() - at.begin()));
  }
  return result;
}

// Name of the type whose body the node stands in: the ancestors between are templates, friends, conditionals.
std::string_view enclosing_type(const Ancestors& around) {
  for (unsigned up = 1; up <= 8; ++up) {
    if (around.role(up) == Role::Type) return innermost_name(around.node(up).child(Field::Name).text(200));
    if (around.role(up) == Role::Function) break;
  }
  return {};
}

bool in_anonymous_namespace(const Ancestors& around) {
  for (unsigned up = 1; up <= 12; ++up) {
    if (around.role(up) == Role::Namespace && !around.node(up).child(Field::Name)) return true;
  }
  return false;
}

// Macros whose block is a test; `suite_first`: the suite or fixture comes before the name.
struct TestMacro {
  std::string_view name;
  bool suite_first;
};
constexpr TestMacro test_macros[] = {{"TEST", true},
                                     {"TEST_F", true},
                                     {"TEST_P", true},
                                     {"TYPED_TEST", true},
                                     {"TYPED_TEST_P", true},
                                     {"BOOST_AUTO_TEST_CASE", false},
                                     {"BOOST_FIXTURE_TEST_CASE", false},
                                     {"BOOST_AUTO_TEST_CASE_TEMPLATE", false},
                                     {"BOOST_DATA_TEST_CASE", false},
                                     {"CPPUNIT_TEST", false},
                                     {"TEST_METHOD", false}};

bool test_block(FunctionParts& parts, const Node& parameters) {
  for (const TestMacro& macro : test_macros) {
    if (parts.name != macro.name) continue;
    const Node first = parameters.named_child(0), second = parameters.named_child(1);
    if (!first || (macro.suite_first && !second)) return false;
    parts.name = (macro.suite_first ? second : first).text(200);
    parts.line = (macro.suite_first ? second : first).line();
    if (macro.suite_first) parts.owner = first.text(200);
    parts.parameter_count = 0;
    return true;
  }
  return false;
}

FunctionParts lambda(const Node& node, const Ancestors& around) {
  FunctionParts parts;
  parts.parameters = node.child(Field::Declarator).child(Field::Parameters);
  parts.body = node.child(Field::Body);
  // auto name = [] { … };
  for (unsigned up = 1; up <= 2; ++up) {
    if (around.role(up) == Role::None) continue;
    if (around.role(up) != Role::Variable) break;
    const Node declarator = around.node(up).child(Field::Declarator);
    if (declarator.is_kind("init_declarator") && declarator.child(Field::Value).same_as(node)) {
      const Node name = declarator.child(Field::Declarator);
      if (!name.is_kind("identifier")) break;
      parts.name = name.text(200);
      parts.line = name.line();
    }
    break;
  }
  return parts;
}

}  // namespace

FunctionParts function(const Node& node, const Ancestors& around) {
  if (node.is_kind("lambda_expression")) return lambda(node, around);
  FunctionParts parts;
  const Declared name = declared(node);
  parts.name = name.text;
  parts.line = name.name.line();
  parts.owner = name.owner;
  parts.parameters = name.parameters;
  parts.body = node.child(Field::Body);
  if (parts.parameters.named_child_count() == 1 && parts.parameters.text(8) == "(void)") parts.parameter_count = 0;
  bool is_static = false;
  node.for_each_child([&](const Node& child, Field field) {
    if (field == Field::Declarator || field == Field::Body) return false;
    is_static = is_static || (child.size() == 6 && child.text() == "static");
    return true;
  });
  const bool member = around.in_type(), no_type = !node.child(Field::Type);
  if (is_static) parts.flags |= flag(FunctionFlag::Static);
  if (node.is_kind("field_declaration")) parts.flags |= flag(FunctionFlag::Abstract);  // = 0
  if (no_type && test_block(parts, name.parameters)) {
    parts.flags |= flag(FunctionFlag::Test);
    return parts;
  }
  if (name.name.is_kind("destructor_name")) {
    parts.flags |= flag(FunctionFlag::Destructor);
  } else if (no_type && !name.name.is_kind("operator_cast")) {
    const std::string_view type =
        name.owner.empty() ? member ? enclosing_type(around) : std::string_view{} : innermost_name(name.owner);
    if (!type.empty() && type == parts.name) parts.flags |= flag(FunctionFlag::Constructor);
  }
  name.declarator.for_each_child([&](const Node& child, Field) {
    if (child.is_kind("virtual_specifier")) parts.flags |= flag(FunctionFlag::Override);
    return true;
  });
  if ((member || !is_static) && !in_anonymous_namespace(around)) parts.flags |= flag(FunctionFlag::Exported);
  if (!member && parts.owner.empty() &&
      (parts.name == "main" || parts.name == "wmain" || parts.name == "WinMain" || parts.name == "wWinMain")) {
    parts.flags |= flag(FunctionFlag::Entry);
  }
  if (parts.name.starts_with("test_")) parts.flags |= flag(FunctionFlag::Test);
  return parts;
}

TypeParts type(const Node& node, const Ancestors& around) {
  TypeParts parts;
  const std::string_view kind = node.kind();
  const Node name = node.child(Field::Name);
  parts.name = name.text(200);
  parts.line = name.line();
  parts.kind = kind == "struct_specifier"                                 ? TypeKind::Struct
               : kind == "union_specifier"                                ? TypeKind::Union
               : kind == "enum_specifier"                                 ? TypeKind::Enum
               : kind == "concept_definition"                             ? TypeKind::Trait
               : kind == "alias_declaration" || kind == "type_definition" ? TypeKind::Alias
                                                                          : TypeKind::Class;
  if (!in_anonymous_namespace(around)) parts.flags |= static_cast<std::uint16_t>(facts::TypeFlag::Exported);
  if (kind == "alias_declaration") {
    parts.bases.push_back(node.child(Field::Type).text(200));
    return parts;
  }
  if (kind == "type_definition") {  // typedef struct { … } name; typedef A<B> name;
    const Node declarator = cfamily::innermost_declarator(node);
    parts.name = declarator.text(200);
    parts.line = declarator.line();
    const Node inner = node.child(Field::Type);
    if (inner.child(Field::Body)) {
      parts.kind = inner.is_kind("union_specifier")  ? TypeKind::Union
                   : inner.is_kind("enum_specifier") ? TypeKind::Enum
                                                     : TypeKind::Struct;
    } else {
      parts.bases.push_back(inner.text(200));
    }
    return parts;
  }
  node.first_of_kind("base_class_clause").for_each_child([&](const Node& child, Field) {
    const std::string_view base = child.kind();
    if (base == "type_identifier" || base == "qualified_identifier" || base == "template_type")
      parts.bases.push_back(child.text(200));
    return parts.bases.size() < 64;
  });
  return parts;
}

// #include, using namespace a::b; using a::b::c; namespace x = a::b; C++20 `import` is not in the grammar.
void imports(const Node& node, std::vector<ImportParts>& out) {
  if (node.is_kind("preproc_include")) return cfamily::imports(node, out);
  ImportParts part;
  if (node.is_kind("namespace_alias_definition")) {
    part.alias = node.child(Field::Name).text(200);
    node.for_each_child([&](const Node& child, Field field) {
      if (child.named() && field != Field::Name) part.module = child.text(200);
      return true;
    });
    out.push_back(part);
    return;
  }
  const Node path = node.named_child(0);
  const std::string_view text = path.text(200);
  if (node.has_child_of_kind("namespace") || node.has_child_of_kind("enum")) {
    part.module = text;
    part.flags = static_cast<std::uint16_t>(ImportFlag::Wildcard);
    out.push_back(part);
    return;
  }
  const std::size_t separator = text.rfind("::");
  if (separator == std::string_view::npos) return;
  part.module = text.substr(0, separator);
  part.name = part.alias = text.substr(separator + 2);
  out.push_back(part);
}

CallParts call(const Node& node, const Ancestors& around) {
  CallParts parts;
  const std::string_view kind = node.kind();
  if (kind == "call_expression") {
    parts.callee = node.child(Field::Function).text();
    parts.arguments = node.child(Field::Arguments);
    return parts;
  }
  parts.flags = static_cast<std::uint16_t>(facts::CallFlag::Constructs);
  if (kind == "new_expression") {
    parts.callee = node.child(Field::Type).text(200);
    parts.arguments = node.child(Field::Arguments);
  } else if (kind == "compound_literal_expression") {  // T{…}
    parts.callee = node.child(Field::Type).text(200);
    parts.arguments = node.child(Field::Value);
  } else {  // T name(…), T name{…}
    parts.callee = around.node(1).child(Field::Type).text(200);
    parts.arguments = kind == "init_declarator" ? node.child(Field::Value) : node.child(Field::Parameters);
  }
  return parts;
}

// Is a loop's item only looked at? Where it is handed to a function, or anything else is done with it that may change it, its
// copy may be meant.
bool only_looks(std::string_view body, std::string_view name) {
  constexpr std::size_t longest = 20'000;  // bytes of a body that are looked at
  if (body.size() > longest || name.empty()) return false;
  bool used = false;
  for (std::size_t at = 0; (at = body.find(name, at)) != std::string_view::npos;) {
    const std::size_t begin = std::exchange(at, at + name.size());
    if ((begin > 0 && is_word(body[begin - 1])) || (at < body.size() && is_word(body[at]))) continue;
    const std::string_view before = trim(body.substr(0, begin));
    if (before.ends_with('.') || before.ends_with("->") || before.ends_with("::")) continue;  // another's
    used = true;
    std::string_view after = trim(body.substr(at));
    if (after.starts_with('[')) {
      const std::size_t close = after.find(']');
      if (close == std::string_view::npos) return false;
      after = trim(after.substr(close + 1));
      const bool changes = (after.starts_with('=') && !after.starts_with("==")) || after.starts_with('.') ||
                           after.starts_with('[') || (after.size() > 1 && after[1] == '=' && after[0] != '=') ||
                           after.starts_with("++") || after.starts_with("--");
      if (changes || before.ends_with('&')) return false;
      continue;
    }
    const bool compared = after.starts_with("==") || after.starts_with("!=") || before.ends_with("==") ||
                          before.ends_with("!=") || before.ends_with("<<") ||
                          (after.starts_with('+') && !after.starts_with("+=") && !after.starts_with("++")) ||
                          (before.ends_with('+') && !before.ends_with("++"));
    if (compared) continue;
    if (!after.starts_with('.')) return false;
    after.remove_prefix(1);
    const std::string_view method = after.substr(0, after.find_first_of("( \n"));
    constexpr std::array<std::string_view, 16> looks = {
        "size",  "length",   "empty",  "c_str",    "data",        "find",      "rfind",         "compare",
        "count", "contains", "substr", "capacity", "starts_with", "ends_with", "find_first_of", "find_last_of"};
    if (std::find(looks.begin(), looks.end(), method) == looks.end()) return false;
  }
  return used;
}

LoopParts loop(const Node& node, facts::LoopBound guess) {
  LoopParts parts = cfamily::loop(node, guess);
  if (guess != facts::LoopBound::Collection) return parts;
  parts.once[1] = node.child(Field::Initializer);
  const std::string_view type = node.child(Field::Type).text(100);
  const Node item = node.child(Field::Declarator);
  const bool listed = node.child(Field::Right).is_kind("initializer_list");  // of what the item is made from
  if (type.starts_with("std::") && item.is_kind("identifier") && !listed &&
      only_looks(node.child(Field::Body).text(), item.text()))
    parts.copies = type;
  return parts;
}

namespace {

// std::lock_guard<std::mutex> held(m); and those of other libraries.
bool holds_lock(const Node& type) {
  const std::string_view kind = type.kind();
  if (kind != "template_type" && kind != "qualified_identifier" && kind != "type_identifier") return false;
  std::string_view name = type.text(60);
  name = name.substr(0, name.find('<'));
  if (const std::size_t colon = name.rfind(':'); colon != std::string_view::npos) name.remove_prefix(colon + 1);
  for (const std::string_view guard :
       {"lock_guard", "unique_lock", "scoped_lock", "shared_lock", "MutexLock", "ReaderMutexLock", "WriterMutexLock",
        "MutexLocker", "QMutexLocker", "MutexGuard", "MutexAutoLock", "AutoLock", "CAutoLock"}) {
    if (name == guard) return true;
  }
  return false;
}

}  // namespace

SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around) {
  switch (role.role) {
    case Role::Function: return node.has_child_of_kind("delete_method_clause") ? SymbolRole{} : role;
    case Role::Variable: return holds_lock(node.child(Field::Type)) ? SymbolRole{Role::Lock, 1} : role;
    case Role::Assign:
    case Role::Loop:
    case Role::Dereference: return cfamily::refine(node, role, around);
    case Role::Type: {
      if (node.is_kind("alias_declaration") || node.is_kind("concept_definition")) return role;
      if (node.is_kind("type_definition")) {
        const Node type = node.child(Field::Type);
        const std::string_view kind = type.kind();
        if (kind == "template_type" || kind == "qualified_identifier") return role;
        return type.child(Field::Body) && !type.child(Field::Name) ? role : SymbolRole{};
      }
      // A reference to a type, or one without a name: its members are the enclosing type's.
      return node.child(Field::Body) && node.child(Field::Name) ? role : SymbolRole{};
    }
    case Role::Member: {  // virtual void f() = 0;
      const std::string_view text = node.text();
      if (!text.ends_with("0;") || !node.child(Field::Declarator)) return role;
      std::string_view before = trim(text.substr(0, text.size() - 2));
      if (!before.ends_with("=") || !cfamily::function_declarator(node.child(Field::Declarator))) return role;
      return {Role::Function};
    }
    case Role::Call: {
      const std::string_view kind = node.kind();
      if (kind == "init_declarator") {
        if (around.role(1) != Role::Variable) return {};
        const std::string_view value = node.child(Field::Value).kind();
        if (value != "argument_list" && value != "initializer_list") return {};
        if (node.text(200).find('=') < node.child(Field::Value).begin() - node.begin()) return {};  // = { … }
        const std::string_view type = around.node(1).child(Field::Type).kind();
        return type == "type_identifier" || type == "qualified_identifier" || type == "template_type" ? role
                                                                                                      : SymbolRole{};
      }
      if (kind == "function_declarator") {
        return around.role(1) == Role::Variable && cfamily::declares_object(node, around.node(1), around)
                   ? role
                   : SymbolRole{};
      }
      if (cfamily::is_conversion(node)) return {};
      const std::string_view text = node.text(17);
      if (text.size() < 12 || kind != "call_expression") return role;
      if (text.starts_with("reinterpret_cast")) return {Role::RawCast};
      if (text.starts_with("static_cast") || text.starts_with("const_cast") || text.starts_with("dynamic_cast")) {
        return node.child(Field::Function).is_kind("template_function") ? SymbolRole{} : role;
      }
      return role;
    }
    default: return role;
  }
}

}  // namespace assay::cpp
