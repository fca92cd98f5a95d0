// See extractor.h and extractor_pass.h: the walk, and what each role means.
#include "parsers/syntax/callee.h"
#include "parsers/syntax/extractor_pass.h"

namespace assay {
namespace {

using facts::FunctionFlag;
using facts::LoopBound;
using facts::SiteKind;

// return nil, err; return -EINVAL; return fmt.Errorf(…)
bool speaks_of_error(std::string_view statement) {
  if (statement.ends_with(", nil")) return false;  // Go: the value, and no error
  for (const std::string_view word : {"err", "Err", "-E", "false", "nil", "None", "null", "NULL", "-1"}) {
    if (statement.find(word) != std::string_view::npos) return true;
  }
  return false;
}

// Of those, what surely is one.
bool makes_error(std::string_view statement) {
  for (const std::string_view word : {"Errorf(", "errors.New(", "errors.Wrap", " Err(", " -E"}) {
    const std::size_t at = statement.find(word);
    if (at == std::string_view::npos) continue;
    const std::size_t next = at + word.size();
    if (word != " -E" || (next < statement.size() && statement[next] >= 'A' && statement[next] <= 'Z')) return true;
  }
  return false;
}

}  // namespace

void Extractor::Pass::run(AssayWalk* walk, const TSTree* tree) {
  qualified_.reserve(256);
  // Top-level code is a function of its own: calls need a caller.
  out_.functions.emplace_back();
  facts::Function& module = out_.functions.back();
  module.mutate_flags(bit(FunctionFlag::Module) | (out_.test ? bit(FunctionFlag::Test) : 0U));
  module.mutate_line(1);
  module.mutate_end(static_cast<std::uint32_t>(text_.size()));
  has_module_ = true;
  functions_.push_back({1, 0});
  regions_.emplace_back();
  region().function = 1;

  assay_walk_start(walk, tree, grammar_.plain.data());
  AssayNode node;
  std::uint32_t tag = 0;
  for (;;) {
    const AssayStep step = assay_walk_next(walk, &node, &tag);
    if (step == ASSAY_WALK_END) break;
    if (step == ASSAY_WALK_TOKEN) {
      ++out_.nodes;
      count_lines(node, Role::None);
      continue;
    }
    if (step == ASSAY_WALK_LEAVE) {
      for (; tag > 0; --tag) leave();
      continue;
    }
    opened_ = 0;
    enter(node);
    for (std::size_t i = frames_.size() - opened_; i < frames_.size(); ++i) frames_[i].end = node.end;
    if (opened_ > 0) assay_walk_watch(walk, opened_);
    if (path_[depth_].role.role == Role::Comment) assay_walk_skip(walk);  // some grammars see tokens within
  }
  pass_notes(static_cast<std::uint32_t>(text_.size()) + 1);
  close_function();
  out_.lines = static_cast<std::uint32_t>(std::count(text_.begin(), text_.end(), '\n')) +
               (!text_.empty() && text_.back() != '\n' ? 1U : 0U);
  out_.functions[0].mutate_end_line(out_.lines);
  out_.bytes = static_cast<std::uint32_t>(text_.size());
  add_shared_globals();
  add_flows();
  sort_options();
  for (std::string_view module_name : spec_.implicit_imports) {
    out_.imports.emplace_back(
        1U, out_.names.intern(module_name), 0U, 0U, 0U,
        static_cast<std::uint16_t>(bit(facts::ImportFlag::Wildcard) | bit(facts::ImportFlag::Implicit)));
  }
}

void Extractor::Pass::count_lines(const AssayNode& node, Role role) {
  const std::uint32_t first = node.row + 1, last = node.end_row + 1;
  if (role != Role::Comment) {
    for (; placed_suppressions_ < out_.suppressions.size(); ++placed_suppressions_)
      out_.suppressions[placed_suppressions_].mutate_code_line(first);
  }
  std::uint32_t& row = role == Role::Comment ? comment_row_ : code_row_;
  std::uint32_t& lines = role == Role::Comment ? out_.comment_lines : out_.code_lines;
  std::uint32_t from = std::max(first, row + 1);
  if (role == Role::Comment && from == code_row_) ++from;  // a comment behind code
  if (last >= from) lines += last - from + 1;
  row = std::max(row, last);
}

void Extractor::Pass::enter(const AssayNode& node) {
  ++out_.nodes;
  if (node.begin > next_offset_) pass_notes(node.begin);
  depth_ = node.depth;
  if (path_.size() <= depth_) path_.resize(depth_ + 64);
  SymbolRole role = grammar_.role_of(node.symbol);
  PathEntry& entry = path_[depth_];
  entry.role = role;
  entry.end_row = node.end_row;
  entry.field = node.field;
  if (role.role != Role::None) {
    entry.node = node.node;
    entry.symbol = node.symbol;
    if (spec_.refine != nullptr) entry.role = role = spec_.refine(here(node), role, *this);
  }

  // What #if excludes has names and lines, and does nothing.
  if (!inactive_.empty() && is_inactive(node.begin)) {
    if (node.leaf || role.role == Role::Comment || role.role == Role::String) count_lines(node, role.role);
    const bool named = role.role == Role::Function || role.role == Role::Type || role.role == Role::Namespace;
    if (named) enter_role(node, role);
    return;
  }
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
    case Role::Lambda: {
      const std::uint32_t around = region().function;
      open_function(node, true);
      note_value(node, around, functions_.back().row);
      break;
    }
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
    case Role::Call:
      note_value(node, region().function, 0);
      add_call(node, false);
      break;
    case Role::Identifier: note_value(node, region().function, 0); break;
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
      frames_.back().value = 1.0F / static_cast<float>(std::max(arms, 1U));
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
      add_site(SiteKind::Catch, node, out_.names.intern(caught_type(here(node).text(160))));
      for (unsigned up = 1; up <= 3; ++up) {  // Ruby's methods may rescue without a `begin`
        const Role around = this->role(up);
        if (around != Role::Try && around != Role::Function) continue;
        out_.sites.back().mutate_reach(this->node(up).line());
        break;
      }
      push_region(catch_frequency);
      region().error_path = true;
      open(Open::Catch, depth_);
      frames_.back().mark = activity_;
      frames_.back().row = static_cast<std::uint32_t>(out_.sites.size());
      break;
    case Role::Throw:  // what is thrown is made once, if at all
      add_site(SiteKind::Throw, node);
      ++activity_;
      region().throws = region().fails = true;
      push_region(catch_frequency);
      region().error_path = true;
      open(Open::Region, depth_);
      break;
    case Role::Return: {
      if (here(node).named_child_count() > 0) ++activity_;
      region().returns = true;
      note_result(here(node));
      const std::string_view text = here(node).text(120);
      if (makes_error(text)) {
        region().throws = region().fails = true;
      } else {
        note_return();
        if (region().loop != 0 && !region().error_path && !speaks_of_error(text)) leave_loops(true);
      }
      break;
    }
    case Role::Jump: {
      const std::string_view word = here(node).text(8);
      if (word == "continue" || word.starts_with("next")) {
        region().skipped = region().frequency;
      } else if (word.starts_with("break")) {
        leave_loops(false);
      }
      break;
    }
    case Role::Goto:
      add_site(SiteKind::Goto, node);
      region().skipped = region().frequency;
      break;
    case Role::Await: {
      const std::string_view awaited = here(node).named_child(0).text(200);
      const std::size_t open = awaited.find('(');
      const std::uint32_t name = out_.names.intern(split_callee(awaited.substr(0, open)).name);
      add_site(SiteKind::Await, node, feeds_itself(node) ? 0U : name);
      break;
    }
    case Role::Yield: {
      add_site(SiteKind::Yield, node);
      ++activity_;
      facts::Function& f = function(functions_.back().row);
      f.mutate_flags(f.flags() | bit(FunctionFlag::Generator));
      break;
    }
    case Role::Spawn: add_site(SiteKind::Spawn, node); break;
    case Role::Defer: break;
    case Role::Lock: add_lock(node, role.detail); break;
    case Role::Channel: add_site(SiteKind::Channel, node); break;
    case Role::Unsafe: add_site(SiteKind::Unsafe, node); break;
    case Role::Delete: {
      std::string_view what = here(node).text();
      what.remove_prefix(std::min(what.find_first_of(" ]\n"), what.size()));
      what = what.substr(std::min(what.find_first_not_of(" ]\n"), what.size()));
      if (what.ends_with("(this)")) what = "this";  // whatever it is cast to
      if (what.empty()) break;                      // = delete; where the parser has lost the class
      const bool plain = what.size() <= 60 && what.find_first_of("(\n") == std::string_view::npos;
      add_site(SiteKind::ManualMemory, node, plain ? out_.names.intern(what) : 0U);
      break;
    }
    case Role::RawCast:
      if (role.detail == 0 || here(node).child(Field::Type).text(200).find('*') != std::string_view::npos) {
        add_site(SiteKind::RawCast, node);
      }
      break;
    case Role::InlineAssembly: {  // asm("" ::: "memory") is a barrier to the compiler and no instruction
      const std::string_view text = here(node).text(60);
      const std::size_t quote = text.find('"');
      if (quote == std::string_view::npos || text.substr(quote, 2) != "\"\"") add_site(SiteKind::InlineAssembly, node);
      break;
    }
    case Role::Dynamic: add_site(SiteKind::Dynamic, node); break;
    case Role::Native: add_site(SiteKind::Native, node); break;
    case Role::SwallowedError: {  // an operator that silences what it stands before says so
      const std::string_view text = here(node).text(1);
      add_site(SiteKind::SwallowedError, node, text == "@" ? out_.names.intern(text) : 0U);
      break;
    }
    case Role::SharedGlobal:
      here(node).for_each_child([&](const Node& child, Field) {
        constexpr std::size_t most = 50;
        std::vector<std::string_view>& shared = functions_.back().shared;
        if (child.named()) shared.push_back(child.text(100));
        return shared.size() < most;
      });
      break;
    case Role::Option:
    case Role::Pair: add_option(node); break;
    case Role::Container: add_site(SiteKind::AllocContainer, node); break;
    case Role::Spread:
      add_option(node);
      if (this->role(1) == Role::None && (this->role(2) == Role::Call || this->role(2) == Role::New))
        break;  // f(...xs)
      [[fallthrough]];
    case Role::Slice: add_site(SiteKind::AllocCopy, node); break;
    case Role::Interpolation:
      if (node.end > string_with_holes_) {  // once per string, however many holes
        const Node string = this->node(1);
        if (!is_tagged()) add_text(node);
        string_with_holes_ = string ? string.end() : node.end;
      }
      break;
    case Role::String: {
      const Role parent = this->role(1);
      if (parent == Role::Binary || parent == Role::AugmentedAssign) {
        const std::string_view op = this->node(1).child(Field::Operator).text(2);
        if (op == "+" || op == "." || op == "+=" || op == ".=" || op == "++") add_text(node);
      }
      break;
    }
    case Role::PointerArithmetic:
      add_site(SiteKind::PointerArithmetic, node);
      totals.indexing += frequency;
      break;
    case Role::Index:
      totals.indexing += frequency;
      note_value(node, region().function, 0);
      break;
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
      add_boxing(node);
      add_assignment(node);
      break;
    case Role::Assign:
    case Role::AugmentedAssign:
      totals.assignments += frequency;
      ++activity_;
      if (role.role == Role::AugmentedAssign) add_boxing(node);
      if (role.role == Role::Assign) add_setting(here(node));
      add_assignment(node);
      if (role.role != Role::Assign) break;
      if (spec_.assignment_declares) add_variables(here(node), role.role);
      if (spec_.assigns_members) add_member(here(node));
      break;
    case Role::Comment:  // on lines of its own: a catch that says why it does nothing
      if (node.row + 1 > code_row_ || here(node).text(2) == "/*") ++activity_;
      note_suppressions(node);
      if (spec_.documents_types) note_doc(node);
      break;
    default: break;
  }
}

