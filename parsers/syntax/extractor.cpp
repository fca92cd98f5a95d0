// See extractor.h. `Pass` is one run over one tree: enter() and leave() are called for each visible node in document
// order; a node that opens something is watched, so that its leave() closes it.
#include "parsers/syntax/extractor.h"

#include <algorithm>

#include "parsers/syntax/callee.h"
#include "parsers/syntax/defaults.h"
#include "parsers/syntax/regions.h"

namespace assay {
namespace {

using facts::CallFlag;
using facts::FunctionFlag;
using facts::LoopBound;
using facts::SiteKind;

template <class Flag>
constexpr std::uint32_t bit(Flag flag) {
  return static_cast<std::uint32_t>(flag);
}

std::uint16_t narrow16(std::size_t value) { return static_cast<std::uint16_t>(std::min<std::size_t>(value, 0xFFFF)); }
std::uint8_t narrow8(std::size_t value) { return static_cast<std::uint8_t>(std::min<std::size_t>(value, 0xFF)); }

bool word_in(std::string_view words, std::string_view word) {
  for (std::size_t at = words.find(word); at != std::string_view::npos; at = words.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || words[at - 1] == ' ') && (end == words.size() || words[end] == ' ')) return true;
  }
  return false;
}

// Of what stands behind an annotation's '(': the first text in quotes, else all of it.
std::string_view first_argument(std::string_view text) {
  const std::size_t open = text.find_first_of("\"'");
  const std::size_t close = open == std::string_view::npos ? open : text.find(text[open], open + 1);
  return close == std::string_view::npos ? text.substr(0, text.find(')')) : text.substr(open + 1, close - open - 1);
}

}  // namespace

class Extractor::Pass final : public Ancestors {
 public:
  Pass(const LanguageSpec& spec, const Grammar& grammar, std::string_view path, std::string_view text,
       FactsBuilder& out)
      : spec_(spec), grammar_(grammar), text_(text), out_(out) {
    out_.test = spec_.is_test_path != nullptr ? spec_.is_test_path(path) : default_is_test_path(path);
  }

  void run(AssayWalk* walk, const TSTree* tree);

  // Ancestors
  Role role(unsigned up) const override {
    return up <= depth_ && depth_ - up < path_.size() ? path_[depth_ - up].role.role : Role::None;
  }
  Node node(unsigned up) const override {
    if (role(up) == Role::None) return {};
    return Node(path_[depth_ - up].node, grammar_, text_);
  }
  bool in_function() const override { return functions_.size() > (has_module_ ? 1U : 0U); }
  bool in_type() const override {
    return !scopes_.empty() && scopes_.back().type != 0 && scopes_.back().functions == functions_.size();
  }
  bool in_async() const override {
    return !functions_.empty() && (function(functions_.back().row).flags() & bit(FunctionFlag::Async)) != 0;
  }

 private:
  struct PathEntry {
    SymbolRole role;
    TSNode node;
  };
  // Something that a node opened and its leave() closes, innermost last.
  enum class Open : std::uint8_t {
    Function,
    Scope,
    Region,
    Arm,
    Loop,
    Switch,
    Branch,
    Catch,
    Spawn,
    Unsafe,
    Error,
    AnnotationHost
  };
  struct Frame {
    Open open;
    std::uint32_t depth;
    std::uint32_t row = 0;     // Loop: its row
    float value = 0;           // Branch: probability of the guarded arm; Switch: of each case; Loop: rounds
    const void* once[2] = {};  // Loop: children that run once
    std::uint32_t mark = 0;    // Catch: how much had been seen at its begin
  };
  struct FunctionState {
    std::uint32_t row;
    std::uint32_t depth;
    std::uint16_t branches = 0, loops = 0;
    std::uint8_t loop_depth = 0, branch_depth = 0;
    std::vector<std::uint32_t> locals;  // names declared inside
    bool body_seen = false;
  };
  struct Scope {
    std::size_t qualified_size;  // of `qualified_` before this scope
    std::uint32_t type;          // row, 0: not a type
    std::size_t functions;       // how many functions were open when it began
    std::uint32_t depth;
    std::uint32_t name_begin;
    bool test;  // what is inside is test code
  };
  struct PendingAnnotation {
    std::uint32_t row, depth;
  };
  struct Assignment {
    std::uint32_t function, name, line;
    std::uint16_t column;
    std::uint8_t loop_depth;
    float frequency;
  };

