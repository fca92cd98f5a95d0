// See extractor_pass.h: what a compiler adds to the tree's rows.
//
// A note stands at a byte of the file. Where the tree has a row for it, the row learns what the compiler knows: which function
// it is, what a call runs, how many bytes. Where it has none (an operator, a constructor, what a macro expands to, what the
// parser lost), a row is added when the walk passes the place, so that it runs as often as what stands around it.
#include <algorithm>
#include <cmath>

#include "analyzer/facts/rounds.h"
#include "analyzer/facts/view.h"
#include "parsers/syntax/extractor_pass.h"

namespace assay {
namespace {

using facts::CallFlag;
using facts::FunctionFlag;
using facts::NoteFlag;
using facts::NoteKind;
using facts::SiteKind;
using facts::TargetKind;

constexpr std::uint32_t nowhere = 0xFFFFFFFFU;

bool has(const facts::Note& note, NoteFlag flag) { return (note.flags() & static_cast<std::uint8_t>(flag)) != 0; }

// Whether an operator, constructor or destructor is what a call of `name` runs: what it is made of has operators, too.
bool is_written(std::string_view function, std::string_view name) {
  if (function.ends_with("operator()")) return true;
  const std::string_view last = function.substr(function.rfind('.') + 1);
  if (last.starts_with("~") || last.starts_with("operator")) return last == name;
  return true;
}

using Ranges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

// `ranges`: by their begin, none inside another.
bool lies_in(const Ranges& ranges, std::uint32_t offset) {
  const auto behind = std::upper_bound(ranges.begin(), ranges.end(), std::pair(offset, nowhere));
  return behind != ranges.begin() && std::prev(behind)->second > offset;
}

}  // namespace

void Extractor::Pass::start_notes() {
  out_.compiled = true;
  taken_.assign(notes_->notes()->size(), 0);
  noted_rows_.assign(taken_.size(), 0);
  for (std::uint32_t i = 0; i < taken_.size(); ++i) {
    const std::uint32_t end = note(i).end() - std::min(shift_, note(i).end());
    if (note(i).kind() == NoteKind::Inactive) inactive_.emplace_back(offset_of(i), end);
    // What is given to a macro may be given to another inside.
    if (note(i).kind() == NoteKind::Macro && (macros_.empty() || macros_.back().second <= offset_of(i)))
      macros_.emplace_back(offset_of(i), end);
  }
  if (!taken_.empty()) next_offset_ = offset_of(0);
  for (const facts::Override* o : *notes_->overrides()) out_.overrides.push_back(*o);
}

std::uint32_t Extractor::Pass::offset_of(std::uint32_t index) const {
  return note(index).offset() - std::min(shift_, note(index).offset());
}

// The first note at `offset` or behind.
std::uint32_t Extractor::Pass::first_note(std::uint32_t offset) const {
  std::uint32_t low = 0, high = static_cast<std::uint32_t>(taken_.size());
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    if (offset_of(middle) < offset) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

bool Extractor::Pass::is_inactive(std::uint32_t offset) const { return lies_in(inactive_, offset); }

std::uint32_t Extractor::Pass::offset_in_text(std::string_view part) const {
  if (part.data() < text_.data() || part.data() >= text_.data() + text_.size()) return nowhere;
  return static_cast<std::uint32_t>(part.data() - text_.data());
}

std::uint32_t Extractor::Pass::intern_note(std::uint32_t name) { return out_.names.intern(name_of(*notes_, name)); }

// The row of the function that a note stands in; 0: not known.
std::uint32_t Extractor::Pass::row_of_noted(const facts::Note& note) const {
  return note.function() == 0 ? 0 : noted_rows_[note.function() - 1];
}

std::uint16_t Extractor::Pass::column_of(std::uint32_t offset) const {
  const std::size_t before = std::min<std::size_t>(offset, text_.size());
  const std::size_t line = before == 0 ? std::string_view::npos : text_.rfind('\n', before - 1);
  return narrow16(before - (line == std::string_view::npos ? 0 : line + 1) + 1);
}

void Extractor::Pass::add_target(std::uint32_t call, const facts::Note& note) {
  out_.targets.emplace_back(note.symbol(), call, intern_note(note.name()), note.target(), has(note, NoteFlag::Own));
}

// Of the definitions that begin before the body, the one that ends with it: a macro may define others beside it.
void Extractor::Pass::bind_function(const AssayNode& node, std::uint32_t row, const Node& body, bool lambda) {
  if (is_inactive(node.begin)) {
    facts::Function& f = function(row);
    f.mutate_flags(f.flags() | bit(FunctionFlag::Inactive));
    return;
  }
  std::uint32_t best = nowhere, distance = nowhere;
  const std::uint32_t end = lambda ? node.begin + 1 : body ? body.begin() : node.end;
  for (std::uint32_t i = first_note(node.begin); i < taken_.size() && offset_of(i) < end; ++i) {
    if (note(i).kind() != NoteKind::Function || taken_[i] != 0 || has(note(i), NoteFlag::Lambda) != lambda) continue;
    const std::uint32_t note_end = note(i).end() - std::min(shift_, note(i).end());
    const std::uint32_t off = lambda ? 0 : note_end > node.end ? note_end - node.end : node.end - note_end;
    if (best != nowhere && off >= distance) continue;
    best = i;
    distance = off;
  }
  if (best == nowhere) return;
  taken_[best] = 1;
  noted_rows_[best] = row;
  out_.symbols.emplace_back(note(best).symbol(), row);
}

void Extractor::Pass::bind_type(std::uint32_t row, std::string_view name) {
  const std::uint32_t at = offset_in_text(name);
  for (std::uint32_t i = first_note(at); i < taken_.size() && offset_of(i) == at; ++i) {
    if (note(i).kind() == NoteKind::Type) out_.sizes.emplace_back(note(i).bytes(), row, 0U);
  }
}

// The constructor that `new a::T(…)` calls: libclang puts it where the type begins. Also: nothing runs, but memory is taken.
void Extractor::Pass::bind_construction(const AssayNode& node, std::uint32_t row, std::string_view name) {
  bool takes_memory = false;
  const std::uint32_t end = std::max(offset_in_text(name), node.begin);
  for (std::uint32_t i = first_note(node.begin); i < taken_.size() && offset_of(i) < end; ++i) {
    if (note(i).kind() == NoteKind::Site && note(i).site() == SiteKind::AllocObject && note(i).bytes() != 0)
      takes_memory = true;
    if (note(i).kind() != NoteKind::Call || taken_[i] != 0 || !has(note(i), NoteFlag::Implicit)) continue;
    const std::string_view constructed = name_of(*notes_, note(i).name());
    if (constructed.substr(constructed.rfind('.') + 1) != name) continue;
    taken_[i] = 1;
    return add_target(row, note(i));
  }
  if (takes_memory) out_.targets.emplace_back(0U, row, 0U, TargetKind::Conversion, false);
}

// The call at the callee's name, or at the variable that a constructor is called for; else the macro of that name.
void Extractor::Pass::bind_call(const AssayNode& node, std::uint32_t row, std::string_view name) {
  const std::uint32_t places[] = {offset_in_text(name), node.begin};
  bool found = false, macro = false, conversion = false;
  for (const std::uint32_t at : places) {
    if (found || at == nowhere) continue;
    std::uint32_t first = nowhere;
    for (std::uint32_t i = first_note(at); i < taken_.size() && offset_of(i) == at; ++i) {
      if (note(i).kind() == NoteKind::Macro) macro = true;
      if (note(i).kind() != NoteKind::Call || taken_[i] != 0) continue;
      if (note(i).target() == TargetKind::Conversion) {
        conversion = true;
        continue;
      }
      if (has(note(i), NoteFlag::Implicit) && !is_written(name_of(*notes_, note(i).name()), name)) continue;
      // Candidates of one call lie together.
      if (first != nowhere &&
          (note(first).target() != TargetKind::Dependent || note(i).target() != TargetKind::Dependent))
        break;
      if (first == nowhere) first = i;
      taken_[i] = 1;
      add_target(row, note(i));
      found = true;
    }
    if (first == nowhere) continue;
    const std::uint32_t known = row_of_noted(note(first)), around = region().function;
    const bool lost = known != 0 && known != around && (function(around).flags() & bit(FunctionFlag::Lambda)) == 0;
    if (lost) out_.calls[row - 1].mutate_caller(known);
  }
  if (found) return;
  if (macro || conversion) {
    const TargetKind kind = macro ? TargetKind::Macro : TargetKind::Conversion;
    out_.targets.emplace_back(0U, row, 0U, kind, false);
  } else if (is_inactive(node.begin) || lies_in(macros_, node.begin)) {
    out_.targets.emplace_back(0U, row, 0U, TargetKind::Excluded, false);
  } else if ((out_.calls[row - 1].flags() & bit(CallFlag::Constructs)) != 0) {
    bind_construction(node, row, name);
  }
}

// What stands before `end` and has no row of its own in the tree.
void Extractor::Pass::pass_notes(std::uint32_t end) {
  while (next_note_ < taken_.size() && offset_of(next_note_) < end) {
    const std::uint32_t index = next_note_++;
    if (taken_[index] != 0) continue;
    switch (note(index).kind()) {
      case NoteKind::Function:
        if (!has(note(index), NoteFlag::Lambda)) add_noted_function(index);
        break;
      case NoteKind::Call: add_noted_call(index); break;
      case NoteKind::Site:
        if (!bind_site(index)) add_noted_site(index);
        break;
      case NoteKind::Type:
      case NoteKind::Macro:
      case NoteKind::Inactive: break;
    }
  }
  next_offset_ = next_note_ < taken_.size() ? offset_of(next_note_) : nowhere;
}

// A macro made it, or the parser lost it.
void Extractor::Pass::add_noted_function(std::uint32_t index) {
  const facts::Note& made = note(index);
  const std::string_view name = name_of(*notes_, made.name());
  out_.functions.emplace_back();
  const auto row = static_cast<std::uint32_t>(out_.functions.size());
  facts::Function& f = out_.functions.back();
  f.mutate_name(out_.names.intern(name.substr(name.rfind('.') + 1)));
  std::string qualified;
  for (const char c : name) c == '.' ? qualified += spec_.scope_separator : qualified += c;
  f.mutate_qualified(out_.names.intern(qualified));
  f.mutate_begin(offset_of(index));
  f.mutate_end(std::max(made.end() - std::min(shift_, made.end()), f.begin()));
  f.mutate_line(made.line());
  const auto size = static_cast<std::ptrdiff_t>(text_.size());
  const auto first = text_.begin() + std::min<std::ptrdiff_t>(f.begin(), size);
  const auto last = text_.begin() + std::min<std::ptrdiff_t>(f.end(), size);
  f.mutate_end_line(made.line() + static_cast<std::uint32_t>(std::count(first, last, '\n')));
  f.mutate_flags(in_test() ? bit(FunctionFlag::Test) : 0U);
  f.mutate_operations(1);
  noted_rows_[index] = row;
  out_.symbols.emplace_back(made.symbol(), row);
}

void Extractor::Pass::add_noted_call(std::uint32_t index) {
  const facts::Note& made = note(index);
  // What a library's operators and constructors do is no call that anybody wrote.
  if (made.symbol() == 0 || made.target() == TargetKind::Dependent ||
      (has(made, NoteFlag::Implicit) && !has(made, NoteFlag::Own)))
    return;
  const std::uint32_t offset = offset_of(index), known = row_of_noted(made);
  const Region& around = region();
  std::uint32_t here = around.function;
  while ((function(here).flags() & bit(FunctionFlag::Lambda)) != 0 && function(here).parent() != 0)
    here = function(here).parent();
  const bool elsewhere = known != 0 && known != here;
  const float frequency = elsewhere
                              ? std::pow(assumed_rounds, static_cast<float>(std::min<unsigned>(made.loop_depth(), 6)))
                              : around.frequency;
  const std::string_view name = name_of(*notes_, made.name());
  const bool constructs = has(made, NoteFlag::Implicit) && name.find("operator") == std::string_view::npos;
  std::uint32_t flags = constructs && name.find('~') == std::string_view::npos ? bit(CallFlag::Constructs) : 0U;
  if (around.error_path && !elsewhere) flags |= bit(CallFlag::ErrorPath);
  out_.calls.emplace_back(elsewhere ? known : around.function, out_.names.intern(name.substr(name.rfind('.') + 1)), 0U,
                          made.line(), column_of(offset), 0, elsewhere ? made.loop_depth() : around.loop_depth,
                          frequency, elsewhere ? 0U : around.loop, 0U, narrow16(flags));
  add_target(static_cast<std::uint32_t>(out_.calls.size()), made);
}

// The tree has the same site already: it learns how many bytes.
bool Extractor::Pass::bind_site(std::uint32_t index) {
  constexpr std::size_t in_view = 32;  // of those seen last
  const facts::Note& made = note(index);
  const std::size_t first = out_.sites.size() - std::min(in_view, out_.sites.size());
  for (std::size_t i = out_.sites.size(); i-- > first;) {
    if (out_.sites[i].kind() != made.site() || out_.sites[i].line() != made.line()) continue;
    const auto row = static_cast<std::uint32_t>(i + 1);
    const bool sized = !out_.sizes.empty() && out_.sizes.back().site() == row;
    if (made.bytes() != 0 && !sized) out_.sizes.emplace_back(made.bytes(), 0U, row);
    return true;
  }
  return false;
}

void Extractor::Pass::add_noted_site(std::uint32_t index) {
  const facts::Note& made = note(index);
  const Region& around = region();
  const std::uint32_t known = row_of_noted(made);
  std::uint32_t holder = made.site() == SiteKind::SharedCacheLine ? 1 : around.function;
  if (made.site() == SiteKind::CopiedParameter && known != 0) holder = known;
  const bool here = holder == around.function;
  const std::uint32_t reach = made.site() == SiteKind::Lock ? std::max(made.end(), made.line()) : made.line();
  out_.sites.emplace_back(holder, intern_note(made.name()), here ? around.loop : 0U, made.line(), reach,
                          column_of(offset_of(index)), made.site(), here ? around.loop_depth : std::uint8_t{0},
                          here ? around.frequency : 1.0F);
  if (made.bytes() != 0) out_.sizes.emplace_back(made.bytes(), 0U, static_cast<std::uint32_t>(out_.sites.size()));
}

// for (auto item : items): each round copies one, and does not change it.
void Extractor::Pass::add_noted_copy(const AssayNode& loop, float rounds) {
  for (std::uint32_t i = first_note(loop.begin); i < taken_.size() && offset_of(i) == loop.begin; ++i) {
    if (note(i).kind() != NoteKind::Site || note(i).site() != SiteKind::AllocCopy) continue;
    taken_[i] = 1;
    const Region& around = region();
    out_.sites.emplace_back(around.function, intern_note(note(i).name()), static_cast<std::uint32_t>(out_.loops.size()),
                            loop.row + 1, loop.row + 1, narrow16(loop.column + 1U), SiteKind::AllocCopy,
                            narrow8(around.loop_depth + 1U), around.frequency * rounds);
    if (note(i).bytes() != 0)
      out_.sizes.emplace_back(note(i).bytes(), 0U, static_cast<std::uint32_t>(out_.sites.size()));
  }
}

}  // namespace assay
