// See family.h.
#include "parsers/languages/c/family.h"

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"
#include "parsers/syntax/brackets.h"
#include "parsers/syntax/callee.h"
#include "parsers/syntax/defaults.h"

namespace assay::cfamily {
namespace {

using facts::FunctionFlag;
using facts::LoopBound;
using facts::VariableKind;

constexpr std::uint32_t flag(FunctionFlag f) { return static_cast<std::uint32_t>(f); }

// Macros that define a function named by their first argument: SYSCALL_DEFINE3(read, …) { … }
bool is_defining_macro(std::string_view name) {
  for (std::string_view prefix : {"SYSCALL_DEFINE", "COMPAT_SYSCALL_DEFINE", "ASMLINKAGE_DEFINE", "PG_FUNCTION_INFO"}) {
    if (name.starts_with(prefix)) return true;
  }
  return false;
}

// Does the declaration carry this word among its specifiers?
bool has_specifier(const Node& node, std::string_view word) {
  bool found = false;
  node.for_each_child([&](const Node& child, Field field) {
    if (field == Field::Declarator || field == Field::Body) return false;
    if (child.size() <= 16 && child.text() == word) found = true;
    return !found;
  });
  return found;
}

}  // namespace

bool declares_object(const Node& declarator, const Node& declaration, const Ancestors& around) {
  if (!around.in_function() || around.in_type() || !declarator.child(Field::Declarator).is_kind("identifier"))
    return false;
  const std::string_view type = declaration.child(Field::Type).kind();
  if (type != "qualified_identifier" && type != "template_type" && type != "type_identifier") return false;
  // Unnamed "parameters" are arguments that look like types.
  const Node first = declarator.child(Field::Parameters).named_child(0);
  return first && !first.child(Field::Declarator) && first.is_kind("parameter_declaration");
}

Node innermost_declarator(const Node& node) {
  Node at = node;
  for (int depth = 0; depth < 32; ++depth) {
    Node next = at.child(Field::Declarator);
    if (!next && (at.is_kind("parenthesized_declarator") || at.is_kind("reference_declarator") ||
                  at.is_kind("attributed_declarator"))) {
      next = at.named_child(0);
    }
    if (!next) break;
    at = next;
  }
  return at;
}

Node function_declarator(const Node& node) {
  Node at = node;
  Node last;
  for (int depth = 0; depth < 32 && at; ++depth) {
    if (at.is_kind("function_declarator")) last = at;  // the innermost one is the function's own
    Node next = at.child(Field::Declarator);
    if (!next && (at.is_kind("parenthesized_declarator") || at.is_kind("reference_declarator")))
      next = at.named_child(0);
    at = next;
  }
  return last;
}

FunctionParts function(const Node& node, const Ancestors& around) {
  FunctionParts parts;
  const Node declarator = function_declarator(node.child(Field::Declarator));
  const Node name = innermost_declarator(node);
  parts.name = name.text(200);
  parts.line = name.line();
  parts.parameters = declarator.child(Field::Parameters);
  parts.body = node.child(Field::Body);
  if (is_defining_macro(parts.name) && parts.parameters.named_child_count() > 0) {
    const Node first = parts.parameters.named_child(0);
    parts.name = first.text(100);
    parts.parameter_count = static_cast<int>((parts.parameters.named_child_count() - 1) / 2);
    parts.flags |= flag(FunctionFlag::Exported) | flag(FunctionFlag::Handler);
  } else if (parts.parameters.named_child_count() == 1 && parts.parameters.text(8) == "(void)") {
    parts.parameter_count = 0;
  }
  if (has_specifier(node, "static")) {
    parts.flags |= flag(FunctionFlag::Static);
  } else {
    parts.flags |= flag(FunctionFlag::Exported);
  }
  if (parts.name == "main" && !around.in_type()) parts.flags |= flag(FunctionFlag::Entry);
  if (parts.name.starts_with("test_")) parts.flags |= flag(FunctionFlag::Test);
  return parts;
}

void imports(const Node& node, std::vector<ImportParts>& out) {
  const Node path = node.child(Field::Path);
  ImportParts part;
  part.module = unquoted(path.text(300));
  std::uint16_t flags = static_cast<std::uint16_t>(facts::ImportFlag::Wildcard);
  if (path.text(1) == "<")
    flags = static_cast<std::uint16_t>(flags | static_cast<std::uint16_t>(facts::ImportFlag::System));
  part.flags = flags;
  if (!part.module.empty()) out.push_back(part);
}

// The text preparation wrote `while` over a loop macro: its name is still in the original text.
LoopParts loop(const Node& node, LoopBound guess) {
  LoopParts parts = default_loop(node, guess);
  std::string_view text = node.text(80);
  if (node.is_kind("while_statement") && !text.starts_with("while")) {
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
    parts.macro_name = text.substr(0, text.find_first_of("( \t\n"));
    parts.bound = LoopBound::Collection;
    parts.rounds = 0;
    return parts;
  }
  if (node.is_kind("for_statement") && !node.child(Field::Condition)) parts.bound = LoopBound::Endless;
  return parts;
}

namespace {

// The type that `auto x = value` shows: T(…), T{…}, new T, make_unique<T>(…).
std::string_view type_of_value(const Node& value) {
  if (value.is_kind("compound_literal_expression")) return value.child(Field::Type).text(200);
  if (value.is_kind("call_expression")) {
    const std::string_view callee = value.child(Field::Function).text(200);
    const std::size_t open = callee.find('<');
    const std::string_view maker = last_segment(callee.substr(0, open));
    if (maker == "make_unique" || maker == "make_shared") {
      const std::string_view made = callee.substr(open + 1, closing_bracket(callee, open) - open - 1);
      return made.substr(0, made.find(','));
    }
  }
  return constructed_type(value);
}

}  // namespace

void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out) {
  if (role == Role::Loop && !node.is_kind("for_range_loop")) return;
  if (role == Role::Parameter && (!around.in_function() || around.in_type())) return;  // of a prototype or a template
  const Node type = node.child(Field::Type);
  const std::string_view kind_name = type.kind();
  const bool tagged =
      kind_name == "struct_specifier" || kind_name == "class_specifier" || kind_name == "union_specifier";
  const bool is_auto = kind_name == "placeholder_type_specifier";
  std::string_view type_name;
  if (tagged) {
    type_name = type.child(Field::Name).text(200);
  } else if (kind_name == "type_identifier") {
    type_name = type.text(200);
  } else if (kind_name == "qualified_identifier" || kind_name == "template_type") {
    type_name = type.text(200);
  }
  VariableKind kind = role == Role::Parameter ? VariableKind::Parameter
                      : role == Role::Member  ? VariableKind::Field
                                              : VariableKind::Local;
  if (role == Role::Variable && !around.in_function())
    kind = around.in_type() ? VariableKind::Field : VariableKind::Global;
  bool is_const = false;
  int count = 0;
  node.for_each_child([&](const Node& child, Field field) {
    if (field != Field::Declarator) {
      if (count == 0 && child.size() <= 13) {
        const std::string_view word = child.text();
        if (word == "const" || word == "constexpr" || word == "consteval") is_const = true;
        if (word == "thread_local" || word == "__thread" || word == "_Thread_local") is_const = true;  // not shared
        // One object for all calls, or for all instances.
        if (word == "static" && role != Role::Parameter) kind = VariableKind::Global;
      }
      return true;
    }
    if (++count > 64) return false;
    Node at = child;
    VariableParts parts;
    parts.type_name = type_name;
    for (int depth = 0; depth < 16; ++depth) {
      // A prototype, unless it is a pointer to a function: (*f)(int)
      if (at.is_kind("function_declarator") && !at.child(Field::Declarator).is_kind("parenthesized_declarator")) {
        if (!declares_object(at, node, around)) return true;
      }
      if (is_auto && at.is_kind("init_declarator")) {
        parts.value = at.child(Field::Value);
        parts.type_name = type_of_value(parts.value);
        parts.source = facts::VariableSource::Constructed;
      }
      Node next = at.child(Field::Declarator);
      if (!next && (at.is_kind("parenthesized_declarator") || at.is_kind("reference_declarator") ||
                    at.is_kind("variadic_declarator"))) {
        next = at.named_child(0);
      }
      if (!next) break;
      at = next;
    }
    if (!at.is_kind("identifier") && !at.is_kind("field_identifier")) return true;
    parts.name = at.text(100);
    parts.line = at.line();
    parts.kind = kind;
    parts.is_mutable = !is_const;
    // A template's object without arguments: std::vector<int> v;
    parts.made_empty = at.same_as(child) && !is_const && kind == VariableKind::Local &&
                       (kind_name == "template_type" || kind_name == "qualified_identifier");
    out.push_back(parts);
    return true;
  });
}

