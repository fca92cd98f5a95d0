// See hooks.h.
#include "parsers/languages/scala/hooks.h"

#include <algorithm>

#include "analyzer/base/text.h"
#include "analyzer/facts/rounds.h"
#include "parsers/syntax/defaults.h"

namespace assay::scala {
namespace {

using facts::FunctionFlag;
using facts::LoopBound;
using facts::TypeFlag;
using facts::TypeKind;

template <class Flag>
constexpr std::uint32_t bit(Flag flag) {
  return static_cast<std::uint32_t>(flag);
}

constexpr int most_nesting = 16;  // of curried argument lists and compound types that are looked into

bool is_letter(char c) { return is_alpha(c) || c == '_' || c == '$' || c == '`'; }

std::string_view plain(std::string_view name) {
  return name.size() > 2 && name.front() == '`' ? name.substr(1, name.size() - 2) : name;
}

// The node without its type arguments: List[Int] → List, f[A] → f.
Node without_arguments(Node node) {
  for (int i = 0; i < most_nesting; ++i) {
    if (node.is_kind("generic_type"))
      node = node.child(Field::Type);
    else if (node.is_kind("generic_function"))
      node = node.child(Field::Function);
    else
      break;
  }
  return node;
}

struct Modifiers {
  bool exported = true;
  bool is_abstract = false, is_override = false, is_case = false, native = false, main = false;
};

// Annotations and modifiers stand before the keyword.
Modifiers modifiers_of(const Node& declaration) {
  Modifiers found;
  const auto look = [&](const Node& word) {
    const std::string_view text = word.text(32);
    if (text == "private" || text == "private[this]")
      found.exported = false;  // private[p] is visible in the package p
    else if (text == "abstract" || text == "sealed")
      found.is_abstract = true;
    else if (text == "override")
      found.is_override = true;
  };
  declaration.for_each_child([&](const Node& child, Field field) {
    if (field == Field::Name) return false;
    if (child.is_kind("case")) found.is_case = true;
    if (child.is_kind("access_modifier")) look(child);
    if (child.is_kind("annotation")) {
      const std::string_view text = child.text(32);
      if (text == "@native") found.native = true;
      if (text == "@main") found.main = true;
    }
    if (child.is_kind("modifiers")) {
      child.for_each_child([&](const Node& word, Field) {
        look(word);
        return true;
      });
    }
    return true;
  });
  return found;
}

Node enclosing_type(const Ancestors& around) {
  for (unsigned up = 1; up <= 12; ++up) {
    if (around.role(up) == Role::Type) return around.node(up);
  }
  return {};
}

bool is_object(const Node& type) { return type.is_kind("object_definition") || type.is_kind("package_object"); }

// Parameters of all lists: def f(a: A)(implicit b: B).
int count_parameters(const Node& declaration, std::string_view list_kind) {
  int count = 0;
  declaration.for_each_child([&](const Node& list, Field) {
    if (!list.is_kind(list_kind)) return true;
    list.for_each_child([&](const Node& child, Field) {
      if (child.role() == Role::Parameter) ++count;
      return true;
    });
    return true;
  });
  return count;
}

void list_bases(const Node& clause, std::vector<std::string_view>& out) {
  clause.for_each_child([&](const Node& child, Field) {
    if (child.is_kind("compound_type")) {
      child.for_each_child([&](const Node& part, Field) {
        if (part.named() && !part.is_kind("refinement")) out.push_back(part.text(200));
        return out.size() < 64;
      });
    } else if (child.named() && child.role() != Role::Comment && !child.is_kind("arguments")) {
      out.push_back(child.text(200));
    }
    return out.size() < 64;
  });
}

// Base classes of ScalaTest, MUnit, specs2, ScalaCheck, uTest, Weaver and ZIO Test.
bool is_test_base(std::string_view base) {
  base = base.substr(0, base.find('['));
  base = last_name(base);
  for (std::string_view known :
       {"FunSuite",        "AnyFunSuite",   "FlatSpec",      "AnyFlatSpec",    "WordSpec",    "AnyWordSpec",
        "FunSpec",         "AnyFunSpec",    "FreeSpec",      "AnyFreeSpec",    "FeatureSpec", "AnyFeatureSpec",
        "PropSpec",        "AnyPropSpec",   "Specification", "Properties",     "TestSuite",   "ScalaCheckSuite",
        "CatsEffectSuite", "SimpleIOSuite", "IOSuite",       "ZIOSpecDefault", "JUnitSuite",  "TestCase"}) {
    if (base == known) return true;
  }
  return false;
}

// The callee of a call, through its curried argument lists and type arguments: f[A](x)(y) → f.
Node callee_of(const Node& call) {
  Node callee = call.child(Field::Function);
  for (int i = 0; i < most_nesting && callee; ++i) {
    if (callee.is_kind("call_expression") || callee.is_kind("generic_function"))
      callee = callee.child(Field::Function);
    else
      break;
  }
  return callee;
}

bool constructs(const Node& callee) {
  if (callee.role() != Role::Identifier) return false;
  const std::string_view name = last_name(callee.text());
  return !name.empty() && is_upper(name.front());
}

// T of new T(…), T(…), T[A](…)
std::string_view constructed(const Node& value) {
  if (value.role() == Role::New) return without_arguments(value.named_child(0)).text(200);
  if (value.role() != Role::Call) return {};
  const Node callee = callee_of(value);
  return constructs(callee) && callee.size() < 100 ? callee.text() : std::string_view{};
}

// `map` and `flatMap` are a loop on a collection and none on an Option, a Try, a Future or a Validation. Without types the
// word decides: a plural, a collection's name or a range; methods that only collections have say it by themselves.
bool walks_many(std::string_view what, std::string_view method) {
  if (method != "map" && method != "flatMap" && method != "foreach" && method != "filter" && method != "withFilter" &&
      method != "fold" && method != "exists" && method != "forall" && method != "collect")
    return true;
  while (what.ends_with(' ')) what.remove_suffix(1);
  if (what.ends_with('s') || what.ends_with("zipWithIndex")) return true;
  for (const std::string_view word :
       {" to ", " until ", "List", "Seq", "Array", "Set", "Map", "Vector", "iterator", "range", "Range", "zip",
        "asScala", "indices", "keys", "values", ".view", "all", "list"}) {
    if (what.find(word) != std::string_view::npos) return true;
  }
  return false;
}

// Rounds that one `x <- xs` makes.
float rounds_of(const Node& generator, bool& constant) {
  std::string_view text = generator.text(120);
  const std::size_t arrow = text.find("<-");
  const float rounds = arrow == std::string_view::npos ? 0.0F : constant_rounds(text.substr(arrow + 2));
  if (rounds <= 0) constant = false;
  return rounds > 0 ? rounds : assumed_rounds;
}

}  // namespace

FunctionParts function(const Node& node, const Ancestors& around) {
  FunctionParts parts;
  if (node.role() == Role::Lambda) {
    parts.parameters = node.child(Field::Parameters);
    if (!parts.parameters.is_kind("bindings"))
      parts.parameter_count = parts.parameters || !node.is_kind("lambda_expression") ? 1 : 0;
    if (around.role(1) == Role::Variable) {  // val f = x => …
      const Node name = around.node(1).child(Field::Pattern);
      if (name.role() == Role::Identifier) {
        parts.name = plain(name.text(200));
        parts.line = name.line();
      }
    }
    return parts;
  }
  std::uint32_t flags = 0;
  const Node owner = enclosing_type(around);
  if (node.is_kind("class_parameters")) {  // the primary constructor
    const Node name = owner.child(Field::Name);
    parts.name = plain(name.text(200));
    parts.line = name.line();
    parts.parameter_count = count_parameters(owner, "class_parameters");
    parts.flags = bit(FunctionFlag::Constructor) | bit(FunctionFlag::Exported);
    return parts;
  }
  const Node name = node.child(Field::Name);
  parts.name = plain(name.text(200));
  parts.line = name.line();
  parts.body = node.child(Field::Body);
  parts.parameter_count = count_parameters(node, "parameters");
  const Modifiers modifiers = modifiers_of(node);
  if (parts.name == "this") {
    parts.name = plain(owner.child(Field::Name).text(200));
    flags |= bit(FunctionFlag::Constructor);
  }
  if (around.role(1) == Role::Body && around.node(1).is_kind("extension_definition")) {
    const Node receiver = around.node(1).child(Field::Parameters).first_of_kind("parameter");
    parts.owner = receiver.child(Field::Type).text(200);
  }
  const bool local = around.in_function() && !around.in_type();
  if (modifiers.exported && !local) flags |= bit(FunctionFlag::Exported);
  if (modifiers.is_override) flags |= bit(FunctionFlag::Override);
  if (modifiers.native) flags |= bit(FunctionFlag::Native);
  if (!parts.body && !modifiers.native) flags |= bit(FunctionFlag::Abstract);
  const bool in_object = around.in_type() && is_object(owner);
  if (in_object || (!around.in_type() && parts.owner.empty())) flags |= bit(FunctionFlag::Static);
  if (modifiers.main || (in_object && parts.name == "main")) flags |= bit(FunctionFlag::Entry);
  parts.flags = flags;
  return parts;
}

TypeParts type(const Node& node, const Ancestors& around) {
  TypeParts parts;
  if (node.is_kind("template_body")) {  // new T { … }
    around.node(1).for_each_child([&](const Node& child, Field) {
      if (child.is_kind("template_body")) return false;
      if (child.named() && !child.is_kind("arguments")) parts.bases.push_back(child.text(200));
      return true;
    });
    return parts;
  }
  const Node name = node.child(Field::Name);
  parts.name = plain(name.text(200));
  parts.line = name.line();
  parts.kind = is_object(node) || node.is_kind("given_definition") ? TypeKind::Object
               : node.is_kind("trait_definition")                  ? TypeKind::Trait
               : node.is_kind("enum_definition")                   ? TypeKind::Enum
               : node.is_kind("type_definition")                   ? TypeKind::Alias
                                                                   : TypeKind::Class;
  if (node.is_kind("given_definition")) {
    if (const Node base = node.first_of_kind("generic_type"))
      parts.bases.push_back(base.text(200));
    else if (const Node plain_base = node.first_of_kind("type_identifier"))
      parts.bases.push_back(plain_base.text(200));
  } else {
    list_bases(node.first_of_kind("extends_clause"), parts.bases);
  }
  const Modifiers modifiers = modifiers_of(node);
  std::uint32_t flags = 0;
  if (modifiers.exported && !around.in_function()) flags |= bit(TypeFlag::Exported);
  if (modifiers.is_abstract || parts.kind == TypeKind::Trait) flags |= bit(TypeFlag::Abstract);
  if (modifiers.is_case || node.is_kind("full_enum_case")) flags |= bit(TypeFlag::Data);
  if (std::any_of(parts.bases.begin(), parts.bases.end(), is_test_base)) flags |= bit(TypeFlag::Test);
  parts.flags = static_cast<std::uint16_t>(flags);
  return parts;
}

// import a.b.C, d.e;  import a.{b, c => d, _};  import a.b.*;  import a.b as c;  export a.b
void imports(const Node& node, std::vector<ImportParts>& out) {
  ImportParts base;
  base.line = node.line();
  const auto flag = [](facts::ImportFlag value) { return static_cast<std::uint16_t>(value); };
  if (node.is_kind("export_declaration")) base.flags = flag(facts::ImportFlag::Reexport);
  const char* begin = nullptr;  // the path's pieces are siblings, next to one another in the text
  const char* end = nullptr;
  bool selected = false;
  const auto path = [&] {
    return begin == nullptr ? std::string_view{} : std::string_view(begin, static_cast<std::size_t>(end - begin));
  };
  const auto wildcard = [&] {
    ImportParts part = base;
    part.module = path();
    part.flags = static_cast<std::uint16_t>(part.flags | flag(facts::ImportFlag::Wildcard));
    out.push_back(part);
    selected = true;
  };
  const auto select = [&](const Node& selector) {
    if (selector.is_kind("namespace_wildcard")) {
      wildcard();
    } else if (selector.is_kind("arrow_renamed_identifier") || selector.is_kind("as_renamed_identifier")) {
      ImportParts part = base;
      part.line = selector.line();
      part.module = path();
      part.name = selector.child(Field::Name).text(200);
      part.alias = selector.child(Field::Alias).text(200);
      if (part.alias != "_") out.push_back(part);  // a => _ hides
      selected = true;
    } else if (selector.named() && selector.role() != Role::Comment) {
      ImportParts part = base;
      part.line = selector.line();
      part.module = path();
      part.name = part.alias = plain(selector.text(200));
      out.push_back(part);
      selected = true;
    }
  };
  const auto finish = [&] {  // a path without selectors
    if (!selected && begin != nullptr) {
      ImportParts part = base;
      part.module = path();
      part.alias = last_name(part.module);
      const std::size_t dot = part.module.rfind('.');
      if (dot != std::string_view::npos && !is_upper(part.alias.front())) {  // a member of an object, or a package
        const std::string_view holder = part.module.substr(0, dot);
        if (is_upper(last_name(holder).front())) {
          part.name = part.alias;
          part.module = holder;
        }
      }
      out.push_back(part);
    }
    begin = nullptr;
    selected = false;
  };
  node.for_each_child([&](const Node& child, Field field) {
    if (child.is_kind(",")) {
      finish();
    } else if (field == Field::Path) {
      const std::string_view text = child.text(200);
      if (begin == nullptr) begin = text.data();
      if (text != ".") end = text.data() + text.size();
    } else if (child.is_kind("namespace_selectors")) {
      child.for_each_child([&](const Node& selector, Field) {
        select(selector);
        return true;
      });
    } else if (child.named()) {
      select(child);
    }
    return true;
  });
  finish();
}

CallParts call(const Node& node, const Ancestors& around) {
  CallParts parts;
  if (node.is_kind("instance_expression")) {
    parts.arguments = node.child(Field::Arguments);
    const Node made = node.named_child(0);
    parts.callee = made.is_kind("template_body") || made.is_kind("structural_type") ? std::string_view("AnyRef")
                                                                                    : without_arguments(made).text(200);
    return parts;
  }
  if (node.is_kind("simple_enum_case")) {  // made by the enum's constructor
    parts.callee = enclosing_type(around).child(Field::Name).text(200);
    return parts;
  }
  if (node.is_kind("infix_expression")) {  // a f b
    parts.receiver = node.child(Field::Left).text();
    parts.callee = node.child(Field::Operator).text(100);
    return parts;
  }
  const Node callee = callee_of(node);
  parts.arguments = node.child(Field::Arguments);
  parts.callee = callee.text();
  if (parts.arguments && !parts.arguments.is_kind("arguments")) {  // f { … }: one argument, however many statements
    parts.flags = static_cast<std::uint16_t>(facts::CallFlag::PassesFunction);
    if (parts.arguments.named_child_count() != 1) parts.arguments = {};
  }
  if (callee.is_kind("field_expression")) {
    // A receiver may carry type arguments, which look like an index.
    const Node receiver = without_arguments(callee.child(Field::Value));
    const std::string_view whole = parts.callee;
    const std::size_t dot = whole.rfind('.');
    if (dot != std::string_view::npos) parts.callee = plain(whole.substr(dot + 1));
    while (!parts.callee.empty() && (parts.callee.front() == ' ' || parts.callee.front() == '\n'))
      parts.callee.remove_prefix(1);
    parts.receiver = receiver.text();
  } else if (parts.callee == "this") {  // def this(x: X) = this(x, …)
    parts.receiver = "this";
    parts.callee = enclosing_type(around).child(Field::Name).text(200);
  }
  return parts;
}

LoopParts loop(const Node& node, LoopBound guess) {
  if (guess != LoopBound::Collection) return default_loop(node, guess);
  // Each generator is a loop inside the one before. But three or more with a yield, or what is evidently no collection, are
  // steps of a future, an option or an effect rather than a cube of collections: they run once.
  LoopParts parts;
  parts.once[0] = node.first_of_kind("enumerators");
  bool constant = true;
  float rounds = 1;
  int generators = 0;
  bool many = false;
  parts.once[0].for_each_child([&](const Node& child, Field) {
    if (!child.is_kind("enumerator") || !child.has_child_of_kind("<-")) return true;
    rounds = std::min(rounds * rounds_of(child, constant), 1e6F);
    ++generators;
    const std::string_view text = child.text(120);
    const std::size_t arrow = text.find("<-");
    many = many || constant || (arrow != std::string_view::npos && walks_many(text.substr(arrow + 2), "map"));
    return true;
  });
  const bool steps = node.has_child_of_kind("yield") && (generators > 2 || !many);
  parts.rounds = steps ? 1.0F : rounds;
  parts.bound = constant || steps ? LoopBound::Constant : LoopBound::Collection;
  return parts;
}

void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out) {
  VariableParts parts;
  Node name = node.child(Field::Name);
  if (!name) name = node.child(Field::Pattern);
  if (name.role() != Role::Identifier) return;  // val (a, b) = …
  parts.name = plain(name.text(200));
  parts.line = name.line();
  parts.type_name = node.child(Field::Type).text(200);
  parts.is_mutable = node.is_kind("var_definition") || node.is_kind("var_declaration");
  if (role == Role::Parameter) {
    if (around.role(2) == Role::Body) return;  // an extension's receiver
    // What a class takes is in scope in all its methods.
    parts.kind = node.is_kind("class_parameter") ? facts::VariableKind::Field : facts::VariableKind::Parameter;
    out.push_back(parts);
    return;
  }
  if (parts.type_name.empty()) {
    parts.type_name = constructed(node.child(Field::Value));
    parts.source = facts::VariableSource::Constructed;
  }
  const bool pattern = node.is_kind("typed_pattern");
  if (around.in_type() && !pattern) {
    parts.kind = parts.is_mutable && is_object(enclosing_type(around)) ? facts::VariableKind::Global
                                                                       : facts::VariableKind::Field;
  } else {
    parts.kind = around.in_function() || pattern ? facts::VariableKind::Local : facts::VariableKind::Global;
  }
  out.push_back(parts);
}

