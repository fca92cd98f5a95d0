// See extractor_pass.h: where a function may be handed on: assigned, returned, given as an argument, kept in a container.
//
// Most values are no functions. What is met is only noted; at the end of the file, when its functions, its imports and what
// it calls are known, those are kept that may matter: the value's name is that of a function or an imported one, or what
// receives it is called, or either is true after one more such step.
#include "parsers/syntax/callee.h"
#include "parsers/syntax/extractor_pass.h"

namespace assay {
namespace {

using facts::FlowKind;

constexpr std::size_t longest_value = 120, longest_target = 80;  // bytes
constexpr std::uint8_t by_name = 255;                            // position in facts.fbs
constexpr int most_steps = 5;                                    // few chains of calls hand a function further on
constexpr std::size_t most_noted = 200'000;                      // in one file; a table of data is none of functions

bool begins_name(char c) {
  const auto b = static_cast<unsigned char>(c);
  return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || b == '_' || b == '$' || b == '@' || b >= 0x80;
}

// The commas before `at` in the same list, `nested` lists further out; looks back to `from`.
std::uint8_t place_in_list(std::string_view text, std::size_t from, std::size_t at, unsigned nested) {
  constexpr std::size_t in_view = 2000;
  std::uint8_t commas = 0;
  int depth = 0;
  from = std::max(from, at > in_view ? at - in_view : 0);
  for (std::size_t i = at; i-- > from;) {
    const char c = text[i];
    if (c == '"' || c == '\'') {
      while (i > from && text[i - 1] != c) --i;
      if (i > from) --i;
    } else if (c == ')' || c == ']' || c == '}') {
      ++depth;
    } else if (c == '(' || c == '[' || c == '{') {
      if (--depth >= 0) continue;
      if (nested == 0) break;
      --nested;
      depth = 0;
      commas = 0;
    } else if (c == ',' && depth == 0 && commas < 254) {
      ++commas;
    }
  }
  return commas;
}

// The item at `place` of `a, b` or `(a, b)`; all of it where it is no such list.
std::string_view item_of(std::string_view list, std::uint8_t place) {
  if (list.find(',') == std::string_view::npos) return list;
  if (list.front() == '(' || list.front() == '[') list.remove_prefix(1);
  for (; place > 0; --place) {
    const std::size_t comma = list.find(',');
    if (comma == std::string_view::npos) return {};
    list.remove_prefix(comma + 1);
  }
  list = list.substr(0, list.find_first_of(",)]"));
  while (!list.empty() && (list.front() == ' ' || list.front() == '*')) list.remove_prefix(1);
  return list;
}

// Of a path, the last name, without what is called or indexed: a.f()[] → f.
std::string_view last_name(std::string_view path) {
  std::size_t begin = 0, end = 0;
  for (; end < path.size() && path[end] != '(' && path[end] != '['; ++end) {
    if (path[end] == '.' || path[end] == '>' || path[end] == ':') begin = end + 1;
  }
  while (end > begin && (path[end - 1] == ' ' || path[end - 1] == '\n')) --end;
  return path.substr(begin, end - begin);
}

// What stands before the value in `a = b`, `a: T = b`, `val a = b`: a. Several are left as they are.
std::string_view assigned_name(std::string_view before) {
  std::size_t begin = 0, end = 0;
  bool list = false;
  for (; end < before.size() && before[end] != '=' && before[end] != ':'; ++end) list = list || before[end] == ',';
  while (end > 0 && (before[end - 1] == ' ' || before[end - 1] == '\n')) --end;
  for (std::size_t i = 0; i < end && !list; ++i) {
    if (before[i] == ' ' || before[i] == '*' || before[i] == '&') begin = i + 1;
  }
  return before.substr(begin, end - begin);
}

// A name, a member or an element, and no pattern or what a call returns.
bool is_variable(std::string_view target) {
  if (target.empty() || target.size() > longest_target || !begins_name(target.front())) return false;
  return target.back() != ')' &&
         (target.find(')') == std::string_view::npos) == (target.find('(') == std::string_view::npos);
}

std::string_view parameter_name(const Node& parameter) {
  Node name = parameter;
  for (int i = 0; i < 4 && name.role() != Role::Identifier; ++i) {  // the declarator of a declarator
    Node inner = name.child(Field::Name);
    for (const Field field : {Field::Pattern, Field::Left, Field::Declarator}) {
      if (!inner) inner = name.child(field);
    }
    if (!inner) break;
    name = inner;
  }
  std::string_view text = name.text(longest_target);
  text.remove_prefix(std::min(text.find_first_not_of("(*& "), text.size()));
  return text.substr(0, text.find_first_of(" :=,()[]\n"));
}

}  // namespace

void Extractor::Pass::note_parameters(const Node& parameters) {
  constexpr std::uint8_t most = 32;
  const std::uint32_t row = functions_.back().row;
  std::uint8_t position = 0;
  parameters.for_each_child([&](const Node& child, Field) {
    const Role role = child.role();
    if (!child.named() || role == Role::Comment) return true;
    const std::string_view name = parameter_name(child);
    if (position == 0 && spec_.self_names.contains(name)) return true;
    if (role == Role::Identifier) add_documented_parameter(child);
    if (!name.empty() && begins_name(name.front()) && noted_.size() < most_noted) {
      Noted parameter{row, FlowKind::Parameter, position};
      parameter.line = child.line();
      parameter.target = name;
      noted_.push_back(parameter);
      if (role != Role::Identifier) note_default(child, parameter);
    }
    return ++position < most;
  });
}

// def f(a=g)
void Extractor::Pass::note_default(const Node& parameter, Noted flow) {
  Node value = parameter.child(Field::Value);
  if (!value) value = parameter.child(Field::Right);
  flow.source = value.text();
  flow.kind = FlowKind::Assigned;
  flow.position = 0;
  if (!flow.source.empty() && flow.source.size() <= longest_value && begins_name(flow.source.front()))
    noted_.push_back(flow);
}

// A name, a call, an element or (with its row) a closure, in `function`: what receives it?
void Extractor::Pass::note_value(const AssayNode& node, std::uint32_t function, std::uint32_t closure) {
  constexpr unsigned most_up = 8;
  Field field = grammar_.field_of(node.field);
  unsigned wrappers = 0;
  Noted flow{function, FlowKind::Assigned};
  flow.value = closure;
  flow.begin = node.begin;
  for (unsigned up = 1; up <= most_up && up <= depth_; ++up) {
    const PathEntry& around = path_[depth_ - up];
    switch (around.role.role) {
      case Role::None:
        if (++wrappers > 2) return;
        break;
      case Role::Container: ++flow.nested; break;
      case Role::Await: break;
      case Role::Conditional:
        if (field == Field::Condition) return;
        break;
      case Role::Pair: {
        if (field == Field::Key) return;
        Node name = this->node(up).child(Field::Key);
        if (!name) name = this->node(up).first_of_kind("field_designator");  // C: .key = value
        std::string_view key = name.text(longest_target);
        if (key.starts_with('.')) key.remove_prefix(1);
        if (key.empty() || !begins_name(key.front())) break;
        Noted member = flow;
        member.target = key;
        member.position = by_name;
        note_flow(node, member);
        break;
      }
      case Role::Assign:
      case Role::Variable:
        if (field != Field::Right && field != Field::Value) return;
        flow.list = this->node(up).begin();
        flow.target = text_.substr(flow.list, node.begin - flow.list);
        note_flow(node, flow);
        if (grammar_.field_of(around.field) != Field::Right || around.role.role != Role::Assign) return;  // a = b = f
        break;
      case Role::Loop:
        if (field != Field::Right) return;
        flow.target = this->node(up).child(Field::Left).text(longest_target);
        note_flow(node, flow);
        return;
      case Role::Lambda:
        if (up > 1 || field != Field::Body) return;
        [[fallthrough]];
      case Role::Return:
      case Role::Yield:
        flow.kind = FlowKind::Returned;
        note_flow(node, flow);
        return;
      case Role::Option:
        if (up + 2 > depth_ || field == Field::Name) return;
        flow.call = path_[depth_ - up - 2].role.role == Role::Call ? path_[depth_ - up - 2].call : 0;
        if (flow.call == 0) return;
        flow.kind = FlowKind::Argument;
        flow.target = this->node(up).child(Field::Name).text(longest_target);
        flow.position = by_name;
        note_flow(node, flow);
        return;
      case Role::Call:
      case Role::New:
        if (up == 1 || field == Field::Function || field == Field::Constructor || around.call == 0) return;
        flow.kind = FlowKind::Argument;
        flow.call = around.call;
        flow.list = this->node(up).begin();
        note_flow(node, flow);
        return;
      default: return;
    }
    field = grammar_.field_of(around.field);
  }
}

void Extractor::Pass::note_flow(const AssayNode& node, Noted flow) {
  if (noted_.size() == most_noted) return;
  const std::string_view source = text_.substr(node.begin, node.end - node.begin);
  if (flow.value == 0 && (source.empty() || source.size() > longest_value || !begins_name(source.front()))) return;
  if (flow.value == 0) flow.source = source;
  flow.line = node.row + 1;
  if (flow.kind == FlowKind::Assigned && flow.list != 0) flow.target = assigned_name(flow.target);
  if (flow.kind == FlowKind::Assigned && flow.target.find(',') != std::string_view::npos && flow.nested <= 1) {
    flow.target = item_of(flow.target, place_in_list(text_, flow.list + static_cast<std::uint32_t>(flow.target.size()),
                                                     flow.begin, flow.nested > 0 ? flow.nested - 1U : 0U));
  }
  if (flow.kind == FlowKind::Assigned && !is_variable(flow.target)) return;
  noted_.push_back(flow);
}

// Keeps what may hand on a function. What is known of a name is one for all of the file.
// Is the closure that is assigned named after what it is assigned to?
bool Extractor::Pass::bears_name(const Noted& noted) const {
  const std::string_view own = out_.names.text(function(noted.value).qualified());
  return noted.position != by_name && !noted.target.empty() && own.ends_with(last_name(noted.target));
}

void Extractor::Pass::add_flows() {
  enum : std::uint8_t { holds = 1, called = 2, member_called = 4, returns = 8, type = 16, imported = 32 };
  static constexpr WordList constants = "None True False null nil undefined true false self this";
  std::vector<std::uint8_t> marks(out_.names.size() + 1, 0);
  bool changed = true;
  const auto mark_of = [&](std::uint32_t id) { return id < marks.size() ? marks[id] : std::uint8_t{0}; };
  const auto add_mark = [&](std::uint32_t id, std::uint8_t mark) {
    if (id == 0) return;
    if (id >= marks.size()) marks.resize(id + 64, 0);
    changed = changed || (marks[id] & mark) != mark;
    marks[id] = static_cast<std::uint8_t>(marks[id] | mark);
  };
  std::vector<std::uint32_t> taken_places;  // by name of a function: bits of the parameters that it calls or hands on
  const auto add_taken = [&](std::uint32_t id, std::uint8_t position) {
    if (id >= taken_places.size()) taken_places.resize(id + 64, 0);
    const std::uint32_t places = taken_places[id] | 1U << std::min<std::uint8_t>(position, 31);
    changed = changed || places != taken_places[id];
    taken_places[id] = places;
  };
  for (const facts::Function& f : out_.functions) add_mark(f.name(), holds);
  for (const facts::Type& t : out_.types) add_mark(t.name(), type);
  for (const facts::Import& i : out_.imports) {
    const std::string_view name = out_.names.text(i.alias());
    if (i.name() == 0 || name.empty()) continue;
    const bool capital = name.front() >= 'A' && name.front() <= 'Z';  // a type or a constant
    add_mark(i.alias(), capital ? type : imported);
  }
  for (const facts::Call& c : out_.calls) {
    if (c.name() != 0) {
      add_mark(c.name(), c.receiver() == 0 ? called : member_called);
    } else {
      const std::string_view path = out_.names.text(c.receiver());
      add_mark(out_.names.find(last_name(path)), path.find('.') == std::string_view::npos ? called : member_called);
    }
  }
  std::size_t looked_up = 0;  // so many names were known then
  for (int step = 0; step < most_steps && changed; ++step) {
    changed = false;
    const bool look_up = looked_up != out_.names.size();
    looked_up = out_.names.size();
    for (Noted& noted : noted_) {
      if (noted.kept) continue;
      if (noted.source_name == 0 && look_up) noted.source_name = out_.names.find(last_name(noted.source));
      if (noted.target_name == 0 && look_up) noted.target_name = out_.names.find(last_name(noted.target));
      if (noted.source_name == 0 && noted.target_name == 0 && noted.value == 0 && noted.call == 0) continue;
      const std::uint8_t from = noted.value != 0 ? std::uint8_t{holds} : mark_of(noted.source_name);
      const bool member = noted.position == by_name || noted.target.find('.') != std::string_view::npos;
      const bool runs = (mark_of(noted.target_name) & (member ? member_called : called)) != 0;
      const bool is_result = noted.source.find('(') != std::string_view::npos;
      const bool is_element = !is_result && noted.source.ends_with(']');
      const bool holding = (from & (is_result ? returns : is_element ? holds : holds | imported)) != 0;
      const bool may_hold =
          holding || (is_result ? (from & (holds | imported)) != 0 : !constants.contains(noted.source));
      const bool is_type = !is_result && !is_element && (from & type) != 0;
      switch (noted.kind) {
        case FlowKind::Assigned:
          if (noted.value != 0 && bears_name(noted)) break;  // f = function () { … }: called by that name
          noted.kept = holding || is_type || (runs && may_hold);
          if (noted.kept && noted.target_name == 0) noted.target_name = out_.names.intern(last_name(noted.target));
          if (noted.kept && !is_type) add_mark(noted.target_name, holds);
          if (noted.kept && runs) add_mark(noted.source_name, is_result ? returns : called);
          break;
        case FlowKind::Returned:
          noted.kept = holding || is_type;
          if (noted.kept) add_mark(function(noted.function).name(), returns);
          break;
        case FlowKind::Argument: {
          const std::uint32_t callee = out_.calls[noted.call - 1].name();
          const std::uint32_t places = callee < taken_places.size() ? taken_places[callee] : 0;
          const bool taken = places != 0 && (noted.position == by_name ||
                                             (places >> std::min<std::uint8_t>(place_of(noted), 31) & 1U) != 0);
          noted.kept = holding || (taken && may_hold);
          if (taken && !is_result) add_mark(noted.source_name, called);
          break;
        }
        case FlowKind::Parameter:
          noted.kept = (mark_of(noted.target_name) & called) != 0;
          if (!noted.kept) break;
          add_mark(noted.target_name, holds);
          add_taken(function(noted.function).name(), noted.position);
          break;
      }
    }
  }
  for (Noted& noted : noted_) {
    if (noted.kept) keep_flow(noted);
  }
}

// An argument's position is counted where it is asked for: most are not.
std::uint8_t Extractor::Pass::place_of(Noted& noted) const {
  if (noted.kind == FlowKind::Argument && noted.position != by_name && !noted.placed) {
    noted.position = place_in_list(text_, noted.list, noted.begin, noted.nested);
    noted.placed = true;
  }
  return noted.position;
}

void Extractor::Pass::keep_flow(Noted& noted) {
  canonical_path(noted.source, scratch_);
  const std::uint32_t source = out_.names.intern(scratch_);
  const std::string_view plain = std::string_view(scratch_).substr(0, scratch_.find_first_of("(["));
  if (const std::size_t dot = plain.rfind('.'); dot != std::string_view::npos) {  // both are looked up by name
    out_.names.intern(plain.substr(0, dot));
    out_.names.intern(plain.substr(dot + 1));
  }
  canonical_path(noted.target, scratch_);
  out_.flows.emplace_back(noted.function, source, noted.value, out_.names.intern(scratch_), noted.call, noted.line,
                          place_of(noted), noted.kind);
}

}  // namespace assay