bool is_conversion(const Node& call) {
  return call.child(Field::Function).is_kind("primitive_type") || call.child(Field::Type).is_kind("primitive_type");
}

SymbolRole refine(const Node& node, SymbolRole role, const Ancestors&) {
  if (role.role == Role::Assign)
    return node.child(Field::Operator).size() > 1 ? SymbolRole{Role::AugmentedAssign} : role;
  // do … while (result < 0 && errno == EINTR): once, unless a signal comes in between.
  if (role.role == Role::Loop && node.child(Field::Condition).text(120).find("EINTR") != std::string_view::npos)
    return {};
  if (role.role == Role::Dereference && node.is_kind("pointer_expression")) {
    if (node.text(1) != "*") return {Role::AddressOf};
    const Node argument = node.child(Field::Argument);
    if (argument.is_kind("update_expression") || argument.is_kind("parenthesized_expression")) {
      const Node inner = argument.is_kind("update_expression") ? argument : argument.named_child(0);
      if (inner.is_kind("update_expression") || inner.is_kind("binary_expression")) return {Role::PointerArithmetic};
    }
  }
  return role;
}

std::size_t end_of_comment(std::string_view text, std::size_t at) {
  if (text[at + 1] == '/') return end_of_directive(text, at);
  const std::size_t end = text.find("*/", at + 2);
  return end == std::string_view::npos ? text.size() : end + 2;
}

std::size_t end_of_directive(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const std::size_t line_end = text.find('\n', at);
    if (line_end == std::string_view::npos) return text.size();
    std::size_t last = line_end;
    if (last > at && text[last - 1] == '\r') --last;
    if (last == at || text[last - 1] != '\\') return line_end;
    at = line_end + 1;
  }
  return at;
}

}  // namespace assay::cfamily
