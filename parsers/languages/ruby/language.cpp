// Ruby: node roles and hooks.
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

constexpr std::string_view extensions[] = {".rb", ".rake", ".gemspec", ".ru", ".rbw"};
constexpr std::string_view filenames[] = {"Rakefile",    "Gemfile", "Guardfile", "Capfile",
                                          "Vagrantfile", "Podfile", "Fastfile",  "Brewfile"};
constexpr std::string_view interpreters[] = {"ruby", "jruby"};

constexpr auto detail(LoopBound bound) { return static_cast<std::uint8_t>(bound); }
constexpr auto detail(TypeKind kind) { return static_cast<std::uint8_t>(kind); }
constexpr std::uint32_t flag(FunctionFlag f) { return static_cast<std::uint32_t>(f); }

constexpr KindRole kinds[] = {
    {"method", Role::Function},
    {"singleton_method", Role::Function},
    {"lambda", Role::Lambda},
    {"block", Role::Lambda},
    {"do_block", Role::Lambda},
    {"class", Role::Type, detail(TypeKind::Class)},
    {"module", Role::Type, detail(TypeKind::Module)},
    {"call", Role::Call},
    {"for", Role::Loop, detail(LoopBound::Collection)},
    {"while", Role::Loop, detail(LoopBound::Condition)},
    {"until", Role::Loop, detail(LoopBound::Condition)},
    {"while_modifier", Role::Loop, detail(LoopBound::Condition)},
    {"until_modifier", Role::Loop, detail(LoopBound::Condition)},
    {"if", Role::Branch},
    {"unless", Role::Branch},
    {"elsif", Role::Branch},
    {"if_modifier", Role::Branch},
    {"unless_modifier", Role::Branch},
    {"conditional", Role::Conditional},
    {"case", Role::Switch},
    {"case_match", Role::Switch},
    {"when", Role::Case},
    {"in_clause", Role::Case},
    {"rescue", Role::Catch},
    {"return", Role::Return},
    {"break", Role::Jump},
    {"next", Role::Jump},
    {"redo", Role::Jump},
    {"retry", Role::Jump},
    {"yield", Role::Yield},
    {"subshell", Role::Dynamic},
    {"rescue_modifier", Role::SwallowedError},
    {"undef", Role::Dynamic},
    {"array", Role::Container},
    {"hash", Role::Container},
    {"string_array", Role::Container},
    {"symbol_array", Role::Container},
    {"string", Role::String},
    {"heredoc_body", Role::String},
    {"interpolation", Role::Interpolation},
    {"splat_argument", Role::Spread},
    {"hash_splat_argument", Role::Spread},
    {"element_reference", Role::Index},
    {"binary", Role::Binary},
    {"unary", Role::Unary},
    {"assignment", Role::Assign},
    {"operator_assignment", Role::AugmentedAssign},
    {"identifier", Role::Identifier},
    {"constant", Role::Identifier},
    {"pair", Role::Pair},
    {"comment", Role::Comment},
};

FunctionParts function(const Node& node, const Ancestors& around) {
  FunctionParts parts = default_function(node, around);
  if (node.is_kind("singleton_method")) parts.flags |= flag(FunctionFlag::Static);
  if (parts.name == "initialize") parts.flags |= flag(FunctionFlag::Constructor);
  if (node.is_kind("method") || node.is_kind("singleton_method")) {
    if (!parts.name.starts_with("_")) parts.flags |= flag(FunctionFlag::Exported);
    if (around.in_type() && parts.name.starts_with("test_")) parts.flags |= flag(FunctionFlag::Test);
    return parts;
  }
  // A block: `describe "…" do`, `it "…" do` hold tests.
  const Node call = around.role(1) == Role::Call ? around.node(1) : Node{};
  const std::string_view method = call.child(Field::Method).text(16);
  for (std::string_view name : {"describe", "it", "context", "specify", "before", "after", "let", "test", "setup",
                                "teardown", "feature", "scenario"}) {
    if (method == name && !call.child(Field::Receiver)) parts.flags |= flag(FunctionFlag::Test);
  }
  return parts;
}

// class A < B; include C: the modules that the body mixes in are bases, too.
TypeParts type(const Node& node, const Ancestors&) {
  TypeParts parts;
  const Node name = node.child(Field::Name);
  parts.name = name.text(200);
  parts.line = name.line();
  parts.kind = node.is_kind("module") ? TypeKind::Module : TypeKind::Class;
  parts.flags = static_cast<std::uint16_t>(facts::TypeFlag::Exported);
  if (const Node superclass = node.child(Field::Superclass)) parts.bases.push_back(superclass.named_child(0).text(200));
  node.child(Field::Body).for_each_child([&](const Node& statement, Field) {
    if (!statement.is_kind("call") || statement.child(Field::Receiver)) return true;
    const std::string_view method = statement.child(Field::Method).text(8);
    if (method != "include" && method != "extend" && method != "prepend") return true;
    statement.child(Field::Arguments).for_each_child([&](const Node& mixin, Field) {
      if (mixin.is_kind("constant") || mixin.is_kind("scope_resolution")) parts.bases.push_back(mixin.text(200));
      return parts.bases.size() < 64;
    });
    return true;
  });
  return parts;
}