// Not: what is evidently an Option, a Try or a Future.
bool iterates(std::string_view receiver, std::string_view name) {
  for (const std::string_view maker : {"Option(", "Some(", "Try(", "Future(", "Try {", "Future {"}) {
    if (receiver.starts_with(maker)) return false;
  }
  if (receiver.ends_with(")")) {
    const std::string_view made = receiver.substr(0, receiver.rfind('('));
    return walks_many(made.substr(made.find_last_of(".( ") + 1), name);
  }
  return walks_many(receiver, name);
}

SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around) {
  switch (role.role) {
    case Role::ArithmeticToken: {  // all operators are one kind of name
      if (!node.is_kind("operator_identifier")) return role;
      const std::string_view text = node.text(4);
      if (text == "&&" || text == "||") return {Role::LogicToken};
      for (std::string_view bits : {"&", "|", "^", "<<", ">>", ">>>", "&=", "|=", "^=", "<<=", ">>="}) {
        if (text == bits) return {Role::BitToken};
      }
      for (std::string_view known :
           {"+", "-", "*", "/", "%", "<", ">", "<=", ">=", "==", "!=", "+=", "-=", "*=", "/=", "%="}) {
        if (text == known) return role;
      }
      return {Role::Identifier};
    }
    case Role::Binary: {
      const std::string_view op = node.child(Field::Operator).text(8);
      if (op.empty()) return role;
      if (is_letter(op.front())) return op == "to" || op == "until" || op == "by" ? role : SymbolRole{Role::Call};
      const bool compares = op == "==" || op == "!=" || op == "<=" || op == ">=";
      return op.ends_with("=") && !compares ? SymbolRole{Role::AugmentedAssign} : role;
    }
    case Role::Call: {
      if (!node.is_kind("call_expression")) return role;
      if (around.role(1) == Role::Call ||
          around.role(1) == Role::New) {  // f(x) of f(x)(y): the outer call stands for both
        if (around.node(1).child(Field::Function).same_as(node)) return {Role::None};
      }
      return constructs(callee_of(node)) ? SymbolRole{Role::New} : role;
    }
    case Role::Lambda:  // { case … } is a function unless it belongs to match or catch
      return node.is_kind("case_block") && (around.role(1) == Role::Switch || around.role(1) == Role::Catch)
                 ? SymbolRole{Role::None}
                 : role;
    case Role::Case:  // a handler that gives a value has dealt with the error as one that returns
      if (around.role(2) != Role::Catch || !node.child(Field::Body) || node.child(Field::Body).is_kind("unit"))
        return role;
      return {Role::Return};
    case Role::Loop:
      return node.is_kind("for_expression") && node.has_child_of_kind("yield") ? SymbolRole{Role::Comprehension} : role;
    case Role::Body:
      if (around.role(1) != Role::New || !node.is_kind("template_body")) return role;
      return {Role::Type, static_cast<std::uint8_t>(TypeKind::Class)};
    case Role::Function:  // of several parameter lists the first stands for the constructor
      if (!node.is_kind("class_parameters")) return role;
      return around.node(1).first_of_kind("class_parameters").same_as(node) ? role : SymbolRole{Role::None};
    case Role::Type:  // given x: T = … is a value
      if (!node.is_kind("given_definition") || node.child(Field::Body).is_kind("with_template_body")) return role;
      return {Role::None};
    default: return role;
  }
}

}  // namespace assay::scala
