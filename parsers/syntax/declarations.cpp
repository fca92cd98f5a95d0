// See extractor_pass.h: functions, types, scopes, imports, variables, annotations.
#include <utility>

#include "analyzer/facts/rounds.h"
#include "parsers/syntax/callee.h"
#include "parsers/syntax/extractor_pass.h"

namespace assay {
namespace {

using facts::FunctionFlag;
using facts::LoopBound;
using facts::SiteKind;

// Of what stands behind an annotation's '(': the first text in quotes, else all of it.
std::string_view first_argument(std::string_view text) {
  const std::size_t open = text.find_first_of("\"'");
  const std::size_t close = open == std::string_view::npos ? open : text.find(text[open], open + 1);
  return close == std::string_view::npos ? text.substr(0, text.find(')')) : text.substr(open + 1, close - open - 1);
}

}  // namespace

void Extractor::Pass::open_function(const AssayNode& node, bool lambda) {
  const Node self = here(node);
  FunctionParts parts = spec_.function != nullptr ? spec_.function(self, *this) : default_function(self, *this);
  if (lambda) {
    std::uint32_t line = parts.line;
    const std::string_view held_by = lambda_name(line);
    // app.listen = function listen() { }: a member of app, whatever it calls itself
    if (parts.name.empty() || held_by.find('.') != std::string_view::npos) {
      parts.name = held_by;
      parts.line = line;
    }
    if (parts.name.empty()) parts.flags |= bit(FunctionFlag::Lambda);
  }
  const bool given = lambda && (!spec_.iterating.empty() || !spec_.inlining.empty());
  const CalleePath callee = given ? callee_of_closure() : CalleePath{};
  if (lambda && in_function() && !is_inlined(callee)) add_site(SiteKind::AllocClosure, node);
  const std::uint32_t parent = in_function() ? functions_.back().row : 0;
  const std::uint32_t type = current_type();
  const bool in_type_body = in_type();

  const std::size_t qualified_size = qualified_.size();
  if (!parts.owner.empty()) {
    canonical_type(parts.owner, scratch_);
    // `A::B::f`: the owner's separators become the language's.
    qualify(scratch_);
  }
  if (!parts.name.empty()) {
    if (!qualified_.empty()) qualified_ += spec_.scope_separator;
    qualified_ += parts.name.substr(0, 200);
  }

  out_.functions.emplace_back();
  const auto row = static_cast<std::uint32_t>(out_.functions.size());
  facts::Function& f = out_.functions.back();
  // The last segment is the name that calls use: `a.b.c = function` is called as c.
  // A name with a blank ("operator bool") or a sigil of its own ("~T") is no path.
  const std::string_view last = parts.name.find(' ') != std::string_view::npos || parts.name.starts_with("~")
                                    ? parts.name
                                    : split_callee(parts.name).name;
  f.mutate_name(out_.names.intern(last.empty() ? parts.name : last));
  f.mutate_qualified(out_.names.intern(qualified_));
  f.mutate_type(in_type_body ? type : 0);
  f.mutate_parent(parent);
  f.mutate_begin(node.begin);
  f.mutate_end(node.end);
  f.mutate_line(parts.line != 0 ? parts.line : node.row + 1);
  f.mutate_end_line(node.end_row + 1);
  std::uint32_t flags = parts.flags;
  if (in_test()) flags |= bit(FunctionFlag::Test);
  if ((flags & bit(FunctionFlag::Entry)) != 0 && spec_.starts_program != nullptr &&
      !spec_.starts_program(file_path_, out_.names.text(out_.package)))
    flags &= ~bit(FunctionFlag::Entry);
  f.mutate_flags(flags);
  const std::string_view doc = spec_.documents_types ? doc_before(node.begin) : std::string_view{};
  if (!parts.name.empty()) out_.functions[row - 1].mutate_returns(result_type(self, parts, doc));
  int count = parts.parameter_count;
  if (count < 0) {
    count = 0;
    if (parts.parameters) {
      parts.parameters.for_each_child([&](const Node& child, Field) {
        if (child.named() && child.role() != Role::Comment) ++count;
        return count < 1000;
      });
    }
  }
  f.mutate_parameters(narrow16(static_cast<std::size_t>(count)));
  // The owner declared elsewhere (Go receiver, C++ A::f) is resolved by name in the model.
  if (!parts.owner.empty()) {
    facts::Variable self_type(row, 0, out_.names.intern("this"), intern_type(parts.owner), 0U, f.line(),
                              facts::VariableKind::Parameter, facts::VariableSource::Declared, false, false, 0);
    out_.variables.push_back(self_type);
  }
  if (notes_ != nullptr) bind_function(node, row, parts.body, lambda);
  const bool test = attach_annotations(depth_, row, 0) || in_test();

  functions_.push_back({row, depth_});
  functions_.back().doc = doc;
  if (parts.parameters) note_parameters(parts.parameters);
  scopes_.push_back({qualified_size, 0, functions_.size(), depth_, node.begin, test});
  const bool anonymous = (parts.flags & bit(FunctionFlag::Lambda)) != 0;
  const float rounds = anonymous ? rounds_of_closure(callee) : 0;  // xs.each { … }: the call is the loop
  const bool iterated = rounds > 0;
  if (iterated) {
    const LoopBound bound = rounds == assumed_rounds ? LoopBound::Collection : LoopBound::Constant;
    out_.loops.emplace_back(region().function, region().loop, node.row + 1, node.end_row + 1, rounds,
                            region().frequency, bound, narrow8(region().loop_depth + 1U), 0, false, 0U, 0U);
    FunctionState& outer = functions_[functions_.size() - 2];
    ++outer.loops;
    outer.loop_depth = std::max(outer.loop_depth, narrow8(region().loop_depth + 1U));
  }
  push_region(iterated ? rounds : 1.0F);
  Region& inside = region();
  if (!anonymous) inside.frequency = 1;
  inside.function = row;
  inside.loop = iterated ? static_cast<std::uint32_t>(out_.loops.size()) : 0;
  inside.loop_depth = !anonymous ? std::uint8_t{0} : narrow8(inside.loop_depth + (iterated ? 1U : 0U));
  inside.branch_depth = 0;
  functions_.back().loop_depth = inside.loop_depth;
  inside.error_path = false;
  open(Open::Function, depth_);
}

void Extractor::Pass::close_function() {
  settle_texts();
  const FunctionState state = std::move(functions_.back());
  functions_.pop_back();
  facts::Function& f = function(state.row);
  const Totals totals = region().totals;
  if (region().fails && (f.flags() & bit(FunctionFlag::Module)) == 0)
    scale_rows(state.row, region().last_return, failing_end_scale, true);
  if (f.returns() == 0) f.mutate_returns(state.result);
  f.mutate_operations(totals.operations);
  f.mutate_arithmetic(totals.arithmetic);
  f.mutate_bitwise(totals.bitwise);
  f.mutate_indexing(totals.indexing);
  f.mutate_assignments(totals.assignments);
  f.mutate_branches(state.branches);
  f.mutate_loops(state.loops);
  f.mutate_loop_depth(state.loop_depth);
  f.mutate_branch_depth(state.branch_depth);
  if ((f.flags() & bit(FunctionFlag::HasError)) != 0 && (f.flags() & bit(FunctionFlag::Module)) == 0)
    ++out_.functions_with_error;
  regions_.pop_back();
  if (functions_.empty()) return;
  qualified_.resize(scopes_.back().qualified_size);
  scopes_.pop_back();
}

std::string_view Extractor::Pass::lambda_name(std::uint32_t& line) const {
  Node name;
  for (unsigned up = 1; up <= 2 && !name; ++up) {
    switch (role(up)) {
      case Role::Variable:
      case Role::Member:
        name = node(up).child(Field::Name);
        if (!name) name = node(up).child(Field::Property);
        break;
      case Role::Assign: name = node(up).child(Field::Left); break;
      case Role::Pair: name = node(up).child(Field::Key); break;
      case Role::None: continue;  // parentheses and wrappers
      default: return {};
    }
  }
  const std::string_view text = name.text(200);
  if (text.find_first_of(" \t\r\n([{\"'") != std::string_view::npos) return {};
  line = name.line();
  return text;
}

// Adds the parts of a dotted name to that of the open scopes, joined as the language joins them.
void Extractor::Pass::qualify(std::string_view dotted) {
  while (!dotted.empty()) {
    const std::size_t end = std::min(dotted.find('.'), dotted.size());
    if (!qualified_.empty()) qualified_ += spec_.scope_separator;
    qualified_.append(dotted, 0, end);
    dotted.remove_prefix(std::min(end + 1, dotted.size()));
  }
}

void Extractor::Pass::open_scope(std::string_view name, std::uint32_t type, const AssayNode& node,
                                 std::uint32_t name_begin) {
  scopes_.push_back(
      {qualified_.size(), type, functions_.size(), depth_, name_begin != 0 ? name_begin : node.begin, in_test()});
  if (!name.empty()) {
    canonical_type(name, scratch_);
    qualify(scratch_);
  }
  open(Open::Scope, depth_);
}

void Extractor::Pass::close_scope() {
  qualified_.resize(scopes_.back().qualified_size);
  scopes_.pop_back();
}

std::uint32_t Extractor::Pass::intern_type(std::string_view text) {
  canonical_type(text, scratch_);
  return out_.names.intern(scratch_);
}

void Extractor::Pass::open_type(const AssayNode& node, std::uint8_t detail) {
  const Node self = here(node);
  TypeParts parts = spec_.type != nullptr ? spec_.type(self, *this) : default_type(self, *this);
  if (spec_.type == nullptr) parts.kind = static_cast<facts::TypeKind>(detail);
  const std::uint32_t parent = current_type();
  open_scope(parts.name, 0, node, 0);
  out_.types.emplace_back();
  const auto row = static_cast<std::uint32_t>(out_.types.size());
  facts::Type& t = out_.types.back();
  t.mutate_name(intern_type(parts.name));
  t.mutate_qualified(out_.names.intern(qualified_));
  t.mutate_parent(parent);
  t.mutate_line(parts.line != 0 ? parts.line : node.row + 1);
  t.mutate_end_line(node.end_row + 1);
  t.mutate_kind(parts.kind);
  std::uint16_t flags = parts.flags;
  if (in_test()) flags = static_cast<std::uint16_t>(flags | bit(facts::TypeFlag::Test));
  t.mutate_flags(flags);
  for (std::string_view base : parts.bases) {
    const bool alias = parts.kind == facts::TypeKind::Alias;
    if (const std::uint32_t name = alias ? intern_held_type(base) : intern_type(base))
      out_.bases.emplace_back(row, name);
  }
  if (notes_ != nullptr) bind_type(row, parts.name);
  scopes_.back().type = row;
  if (attach_annotations(depth_, 0, row)) scopes_.back().test = true;
}

void Extractor::Pass::add_imports(const Node& node) {
  import_parts_.clear();
  if (spec_.imports == nullptr) return;
  spec_.imports(node, import_parts_);
  put_imports(node.line());
}

// What `import_parts_` holds becomes rows; `line` where a part has none of its own.
void Extractor::Pass::put_imports(std::uint32_t line) {
  for (const ImportParts& part : import_parts_) {
    const std::string_view module = part.joined.empty() ? part.module : std::string_view(part.joined);
    if (!spec_.translating_library.empty() && module.starts_with(spec_.translating_library)) translates_ = true;
    out_.imports.emplace_back(region().function, out_.names.intern(module), out_.names.intern(part.name),
                              out_.names.intern(part.alias), part.line != 0 ? part.line : line, part.flags);
  }
  import_parts_.clear();
}

void Extractor::Pass::add_variables(const Node& node, Role role) {
  variable_parts_.clear();
  if (spec_.variables != nullptr) {
    spec_.variables(node, role, *this, variable_parts_);
  } else {
    default_variables(node, role, *this, variable_parts_);
  }
  bool first = true;
  for (const VariableParts& part : variable_parts_) {
    const bool is_first = std::exchange(first, false);  // of several, each but the first is given something else
    if (part.name.empty()) continue;
    const bool global = part.kind == facts::VariableKind::Global;
    const std::uint32_t name = out_.names.intern(part.name);
    // Fields stand in the type's body or are a constructor's parameters; those that a method assigns may do so repeatedly.
    const std::uint32_t holder = in_type()                 ? current_type()
                                 : role == Role::Parameter ? function(functions_.back().row).type()
                                                           : 0U;
    if (part.kind == facts::VariableKind::Field && holder != 0) {
      facts::Type& t = out_.types[holder - 1];
      if (t.fields() < 0xFFFF) t.mutate_fields(static_cast<std::uint16_t>(t.fields() + 1));
    }
    if (global && part.is_mutable) globals_.push_back(name);
    if (!global && in_function()) functions_.back().locals.push_back({name, region().loop});
    const bool field = part.kind == facts::VariableKind::Field;
    std::uint32_t type_name = intern_held_type(part.type_name), value = 0;
    if (type_name == 0 && spec_.has_methods) {
      type_name = intern_held_type(documented_type(node, role, part.name));
      const Node given = part.value ? part.value : given_value(node);
      if (type_name == 0 && is_first && role != Role::Parameter) value = value_path(given, field);
    }
    if (type_name == 0 && value == 0 && !part.made_empty && !(global && part.is_mutable)) continue;  // nothing is known
    const std::uint32_t owner = !field ? 0U : in_type() ? current_type() : function(functions_.back().row).type();
    out_.variables.emplace_back(global || (field && in_type()) ? 0U : functions_.back().row, owner, name, type_name,
                                value, part.line != 0 ? part.line : node.line(), part.kind, part.source,
                                part.is_mutable, part.made_empty, 0);
    if (part.made_empty) watch_container(static_cast<std::uint32_t>(out_.variables.size()), node);
  }
  add_list(node, role);
}

// x = [a, b, c]: a loop over x has as many rounds.
void Extractor::Pass::add_list(const Node& node, Role role) {
  constexpr std::size_t most = 200;  // looked through for each loop
  if (variable_parts_.size() != 1 || (role != Role::Variable && role != Role::Assign && role != Role::Member)) return;
  Node value = given_value(node);
  if (value && value.role() == Role::None && value.named_child_count() == 1) value = value.named_child(0);
  constexpr std::size_t longest = 4000;  // bytes: tables stand at the top of a file
  const float length = literal_length(value.text(), longest);
  if (length > 0 && functions_.back().lists.size() < most)
    functions_.back().lists.push_back({variable_parts_[0].name, length});
}

void Extractor::Pass::add_annotation(const AssayNode& node) {
  const Node self = here(node);
  Node name = self.child(Field::Name), arguments = self.child(Field::Arguments);
  if (name && !arguments && self.named_child_count() == 2) arguments = self.named_child(1);  // without a field: C#
  std::string_view text = name ? name.text(200) : self.text(200), argument;
  if (arguments && arguments.named_child_count() > 0) argument = unquoted(arguments.named_child(0).text());
  if (!name) {  // @a.b(c), [A(b)], #[a(b)]
    while (!text.empty() && (text.front() == '@' || text.front() == '#' || text.front() == '[' || text.front() == ' '))
      text.remove_prefix(1);
    const std::size_t end = text.find_first_of("([ \n]{<");
    if (!arguments && end != std::string_view::npos && text[end] == '(')
      argument = first_argument(text.substr(end + 1));
    text = text.substr(0, end);
  }
  constexpr std::size_t longest_argument = 80;
  canonical_path(text, scratch_);
  out_.annotations.emplace_back(0U, 0U, out_.names.intern(scratch_),
                                argument.size() <= longest_argument ? out_.names.intern(argument) : 0U, node.row + 1);
  pending_.push_back({static_cast<std::uint32_t>(out_.annotations.size()), depth_});
  // Inside the declaration itself (Java's modifiers), before its name.
  if (!scopes_.empty() && depth_ - scopes_.back().depth <= 2) {
    const bool of_type = scopes_.back().type != 0 && scopes_.back().functions == functions_.size();
    const bool of_function = functions_.size() > 1 && functions_.back().depth == scopes_.back().depth;
    if (of_type && node.row + 1 <= out_.types[scopes_.back().type - 1].line()) {
      if (attach_annotations(depth_, 0, scopes_.back().type)) scopes_.back().test = true;
    } else if (of_function && node.row + 1 <= function(functions_.back().row).line()) {
      if (attach_annotations(depth_, functions_.back().row, 0)) scopes_.back().test = true;
    }
  }
}

// Gives the annotations that wait at `depth` to a function or type, or to neither; true: one of them marks test code.
bool Extractor::Pass::attach_annotations(std::uint32_t depth, std::uint32_t function_row, std::uint32_t type_row) {
  bool marks_test = false;
  for (const PendingAnnotation& pending : pending_) {
    if (pending.depth != depth) continue;
    facts::Annotation& annotation = out_.annotations[pending.row - 1];
    annotation.mutate_function(function_row);
    annotation.mutate_type(type_row);
    const std::string_view name = out_.names.text(annotation.name());
    const bool test =
        spec_.is_test_annotation != nullptr && spec_.is_test_annotation(name, out_.names.text(annotation.argument()));
    marks_test = marks_test || test;
    if (function_row != 0) {
      facts::Function& f = function(function_row);
      f.mutate_flags(f.flags() | bit(FunctionFlag::Decorated) | (test ? bit(FunctionFlag::Test) : 0U));
    } else if (test && type_row != 0) {
      facts::Type& t = out_.types[type_row - 1];
      t.mutate_flags(static_cast<std::uint16_t>(t.flags() | bit(facts::TypeFlag::Test)));
    }
  }
  std::erase_if(pending_, [&](const PendingAnnotation& pending) { return pending.depth >= depth; });
  return marks_test;
}

}  // namespace assay