// require "x", require_relative "./x", load, autoload :Name, "x"
bool call_import(const Node&, const CallParts& call, std::vector<ImportParts>& out) {
  const bool relative = call.callee == "require_relative";
  const bool autoload = call.callee == "autoload";
  if (!relative && !autoload && call.callee != "require" && call.callee != "load") return false;
  if (!call.receiver.empty()) return false;
  const Node path = call.arguments.named_child(autoload ? 1 : 0);
  if (!path.is_kind("string")) return false;
  ImportParts part;
  part.module = unquoted(path.text(300));
  part.flags = static_cast<std::uint16_t>(ImportFlag::Wildcard);
  if (relative) part.flags = static_cast<std::uint16_t>(part.flags | static_cast<std::uint16_t>(ImportFlag::Relative));
  out.push_back(part);
  return true;
}

CallParts call(const Node& node, const Ancestors& around) {
  CallParts parts = default_call(node, around);
  if (node.child(Field::Block)) parts.flags |= static_cast<std::uint16_t>(facts::CallFlag::PassesFunction);
  if (parts.callee == "new") parts.flags |= static_cast<std::uint16_t>(facts::CallFlag::Constructs);
  return parts;
}

LoopParts loop(const Node& node, LoopBound guess) {
  LoopParts parts = default_loop(node, guess);
  if (guess == LoopBound::Condition) {
    parts.once[0] = {};
    if (node.child(Field::Condition).text(5) == "true") parts.bound = LoopBound::Endless;
  }
  return parts;
}

// raise is a call by the grammar, and means what throw means elsewhere.
SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around) {
  if (role.role == Role::Lambda && around.role(1) == Role::Lambda && around.node(1).is_kind("lambda"))
    return {};  // ->(x) { }: one closure
  if (role.role == Role::Call && !node.child(Field::Receiver)) {
    const std::string_view method = node.child(Field::Method).text(6);
    if (method == "raise" || method == "fail") return {Role::Throw};
  }
  return role;
}

void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out) {
  if (role != Role::Assign) return;
  const Node left = node.child(Field::Left);
  VariableParts parts;
  parts.name = left.text(100);
  parts.line = left.line();
  parts.type_name = constructed_type(node.child(Field::Right));
  parts.source = facts::VariableSource::Constructed;
  const bool constant = left.is_kind("constant");
  parts.kind = parts.name.starts_with("@")                            ? VariableKind::Field
               : parts.name.starts_with("$") || !around.in_function() ? VariableKind::Global
                                                                      : VariableKind::Local;
  parts.is_mutable = !constant;
  if (parts.name.find_first_of(".[(, ") == std::string_view::npos) out.push_back(parts);
}

constexpr LanguageSpec::Absence absences[] = {
    {"async functions", "Ruby has none; fibers and promises are objects"},
    {"await", "Ruby has none"},
    {"interfaces", "Ruby has none: modules are types of kind module"},
    {"declared types", "Ruby has none; signature files are not read"},
    {"locks", "Mutex is an object: see calls"},
    {"channels", "Queue is an object: see calls"},
    {"threads by syntax", "Thread is an object: see calls"},
    {"goto", "Ruby has none"},
    {"manual memory", "the interpreter owns all memory"},
    {"unsafe blocks", "Ruby has none; Fiddle and FFI are calls"},
    {"pointer arithmetic", "Ruby has no pointers"},
    {"inline assembly", "Ruby has none"},
    {"annotations", "Ruby has none: class macros are calls"},
    {"object creation", "new is a call"},
};

}  // namespace

const LanguageSpec& ruby_language() {
  static const LanguageSpec spec = [] {
    LanguageSpec s;
    s.marks = {Language::Ruby, "Ruby", extensions, filenames, interpreters};
    s.grammar = tree_sitter_ruby;
    s.kinds = kinds;
    s.scope_separator = "::";
    s.self_names = "self";
    s.super_names = "super";
    s.never_returns = "raise fail exit abort throw";
    s.module_runs = true;
    s.line_comment = "#";
    s.block_comments = false;
    s.assignment_declares = true;
    s.iterating =
        "each each_with_index each_with_object each_pair each_key each_value each_slice each_cons each_line each_char "
        "each_byte map collect "
        "flat_map select filter reject find detect find_all all? any? none? inject reduce sum group_by partition "
        "sort_by min_by max_by times "
        "upto downto step loop each_entry each_index map! select! reject! delete_if zip cycle to_h filter_map tally_by";
    s.function = function;
    s.type = type;
    s.call_import = call_import;
    s.call = call;
    s.loop = loop;
    s.refine = refine;
    s.variables = variables;
    s.absences = absences;
    return s;
  }();
  return spec;
}

}  // namespace assay
