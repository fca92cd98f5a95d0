// Rust: node roles and hooks.
#include "analyzer/base/text.h"
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

constexpr std::string_view extensions[] = {".rs"};
constexpr std::string_view implicit[] = {"std.prelude"};

constexpr auto detail(LoopBound bound) { return static_cast<std::uint8_t>(bound); }
constexpr auto detail(TypeKind kind) { return static_cast<std::uint8_t>(kind); }
constexpr std::uint32_t flag(FunctionFlag f) { return static_cast<std::uint32_t>(f); }

constexpr KindRole kinds[] = {
    {"function_item", Role::Function},
    {"function_signature_item", Role::Function},
    {"closure_expression", Role::Lambda},
    {"async_block", Role::Lambda},
    {"struct_item", Role::Type, detail(TypeKind::Struct)},
    {"enum_item", Role::Type, detail(TypeKind::Enum)},
    {"union_item", Role::Type, detail(TypeKind::Union)},
    {"trait_item", Role::Type, detail(TypeKind::Trait)},
    {"type_item", Role::Type, detail(TypeKind::Alias)},
    {"impl_item", Role::Implementation, detail(TypeKind::Struct)},
    {"mod_item", Role::Namespace},
    {"use_declaration", Role::Import},
    {"extern_crate_declaration", Role::Import},
    {"attribute_item", Role::Annotation},
    {"let_declaration", Role::Variable},
    {"static_item", Role::Variable},
    {"field_declaration", Role::Member},
    {"parameter", Role::Parameter},
    {"call_expression", Role::Call},
    {"macro_invocation", Role::Call},
    {"for_expression", Role::Loop, detail(LoopBound::Collection)},
    {"while_expression", Role::Loop, detail(LoopBound::Condition)},
    {"loop_expression", Role::Loop, detail(LoopBound::Endless)},
    {"if_expression", Role::Branch},
    {"match_expression", Role::Switch},
    {"match_arm", Role::Case},
    {"return_expression", Role::Return},
    {"break_expression", Role::Jump},
    {"continue_expression", Role::Jump},
    {"await_expression", Role::Await},
    {"yield_expression", Role::Yield},
    {"unsafe_block", Role::Unsafe},
    {"foreign_mod_item", Role::Native},
    {"array_expression", Role::Container},
    {"string_literal", Role::String},
    {"raw_string_literal", Role::String},
    {"index_expression", Role::Index},
    {"unary_expression", Role::Unary},
    {"binary_expression", Role::Binary},
    {"assignment_expression", Role::Assign},
    {"compound_assignment_expr", Role::AugmentedAssign},
    {"identifier", Role::Identifier},
    {"field_expression", Role::Identifier},
    {"line_comment", Role::Comment},
    {"block_comment", Role::Comment},
};

FunctionParts function(const Node& node, const Ancestors& around) {
  FunctionParts parts = default_function(node, around);
  bool is_public = false;
  node.for_each_child([&](const Node& child, Field field) {
    if (field == Field::Name) return false;
    if (child.is_kind("visibility_modifier")) is_public = true;
    if (child.is_kind("function_modifiers") || child.is_kind("async")) {
      const std::string_view words = child.text(60);
      if (words.find("async") != std::string_view::npos) parts.flags |= flag(FunctionFlag::Async);
      if (words.find("unsafe") != std::string_view::npos) parts.flags |= flag(FunctionFlag::Unsafe);
      if (words.find("extern") != std::string_view::npos) parts.flags |= flag(FunctionFlag::Native);
    }
    return true;
  });
  if (node.is_kind("async_block")) parts.flags |= flag(FunctionFlag::Async);
  if (is_public) parts.flags |= flag(FunctionFlag::Exported);
  if (!parts.body && node.is_kind("function_signature_item")) parts.flags |= flag(FunctionFlag::Abstract);
  if (parts.name == "main" && !around.in_type() && !around.in_function()) parts.flags |= flag(FunctionFlag::Entry);
  if (parts.parameters) {  // self is the receiver
    const Node first = parts.parameters.named_child(0);
    const auto count = static_cast<int>(parts.parameters.named_child_count());
    parts.parameter_count = first.is_kind("self_parameter") ? count - 1 : count;
    if (around.in_type() && !first.is_kind("self_parameter")) parts.flags |= flag(FunctionFlag::Static);
  }
  return parts;
}