  facts::Function& function(std::uint32_t row) const { return out_.functions[row - 1]; }
  Region& region() { return regions_.back(); }
  Node here(const AssayNode& node) const { return Node(node.node, grammar_, text_); }

  void enter(const AssayNode& node);
  void leave();
  void enter_role(const AssayNode& node, SymbolRole role);
  void child_of_frame(const AssayNode& node, Role role);
  void count_lines(const AssayNode& node, Role role);

  void open(Open kind, std::uint32_t depth) {
    frames_.push_back({kind, depth});
    ++opened_;
  }
  void push_region(float frequency_scale);
  void pop_region(float scale);
  void open_function(const AssayNode& node, bool lambda);
  void close_function();
  void open_type(const AssayNode& node, std::uint8_t detail);
  void open_scope(std::string_view name, std::uint32_t type, const AssayNode& node, std::uint32_t name_begin);
  void close_scope();
  void open_loop(const AssayNode& node, LoopBound guess);
  void add_call(const AssayNode& node, bool constructs);
  void add_imports(const Node& node);
  void add_variables(const Node& node, Role role);
  void add_annotation(const AssayNode& node);
  bool attach_annotations(std::uint32_t depth, std::uint32_t function, std::uint32_t type);
  bool in_test() const { return out_.test || (!scopes_.empty() && scopes_.back().test); }
  void add_site(SiteKind kind, const AssayNode& node, std::uint32_t detail = 0);
  void add_assignment(const AssayNode& node);
  void add_shared_globals();
  bool is_iterated() const;
  std::string_view lambda_name(std::uint32_t& line) const;
  std::uint32_t intern_type(std::string_view text);
  std::uint32_t current_type() const { return scopes_.empty() ? 0 : scopes_.back().type; }

  const LanguageSpec& spec_;
  const Grammar& grammar_;
  std::string_view text_;
  FactsBuilder& out_;

  std::vector<PathEntry> path_;  // by depth
  std::uint32_t depth_ = 0;
  std::vector<Frame> frames_;
  std::uint32_t opened_ = 0;  // frames opened by the node being entered
  std::vector<std::uint32_t> opened_stack_;
  std::vector<Region> regions_;
  std::vector<FunctionState> functions_;
  std::vector<Scope> scopes_;
  std::string qualified_;  // names of the open scopes, joined
  std::vector<PendingAnnotation> pending_;
  std::vector<Assignment> assignments_;
  std::vector<std::uint32_t> globals_;  // names of mutable variables of file scope
  std::vector<ImportParts> import_parts_;
  std::vector<VariableParts> variable_parts_;
  std::string scratch_;
  bool has_module_ = false;
  std::uint32_t activity_ = 0;                    // calls, throws, assignments, returns with a value met so far
  std::uint32_t error_depth_ = 0;                 // open error nodes
  std::uint32_t code_row_ = 0, comment_row_ = 0;  // last rows counted, 1-based
  std::uint32_t string_with_holes_ = 0;           // end of the last string counted as built
};

void Extractor::Pass::run(AssayWalk* walk, const TSTree* tree) {
  qualified_.reserve(256);
  // Top-level code is a function of its own: calls need a caller.
  out_.functions.emplace_back();
  facts::Function& module = out_.functions.back();
  module.mutate_flags(bit(FunctionFlag::Module) | (out_.test ? bit(FunctionFlag::Test) : 0U));
  module.mutate_line(1);
  module.mutate_end(static_cast<std::uint32_t>(text_.size()));
  has_module_ = true;
  functions_.push_back({1, 0, 0, 0, 0, 0, {}, false});
  regions_.emplace_back();
  region().function = 1;

  assay_walk_start(walk, tree);
  AssayNode node;
  std::uint32_t tag = 0;
  for (;;) {
    const AssayStep step = assay_walk_next(walk, &node, &tag);
    if (step == ASSAY_WALK_END) break;
    if (step == ASSAY_WALK_LEAVE) {
      for (; tag > 0; --tag) leave();
      continue;
    }
    opened_ = 0;
    enter(node);
    if (opened_ > 0) assay_walk_watch(walk, opened_);
  }
  close_function();
  out_.lines = static_cast<std::uint32_t>(std::count(text_.begin(), text_.end(), '\n')) +
               (!text_.empty() && text_.back() != '\n' ? 1U : 0U);
  out_.functions[0].mutate_end_line(out_.lines);
  out_.bytes = static_cast<std::uint32_t>(text_.size());
  add_shared_globals();
  for (std::string_view module_name : spec_.implicit_imports) {
    out_.imports.emplace_back(
        1U, out_.names.intern(module_name), 0U, 0U, 0U,
        static_cast<std::uint16_t>(bit(facts::ImportFlag::Wildcard) | bit(facts::ImportFlag::Implicit)));
  }
}

