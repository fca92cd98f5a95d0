// One run of the extractor over one tree: enter() and leave() are called for each visible node in document order; a node
// that opens something is watched, so that its leave() closes it. For the extractor's own files only:
//   extractor.cpp      the walk, and what each role means
//   declarations.cpp   functions, types, scopes, imports, variables, annotations
//   types.cpp          of what type variables and results are
//   statements.cpp     regions, loops, calls, assignments, sites
//   flows.cpp          functions that are handed on
//   notes.cpp          what a compiler adds
//   growth.cpp         texts and containers that grow in loops
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/syntax/callee.h"
#include "parsers/syntax/defaults.h"
#include "parsers/syntax/extractor.h"
#include "parsers/syntax/grammar.h"
#include "parsers/syntax/regions.h"

namespace assay {

template <class Flag>
constexpr std::uint32_t bit(Flag flag) {
  return static_cast<std::uint32_t>(flag);
}

// The largest number that fits, where more does not matter.
inline std::uint16_t narrow16(std::size_t value) {
  return static_cast<std::uint16_t>(std::min<std::size_t>(value, 0xFFFF));
}
inline std::uint8_t narrow8(std::size_t value) { return static_cast<std::uint8_t>(std::min<std::size_t>(value, 0xFF)); }

class Extractor::Pass final : public Ancestors {
 public:
  Pass(const LanguageSpec& spec, const Grammar& grammar, std::string_view path, std::string_view text,
       FactsBuilder& out, const CompilerNotes& notes)
      : spec_(spec),
        grammar_(grammar),
        file_path_(path),
        text_(text),
        out_(out),
        notes_(notes.notes),
        shift_(notes.shift) {
    if (notes_ != nullptr) start_notes();
    out_.test = is_test_path(path);
    if (spec_.is_test_text != nullptr && spec_.is_test_text(text)) out_.test = true;
  }

  void run(AssayWalk* walk, const TSTree* tree);

  // Ancestors
  Role role(unsigned up) const override {
    return up <= depth_ && depth_ - up < path_.size() ? path_[depth_ - up].role.role : Role::None;
  }
  Node node(unsigned up) const override {
    if (role(up) == Role::None) return {};
    const PathEntry& entry = path_[depth_ - up];
    return Node(entry.node, grammar_, text_, entry.symbol);
  }
  bool in_function() const override { return functions_.size() > (has_module_ ? 1U : 0U); }
  bool in_type() const override {
    return !scopes_.empty() && scopes_.back().type != 0 && scopes_.back().functions == functions_.size();
  }
  bool in_async() const override {
    return !functions_.empty() && (function(functions_.back().row).flags() & bit(facts::FunctionFlag::Async)) != 0;
  }

 private:
  struct PathEntry {
    SymbolRole role;
    TSSymbol symbol;
    TSNode node;
    TSFieldId field = 0;  // within its parent
    std::uint32_t end_row = 0;
    std::uint32_t call = 0;  // Call, New: its row
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
    std::uint32_t end = 0;     // byte behind the node
  };
  struct Local {
    std::uint32_t name, loop;  // loop: row of the innermost one around the declaration, 0: none
  };
  struct Grown {
    std::uint32_t name, loop, site;  // site: index
    bool literal;                    // by a literal alone
    std::string_view around;         // the innermost loop's text; empty: in none
  };
  struct Watched {
    std::uint32_t variable, loop;  // rows; loop: the innermost around the declaration, 0: none
    std::uint32_t seen;            // up to this byte its name does not stand again
  };
  struct Listed {
    std::string_view name;
    float length;
  };
  struct FunctionState {
    std::uint32_t row = 0;
    std::uint32_t depth = 0;
    std::uint16_t branches = 0, loops = 0;
    std::uint8_t loop_depth = 0, branch_depth = 0;
    std::vector<Local> locals = {};             // declared inside
    std::vector<Local> settings = {};           // set inside a loop, by assignment or as what it walks to
    std::vector<Grown> grown = {};              // texts that are added to
    std::vector<Watched> watched = {};          // containers that begin empty and were not named in a loop yet
    std::vector<std::string_view> shared = {};  // globals that it says it writes
    std::vector<Listed> lists = {};             // variables that begin as a literal list
    std::string_view doc = {};                  // the comment that documents it
    std::uint32_t result = 0;                   // name of the type that its `return`s show; 0: none
    bool results_differ = false;
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
    std::uint32_t function, name, loop, line;
    std::uint16_t column;
    std::uint8_t loop_depth;
    float frequency;
  };