TypeParts type(const Node& node, const Ancestors& around) {
  TypeParts parts = default_type(node, around);
  const std::string_view kind = node.kind();
  parts.kind = kind == "enum_item"    ? TypeKind::Enum
               : kind == "union_item" ? TypeKind::Union
               : kind == "trait_item" ? TypeKind::Trait
               : kind == "type_item"  ? TypeKind::Alias
                                      : TypeKind::Struct;
  if (node.is_kind("impl_item")) {  // impl Trait for T: members belong to T
    const Node name = node.child(Field::Type);
    parts.name = name.text(200);
    parts.line = name.line();
    if (const Node trait = node.child(Field::Trait)) parts.bases.push_back(trait.text(200));
    return parts;
  }
  if (node.has_child_of_kind("visibility_modifier"))
    parts.flags |= static_cast<std::uint16_t>(facts::TypeFlag::Exported);
  node.for_each_child([&](const Node& child, Field) {  // trait A: B + C
    if (!child.is_kind("trait_bounds")) return true;
    child.for_each_child([&](const Node& bound, Field) {
      if (bound.named() && !bound.is_kind("lifetime")) parts.bases.push_back(bound.text(200));
      return parts.bases.size() < 64;
    });
    return true;
  });
  return parts;
}

// use a::b::{c, d as e, f::*}; a work list instead of recursion: the tree may be as deep as the file.
void imports(const Node& node, std::vector<ImportParts>& out) {
  if (node.is_kind("extern_crate_declaration")) {
    ImportParts part;
    part.module = node.child(Field::Name).text(200);
    part.alias = node.child(Field::Alias) ? node.child(Field::Alias).text(100) : part.module;
    out.push_back(part);
    return;
  }
  std::uint16_t flags = 0;
  if (node.has_child_of_kind("visibility_modifier")) flags = static_cast<std::uint16_t>(ImportFlag::Reexport);
  struct Open {
    Node tree;
    std::string prefix;
    std::string_view innermost;  // path of the braces around it
  };
  const auto below = [](const std::string& prefix, std::string_view path) {
    constexpr std::size_t longest_path = 300;
    std::string joined = prefix;
    if (!joined.empty() && !path.empty()) joined += "::";
    joined += path;
    joined.resize(std::min(joined.size(), longest_path));
    return joined;
  };
  std::vector<Open> open = {{node.child(Field::Argument), {}, {}}};
  while (!open.empty() && out.size() < 1000) {
    const Open at = std::move(open.back());
    open.pop_back();
    ImportParts part;
    part.flags = flags;
    part.line = at.tree.line();
    const auto put = [&](std::string_view path, std::string_view alias) {
      part.alias = alias.empty() ? last_segment(path) : alias;
      if (path == "self") {
        part.joined = at.prefix;
        if (alias.empty()) part.alias = last_segment(at.innermost);
      } else if (at.prefix.empty()) {
        part.module = path;
      } else {
        const std::size_t end = path.rfind("::");
        part.joined = below(at.prefix, end == std::string_view::npos ? std::string_view{} : path.substr(0, end));
        part.name = last_segment(path);
      }
      const std::string_view module = part.joined.empty() ? part.module : std::string_view(part.joined);
      if (module.starts_with("crate") || module.starts_with("self") || module.starts_with("super")) {
        part.flags = static_cast<std::uint16_t>(part.flags | static_cast<std::uint16_t>(ImportFlag::Relative));
      }
      out.push_back(part);
    };
    if (at.tree.is_kind("use_as_clause")) {
      put(at.tree.child(Field::Path).text(200), at.tree.child(Field::Alias).text(100));
    } else if (at.tree.is_kind("use_wildcard")) {
      part.joined = below(at.prefix, at.tree.named_child(0).text(200));
      part.flags = static_cast<std::uint16_t>(part.flags | static_cast<std::uint16_t>(ImportFlag::Wildcard));
      out.push_back(part);
    } else if (at.tree.is_kind("scoped_use_list") || at.tree.is_kind("use_list")) {
      const Node list = at.tree.is_kind("use_list") ? at.tree : at.tree.first_of_kind("use_list");
      const std::string_view path = at.tree.child(Field::Path).text(200);
      const std::size_t before = open.size();
      list.for_each_child([&](const Node& child, Field) {
        if (child.named() && child.role() != Role::Comment) open.push_back(Open{child, below(at.prefix, path), path});
        return open.size() < 1000;
      });
      for (std::size_t i = before, j = open.size(); i + 1 < j; ++i)
        std::swap(open[i], open[--j]);  // in the order of the file
    } else if (at.tree) {
      put(at.tree.text(200), {});
    }
  }
}