void Extractor::Pass::count_lines(const AssayNode& node, Role role) {
  const std::uint32_t first = node.row + 1, last = node.end_row + 1;
  std::uint32_t& row = role == Role::Comment ? comment_row_ : code_row_;
  std::uint32_t& lines = role == Role::Comment ? out_.comment_lines : out_.code_lines;
  std::uint32_t from = std::max(first, row + 1);
  if (role == Role::Comment && from == code_row_) ++from;  // a comment behind code
  if (last >= from) lines += last - from + 1;
  row = std::max(row, last);
}

void Extractor::Pass::enter(const AssayNode& node) {
  ++out_.nodes;
  depth_ = node.depth;
  if (path_.size() <= depth_) path_.resize(depth_ + 64);
  SymbolRole role = grammar_.role_of(node.symbol);
  if (spec_.refine != nullptr && role.role != Role::None) {
    path_[depth_] = {role, node.node};
    role = spec_.refine(here(node), role, *this);
  }
  path_[depth_].role = role;
  if (role.role != Role::None) path_[depth_].node = node.node;

  if (!frames_.empty() && frames_.back().depth + 1 == depth_) child_of_frame(node, role.role);
  if (node.missing) {
    ++out_.missing_nodes;
    facts::Function& f = function(functions_.back().row);
    f.mutate_flags(f.flags() | bit(FunctionFlag::HasError));
  }
  if (node.symbol == static_cast<TSSymbol>(-1)) {  // ERROR
    if (error_depth_ == 0) out_.error_bytes += node.end - node.begin;
    ++error_depth_;
    facts::Function& f = function(functions_.back().row);
    f.mutate_flags(f.flags() | bit(FunctionFlag::HasError));
    open(Open::Error, depth_);
  }
  if (node.leaf || role.role == Role::Comment || role.role == Role::String) count_lines(node, role.role);
  if (node.named && role.role != Role::Comment) region().totals.operations += region().frequency;
  if (role.role != Role::None) enter_role(node, role);
}

// Children of a branch, loop or switch run in a region of their own.
void Extractor::Pass::child_of_frame(const AssayNode& node, Role role) {
  const Frame frame = frames_.back();
  if (!node.named || role == Role::Comment) return;
  const Field field = grammar_.field_of(node.field);
  switch (frame.open) {
    case Open::Branch: {
      if (field == Field::Condition || field == Field::Initializer ||
          (field == Field::None && frame.mark == 0 && role != Role::Body)) {
        frames_.back().mark = 1;  // without fields, the first child is the condition
        if (field == Field::Condition) frames_.back().value = arm_probability(here(node).text(80));
        return;
      }
      const bool other =
          field == Field::Alternative || (field == Field::None && frame.mark == 2);  // without fields, the second arm
      frames_.back().mark = 2;
      push_region(other ? 1 - frame.value : frame.value);
      region().branch_depth = narrow8(region().branch_depth + 1U);
      open(Open::Arm, depth_);
      return;
    }
    case Open::Loop: {
      if (node.node.id == frame.once[0] || node.node.id == frame.once[1]) return;
      push_region(frame.value);
      region().loop = frame.row;
      region().loop_depth = narrow8(region().loop_depth + 1U);
      functions_.back().loop_depth = std::max(functions_.back().loop_depth, region().loop_depth);
      open(Open::Region, depth_);
      return;
    }
    default: return;
  }
}

