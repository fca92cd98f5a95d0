// See unit_visit.h.
#include "parsers/cxx/unit_visit.h"

#include <algorithm>
#include <climits>
#include <tuple>
#include <utility>

#include "analyzer/base/sort_unique.h"
#include "parsers/cxx/compile_flags.h"

namespace assay {
namespace {

using facts::NoteFlag;
using facts::NoteKind;
using facts::SiteKind;
using facts::TargetKind;

// Rows of one file beyond this are not kept: generated tables.
constexpr std::size_t most_notes = 2'000'000;

bool is_type(CXCursorKind kind) {
  return kind == CXCursor_StructDecl || kind == CXCursor_ClassDecl || kind == CXCursor_UnionDecl ||
         kind == CXCursor_ClassTemplate || kind == CXCursor_ClassTemplatePartialSpecialization;
}

bool is_loop(CXCursorKind kind) {
  return kind == CXCursor_ForStmt || kind == CXCursor_WhileStmt || kind == CXCursor_DoStmt ||
         kind == CXCursor_CXXForRangeStmt;
}

// #pragma omp parallel and its like start threads.
bool starts_threads(CXCursorKind kind) {
  return kind == CXCursor_OMPParallelDirective || kind == CXCursor_OMPParallelForDirective ||
         kind == CXCursor_OMPParallelForSimdDirective || kind == CXCursor_OMPParallelSectionsDirective ||
         kind == CXCursor_OMPTaskDirective || kind == CXCursor_OMPTaskLoopDirective ||
         kind == CXCursor_OMPTargetTeamsDistributeParallelForDirective;
}

}  // namespace

UnitVisit::UnitVisit(const LibClang& clang, CXTranslationUnit unit, const std::string& root,
                     const std::function<bool(const std::string& path)>& is_source, GivenHeaders& given,
                     std::uint32_t rank)
    : clang_(clang),
      unit_(unit),
      root_(root),
      is_source_(is_source),
      given_(given),
      rank_(rank),
      declarations_(clang, [this](CXFile file) {
        const int number = file_of(file);
        return number == no_file ? std::string{} : notes(number).path;
      }) {}

void UnitVisit::run(const std::string& main, CompiledUnitBuilder& out) {
  main_ = main;
  const CXFile main_file = clang_.getFile(unit_, (root_ + '/' + main).c_str());
  file_of(main_file);
  open_.push_back({clang_.getTranslationUnitCursor(unit_), CXCursor_TranslationUnit});
  clang_.visitChildren(open_.front().cursor, step, this);
  add_inclusions(out);
  void_.resize(files_.size());
  settle_copies();
  settle_instances();
  add_inactive();
  void_.resize(files_.size());
  for (std::size_t i = 0; i < files_.size(); ++i) {
    NotesBuilder& file = files_[i];
    if (given_before_[i]) continue;
    if (file.path != main) given_[file.path] = rank_;
    finish(file, void_[i]);
    out.files.push_back(std::move(file));
  }
  // The main file comes first by contract, the others by path.
  std::sort(out.files.begin(), out.files.end(), [&](const NotesBuilder& a, const NotesBuilder& b) {
    return std::pair(a.path != main, std::string_view(a.path)) < std::pair(b.path != main, std::string_view(b.path));
  });
}

// All files that were read: those of the project, and others.
void UnitVisit::add_inclusions(CompiledUnitBuilder& out) {
  struct Look {
    UnitVisit& visit;
    CompiledUnitBuilder& out;
  } look{*this, out};
  clang_.getInclusions(
      unit_,
      [](CXFile file, CXSourceLocation*, unsigned, CXClientData data) {
        const Look& at = *static_cast<Look*>(data);
        const int number = at.visit.file_of(file);
        if (number != no_file) {
          at.out.included.push_back(at.visit.notes(number).path);
        } else {
          at.out.elsewhere.push_back(at.visit.real_path(file));
        }
      },
      &look);
  sort_unique(out.included);
  sort_unique(out.elsewhere);
}

std::string UnitVisit::real_path(CXFile file) const {
  std::string path = clang_.text(clang_.File_tryGetRealPathName(file));
  return path.empty() ? absolute_path(clang_.text(clang_.getFileName(file)), "/") : path;
}

// The file's number if it is one of the project; a header that was given before keeps its number, and its notes are dropped.
int UnitVisit::number_of(CXFile file) {
  if (file == nullptr) return no_file;
  const auto [entry, fresh] = file_numbers_.try_emplace(file, no_file);
  if (!fresh) return entry->second;
  std::string path = real_path(file);
  if (path.size() <= root_.size() + 1 || !lies_in_folder(path, root_)) return no_file;
  path.erase(0, root_.size() + 1);
  if (!is_source_(path)) return entry->second = only_included;
  entry->second = static_cast<int>(files_.size());
  files_.emplace_back();
  files_.back().path = std::move(path);
  handles_.push_back(file);
  const auto given = given_.find(files_.back().path);
  given_before_.push_back(given != given_.end() && given->second < rank_ && files_.back().path != main_);
  return entry->second;
}

UnitVisit::Place UnitVisit::place_of(CXSourceLocation location) const {
  Place place;
  unsigned line = 0, offset = 0;
  clang_.getFileLocation(location, &place.file, &line, nullptr, &offset);
  place.line = line;
  place.offset = offset;
  return place;
}

// Does it come from the text of a macro, and not from what the macro was given?
bool UnitVisit::is_expanded(CXSourceLocation location, const Place& place) const {
  CXFile file = nullptr;
  unsigned offset = 0;
  clang_.getSpellingLocation(location, &file, nullptr, nullptr, &offset);
  return file != place.file || offset != place.offset;
}

facts::Note& UnitVisit::add(int file, NoteKind kind, const Place& place) {
  std::vector<facts::Note>& all = notes(file).notes;
  all.emplace_back(0U, place.offset, place.offset, 0U, 0U, 0U, place.line, kind, 0, TargetKind::Function,
                   SiteKind::AllocObject, 0);
  return all.back();
}

CXChildVisitResult UnitVisit::step(CXCursor cursor, CXCursor parent, CXClientData self) {
  return static_cast<UnitVisit*>(self)->enter(cursor, parent);
}

// Some parents are not visited: the copies that a lambda's [=] stands for. What is given as theirs is the lambda's.
void UnitVisit::leave_to(CXCursor parent) {
  std::size_t depth = open_.size();
  while (depth > 1 && !is_same_node(open_[depth - 1].cursor, parent)) --depth;
  if (depth == 1 && clang_.getCursorKind(parent) != CXCursor_TranslationUnit) {
    depth = open_.size();
    while (depth > 1 && open_[depth - 1].kind != CXCursor_LambdaExpr) --depth;
    if (depth == 1) return;
  }
  open_.resize(depth);
}

CXChildVisitResult UnitVisit::enter(CXCursor cursor, CXCursor parent) {
  const CXCursorKind kind = clang_.getCursorKind(cursor);
  // Some thousand in each unit.
  if (kind == CXCursor_MacroDefinition || kind == CXCursor_InclusionDirective) return CXChildVisit_Continue;
  leave_to(parent);
  int file = open_.back().file;
  bool table = open_.back().table, instance = open_.back().instance;
  // Declarations say which file they stand in; what is inside of a function stands in the function's.
  const bool top = open_.back().function == 0;
  if (top) {
    const CXSourceLocation location = clang_.getCursorLocation(cursor);
    if (!table) {
      CXFile handle = nullptr;  // alone: to count lines costs more, and most are of system headers
      clang_.getFileLocation(location, &handle, nullptr, nullptr, nullptr);
      const int around = std::exchange(file, number_of(handle));
      table = file == only_included && (around != no_file || kind == CXCursor_VarDecl);
      if (table) file = around != no_file ? around : main_number;
    }
    if (file < 0 || given_before_[static_cast<std::size_t>(file)]) return CXChildVisit_Continue;
    if (kind == CXCursor_MacroExpansion) {
      add_macro(file, cursor, place_of(location));
      return CXChildVisit_Continue;
    }
    instance = instance || (is_function(kind) && is_instance(cursor, place_of(location)));
  }
  Open open = open_.back();
  open.cursor = cursor;
  open.kind = kind;
  open.file = file;
  open.table = table;
  open.instance = instance;
  open.call = 0;
  open.member.kind = no_member;
  if (notes(open.file).notes.size() > most_notes) return CXChildVisit_Continue;
  if (open.table) {
    if (kind == CXCursor_DeclRefExpr) hand_on(open, cursor);
    if (kind == CXCursor_MemberRef) open_.back().member = clang_.getCursorReferenced(cursor);
  } else if (open.instance) {
    take_instance(open, cursor);
  } else if (is_function(kind)) {
    add_function(open, cursor);
  } else if (is_type(kind)) {
    add_type(open, cursor);
  } else if (is_loop(kind)) {
    if (open.loop_depth < UCHAR_MAX) ++open.loop_depth;
  } else {
    switch (kind) {
      case CXCursor_LambdaExpr: add_lambda(open, cursor); break;
      case CXCursor_VariableRef: add_capture(open, cursor); break;
      case CXCursor_CallExpr:
        add_call(open, cursor);
        hand_on(open, cursor);
        break;
      case CXCursor_DeclRefExpr:
        if (!name_callee(cursor)) hand_on(open, cursor);
        look_at_use(cursor);
        add_capture(open, cursor);
        break;
      case CXCursor_MemberRef: open_.back().member = clang_.getCursorReferenced(cursor); break;
      case CXCursor_MemberRefExpr: {
        if (!name_callee(cursor)) hand_on(open, cursor);
        const CXCursor field = clang_.getCursorReferenced(cursor);
        if (clang_.getCursorKind(field) == CXCursor_FieldDecl &&
            clang_.getCursorKind(clang_.getCursorSemanticParent(field)) == CXCursor_UnionDecl)
          add_site(open, cursor, SiteKind::UnionAccess, clang_.text(clang_.getCursorSpelling(field)));
        break;
      }
      case CXCursor_OverloadedDeclRef: add_candidates(cursor); break;
      case CXCursor_CXXNewExpr: add_new(open, cursor); break;
      case CXCursor_CXXDeleteExpr: add_deletion(open, cursor); break;
      case CXCursor_BinaryOperator:
      case CXCursor_CompoundAssignOperator: add_address(open, cursor); break;
      case CXCursor_CXXFunctionalCastExpr:
      case CXCursor_CStyleCastExpr: add_conversion(open, cursor); break;
      case CXCursor_VarDecl:
        if (!top) watch_variable(open, cursor);
        break;
      default:
        if (starts_threads(kind)) add_site(open, cursor, SiteKind::Spawn, {});
    }
  }
  open_.push_back(open);
  return CXChildVisit_Recurse;
}

// From its name to the end of what it is given.
void UnitVisit::add_macro(int file, CXCursor expansion, const Place& place) {
  const Place end = place_of(clang_.getRangeEnd(clang_.getCursorExtent(expansion)));
  add(file, NoteKind::Macro, place).mutate_end(std::max(end.offset, place.offset));
  if (clang_.text(clang_.getCursorSpelling(expansion)) == "va_arg")
    add(file, NoteKind::Site, place).mutate_site(SiteKind::VariableArguments);
}

// T(x), (T)x: reads like a call.
void UnitVisit::add_conversion(const Open& open, CXCursor cursor) {
  const Place place = place_of(clang_.getCursorLocation(cursor));
  if (file_of(place.file) != open.file) return;
  facts::Note& note = add(open.file, NoteKind::Call, place);
  note.mutate_target(TargetKind::Conversion);
  note.mutate_flags(bit(NoteFlag::Implicit));
}

void UnitVisit::add_call(Open& open, CXCursor cursor) {
  const CXCursor called = clang_.getCursorReferenced(cursor);
  const CXCursorKind kind = clang_.getCursorKind(called);
  if (kind == CXCursor_Constructor || (kind == CXCursor_FunctionTemplate && declarations_.function(called).constructor))
    return add_construction(open, cursor, called);
  const CXSourceLocation location = clang_.getCursorLocation(cursor);
  const Place place = place_of(location);
  if (file_of(place.file) != open.file) return;
  facts::Note& note = add(open.file, NoteKind::Call, place);
  const auto row = static_cast<std::uint32_t>(notes(open.file).notes.size());
  note.mutate_function(open.function_file == open.file ? open.function : 0);
  note.mutate_loop_depth(open.loop_depth);
  std::uint8_t flags = is_expanded(location, place) ? bit(NoteFlag::Expanded) : std::uint8_t{0};
  open.call = row;
  const CXCursor callee = unwrapped(first_child(cursor));
  const bool pointer = points_to_function(clang_.getCursorType(callee));
  // make()(x) calls what make() gives, for which libclang names make.
  const bool made = pointer && clang_.getCursorKind(callee) == CXCursor_CallExpr;
  if (is_function(kind) && !made) {
    const DeclaredFunction& known = declarations_.function(called);
    if (known.own) flags |= bit(NoteFlag::Own);
    if (known.is_operator) {
      flags |= bit(NoteFlag::Implicit);
      // ++counter of an atomic, and the like
      if (known.name.starts_with("std.atomic.") || known.name.starts_with("std.__atomic_base."))
        add_site(open, cursor, SiteKind::Atomic, {});
    }
    facts::Note& same = notes(open.file).notes[row - 1];
    same.mutate_symbol(known.symbol);
    same.mutate_name(notes(open.file).names.intern(known.name));
    const bool dynamic = kind == CXCursor_CXXMethod && clang_.Cursor_isDynamicCall(cursor) != 0 &&
                         clang_.CXXMethod_isVirtual(called) != 0;
    same.mutate_target(dynamic ? TargetKind::Virtual : TargetKind::Function);
    // f(x) where f is a lambda: its operator stands where the lambda begins.
    if (known.name == "operator()" || known.name.ends_with(".operator()")) {
      const Place lambda = place_of(clang_.getCursorLocation(called));
      if (clang_.getCursorKind(clang_.getCursorSemanticParent(called)) == CXCursor_ClassDecl &&
          lambda.file != nullptr &&
          clang_.text(clang_.getCursorSpelling(clang_.getCursorSemanticParent(called))).starts_with("(lambda"))
        same.mutate_symbol(declarations_.lambda(lambda.file, lambda.offset));
    }
    same.mutate_flags(flags);
  } else {
    const bool unknown = clang_.Cursor_isNull(called) != 0 || kind == CXCursor_InvalidFile;
    note.mutate_flags(flags);
    note.mutate_target(unknown && !pointer ? TargetKind::Dependent : TargetKind::Pointer);
    if (pointer) note.mutate_symbol(meant_by(callee));
  }
}

void UnitVisit::add_construction(Open& open, CXCursor cursor, CXCursor constructor) {
  const CXSourceLocation location = clang_.getCursorLocation(cursor);
  const Place place = place_of(location);
  if (file_of(place.file) != open.file) return;
  const DeclaredFunction& known = declarations_.function(constructor);
  if (known.copies && !is_elided(cursor)) add_copy(open, cursor, declarations_.type(clang_.getCursorType(cursor)));
  facts::Note& note = add(open.file, NoteKind::Call, place);
  note.mutate_function(open.function_file == open.file ? open.function : 0);
  note.mutate_loop_depth(open.loop_depth);
  note.mutate_flags(static_cast<std::uint8_t>(bit(NoteFlag::Implicit) | (known.own ? bit(NoteFlag::Own) : 0) |
                                              (is_expanded(location, place) ? bit(NoteFlag::Expanded) : 0)));
  note.mutate_symbol(known.defaulted ? 0 : known.symbol);
  note.mutate_name(notes(open.file).names.intern(known.name));
}

void UnitVisit::add_site(const Open& open, CXCursor cursor, SiteKind kind, std::string_view detail,
                         std::uint32_t bytes) {
  const CXSourceLocation location = clang_.getCursorLocation(cursor);
  const Place place = place_of(location);
  if (file_of(place.file) != open.file) return;
  facts::Note& note = add(open.file, NoteKind::Site, place);
  note.mutate_site(kind);
  note.mutate_name(notes(open.file).names.intern(detail));
  note.mutate_function(open.function_file == open.file ? open.function : 0);
  note.mutate_loop_depth(open.loop_depth);
  note.mutate_bytes(bytes);
  if (is_expanded(location, place)) note.mutate_flags(bit(NoteFlag::Expanded));
}

void UnitVisit::add_new(const Open& open, CXCursor cursor) {
  const CXType type = clang_.getPointeeType(clang_.getCanonicalType(clang_.getCursorType(cursor)));
  const TypeTraits& traits = declarations_.type(type);
  const long long bytes = traits.name.empty() ? clang_.Type_getSizeOf(type) : traits.bytes;
  add_site(open, cursor, SiteKind::AllocObject, traits.name,
           static_cast<std::uint32_t>(std::clamp<long long>(bytes, 0, UINT_MAX)));
}

// The callee's name is where a reader sees the call: after `a.` or `ns::`. False: it is not the callee that is named.
bool UnitVisit::name_callee(CXCursor reference) {
  for (std::size_t i = open_.size(); i-- > 0;) {
    Open& around = open_[i];
    if (is_wrapper(around.kind)) continue;
    if (around.kind != CXCursor_CallExpr || around.call == 0) return false;
    facts::Note& note = notes(around.file).notes[around.call - 1];
    const CXCursor declared = clang_.getCursorReferenced(reference);
    if (clang_.Cursor_isNull(declared) == 0 &&
        clang_.equalCursors(declared, clang_.getCursorReferenced(around.cursor)) == 0)
      return false;  // an argument
    around.call = 0;
    const CXSourceLocation location = clang_.getCursorLocation(reference);
    const Place place = place_of(location);
    // f(x) of a function object is named where f is.
    const std::string_view name = notes(around.file).names.text(note.name());
    if (file_of(place.file) != around.file || name.ends_with("operator()")) return true;
    note.mutate_offset(place.offset);
    note.mutate_line(place.line);
    std::uint8_t flags = note.flags();
    flags = static_cast<std::uint8_t>(flags & ~bit(NoteFlag::Expanded));
    if (is_expanded(location, place)) flags |= bit(NoteFlag::Expanded);
    note.mutate_flags(flags);
    return true;
  }
  return false;
}

// In a template: f(x), where what f means depends on x.
void UnitVisit::add_candidates(CXCursor overloaded) {
  constexpr unsigned most = 8;
  for (std::size_t i = open_.size(); i-- > 0;) {
    Open& around = open_[i];
    if (is_wrapper(around.kind)) continue;
    if (around.kind != CXCursor_CallExpr || around.call == 0) return;
    const std::uint32_t row = around.call;
    around.call = 0;
    const Place place = place_of(clang_.getCursorLocation(overloaded));
    if (file_of(place.file) != around.file) return;
    notes(around.file).notes[row - 1].mutate_offset(place.offset);
    notes(around.file).notes[row - 1].mutate_line(place.line);
    const unsigned count = clang_.getNumOverloadedDecls(overloaded);
    if (count > most) return;
    for (unsigned c = 0; c < count; ++c) {
      const DeclaredFunction& known = declarations_.function(clang_.getOverloadedDecl(overloaded, c));
      std::vector<facts::Note>& all = notes(around.file).notes;
      if (c > 0) all.push_back(all[row - 1]);
      facts::Note& note = c > 0 ? all.back() : all[row - 1];
      note.mutate_symbol(known.symbol);
      note.mutate_name(notes(around.file).names.intern(known.name));
      if (known.own) note.mutate_flags(note.flags() | bit(NoteFlag::Own));
    }
    return;
  }
}

void UnitVisit::add_inactive() {
  for (std::size_t i = 0; i < files_.size(); ++i) {
    if (given_before_[i]) continue;
    CXSourceRangeList* ranges = clang_.getSkippedRanges(unit_, handles_[i]);
    if (ranges == nullptr) continue;
    for (unsigned r = 0; r < ranges->count; ++r) {
      const Place begin = place_of(clang_.getRangeStart(ranges->ranges[r]));
      const std::uint32_t end = place_of(clang_.getRangeEnd(ranges->ranges[r])).offset;
      add(static_cast<int>(i), NoteKind::Inactive, begin).mutate_end(end);
    }
    clang_.disposeSourceRangeList(ranges);
  }
}

// A coroutine's waiting is given piece by piece, with what it waits for in each, and with what compilers keep to themselves.
std::set<std::uint32_t> UnitVisit::repeated_calls(const NotesBuilder& file) {
  std::set<std::uint32_t> repeated;
  std::set<std::tuple<std::uint32_t, std::uint64_t, std::uint32_t>> known;  // offset, symbol, name
  for (std::uint32_t i = 0; i < file.notes.size(); ++i) {
    const facts::Note& note = file.notes[i];
    if (note.kind() != NoteKind::Call || (note.flags() & bit(NoteFlag::Expanded)) != 0) continue;
    const bool kept_to_itself = file.names.text(note.name()).starts_with("__builtin_coro");
    if (kept_to_itself || !known.emplace(note.offset(), note.symbol(), note.name()).second) repeated.insert(i);
  }
  return repeated;
}

// By offset; what refers to a function keeps doing so.
void UnitVisit::finish(NotesBuilder& file, std::set<std::uint32_t> left_out) {
  left_out.merge(repeated_calls(file));
  std::vector<std::uint32_t> order, place(file.notes.size());
  for (std::uint32_t i = 0; i < file.notes.size(); ++i) {
    if (!left_out.contains(i)) order.push_back(i);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::uint32_t a, std::uint32_t b) { return file.notes[a].offset() < file.notes[b].offset(); });
  for (std::uint32_t i = 0; i < order.size(); ++i) place[order[i]] = i;
  std::vector<facts::Note> sorted;
  sorted.reserve(order.size());
  for (const std::uint32_t from : order) {
    sorted.push_back(file.notes[from]);
    if (const std::uint32_t function = sorted.back().function()) sorted.back().mutate_function(place[function - 1] + 1);
  }
  file.notes = std::move(sorted);
}

}  // namespace assay
