// See unit_visit.h: what becomes of values: which are copied, captured and kept in raw buffers, and what runs where they end.
#include <algorithm>
#include <climits>

#include "parsers/cxx/unit_visit.h"

namespace assay {
namespace {

using facts::NoteFlag;
using facts::NoteKind;
using facts::SiteKind;
using facts::TargetKind;

// Values of fewer bytes whose copy runs no code are nobody's concern; from here on they are.
constexpr std::int64_t large_value = 256;

}  // namespace

// A copy, unless it is a loop's item, which its variable stands for.
void UnitVisit::add_copy(const Open& open, CXCursor cursor, const TypeTraits& type) {
  if (open_.back().kind == CXCursor_VarDecl && copies_.contains(open_.back().cursor.data[0])) return;
  if (type.shared_owner) return add_site(open, cursor, SiteKind::ReferenceCount, type.name);
  if (!type.costly_copy && type.bytes < large_value) return;
  add_site(open, cursor, SiteKind::ValueCopy, type.name, static_cast<std::uint32_t>(type.bytes));
}

// The innermost expression that is only converted.
CXCursor UnitVisit::unwrapped(CXCursor expression) const {
  constexpr int most = 16;
  for (int i = 0; i < most && is_wrapper(clang_.getCursorKind(expression)); ++i) {
    const CXCursor inner = first_child(expression);
    if (inner.kind == CXCursor_NoDeclFound) break;
    expression = inner;
  }
  return expression;
}

// A copy that compilers leave out: of a value that a call gives, or of the variable that a function returns.
bool UnitVisit::is_elided(CXCursor construction) const {
  const CXCursor copied = unwrapped(clang_.Cursor_getArgument(construction, 0));
  const CXCursor source = clang_.getCursorReferenced(copied);
  const CXCursorKind kind = clang_.getCursorKind(source);
  if (clang_.getCursorKind(copied) == CXCursor_CallExpr)
    return is_function(kind) &&
           clang_.getCanonicalType(clang_.getResultType(clang_.getCursorType(source))).kind != CXType_LValueReference;
  if (clang_.getCursorKind(copied) != CXCursor_DeclRefExpr || kind != CXCursor_VarDecl) return false;
  if (clang_.getCursorLinkage(source) != CXLinkage_NoLinkage) return false;
  std::size_t around = open_.size();
  while (around-- > 0 && is_wrapper(open_[around].kind)) {
  }
  return around < open_.size() && open_[around].kind == CXCursor_ReturnStmt;
}

std::string_view UnitVisit::text_of(CXFile file) const {
  std::size_t size = 0;
  const char* text = clang_.getFileContents(unit_, file, &size);
  return text == nullptr ? std::string_view{} : std::string_view(text, size);
}

// [x] and [=], where libclang tells what is meant; not [&x] and [&].
bool UnitVisit::is_capture_by_copy(CXCursor reference) const {
  std::size_t around = open_.size() - 1;
  while (around > 0 && is_wrapper(open_[around].kind)) --around;
  if (open_[around].kind != CXCursor_LambdaExpr) return false;
  const Place place = place_of(clang_.getCursorLocation(reference));
  const std::string_view text = text_of(place.file);
  if (place.offset >= text.size()) return false;
  if (clang_.getCursorKind(reference) == CXCursor_DeclRefExpr) return text[place.offset] == '=';
  const std::size_t last = text.substr(0, place.offset).find_last_not_of(" \t\r\n");
  return last != std::string_view::npos && text[last] != '&';
}

void UnitVisit::add_capture(const Open& open, CXCursor reference) {
  if (!is_capture_by_copy(reference)) return;
  const CXCursor variable = clang_.getCursorReferenced(reference);
  const CXCursorKind kind = clang_.getCursorKind(variable);
  if (kind != CXCursor_VarDecl && kind != CXCursor_ParmDecl) return;
  CXType captured = clang_.getCanonicalType(clang_.getCursorType(variable));
  if (captured.kind == CXType_LValueReference) captured = clang_.getPointeeType(captured);
  const TypeTraits& type = declarations_.type(captured);
  if (!type.shared_owner && !type.costly_copy && type.bytes < large_value) return;
  add_site(open, reference, type.shared_owner ? SiteKind::ReferenceCount : SiteKind::ValueCopy, type.name,
           static_cast<std::uint32_t>(type.bytes));
}

// p + n, p -= n: the type says that it is an address, of numbers or bytes. To look at a known place behind it (p + 1), and to
// read or write on from where one stopped, is no arithmetic to speak of.
void UnitVisit::add_address(const Open& open, CXCursor operation) {
  bool moves = false;
  switch (clang_.getCursorBinaryOperatorKind(operation)) {
    case CXBinaryOperator_Add:
    case CXBinaryOperator_Sub: break;
    case CXBinaryOperator_AddAssign:
    case CXBinaryOperator_SubAssign: moves = true; break;
    default: return;
  }
  const CXType type = clang_.getCanonicalType(clang_.getCursorType(operation));
  if (type.kind != CXType_Pointer) return;
  const CXTypeKind item = clang_.getCanonicalType(clang_.getPointeeType(type)).kind;
  const bool number = item >= CXType_FirstBuiltin && item <= CXType_LastBuiltin;
  if (!number || (!moves && (adds_constant(operation) || is_given_to_system()))) return;
  add_site(open, operation, SiteKind::PointerArithmetic, {});
}

bool UnitVisit::adds_constant(CXCursor operation) const {
  struct Look {
    const UnitVisit& visit;
    bool constant;
  } look{*this, false};
  clang_.visitChildren(
      operation,
      [](CXCursor operand, CXCursor, CXClientData data) {
        Look& at = *static_cast<Look*>(data);
        const CXCursorKind kind = at.visit.clang_.getCursorKind(at.visit.unwrapped(operand));
        at.constant = at.constant || kind == CXCursor_IntegerLiteral || kind == CXCursor_UnaryExpr;
        return CXChildVisit_Continue;
      },
      &look);
  return look.constant;
}

// read(fd, buffer + n, size - n)
bool UnitVisit::is_given_to_system() const {
  std::size_t around = open_.size() - 1;
  while (around > 0 && (is_wrapper(open_[around].kind) || open_[around].kind == CXCursor_CStyleCastExpr)) --around;
  if (open_[around].kind != CXCursor_CallExpr) return false;
  const std::string name = clang_.text(clang_.getCursorSpelling(open_[around].cursor));
  for (const char* system : {"read", "write", "recv", "send", "pread", "pwrite", "recvfrom", "sendto", "fread",
                             "fwrite", "fgets", "ReadFile", "WriteFile"}) {
    if (name == system) return true;
  }
  return false;
}

// char line[256];
void UnitVisit::add_buffer(const Open& open, CXCursor variable) {
  const CXType type = clang_.getCanonicalType(clang_.getCursorType(variable));
  if (type.kind != CXType_ConstantArray) return;
  const CXType of = clang_.getArrayElementType(type);
  const bool bytes =
      of.kind == CXType_Char_S || of.kind == CXType_Char_U || of.kind == CXType_SChar || of.kind == CXType_UChar;
  if (!bytes || clang_.isConstQualifiedType(of) != 0) return;
  add_site(open, variable, SiteKind::RawBuffer, clang_.text(clang_.getCursorSpelling(variable)),
           static_cast<std::uint32_t>(std::clamp<long long>(clang_.Type_getSizeOf(type), 0, UINT_MAX)));
}

// A local variable: a loop's item that is a copy, a lock that is held, an end that runs somebody's code.
void UnitVisit::watch_variable(const Open& open, CXCursor variable) {
  add_buffer(open, variable);
  const TypeTraits& type = declarations_.type(clang_.getCursorType(variable));
  if (type.name.empty()) return;
  if (type.lock_guard) {
    add_site(open, variable, SiteKind::Lock, {});
    // To the end of the block around it.
    for (std::size_t i = open_.size(); i-- > 0;) {
      if (open_[i].kind != CXCursor_CompoundStmt) continue;
      unsigned line = 0;
      clang_.getFileLocation(clang_.getRangeEnd(clang_.getCursorExtent(open_[i].cursor)), nullptr, &line, nullptr,
                             nullptr);
      if (!notes(open.file).notes.empty()) notes(open.file).notes.back().mutate_end(line);
      break;
    }
  }
  const bool item = open_.back().kind == CXCursor_CXXForRangeStmt;
  if (item && type.costly_copy && !type.shared_owner) {
    // Where the loop begins, as the syntax tree's facts have it.
    const CXSourceLocation location = clang_.getCursorLocation(open_.back().cursor);
    const Place place = place_of(location);
    if (file_of(place.file) == open.file && !is_expanded(location, place)) {
      add_site(open_.back(), open_.back().cursor, SiteKind::AllocCopy, type.name,
               static_cast<std::uint32_t>(type.bytes));
      copies_[variable.data[0]] = {open.file, static_cast<std::uint32_t>(notes(open.file).notes.size() - 1)};
    }
  }
  add_destructor(open, variable, type, false);
}

// delete p: what p points to may be of a type that overrides the destructor.
void UnitVisit::add_deletion(const Open& open, CXCursor cursor) {
  struct Look {
    const LibClang& clang;
    CXType type;
  } look{clang_, {}};
  clang_.visitChildren(
      cursor,
      [](CXCursor operand, CXCursor, CXClientData data) {
        Look& at = *static_cast<Look*>(data);
        at.type = at.clang.getPointeeType(at.clang.getCanonicalType(at.clang.getCursorType(operand)));
        return CXChildVisit_Break;
      },
      &look);
  const TypeTraits& type = declarations_.type(look.type);
  if (type.destructor.kind == CXCursor_Destructor)
    add_destructor(open, cursor, type, clang_.CXXMethod_isVirtual(type.destructor) != 0);
}

// What somebody wrote to run where a value ends; `at`: the place to name.
void UnitVisit::add_destructor(const Open& open, CXCursor at, const TypeTraits& type, bool dynamic) {
  if (type.destructor.kind != CXCursor_Destructor) return;
  const DeclaredFunction& known = declarations_.function(type.destructor);
  if (!known.own) return;
  const CXSourceLocation location = clang_.getCursorLocation(at);
  const Place place = place_of(location);
  if (file_of(place.file) != open.file) return;
  facts::Note& note = add(open.file, NoteKind::Call, place);
  note.mutate_function(open.function_file == open.file ? open.function : 0);
  note.mutate_loop_depth(open.loop_depth);
  note.mutate_flags(static_cast<std::uint8_t>(bit(NoteFlag::Implicit) | bit(NoteFlag::Own)));
  note.mutate_target(dynamic ? TargetKind::Virtual : TargetKind::Function);
  note.mutate_symbol(known.symbol);
  note.mutate_name(notes(open.file).names.intern(known.name));
}

// Is the copy changed, moved from, or handed to something that might? A use that is made const first does neither.
void UnitVisit::look_at_use(CXCursor reference) {
  if (copies_.empty()) return;
  const CXCursor declared = clang_.getCursorReferenced(reference);
  const auto found = copies_.find(declared.data[0]);
  if (found == copies_.end()) return;
  Copy& copy = found->second;
  ++copy.uses;
  const Open& around = open_.back();
  if (around.kind == CXCursor_UnexposedExpr && clang_.isConstQualifiedType(clang_.getCursorType(around.cursor)) != 0)
    return;
  if (around.kind == CXCursor_MemberRefExpr) {
    const CXCursor member = clang_.getCursorReferenced(around.cursor);
    if (clang_.getCursorKind(member) == CXCursor_CXXMethod &&
        (clang_.CXXMethod_isConst(member) != 0 || clang_.CXXMethod_isStatic(member) != 0))
      return;
  }
  copy.changed = true;
}

// Those that must be copies are no copies to speak of.
void UnitVisit::settle_copies() {
  for (const auto& [declared, copy] : copies_) {
    if (copy.uses == 0 || copy.changed) void_[static_cast<std::size_t>(copy.file)].insert(copy.note);
  }
}

}  // namespace assay