void Extractor::Pass::enter_role(const AssayNode& node, SymbolRole role) {
  const float frequency = region().frequency;
  Totals& totals = region().totals;
  switch (role.role) {
    case Role::Function: open_function(node, false); break;
    case Role::Lambda: open_function(node, true); break;
    case Role::Type: open_type(node, role.detail); break;
    case Role::Namespace: {
      const Node name = here(node).child(Field::Name);
      open_scope(name.text(200), 0, node, name.begin());
      if (attach_annotations(depth_, 0, 0)) scopes_.back().test = true;  // #[cfg(test)] mod tests
      break;
    }
    case Role::Implementation: {
      Node name = here(node).child(Field::Type);
      if (!name) name = here(node).child(Field::Name);
      open_type(node, role.detail);
      break;
    }
    case Role::Package: {
      Node name = here(node).child(Field::Name);
      if (!name) name = here(node).named_child(0);
      canonical_path(name.text(200), scratch_);
      if (out_.package == 0) {
        out_.package = out_.names.intern(scratch_);
      } else if (out_.functions.size() == 1 && out_.types.empty() &&
                 out_.imports.empty()) {  // Scala: package a; package b
        scratch_.insert(0, std::string(out_.names.text(out_.package)) + '.');
        out_.package = out_.names.intern(scratch_);
      }
      break;
    }
    case Role::Import: add_imports(here(node)); break;
    case Role::Variable:
    case Role::Member:
    case Role::Parameter: add_variables(here(node), role.role); break;
    case Role::Annotation: add_annotation(node); break;
    case Role::Call: add_call(node, false); break;
    case Role::New: add_call(node, true); break;
    case Role::Loop:
      open_loop(node, static_cast<LoopBound>(role.detail));
      if (spec_.loop_declares) add_variables(here(node), Role::Loop);
      break;
    case Role::Comprehension:
      add_site(SiteKind::AllocContainer, node);
      open_loop(node, LoopBound::Collection);
      break;
    case Role::Branch:
    case Role::Conditional: {
      ++functions_.back().branches;
      functions_.back().branch_depth =
          std::max<std::uint8_t>(functions_.back().branch_depth, narrow8(region().branch_depth + 1U));
      open(Open::Branch, depth_);
      frames_.back().value = 0.5F;
      break;
    }
    case Role::Switch: {
      Node body = here(node).child(Field::Body);
      const std::uint32_t arms = (body ? body : here(node)).named_child_count();
      if (arms >= 8) add_site(SiteKind::Switch, node);  // a dispatch: interpreters, lexers, codecs
      open(Open::Switch, depth_);
      frames_.back().value = 1.0F / static_cast<float>(std::clamp<std::uint32_t>(arms, 1, 16));
      break;
    }
    case Role::Case: {
      ++functions_.back().branches;
      float share = 0.5F;
      for (std::size_t i = frames_.size(); i-- > 0;) {
        if (frames_[i].open == Open::Switch) {
          share = frames_[i].value;
          break;
        }
      }
      push_region(share);
      region().branch_depth = narrow8(region().branch_depth + 1U);
      open(Open::Arm, depth_);
      break;
    }
    case Role::Catch:
      ++functions_.back().branches;
      add_site(SiteKind::Catch, node);
      push_region(catch_frequency);
      region().error_path = true;
      open(Open::Catch, depth_);
      frames_.back().mark = activity_;
      frames_.back().row = static_cast<std::uint32_t>(out_.sites.size());
      break;
    case Role::Throw:
      add_site(SiteKind::Throw, node);
      ++activity_;
      region().throws = true;
      break;
    case Role::Return:
      if (here(node).named_child_count() > 0) ++activity_;
      region().returns = true;
      break;
    case Role::Jump: break;
    case Role::Goto: add_site(SiteKind::Goto, node); break;
    case Role::Await: add_site(SiteKind::Await, node); break;
    case Role::Yield: {
      add_site(SiteKind::Yield, node);
      facts::Function& f = function(functions_.back().row);
      f.mutate_flags(f.flags() | bit(FunctionFlag::Generator));
      break;
    }
    case Role::Spawn: add_site(SiteKind::Spawn, node); break;
    case Role::Defer: break;
    case Role::Lock: add_site(SiteKind::Lock, node); break;
    case Role::Channel: add_site(SiteKind::Channel, node); break;
    case Role::Unsafe: add_site(SiteKind::Unsafe, node); break;
    case Role::Delete: add_site(SiteKind::ManualMemory, node); break;
    case Role::RawCast:
      if (role.detail == 0 || here(node).child(Field::Type).text(200).find('*') != std::string_view::npos) {
        add_site(SiteKind::RawCast, node);
      }
      break;
    case Role::InlineAssembly: add_site(SiteKind::InlineAssembly, node); break;
    case Role::Dynamic: add_site(SiteKind::Dynamic, node); break;
    case Role::Native: add_site(SiteKind::Native, node); break;
    case Role::SwallowedError: add_site(SiteKind::SwallowedError, node); break;
    case Role::SharedGlobal:
      here(node).for_each_child([&](const Node& child, Field) {
        if (child.named()) add_site(SiteKind::SharedGlobal, node, out_.names.intern(child.text(100)));
        return true;
      });
      break;
    case Role::Container: add_site(SiteKind::AllocContainer, node); break;
    case Role::Spread:
    case Role::Slice: add_site(SiteKind::AllocCopy, node); break;
    case Role::Interpolation:
      if (node.end > string_with_holes_) {  // once per string, however many holes
        add_site(SiteKind::AllocString, node);
        const Node string = this->node(1);
        string_with_holes_ = string ? string.end() : node.end;
      }
      break;
    case Role::String: {
      const Role parent = this->role(1);
      if (parent == Role::Binary || parent == Role::AugmentedAssign) {
        const std::string_view op = this->node(1).child(Field::Operator).text(2);
        if (op == "+" || op == "." || op == "+=" || op == ".=" || op == "++") add_site(SiteKind::AllocString, node);
      }
      break;
    }
    case Role::PointerArithmetic:
      add_site(SiteKind::PointerArithmetic, node);
      totals.indexing += frequency;
      break;
    case Role::Index: totals.indexing += frequency; break;
    case Role::Dereference: totals.indexing += frequency; break;
    case Role::ArithmeticToken:
    case Role::BitToken:
    case Role::LogicToken: {
      const Role parent = this->role(1);
      if (parent != Role::Binary && parent != Role::Unary && parent != Role::AugmentedAssign) break;
      if (role.role == Role::ArithmeticToken) totals.arithmetic += frequency;
      const bool address = parent == Role::Unary && text_[node.begin] == '&';
      if (role.role == Role::BitToken && !address) totals.bitwise += frequency;
      if (role.role == Role::LogicToken) ++functions_.back().branches;
      break;
    }
    case Role::Update:
      totals.arithmetic += frequency;
      totals.assignments += frequency;
      ++activity_;
      add_assignment(node);
      break;
    case Role::Assign:
    case Role::AugmentedAssign:
      totals.assignments += frequency;
      ++activity_;
      add_assignment(node);
      if (spec_.assignment_declares && role.role == Role::Assign) add_variables(here(node), role.role);
      break;
    default: break;
  }
}

