// See extractor_pass.h: regions, loops, calls, assignments, sites.
#include "analyzer/facts/rounds.h"
#include "parsers/syntax/callee.h"
#include "parsers/syntax/extractor_pass.h"

namespace assay {
namespace {

using facts::CallFlag;
using facts::FunctionFlag;
using facts::LoopBound;
using facts::SiteKind;

// What stands directly in a loop's body, or in that of the condition without `else` that is all of the body.
std::uint32_t statements_of(const Node& loop) {
  Node body = loop.child(Field::Body);
  if (!body) return 0;
  Node only;
  const auto count_in = [&only](const Node& block) {
    std::uint32_t count = 0;
    block.for_each_child([&](const Node& child, Field) {
      if (!child.named() || child.role() == Role::Comment) return true;
      only = child;
      return ++count < 255;
    });
    return count;
  };
  // More than what stands there, where that may go several ways or go round by itself.
  const auto is_plain = [](const Node& node) {
    const Role role = node.role();
    return role != Role::Try && role != Role::Switch && role != Role::Lock && role != Role::Loop;
  };
  std::uint32_t count = count_in(body);
  if (count == 1 && only.role() == Role::Branch) {
    if (only.child(Field::Alternative)) return 2;
    body = only.child(Field::Consequence);
    if (!body) return 2;
    count = count_in(body);
  }
  return count == 1 && !is_plain(only) ? 2 : count;
}

// `text ${hole}`: as much a literal as a sum is.
bool has_holes(const Node& string) {
  bool found = false;
  string.for_each_child([&](const Node& child, Field) {
    found = child.role() == Role::Interpolation;
    return !found;
  });
  return found;
}

// 16, MAX_SIZE, sizeof(struct header)
bool is_constant(std::string_view value) {
  if (value.starts_with("sizeof")) return true;
  return !value.empty() && value.size() < 40 &&
         value.find_first_not_of("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_x") == std::string_view::npos && value != "_" &&
         value != "x";
}

// 0..n, 0 until n: counts, and walks nothing.
bool counts(std::string_view items) {
  constexpr std::size_t longest = 80;
  if (items.size() > longest) return false;
  for (const std::string_view word : {"..", " until ", " downTo "}) {
    if (items.find(word) != std::string_view::npos) return true;
  }
  return false;
}

bool is_name(const Node& node) { return node.role() == Role::Identifier || node.is_kind("identifier"); }

// An argument without the node that a grammar puts around it.
Node unwrapped(const Node& argument) {
  return argument.role() == Role::None && argument.named_child_count() == 1 ? argument.named_child(0) : argument;
}

}  // namespace

void Extractor::Pass::push_region(float frequency_scale) {
  Region next = region();
  // 10^9 rounds are more than any estimate can mean; it keeps sums finite.
  next.frequency = std::min(next.frequency * frequency_scale, 1e9F);
  next.totals = {};
  next.throws = next.fails = next.returns = false;
  next.skipped = 0;
  next.first = next.last_return = {out_.calls.size(), out_.sites.size(), out_.loops.size()};
  regions_.push_back(next);
}

// Closes a region; with a scale other than 1, what it held turns out to run less often than assumed on entering.
void Extractor::Pass::pop_region(float scale) {
  const Region done = region();
  regions_.pop_back();
  region().totals.add(done.totals, scale);
  if (scale != 1.0F) scale_rows(done.function, done.first, scale, done.throws);
}

// The rows of a function from `first` on run less often than was assumed; `error`: because they end in one.
void Extractor::Pass::scale_rows(std::uint32_t function, const Region::Rows& first, float scale, bool error) {
  for (std::size_t i = first.calls; i < out_.calls.size(); ++i) {
    facts::Call& call = out_.calls[i];
    if (call.caller() != function) continue;
    call.mutate_frequency(call.frequency() * scale);
    if (error) call.mutate_flags(static_cast<std::uint16_t>(call.flags() | bit(CallFlag::ErrorPath)));
  }
  for (std::size_t i = first.sites; i < out_.sites.size(); ++i) {
    facts::Site& site = out_.sites[i];
    if (site.function() == function) site.mutate_frequency(site.frequency() * scale);
  }
  for (std::size_t i = first.loops; i < out_.loops.size(); ++i) {
    facts::Loop& loop = out_.loops[i];
    if (loop.function() == function) loop.mutate_frequency(loop.frequency() * scale);
  }
}

// A return that speaks of no error: what its function does before may well have been done in vain, but not for an error.
void Extractor::Pass::note_return() {
  const std::uint32_t function = region().function;
  for (auto around = regions_.rbegin(); around != regions_.rend() && around->function == function; ++around)
    around->last_return = {out_.calls.size(), out_.sites.size(), out_.loops.size()};
}

// Does this call never come back?
bool Extractor::Pass::ends_process(const CalleePath& callee) const {
  static constexpr WordList owners =  // of a function of that name that is no method
      "os log sys std process base Runtime Kernel System Environment Process libc panic";
  if (!spec_.never_returns.contains(callee.name)) return false;
  std::string_view owner = callee.receiver;
  while (owner.ends_with(':') || owner.ends_with('.')) owner.remove_suffix(1);
  return owner.empty() || spec_.never_returns_from.contains(callee.name) ||
         owners.contains(owner.substr(owner.find_last_of(":.") + 1));
}

// Is a closure that is given to this call compiled into the caller?
bool Extractor::Pass::is_inlined(const CalleePath& callee) const { return spec_.inlining.contains(callee.name); }

// Does it run a function that it is given for each element of something?
bool Extractor::Pass::iterates(const CalleePath& callee) const {
  return spec_.iterating.contains(callee.name) && !translates_ &&
         (spec_.iterates == nullptr || spec_.iterates(callee.receiver, callee.name));
}

// How often a closure runs for each run of the call that it is given to; 0: that is no loop.
float Extractor::Pass::rounds_of_closure(const CalleePath& callee) const {
  if (!iterates(callee)) return 0;
  const float length = literal_length(callee.receiver);
  return length > 0 ? length : assumed_rounds;
}

// The callee of the call that is given the closure being opened, its receiver's last 300 bytes at most: chains are long.
// Empty: there is none.
CalleePath Extractor::Pass::callee_of_closure() const {
  for (unsigned up = 1; up <= 3; ++up) {
    if (role(up) == Role::None) continue;
    if (role(up) != Role::Call) return {};
    const Node call = node(up);
    Node callee = call.child(Field::Method), receiver = call.child(Field::Receiver);
    if (!receiver) receiver = call.child(Field::Object);
    if (!callee) callee = call.child(Field::Name);
    if (!callee) callee = call.child(Field::Function);
    if (!callee) callee = call.named_child(0);
    if (callee.role() == Role::Call) {  // a list of arguments before the closure: repeat(3) { … }, xs.foldLeft(0)(…)
      const Node function = callee.child(Field::Function);
      callee = function ? function : callee.named_child(0);
    }
    CalleePath path = split_callee(callee.text());
    if (path.receiver.empty()) path.receiver = receiver.text();
    constexpr std::size_t longest = 300;
    if (path.receiver.size() > longest) path.receiver.remove_prefix(path.receiver.size() - longest);
    return path;
  }
  return {};
}

// A jump or a return ends loops before their bound does: the innermost, or all of the function. A `break` may mean a switch.
void Extractor::Pass::leave_loops(bool all) {
  if (region().loop == 0) return;
  for (std::size_t i = frames_.size(); !all && i-- > 0;) {
    if (frames_[i].open == Open::Switch) return;
    if (frames_[i].open == Open::Loop) break;
  }
  for (std::uint32_t loop = region().loop; loop != 0; loop = all ? out_.loops[loop - 1].parent() : 0)
    out_.loops[loop - 1].mutate_leaves(true);
}

// How many items a literal list has, or a name that stands for one; 0: not known.
float Extractor::Pass::length_of(const Node& items) const {
  const std::string_view text = items.text();
  if (!is_name(items)) return literal_length(text);
  for (auto state = functions_.rbegin(); state != functions_.rend(); ++state) {
    for (const Listed& list : state->lists) {
      if (list.name == text) return list.length;
    }
  }
  return 0;
}

void Extractor::Pass::open_loop(const AssayNode& node, LoopBound guess) {
  const Node self = here(node);
  LoopParts parts = spec_.loop != nullptr ? spec_.loop(self, guess) : default_loop(self, guess);
  std::string_view walked;
  if (parts.bound == LoopBound::Collection) {
    Node& items = parts.items;
    if (!items) items = self.child(Field::Right);
    if (!items) items = self.child(Field::Collection);
    if (!items) items = self.child(Field::Value);
    if (!items && parts.once[0]) items = parts.once[0];
    if (const float length = length_of(items); length > 0) {
      parts.bound = LoopBound::Constant;
      parts.rounds = length;
    } else if (counts(items.text())) {
      parts.bound = LoopBound::Condition;
    } else if (is_name(items) && items.size() <= 80) {
      walked = items.text();
    }
  }
  const Region& around = region();
  const float rounds = parts.rounds > 0 ? parts.rounds : assumed_rounds;
  out_.loops.emplace_back(around.function, around.loop, node.row + 1, node.end_row + 1, rounds, around.frequency,
                          parts.bound, narrow8(around.loop_depth + 1U), narrow8(statements_of(self)), false,
                          out_.names.intern(walked), out_.names.intern(parts.macro_name));
  if (notes_ != nullptr) {
    add_noted_copy(node, rounds);
  } else if (!parts.copies.empty()) {
    canonical_type(parts.copies, scratch_);
    out_.sites.emplace_back(around.function, out_.names.intern(scratch_), static_cast<std::uint32_t>(out_.loops.size()),
                            node.row + 1, node.row + 1, narrow16(node.column + 1U), SiteKind::AllocCopy,
                            narrow8(around.loop_depth + 1U), around.frequency * rounds);
  }
  if (parts.bound == LoopBound::Collection || parts.bound == LoopBound::Constant) {
    Node item = self.child(Field::Left);
    if (!item) item = self.child(Field::Name);
    if (item && item.size() <= 60)
      functions_.back().settings.push_back(
          {out_.names.intern(item.text()), static_cast<std::uint32_t>(out_.loops.size())});
  }
  ++functions_.back().loops;
  open(Open::Loop, depth_);
  Frame& frame = frames_.back();
  frame.row = static_cast<std::uint32_t>(out_.loops.size());
  frame.value = rounds;
  frame.once[0] = parts.once[0].id();
  frame.once[1] = parts.once[1].id();
}

// Is it declared, set or walked to in the innermost loop? Of a path, its first name.
bool Extractor::Pass::belongs_to_round(std::uint32_t name) {
  const std::uint32_t loop = region().loop;
  if (loop == 0 || name == 0) return false;
  const std::string_view path = out_.names.text(name), head = path.substr(0, path.find_first_of(".[("));
  const auto among = [&](const std::vector<Local>& names) {
    constexpr std::size_t in_view = 64;  // of those seen last
    const auto last = names.rbegin(), first = last + static_cast<std::ptrdiff_t>(std::min(in_view, names.size()));
    return std::any_of(last, first,
                       [&](const Local& local) { return local.loop == loop && out_.names.text(local.name) == head; });
  };
  return among(functions_.back().locals) || among(functions_.back().settings);
}

void Extractor::Pass::add_call(const AssayNode& node, bool constructs) {
  const Node self = here(node);
  CallParts parts = spec_.call != nullptr ? spec_.call(self, *this) : default_call(self, *this);
  CalleePath path = split_callee(parts.callee);
  if (!parts.receiver.empty()) path.receiver = parts.receiver;
  if (spec_.call_import != nullptr && spec_.call_import(self, parts, import_parts_)) {
    put_imports(node.row + 1);
  }
  ++activity_;
  if (ends_process(path)) region().throws = true;
  const Region& around = region();
  std::uint32_t flags = parts.flags;
  if (around.error_path) flags |= bit(CallFlag::ErrorPath);
  if (constructs) flags |= bit(CallFlag::Constructs);
  for (unsigned up = 1; up <= 4; ++up) {
    const Role outer = role(up);
    // await f().ConfigureAwait(false)
    if (outer == Role::Call && this->node(up).child(Field::Function).text(2000).ends_with(".ConfigureAwait")) continue;
    if (outer == Role::None && up > 2) continue;
    if (outer == Role::Await) flags |= bit(CallFlag::Awaited);
    if (outer == Role::Spawn) flags |= bit(CallFlag::Spawned);
    if (outer == Role::Defer) flags |= bit(CallFlag::Deferred);
    if (outer != Role::None) break;
  }
  canonical_path(path.receiver, scratch_);
  if (!scratch_.empty()) {
    const std::string_view head = std::string_view(scratch_).substr(0, scratch_.find('.'));
    if (head.size() == scratch_.size()) {
      if (spec_.self_names.contains(head)) flags |= bit(CallFlag::SelfReceiver);
      if (spec_.super_names.contains(head) || head == "super()") flags |= bit(CallFlag::SuperReceiver);
    }
  }
  const std::uint32_t receiver = out_.names.intern(scratch_);
  std::uint32_t argument = 0, arguments = 0;
  if (parts.arguments) {
    arguments = parts.arguments.named_child_count();
    if (arguments > 0) {
      const Node first = unwrapped(parts.arguments.named_child(0));
      const Role kind = first.role();
      if (kind == Role::String && !has_holes(first)) flags |= bit(CallFlag::LiteralFirst);
      if (arguments > 1) {
        const Node second = unwrapped(parts.arguments.named_child(1));
        const auto is_text = [](const Node& value) {
          return value.role() == Role::String || value.text(1) == "\"";  // "a" MACRO "b"
        };
        const Node one = second.child(Field::Consequence), other = second.child(Field::Alternative);
        const bool text = is_text(second) || (one && other && is_text(one) && is_text(other));
        if (text && second.text().find("%s") == std::string_view::npos) flags |= bit(CallFlag::LiteralSecond);
      }
      if (is_constant(parts.arguments.named_child(arguments < 8 ? arguments - 1 : 0).text(40)))
        flags |= bit(CallFlag::LastConstant);
      if (kind == Role::String && first.size() <= 80) {
        argument = out_.names.intern(unquoted(first.text()));
      } else if (kind == Role::Identifier && first.size() <= 80) {
        argument = out_.names.intern(first.text());
      }
    }
  }
  if (belongs_to_round(receiver) || belongs_to_round(argument)) flags |= bit(CallFlag::OfRound);
  if (iterates(path)) flags |= bit(CallFlag::RunsGiven) | bit(CallFlag::Iterates);
  if (spec_.applying.contains(path.name)) flags |= bit(CallFlag::RunsGiven);
  const std::uint32_t name = out_.names.intern(path.name);
  if (constructs) add_site(SiteKind::AllocObject, node, name);
  facts::Function& f = function(around.function);
  if (name != 0 && name == f.name() && (receiver == 0 || (flags & bit(CallFlag::SelfReceiver)) != 0)) {
    f.mutate_flags(f.flags() | bit(FunctionFlag::Recursive));
  }
  out_.calls.emplace_back(around.function, name, receiver, node.row + 1, narrow16(node.column + 1U), narrow8(arguments),
                          around.loop_depth, around.frequency, around.loop, argument, narrow16(flags));
  const auto row = static_cast<std::uint32_t>(out_.calls.size());
  path_[depth_].call = row;
  if (notes_ != nullptr) bind_call(node, row, path.name);
  constexpr std::size_t in_view = 400;  // bytes: what is given by name further on is not seen
  if (spec_.named_argument != nullptr && arguments > 0 &&
      parts.arguments.text(in_view).find(spec_.named_mark) != std::string_view::npos) {
    parts.arguments.for_each_child([&](const Node& child, Field) {
      if (!child.named()) return true;
      if (const auto [key, value] = spec_.named_argument(child); key) add_option(row, key, value);
      return true;
    });
  }
}

// name = value among the arguments of a call, or in a literal that is one of them.
void Extractor::Pass::add_option(const AssayNode& node) {
  constexpr unsigned reach = 4;  // option, list of arguments, literal, call: with a wrapper at most so far apart
  std::uint32_t call = 0;
  bool in_literal = false;
  for (unsigned up = 1; up <= reach && call == 0; ++up) {
    switch (role(up)) {
      case Role::None: break;
      case Role::Call:
      case Role::New: call = path_[depth_ - up].call; break;
      case Role::Container:
        if (in_literal) return;
        in_literal = true;
        break;
      default: return;
    }
  }
  if (call == 0) return;
  const Node self = here(node);
  if (self.role() == Role::Spread) {  // options from elsewhere
    out_.options.emplace_back(call, out_.names.intern("**"), 0U);
    return;
  }
  Node name = self.child(Field::Name), value = self.child(Field::Value);
  if (!name) name = self.child(Field::Key);
  if (!name && self.named_child_count() == 2) name = self.named_child(0);
  if (!name) return;  // a value of a list, or {name} for {name: name}
  if (!value) value = self.named_child(1);
  add_option(call, name, value);
}

void Extractor::Pass::add_option(std::uint32_t call, const Node& name, const Node& value) {
  const std::string_view key = unquoted(name.text(80));
  const bool plain = value && value.size() <= 40 && value.named_child_count() == 0;
  out_.options.emplace_back(call, out_.names.intern(key.substr(0, key.find_first_of(": ="))),
                            plain ? out_.names.intern(unquoted(value.text())) : 0U);
}

// Calls among a call's arguments come before its later options.
void Extractor::Pass::sort_options() {
  std::stable_sort(out_.options.begin(), out_.options.end(),
                   [](const facts::Option& a, const facts::Option& b) { return a.call() < b.call(); });
}

void Extractor::Pass::add_site(SiteKind kind, const AssayNode& node, std::uint32_t detail) {
  const Region& around = region();
  out_.sites.emplace_back(around.function, detail, around.loop, node.row + 1, node.end_row + 1,
                          narrow16(node.column + 1U), kind, around.loop_depth, around.frequency);
}

// A statement holds the lock that it names while it runs; a variable, to the end of the block around it.
void Extractor::Pass::add_lock(const AssayNode& node, std::uint8_t detail) {
  const Node self = here(node);
  std::string_view what = self.named_child(0).text();
  if (what.starts_with('(') && what.ends_with(')')) what = what.substr(1, what.size() - 2);
  const bool plain = detail == 0 && what.size() <= 60 && what.find('\n') == std::string_view::npos;
  add_site(SiteKind::Lock, node, plain ? out_.names.intern(what) : 0U);
  if (detail == 0) return;
  if (depth_ > 0) out_.sites.back().mutate_reach(path_[depth_ - 1].end_row + 1);
  add_variables(self, Role::Variable);
}

// x += …, x++ where x is declared with a type whose values are objects.
void Extractor::Pass::add_boxing(const AssayNode& node) {
  if (spec_.boxed_types.empty() || region().loop == 0) return;
  const Node self = here(node);
  Node target = self.child(Field::Left);
  if (!target) target = self.named_child(0);
  const std::string_view name = target.text(100);
  for (auto variable = out_.variables.rbegin(); variable != out_.variables.rend(); ++variable) {
    if (variable->function() != functions_.back().row) return;
    if (out_.names.text(variable->name()) != name) continue;
    if (spec_.boxed_types.contains(out_.names.text(variable->type_name())))
      add_site(SiteKind::AllocBoxing, node, variable->name());
    return;
  }
}

// Remembers `x = …` inside a function; whether x is a global is known at the end of the file.
void Extractor::Pass::add_assignment(const AssayNode& node) {
  if (!in_function()) return;
  const Node self = here(node);
  Node target = self.child(Field::Left);
  if (!target) target = self.child(Field::Argument);
  if (!target) target = self.child(Field::Operand);
  if (!target) target = self.named_child(0);
  std::string_view text = target.text(120);
  const std::size_t end = text.find_first_of(".[-> (,");
  const bool sigil = text.starts_with("$") || text.starts_with("@@");
  const std::vector<std::string_view>& shared = functions_.back().shared;
  if (const std::string_view name = text.substr(0, end);
      std::find(shared.begin(), shared.end(), name) != shared.end()) {
    add_site(SiteKind::SharedGlobal, node, out_.names.intern(name));
    return;
  }
  if (spec_.assignment_declares && !(sigil && spec_.marks.id == Language::Ruby)) return;
  const std::string_view rest = end == std::string_view::npos ? std::string_view{} : text.substr(end);
  text = text.substr(0, end);
  if (text.empty()) return;
  const Region& around = region();
  if (rest.starts_with(".") && text[0] >= 'A' &&
      text[0] <= 'Z') {  // T.x = …: perhaps a static field of a type of this file
    assignments_.push_back({around.function, out_.names.intern(rest.substr(1, rest.find_first_of(".[-> (,", 1) - 1)),
                            around.loop, node.row + 1, narrow16(node.column + 1U), around.loop_depth,
                            around.frequency});
  }
  if (sigil && spec_.assignment_declares) {
    add_site(SiteKind::SharedGlobal, node, out_.names.intern(text));
    return;
  }
  assignments_.push_back({around.function, out_.names.intern(text), around.loop, node.row + 1,
                          narrow16(node.column + 1U), around.loop_depth, around.frequency});
  for (auto state = functions_.rbegin(); state != functions_.rend(); ++state) {
    if (std::any_of(state->locals.begin(), state->locals.end(),
                    [&](const Local& local) { return local.name == assignments_.back().name; })) {
      assignments_.pop_back();
      return;
    }
  }
}

void Extractor::Pass::add_shared_globals() {
  std::sort(globals_.begin(), globals_.end());
  for (const Assignment& a : assignments_) {
    if (!std::binary_search(globals_.begin(), globals_.end(), a.name)) continue;
    out_.sites.emplace_back(a.function, a.name, a.loop, a.line, a.line, a.column, SiteKind::SharedGlobal, a.loop_depth,
                            a.frequency);
  }
}

Extractor::Extractor() : walk_(assay_walk_new(), &assay_walk_delete) {}
Extractor::~Extractor() = default;

}  // namespace assay
