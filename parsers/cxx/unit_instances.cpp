// See unit_visit.h: what a template's instances say of the calls that the template itself leaves open.
#include "parsers/cxx/unit_visit.h"

namespace assay {

using facts::NoteFlag;
using facts::NoteKind;
using facts::TargetKind;

// What the compiler made of a template stands where the template stands.
bool UnitVisit::is_instance(CXCursor function, const Place& place) const {
  const CXCursor pattern = clang_.getSpecializedCursorTemplate(function);
  if (clang_.Cursor_isNull(pattern) != 0) return false;
  const auto stands_at = [&](CXCursor cursor) {
    const Place other = place_of(clang_.getCursorLocation(cursor));
    return other.file == place.file && other.offset == place.offset;
  };
  return stands_at(pattern) || stands_at(clang_.getCursorDefinition(pattern));
}

// What calls in a template come to in an instance of it: candidates for those that the template itself leaves open.
void UnitVisit::take_instance(Open& open, CXCursor cursor) {
  if (open.kind == CXCursor_DeclRefExpr || open.kind == CXCursor_MemberRefExpr) {
    name_callee(cursor);
    return;
  }
  if (open.kind != CXCursor_CallExpr) return;
  const CXCursor called = clang_.getCursorReferenced(cursor);
  const CXCursorKind kind = clang_.getCursorKind(called);
  if (!is_function(kind) || kind == CXCursor_Constructor) return;
  const DeclaredFunction& known = declarations_.function(called);
  if (known.is_operator || known.constructor) return;
  facts::Note& note = add(open.file, NoteKind::Call, place_of(clang_.getCursorLocation(cursor)));
  open.call = static_cast<std::uint32_t>(notes(open.file).notes.size());
  note.mutate_target(TargetKind::Dependent);
  note.mutate_symbol(known.symbol);
  note.mutate_name(notes(open.file).names.intern(known.name));
  if (known.own) note.mutate_flags(bit(NoteFlag::Own));
  instances_[open.file].push_back(open.call - 1);
}

// Of what instances say, that stays which the template does not say itself, once.
void UnitVisit::settle_instances() {
  constexpr std::size_t most = 8;  // candidates of one call
  for (const auto& [file, found] : instances_) {
    std::set<std::uint32_t>& left_out = void_[static_cast<std::size_t>(file)];
    const std::vector<facts::Note>& all = notes(file).notes;
    const std::set<std::uint32_t> of_instances(found.begin(), found.end());
    std::unordered_map<std::uint32_t, std::uint32_t> patterns;  // by offset, position plus one
    std::set<std::uint32_t> known;                              // offsets
    for (std::uint32_t i = 0; i < all.size(); ++i) {
      if (all[i].kind() != NoteKind::Call || of_instances.contains(i)) continue;
      if (all[i].symbol() != 0 || all[i].target() != TargetKind::Dependent) known.insert(all[i].offset());
      patterns[all[i].offset()] = i + 1;
    }
    std::map<std::uint32_t, std::set<std::uint64_t>> candidates;  // by offset
    for (const std::uint32_t i : found) {
      std::set<std::uint64_t>& symbols = candidates[all[i].offset()];
      const bool fresh = symbols.size() < most && symbols.insert(all[i].symbol()).second;
      if (known.contains(all[i].offset()) || !fresh) {
        left_out.insert(i);
        continue;
      }
      const auto pattern = patterns.find(all[i].offset());
      if (pattern == patterns.end()) continue;
      const facts::Note& said = all[pattern->second - 1];
      notes(file).notes[i].mutate_function(said.function());
      notes(file).notes[i].mutate_loop_depth(said.loop_depth());
      left_out.insert(pattern->second - 1);
    }
  }
}

}  // namespace assay