void Extractor::Pass::leave() {
  const Frame frame = frames_.back();
  frames_.pop_back();
  switch (frame.open) {
    case Open::Function: close_function(); break;
    case Open::Scope: close_scope(); break;
    case Open::Region: pop_region(1); break;
    case Open::Arm: {
      const Region& arm = region();
      const bool outer_throws = regions_.size() > 1 && arm.throws;
      pop_region(outer_throws ? error_arm_scale : arm.returns ? return_arm_scale : 1.0F);
      break;
    }
    case Open::Catch:
      if (activity_ == frame.mark) {  // nothing is done about the error
        const facts::Site& site = out_.sites[frame.row - 1];
        out_.sites.emplace_back(site.function(), 0U, site.line(), site.column(), SiteKind::SwallowedError,
                                site.loop_depth(), site.frequency());
      }
      pop_region(1);
      break;
    case Open::Error: --error_depth_; break;
    case Open::Loop:
    case Open::Switch:
    case Open::Branch:
    default: break;
  }
}

void Extractor::Pass::push_region(float frequency_scale) {
  Region next = region();
  // 10^9 rounds are more than any estimate can mean; it keeps sums finite.
  next.frequency = std::min(next.frequency * frequency_scale, 1e9F);
  next.totals = {};
  next.throws = next.returns = false;
  next.first_call = out_.calls.size();
  next.first_site = out_.sites.size();
  next.first_loop = out_.loops.size();
  regions_.push_back(next);
}

// Closes a region; with a scale other than 1, what it held turns out to run less often than assumed on entering.
void Extractor::Pass::pop_region(float scale) {
  const Region done = region();
  regions_.pop_back();
  region().totals.add(done.totals, scale);
  if (scale == 1.0F) return;
  const bool error = done.throws;
  for (std::size_t i = done.first_call; i < out_.calls.size(); ++i) {
    facts::Call& call = out_.calls[i];
    if (call.caller() != done.function) continue;
    call.mutate_frequency(call.frequency() * scale);
    if (error) call.mutate_flags(static_cast<std::uint16_t>(call.flags() | bit(CallFlag::ErrorPath)));
  }
  for (std::size_t i = done.first_site; i < out_.sites.size(); ++i) {
    facts::Site& site = out_.sites[i];
    if (site.function() == done.function) site.mutate_frequency(site.frequency() * scale);
  }
  for (std::size_t i = done.first_loop; i < out_.loops.size(); ++i) {
    facts::Loop& loop = out_.loops[i];
    if (loop.function() == done.function) loop.mutate_frequency(loop.frequency() * scale);
  }
}