CallParts call(const Node& node, const Ancestors& around) {
  if (node.is_kind("macro_invocation")) {
    CallParts parts;
    parts.callee = node.child(Field::Macro).text(200);
    parts.flags = static_cast<std::uint16_t>(facts::CallFlag::Macro);
    return parts;
  }
  return default_call(node, around);
}

// let x: T = …; let x = T::new(…); static mut X
void variables(const Node& node, Role role, const Ancestors&, std::vector<VariableParts>& out) {
  const Node name = node.child(Field::Name) ? node.child(Field::Name) : node.child(Field::Pattern);
  VariableParts parts;
  parts.name = name.text(100);
  if (parts.name.starts_with("mut ")) parts.name.remove_prefix(4);
  parts.line = name.line();
  parts.type_name = node.child(Field::Type).text(200);
  if (parts.type_name.empty()) {
    Node value = node.child(Field::Value);
    if (value.is_kind("try_expression") || value.is_kind("await_expression")) value = value.named_child(0);
    std::string_view type =
        value.is_kind("struct_expression") ? value.child(Field::Name).text(200) : std::string_view{};
    if (value.is_kind("call_expression")) {  // T::new, T::with_capacity, T::from …
      const Node callee = value.child(Field::Function);
      if (callee.is_kind("scoped_identifier")) {
        const std::string_view path = callee.child(Field::Path).text(200);
        const std::string_view last = last_segment(path);
        if (!last.empty() && last[0] >= 'A' && last[0] <= 'Z') type = path;
      }
    }
    parts.type_name = type;
    parts.source = facts::VariableSource::Constructed;
  }
  parts.kind = role == Role::Parameter       ? VariableKind::Parameter
               : role == Role::Member        ? VariableKind::Field
               : node.is_kind("static_item") ? VariableKind::Global
                                             : VariableKind::Local;
  parts.is_mutable = node.has_child_of_kind("mutable_specifier");
  const std::string_view value = node.child(Field::Value).text(40);
  for (const std::string_view empty : {"Vec::new()", "vec![]", "String::new()", "HashMap::new()", "HashSet::new()"}) {
    if (value == empty) parts.made_empty = true;
  }
  if (value == "vec![]") parts.type_name = "Vec";
  if (parts.name.find_first_of("({[ ,") == std::string_view::npos) out.push_back(parts);
}

// let guard = x.lock().unwrap(); not of the standard streams, which nobody minds, and not an awaited one, which holds up
// no thread.
bool holds_lock(const Node& let) {
  std::string_view value = let.child(Field::Value).text();
  if (!let.child(Field::Pattern).is_kind("identifier") && !let.child(Field::Pattern).is_kind("mut_pattern"))
    return false;
  if (value.size() > 200 || value.find("std") != std::string_view::npos) return false;
  for (const std::string_view end : {"?", ".unwrap()"}) {
    if (value.ends_with(end)) value.remove_suffix(end.size());
  }
  if (value.ends_with(")") && value.rfind(".expect(") != std::string_view::npos)
    value = value.substr(0, value.rfind(".expect("));
  return value.ends_with(".lock()") || value.ends_with(".write()") || value.ends_with(".read()");
}