// catch (e: IOException) { null }; case _: IOException => None
bool Extractor::Pass::has_fallback(const Frame& handler) const {
  if (!spec_.try_has_value || path_[handler.depth].role.role == Role::None) return false;
  std::string_view text = Node(path_[handler.depth].node, grammar_, text_).text();
  if (text.empty()) return false;
  const std::size_t arrow = text.find("=>"), brace = text.find('{');
  text.remove_prefix(arrow != std::string_view::npos ? arrow + 2 : std::min(brace, text.size() - 1) + 1);
  if (text.ends_with('}')) text.remove_suffix(1);
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return false;
  text.remove_prefix(begin);
  return !text.starts_with("()") && !text.starts_with("//") && !text.starts_with("/*");
}

void Extractor::Pass::leave() {
  const Frame frame = frames_.back();
  if (frame.end > next_offset_) pass_notes(frame.end);
  frames_.pop_back();
  switch (frame.open) {
    case Open::Function: close_function(); break;
    case Open::Scope: close_scope(); break;
    case Open::Region: pop_region(1); break;
    case Open::Arm: {
      const Region& arm = region();
      const bool outer_throws = regions_.size() > 1 && arm.throws;
      const float skipped = arm.skipped;
      pop_region(outer_throws ? error_arm_scale : arm.returns ? return_arm_scale : 1.0F);
      // What follows an arm that goes on with the next round does not run in those rounds.
      if (skipped > 0) {
        region().frequency -= std::min(skipped, most_skipped * region().frequency);
        region().skipped += skipped;
      }
      break;
    }
    case Open::Catch:
      if (activity_ == frame.mark && !has_fallback(frame)) {  // nothing is done about the error
        const facts::Site& site = out_.sites[frame.row - 1];
        out_.sites.emplace_back(site.function(), site.detail(), site.loop(), site.line(), site.reach(), site.column(),
                                SiteKind::SwallowedError, site.loop_depth(), site.frequency());
      }
      pop_region(1);
      break;
    case Open::Error: --error_depth_; break;
    case Open::Loop: settle_containers(frame); break;
    case Open::Switch:
    case Open::Branch:
    default: break;
  }
}

void Extractor::extract(const LanguageSpec& spec, const Grammar& grammar, const TSTree* tree, std::string_view path,
                        std::string_view text, FactsBuilder& out, const CompilerNotes& notes) {
  out.language = spec.marks.id;
  Pass(spec, grammar, path, text, out, notes).run(walk_.get(), tree);
}

std::uint32_t error_bytes(const TSTree* tree) {
  if (!ts_node_has_error(ts_tree_root_node(tree))) return 0;
  std::unique_ptr<AssayWalk, void (*)(AssayWalk*)> walk(assay_walk_new(), &assay_walk_delete);
  assay_walk_start(walk.get(), tree, nullptr);
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