// Is the closure being opened handed to a call that runs it for each element?
bool Extractor::Pass::is_iterated() const {
  if (spec_.iterating.empty()) return false;
  for (unsigned up = 1; up <= 3; ++up) {
    if (role(up) == Role::None) continue;
    if (role(up) != Role::Call) return false;
    const Node call = node(up);
    Node callee = call.child(Field::Method);
    if (!callee) callee = call.child(Field::Name);
    if (!callee) callee = call.child(Field::Function);
    if (!callee) callee = call.named_child(0);
    if (callee.role() == Role::Call) {  // a list of arguments before the closure: repeat(3) { … }, xs.foldLeft(0)(…)
      const Node function = callee.child(Field::Function);
      callee = function ? function : callee.named_child(0);
    }
    return word_in(spec_.iterating, split_callee(callee.text()).name);
  }
  return false;
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

void Extractor::Pass::open_function(const AssayNode& node, bool lambda) {
  const Node self = here(node);
  FunctionParts parts = spec_.function != nullptr ? spec_.function(self, *this) : default_function(self, *this);
  if (lambda && parts.name.empty()) {
    parts.name = lambda_name(parts.line);
    if (parts.name.empty()) parts.flags |= bit(FunctionFlag::Lambda);
  }
  if (lambda && in_function()) add_site(SiteKind::AllocClosure, node);
  const std::uint32_t parent = in_function() ? functions_.back().row : 0;
  const std::uint32_t type = current_type();
  const bool in_type_body = in_type();

  const std::size_t qualified_size = qualified_.size();
  if (!parts.owner.empty()) {
    canonical_type(parts.owner, scratch_);
    // `A::B::f`: the owner's separators become the language's.
    for (std::size_t begin = 0; begin < scratch_.size();) {
      std::size_t end = scratch_.find('.', begin);
      if (end == std::string::npos) end = scratch_.size();
      if (!qualified_.empty()) qualified_ += spec_.scope_separator;
      qualified_.append(scratch_, begin, end - begin);
      begin = end + 1;
    }
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
  f.mutate_flags(flags);
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
    facts::Variable self_type(row, 0, out_.names.intern("this"), intern_type(parts.owner), f.line(),
                              facts::VariableKind::Parameter, facts::VariableSource::Declared, false);
    out_.variables.push_back(self_type);
  }
  const bool test = attach_annotations(depth_, row, 0) || in_test();

  functions_.push_back({row, depth_, 0, 0, 0, 0, {}, false});
  scopes_.push_back({qualified_size, 0, functions_.size(), depth_, node.begin, test});
  const bool anonymous = (parts.flags & bit(FunctionFlag::Lambda)) != 0;
  const bool iterated = anonymous && is_iterated();
  if (iterated) {  // xs.each { … }: the call is the loop
    out_.loops.emplace_back(region().function, region().loop, node.row + 1, node.end_row + 1, assumed_rounds,
                            region().frequency, LoopBound::Collection, narrow8(region().loop_depth + 1U), 0U);
    FunctionState& outer = functions_[functions_.size() - 2];
    ++outer.loops;
    outer.loop_depth = std::max(outer.loop_depth, narrow8(region().loop_depth + 1U));
  }
  push_region(anonymous ? (iterated ? assumed_rounds : 1.0F) : 1.0F);
  Region& inside = region();
  if (!anonymous) inside.frequency = 1;
  inside.function = row;
  inside.loop = 0;
  inside.loop_depth = !anonymous ? std::uint8_t{0} : narrow8(inside.loop_depth + (iterated ? 1U : 0U));
  inside.branch_depth = 0;
  functions_.back().loop_depth = inside.loop_depth;
  inside.error_path = false;
  open(Open::Function, depth_);
}

void Extractor::Pass::close_function() {
  const FunctionState state = std::move(functions_.back());
  functions_.pop_back();
  facts::Function& f = function(state.row);
  const Totals totals = region().totals;
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

void Extractor::Pass::open_scope(std::string_view name, std::uint32_t type, const AssayNode& node,
                                 std::uint32_t name_begin) {
  scopes_.push_back(
      {qualified_.size(), type, functions_.size(), depth_, name_begin != 0 ? name_begin : node.begin, in_test()});
  if (!name.empty()) {
    canonical_type(name, scratch_);
    for (std::size_t begin = 0; begin < scratch_.size();) {
      std::size_t end = scratch_.find('.', begin);
      if (end == std::string::npos) end = scratch_.size();
      if (!qualified_.empty()) qualified_ += spec_.scope_separator;
      qualified_.append(scratch_, begin, end - begin);
      begin = end + 1;
    }
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
    if (const std::uint32_t name = intern_type(base)) out_.bases.emplace_back(row, name);
  }
  scopes_.back().type = row;
  if (attach_annotations(depth_, 0, row)) scopes_.back().test = true;
}

void Extractor::Pass::open_loop(const AssayNode& node, LoopBound guess) {
  const Node self = here(node);
  const LoopParts parts = spec_.loop != nullptr ? spec_.loop(self, guess) : default_loop(self, guess);
  const Region& around = region();
  const float rounds = parts.rounds > 0 ? parts.rounds : assumed_rounds;
  out_.loops.emplace_back(around.function, around.loop, node.row + 1, node.end_row + 1, rounds, around.frequency,
                          parts.bound, narrow8(around.loop_depth + 1U), out_.names.intern(parts.macro_name));
  ++functions_.back().loops;
  open(Open::Loop, depth_);
  Frame& frame = frames_.back();
  frame.row = static_cast<std::uint32_t>(out_.loops.size());
  frame.value = rounds;
  frame.once[0] = parts.once[0].id();
  frame.once[1] = parts.once[1].id();
}

void Extractor::Pass::add_call(const AssayNode& node, bool constructs) {
  const Node self = here(node);
  CallParts parts = spec_.call != nullptr ? spec_.call(self, *this) : default_call(self, *this);
  CalleePath path = split_callee(parts.callee);
  if (!parts.receiver.empty()) path.receiver = parts.receiver;
  if (spec_.call_import != nullptr && spec_.call_import(self, parts, import_parts_)) {
    for (const ImportParts& part : import_parts_) {
      out_.imports.emplace_back(region().function, out_.names.intern(part.module), out_.names.intern(part.name),
                                out_.names.intern(part.alias), part.line != 0 ? part.line : node.row + 1, part.flags);
    }
    import_parts_.clear();
  }
  ++activity_;
  const Region& around = region();
  std::uint32_t flags = parts.flags;
  if (around.error_path) flags |= bit(CallFlag::ErrorPath);
  if (constructs) flags |= bit(CallFlag::Constructs);
  for (unsigned up = 1; up <= 2; ++up) {
    const Role outer = role(up);
    if (outer == Role::Await) flags |= bit(CallFlag::Awaited);
    if (outer == Role::Spawn) flags |= bit(CallFlag::Spawned);
    if (outer == Role::Defer) flags |= bit(CallFlag::Deferred);
    if (outer != Role::None) break;
  }
  canonical_path(path.receiver, scratch_);
  if (!scratch_.empty()) {
    const std::string_view head = std::string_view(scratch_).substr(0, scratch_.find('.'));
    if (head.size() == scratch_.size()) {
      if (word_in(spec_.self_names, head)) flags |= bit(CallFlag::SelfReceiver);
      if (word_in(spec_.super_names, head) || head == "super()") flags |= bit(CallFlag::SuperReceiver);
    }
  }
  const std::uint32_t receiver = out_.names.intern(scratch_);
  std::uint32_t argument = 0, arguments = 0;
  if (parts.arguments) {
    arguments = parts.arguments.named_child_count();
    if (arguments > 0) {
      Node first = parts.arguments.named_child(0);
      if (first.role() == Role::None && first.named_child_count() == 1) first = first.named_child(0);  // a wrapper
      const Role kind = first.role();
      if (kind == Role::String && first.size() <= 80) {
        argument = out_.names.intern(unquoted(first.text()));
      } else if (kind == Role::Identifier && first.size() <= 80) {
        argument = out_.names.intern(first.text());
      }
    }
  }
  const std::uint32_t name = out_.names.intern(path.name);
  if (constructs) add_site(SiteKind::AllocObject, node, name);
  facts::Function& f = function(around.function);
  if (name != 0 && name == f.name() && (receiver == 0 || (flags & bit(CallFlag::SelfReceiver)) != 0)) {
    f.mutate_flags(f.flags() | bit(FunctionFlag::Recursive));
  }
  out_.calls.emplace_back(around.function, name, receiver, node.row + 1, narrow16(node.column + 1U), narrow8(arguments),
                          around.loop_depth, around.frequency, around.loop, argument, narrow16(flags));
}

void Extractor::Pass::add_imports(const Node& node) {
  import_parts_.clear();
  if (spec_.imports == nullptr) return;
  spec_.imports(node, import_parts_);
  for (const ImportParts& part : import_parts_) {
    out_.imports.emplace_back(region().function, out_.names.intern(part.module), out_.names.intern(part.name),
                              out_.names.intern(part.alias), part.line != 0 ? part.line : node.line(), part.flags);
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
  for (const VariableParts& part : variable_parts_) {
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
    if (!global && in_function()) functions_.back().locals.push_back(name);
    const std::uint32_t type_name = intern_type(part.type_name);
    if (type_name == 0 && !(global && part.is_mutable)) continue;  // nothing is known of it
    const bool field = part.kind == facts::VariableKind::Field;
    const std::uint32_t owner = !field ? 0U : in_type() ? current_type() : function(functions_.back().row).type();
    out_.variables.emplace_back(global || (field && in_type()) ? 0U : functions_.back().row, owner, name, type_name,
                                part.line != 0 ? part.line : node.line(), part.kind, part.source, part.is_mutable);
  }
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

void Extractor::Pass::add_site(SiteKind kind, const AssayNode& node, std::uint32_t detail) {
  const Region& around = region();
  out_.sites.emplace_back(around.function, detail, node.row + 1, narrow16(node.column + 1U), kind, around.loop_depth,
                          around.frequency);
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
  if (spec_.assignment_declares && !(sigil && spec_.marks.id == Language::Ruby)) return;
  const std::string_view rest = end == std::string_view::npos ? std::string_view{} : text.substr(end);
  text = text.substr(0, end);
  if (text.empty()) return;
  const Region& around = region();
  if (rest.starts_with(".") && text[0] >= 'A' &&
      text[0] <= 'Z') {  // T.x = …: perhaps a static field of a type of this file
    assignments_.push_back({around.function, out_.names.intern(rest.substr(1, rest.find_first_of(".[-> (,", 1) - 1)),
                            node.row + 1, narrow16(node.column + 1U), around.loop_depth, around.frequency});
  }
  if (sigil && spec_.assignment_declares) {
    add_site(SiteKind::SharedGlobal, node, out_.names.intern(text));
    return;
  }
  assignments_.push_back({around.function, out_.names.intern(text), node.row + 1, narrow16(node.column + 1U),
                          around.loop_depth, around.frequency});
  for (auto state = functions_.rbegin(); state != functions_.rend(); ++state) {
    if (std::find(state->locals.begin(), state->locals.end(), assignments_.back().name) != state->locals.end()) {
      assignments_.pop_back();
      return;
    }
  }
}

void Extractor::Pass::add_shared_globals() {
  std::sort(globals_.begin(), globals_.end());
  for (const Assignment& a : assignments_) {
    if (!std::binary_search(globals_.begin(), globals_.end(), a.name)) continue;
    out_.sites.emplace_back(a.function, a.name, a.line, a.column, SiteKind::SharedGlobal, a.loop_depth, a.frequency);
  }
}

Extractor::Extractor() : walk_(assay_walk_new(), &assay_walk_delete) {}
Extractor::~Extractor() = default;

void Extractor::extract(const LanguageSpec& spec, const Grammar& grammar, const TSTree* tree, std::string_view path,
                        std::string_view text, FactsBuilder& out) {
  out.language = spec.marks.id;
  Pass(spec, grammar, path, text, out).run(walk_.get(), tree);
}

std::uint32_t error_bytes(const TSTree* tree) {
  if (!ts_node_has_error(ts_tree_root_node(tree))) return 0;
  std::unique_ptr<AssayWalk, void (*)(AssayWalk*)> walk(assay_walk_new(), &assay_walk_delete);
  assay_walk_start(walk.get(), tree);
  AssayNode node;
  std::uint32_t tag = 0, bytes = 0;
  while (assay_walk_next(walk.get(), &node, &tag) != ASSAY_WALK_END) {
    if (node.symbol != static_cast<TSSymbol>(-1)) continue;
    bytes += node.end - node.begin;
    assay_walk_skip(walk.get());
  }
  return bytes;
}

}  // namespace assay