SymbolRole refine(const Node& node, SymbolRole role, const Ancestors&) {
  switch (role.role) {
    case Role::Variable:  // let _ = f(): the result is thrown away
      if (node.is_kind("let_declaration") && node.child(Field::Pattern).text(2) == "_" &&
          node.child(Field::Value).role() == Role::Call) {
        return {Role::SwallowedError};
      }
      return node.is_kind("let_declaration") && holds_lock(node) ? SymbolRole{Role::Lock, 1} : role;
    case Role::Unary: return node.text(1) == "*" ? SymbolRole{Role::Dereference} : role;
    case Role::Container:  // [0; 16] lives on the stack
      return {};
    default: return role;
  }
}

bool is_test_annotation(std::string_view name, std::string_view argument) {
  return name == "test" || name.ends_with(".test") || (name == "cfg" && argument == "test") || name == "rstest" ||
         name == "bench" || name == "test_case";
}

// Cargo compiles and runs it before the package (The Cargo Book, Build Scripts).
bool starts_program(std::string_view path, std::string_view) { return file_name(path) != "build.rs"; }

// Option and Result have most of an iterator's methods; an iterator says in its chain where it comes from.
bool iterates(std::string_view receiver, std::string_view name) {
  if (name == "for_each" || name == "fold" || name == "flat_map" || name == "filter_map") return true;
  for (const std::string_view source :
       {"iter", "..", ".lines(", ".chars(", ".bytes(", ".char_indices(", ".split", ".windows(", ".chunks", ".keys(",
        ".values(", ".drain(", ".enumerate(", ".zip(", ".rev(", ".skip(", ".take(", "repeat"}) {
    if (receiver.find(source) != std::string_view::npos) return true;
  }
  return false;
}

constexpr LanguageSpec::Absence absences[] = {
    {"calls inside macros", "macro arguments are tokens, not syntax: only the macro itself is seen"},
    {"exceptions", "errors are values; panics are macros"},
    {"generators", "unstable: iterators are types"},
    {"string interpolation", "formatting is a macro: see calls"},
    {"container literals", "arrays live on the stack; vec! is a macro"},
    {"object creation", "structs live where they are put; Box and Rc are calls"},
    {"locks", "Mutex and RwLock are types: see calls"},
    {"channels", "library types: see calls"},
    {"threads by syntax", "library calls"},
    {"manual memory", "calls in unsafe code"},
    {"inline assembly", "asm! is a macro"},
    {"dynamic features", "Rust has none"},
    {"goto", "Rust has none"},
    {"copies", "clone is a call"},
    {"raw casts", "`as` casts are harmless by themselves: what they lead to stands in unsafe blocks"},
};

}  // namespace

const LanguageSpec& rust_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Rust, "Rust", extensions, {}, {}};
    s.grammar = tree_sitter_rust;
    s.kinds = kinds;
    s.scope_separator = "::";
    s.self_names = "self Self";
    s.holders = "Box Rc Arc Option Result Ref RefMut MutexGuard RwLockReadGuard RwLockWriteGuard Pin Cow";
    s.super_names = "";
    s.never_returns = "panic unreachable todo unimplemented exit abort bail";
    s.type_arguments = true;
    s.implicit_imports = implicit;
    s.iterates = iterates;
    s.iterating =
        "map for_each filter filter_map fold flat_map any all find position take_while skip_while scan inspect retain "
        "sort_by try_for_each max_by min_by map_while";
    s.function = function;
    s.type = type;
    s.imports = imports;
    s.call = call;
    s.variables = variables;
    s.refine = refine;
    s.is_test_annotation = is_test_annotation;
    s.starts_program = starts_program;
    s.absences = absences;
    return s;
  }();
  return spec;
}

}  // namespace assay