  // A flow of which it is not known yet whether it matters.
  struct Noted {
    std::uint32_t function;
    facts::FlowKind kind;
    std::uint8_t position = 0;  // where that is known; else to be counted between `list` and `begin`
    std::uint8_t nested = 0;    // lists inside that one that the value stands in
    bool kept = false, placed = false;
    std::uint32_t value = 0, call = 0;
    std::uint32_t line = 0, list = 0, begin = 0;
    std::string_view source = {}, target = {};
    std::uint32_t source_name = 0, target_name = 0;  // names of their last segments, 0: not looked up or not known
  };

  facts::Function& function(std::uint32_t row) const { return out_.functions[row - 1]; }
  Region& region() { return regions_.back(); }
  Node here(const AssayNode& node) const { return Node(node.node, grammar_, text_, node.symbol); }

  void enter(const AssayNode& node);
  void leave();
  bool has_fallback(const Frame& handler) const;
  void enter_role(const AssayNode& node, SymbolRole role);
  void child_of_frame(const AssayNode& node, Role role);
  void count_lines(const AssayNode& node, Role role);

  void open(Open kind, std::uint32_t depth) {
    frames_.push_back({kind, depth});
    ++opened_;
  }
  void push_region(float frequency_scale);
  void pop_region(float scale);
  void scale_rows(std::uint32_t function, const Region::Rows& first, float scale, bool error);
  void note_return();
  bool ends_process(const CalleePath& callee) const;
  void open_function(const AssayNode& node, bool lambda);
  void close_function();
  void open_type(const AssayNode& node, std::uint8_t detail);
  void open_scope(std::string_view name, std::uint32_t type, const AssayNode& node, std::uint32_t name_begin);
  void qualify(std::string_view dotted);
  void close_scope();
  void leave_loops(bool all);
  void open_loop(const AssayNode& node, facts::LoopBound guess);
  void add_call(const AssayNode& node, bool constructs);
  bool belongs_to_round(std::uint32_t name);
  void add_option(const AssayNode& node);
  void add_option(std::uint32_t call, const Node& name, const Node& value);
  void add_imports(const Node& node);
  void put_imports(std::uint32_t line);
  void add_variables(const Node& node, Role role);
  void add_list(const Node& node, Role role);
  void add_annotation(const AssayNode& node);
  bool attach_annotations(std::uint32_t depth, std::uint32_t function, std::uint32_t type);
  bool in_test() const { return out_.test || (!scopes_.empty() && scopes_.back().test); }
  void add_site(facts::SiteKind kind, const AssayNode& node, std::uint32_t detail = 0);
  void add_lock(const AssayNode& node, std::uint8_t detail);
  void add_boxing(const AssayNode& node);
  void add_text(const AssayNode& node);
  bool feeds_itself(const AssayNode& await) const;
  void add_setting(const Node& node);
  void settle_texts();
  void watch_container(std::uint32_t variable, const Node& declaration);
  void settle_containers(const Frame& loop);
  bool outlives_loop(std::uint32_t loop, std::uint32_t end) const;
  float length_of(const Node& items) const;
  void add_assignment(const AssayNode& node);
  void add_shared_globals();
  void note_suppressions(const AssayNode& comment);
  void sort_options();
  void note_parameters(const Node& parameters);
  void note_default(const Node& parameter, Noted flow);
  void note_value(const AssayNode& node, std::uint32_t function, std::uint32_t closure);
  void note_flow(const AssayNode& node, Noted flow);
  bool bears_name(const Noted& noted) const;
  void keep_flow(Noted& noted);
  std::uint8_t place_of(Noted& noted) const;
  void add_flows();
  void start_notes();
  void pass_notes(std::uint32_t end);
  bool is_inactive(std::uint32_t offset) const;
  std::uint32_t first_note(std::uint32_t offset) const;
  const facts::Note& note(std::uint32_t index) const { return *notes_->notes()->Get(index); }
  std::uint32_t offset_of(std::uint32_t index) const;
  std::uint32_t offset_in_text(std::string_view part) const;
  std::uint32_t intern_note(std::uint32_t name);
  std::uint32_t row_of_noted(const facts::Note& note) const;
  void add_target(std::uint32_t call, const facts::Note& note);
  void bind_function(const AssayNode& node, std::uint32_t row, const Node& body, bool lambda);
  void bind_call(const AssayNode& node, std::uint32_t row, std::string_view name);
  void bind_construction(const AssayNode& node, std::uint32_t row, std::string_view name);
  void bind_type(std::uint32_t row, std::string_view name);
  bool bind_site(std::uint32_t index);
  void add_noted_function(std::uint32_t index);
  void add_noted_call(std::uint32_t index);
  void add_noted_site(std::uint32_t index);
  void add_noted_copy(const AssayNode& loop, float rounds);
  std::uint16_t column_of(std::uint32_t offset) const;
  // tag`text ${hole}`: no text is made of it; the node being entered is the hole.
  bool is_tagged() const { return role(2) == Role::Call && node(2).child(Field::Arguments).same_as(node(1)); }
  bool iterates(const CalleePath& callee) const;
  float rounds_of_closure(const CalleePath& callee) const;
  CalleePath callee_of_closure() const;
  bool is_inlined(const CalleePath& callee) const;
  std::string_view lambda_name(std::uint32_t& line) const;
  std::uint32_t intern_type(std::string_view text);
  std::string_view held_type(std::string_view text, bool awaited) const;
  std::uint32_t intern_held_type(std::string_view text, bool awaited = false);
  std::uint32_t value_path(Node value, bool or_name);
  std::string_view doc_before(std::uint32_t begin) const;
  void note_doc(const AssayNode& comment);
  std::string_view documented_type(const Node& node, Role role, std::string_view name) const;
  std::uint32_t result_type(const Node& node, const FunctionParts& parts, std::string_view doc);
  void note_result(const Node& statement);
  void add_member(const Node& assignment);
  void add_typed(facts::VariableKind kind, std::string_view name, std::uint32_t type, std::uint32_t line);
  void add_documented_parameter(const Node& name);
  std::uint32_t current_type() const { return scopes_.empty() ? 0 : scopes_.back().type; }

