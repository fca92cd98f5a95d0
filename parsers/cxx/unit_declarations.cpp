// See unit_visit.h: what is declared: functions, lambdas, types, and what overrides what.
#include <algorithm>
#include <climits>

#include "parsers/cxx/unit_visit.h"

namespace assay {
namespace {

using facts::NoteFlag;
using facts::NoteKind;
using facts::SiteKind;

constexpr std::int64_t cache_line = 64;
// What is no larger is handed over as cheaply as its address is: an optional number.
constexpr std::int64_t two_words = 16;

}  // namespace

void UnitVisit::add_function(Open& open, CXCursor cursor) {
  open.loop_depth = 0;
  if (open.kind == CXCursor_FunctionTemplate) open.template_code = true;
  // A function that the compiler writes is there; one that is deleted is not.
  const bool defined = (clang_.isCursorDefinition(cursor) != 0 || clang_.CXXMethod_isDefaulted(cursor) != 0) &&
                       clang_.CXXMethod_isDeleted(cursor) == 0;
  const bool method = open.kind == CXCursor_CXXMethod || open.kind == CXCursor_Destructor;
  const bool is_virtual = method && clang_.CXXMethod_isVirtual(cursor) != 0;
  if (is_virtual) add_overrides(open.file, cursor);
  if (!defined && !(method && clang_.CXXMethod_isPureVirtual(cursor) != 0)) return;
  const CXSourceLocation location = clang_.getCursorLocation(cursor);
  const Place place = place_of(location);
  const int file = file_of(place.file);
  if (file == no_file) return;
  const DeclaredFunction& known = declarations_.function(cursor);
  if (known.implicit) return;
  facts::Note& note = add(file, NoteKind::Function, place);
  if (is_expanded(location, place)) note.mutate_flags(bit(NoteFlag::Expanded));
  note.mutate_symbol(known.symbol);
  note.mutate_name(notes(file).names.intern(known.name));
  note.mutate_end(place_of(clang_.getRangeEnd(clang_.getCursorExtent(cursor))).offset);
  open.file = file;
  open.function = static_cast<std::uint32_t>(notes(file).notes.size());
  open.function_file = file;
  if (is_virtual || open.kind == CXCursor_Constructor) return;
  const int parameters = clang_.Cursor_getNumArguments(cursor);
  for (int i = 0; i < parameters; ++i) {
    const CXCursor parameter = clang_.Cursor_getArgument(cursor, static_cast<unsigned>(i));
    const TypeTraits& type = declarations_.type(clang_.getCursorType(parameter));
    if (!type.costly_copy || type.shared_owner || type.bytes <= two_words) continue;
    const CXSourceLocation at = clang_.getCursorLocation(parameter);
    const Place where = place_of(at);
    if (file_of(where.file) != file || is_expanded(at, where)) continue;
    facts::Note& copy = add(file, NoteKind::Site, where);
    copy.mutate_site(SiteKind::CopiedParameter);
    copy.mutate_function(open.function);
    copy.mutate_name(notes(file).names.intern(type.name));
    copy.mutate_bytes(static_cast<std::uint32_t>(std::min<std::int64_t>(type.bytes, UINT_MAX)));
    copies_[parameter.data[0]] = {file, static_cast<std::uint32_t>(notes(file).notes.size() - 1)};
  }
}

void UnitVisit::add_overrides(int file, CXCursor method) {
  CXCursor* overridden = nullptr;
  unsigned count = 0;
  clang_.getOverriddenCursors(method, &overridden, &count);
  const std::uint64_t own = declarations_.function(method).symbol;
  for (unsigned i = 0; i < count; ++i) {
    notes(file).overrides.emplace_back(own, declarations_.function(overridden[i]).symbol);
    hand_on_to_override(file, overridden[i], method);
  }
  if (overridden != nullptr) clang_.disposeOverriddenCursors(overridden);
}

void UnitVisit::add_type(const Open& open, CXCursor cursor) {
  if (clang_.isCursorDefinition(cursor) == 0) return;
  if (open.kind == CXCursor_ClassTemplate || open.kind == CXCursor_ClassTemplatePartialSpecialization) return;
  const CXType type = clang_.getCursorType(cursor);
  const long long bytes = clang_.Type_getSizeOf(type);
  if (bytes <= 0) return;
  const Place place = place_of(clang_.getCursorLocation(cursor));
  const int file = file_of(place.file);
  if (file == no_file) return;
  facts::Note& note = add(file, NoteKind::Type, place);
  note.mutate_bytes(static_cast<std::uint32_t>(std::min<long long>(bytes, UINT_MAX)));

  struct Look {
    UnitVisit& visit;
    CXType type;
    std::vector<std::int64_t> lines;  // cache lines of atomic members
  } look{*this, type, {}};
  clang_.Type_visitFields(
      type,
      [](CXCursor field, CXClientData data) {
        Look& at = *static_cast<Look*>(data);
        const CXType of_field = at.visit.clang_.getCursorType(field);
        const bool atomic = at.visit.clang_.getCanonicalType(of_field).kind == CXType_Atomic ||
                            at.visit.declarations_.type(of_field).atomic;
        const long long bits = atomic ? at.visit.clang_.Cursor_getOffsetOfField(field) : -1;
        if (bits >= 0) at.lines.push_back(bits / 8 / cache_line);
        return CXVisit_Continue;
      },
      &look);
  std::sort(look.lines.begin(), look.lines.end());
  if (std::adjacent_find(look.lines.begin(), look.lines.end()) != look.lines.end()) {
    facts::Note& shared = add(file, NoteKind::Site, place);
    shared.mutate_site(SiteKind::SharedCacheLine);
    shared.mutate_name(notes(file).names.intern(clang_.text(clang_.getCursorSpelling(cursor))));
    shared.mutate_bytes(static_cast<std::uint32_t>(std::min<long long>(bytes, UINT_MAX)));
  }
}

void UnitVisit::add_lambda(const Open& open, CXCursor cursor) {
  const Place place = place_of(clang_.getCursorLocation(cursor));
  facts::Note& note = add(open.file, NoteKind::Function, place);
  note.mutate_flags(bit(NoteFlag::Lambda));
  note.mutate_function(open.function);
  note.mutate_symbol(declarations_.lambda(place.file, place.offset));
}

}  // namespace assay