  const LanguageSpec& spec_;
  const Grammar& grammar_;
  std::string_view file_path_, text_;
  FactsBuilder& out_;

  const facts::FileNotes* notes_;  // null: no compiler was asked
  std::uint32_t shift_;
  std::uint32_t next_note_ = 0, next_offset_ = 0xFFFFFFFFU;  // first note not passed, and where it stands
  std::vector<std::uint8_t> taken_;                          // by note
  std::vector<std::uint32_t> noted_rows_;                    // by note: row of a Function
  std::vector<std::pair<std::uint32_t, std::uint32_t>> inactive_, macros_;

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
  std::vector<Noted> noted_;
  std::vector<std::uint32_t> globals_;  // names of mutable variables of file scope
  std::vector<ImportParts> import_parts_;
  std::vector<VariableParts> variable_parts_;
  std::string scratch_;
  bool has_module_ = false;
  bool translates_ = false;                       // see LanguageSpec::translating_library
  std::uint32_t activity_ = 0;                    // calls, throws, assignments, returns with a value met so far
  std::uint32_t error_depth_ = 0;                 // open error nodes
  std::uint32_t doc_begin_ = 0, doc_end_ = 0;     // bytes of the last comment that may state types
  std::uint32_t code_row_ = 0, comment_row_ = 0;  // last rows counted, 1-based
  std::size_t placed_suppressions_ = 0;           // of out_.suppressions: those whose code is met
  std::uint32_t string_with_holes_ = 0;           // end of the last string counted as built
};

}  // namespace assay
