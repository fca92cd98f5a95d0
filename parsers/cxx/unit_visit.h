// One visit of a parsed translation unit: declarations, calls, allocations and copies of the project's files become notes.
//
// Only what stands in files of the project is visited; what system headers hold is passed over at their top level. The
// visit keeps its own stack of cursors, since the nesting is the input's.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/builder.h"
#include "parsers/cxx/declarations.h"
#include "parsers/cxx/libclang.h"

namespace assay {

// The lowest rank of the units that gave notes on a header.
using GivenHeaders = std::map<std::string, std::uint32_t, std::less<>>;

constexpr std::uint8_t bit(facts::NoteFlag flag) { return static_cast<std::uint8_t>(flag); }

inline bool is_function(CXCursorKind kind) {
  return kind == CXCursor_FunctionDecl || kind == CXCursor_CXXMethod || kind == CXCursor_Constructor ||
         kind == CXCursor_Destructor || kind == CXCursor_ConversionFunction || kind == CXCursor_FunctionTemplate;
}

// What stands between a call and the name of what it calls.
inline bool is_wrapper(CXCursorKind kind) { return kind == CXCursor_UnexposedExpr || kind == CXCursor_ParenExpr; }

// Statements come with the declaration they stand in, and for one and the same that is now the first, now the last of those
// that declare it: libclang's own comparison tells them apart.
inline bool is_same_node(const CXCursor& a, const CXCursor& b) {
  const bool statement = a.kind >= CXCursor_FirstExpr && a.kind <= CXCursor_LastStmt;
  return a.kind == b.kind && a.data[1] == b.data[1] && (statement || a.data[0] == b.data[0]);
}

class UnitVisit {
 public:
  // Headers that a lower rank gave are passed over; this visit adds those that it gives.
  UnitVisit(const LibClang& clang, CXTranslationUnit unit, const std::string& root,
            const std::function<bool(const std::string& path)>& is_source, GivenHeaders& given, std::uint32_t rank);

  void run(const std::string& main, CompiledUnitBuilder& out);

 private:
  struct Place {
    CXFile file = nullptr;
    std::uint32_t offset = 0, line = 0;
  };
  // A cursor that the visit is inside of.
  struct Open {
    CXCursor cursor;
    CXCursorKind kind;
    int file = no_file;          // of the nearest declaration
    std::uint32_t function = 0;  // position plus one of the function's note in its file
    int function_file = no_file;
    std::uint32_t call = 0;  // position plus one of the call's note, while its callee's name is looked for
    CXCursor member{};       // that the initialiser to come is for; of kind `no_member`: none is named
    std::uint8_t loop_depth = 0;
    bool template_code = false;  // inside a template
    bool instance = false;       // inside what the compiler made of a template
    bool table = false;          // inside what a file gives that is only included: commands.def
  };
  // A variable that is a copy: is it only looked at?
  struct Copy {
    int file = no_file;
    std::uint32_t note = 0;  // position
    std::uint32_t uses = 0;
    bool changed = false;
  };
  static constexpr int no_file = -1;
  static constexpr int only_included = -2;  // a file of the project that is no source
  static constexpr int main_number = 0;
  static constexpr CXCursorKind no_member = CXCursor_NoDeclFound;

  static CXChildVisitResult step(CXCursor cursor, CXCursor parent, CXClientData self);
  CXChildVisitResult enter(CXCursor cursor, CXCursor parent);
  void leave_to(CXCursor parent);

  void add_inclusions(CompiledUnitBuilder& out);
  std::string real_path(CXFile file) const;
  int number_of(CXFile file);
  int file_of(CXFile file) { return std::max(number_of(file), no_file); }
  Place place_of(CXSourceLocation location) const;
  bool is_expanded(CXSourceLocation location, const Place& place) const;
  facts::Note& add(int file, facts::NoteKind kind, const Place& place);
  NotesBuilder& notes(int file) { return files_[static_cast<std::size_t>(file)]; }

  void add_function(Open& open, CXCursor cursor);
  bool is_instance(CXCursor function, const Place& place) const;
  void take_instance(Open& open, CXCursor cursor);
  void settle_instances();
  void add_overrides(int file, CXCursor method);
  void add_type(const Open& open, CXCursor cursor);
  void add_macro(int file, CXCursor expansion, const Place& place);
  void add_conversion(const Open& open, CXCursor cursor);
  void add_call(Open& open, CXCursor cursor);
  void add_construction(Open& open, CXCursor cursor, CXCursor constructor);
  void add_copy(const Open& open, CXCursor cursor, const TypeTraits& type);
  void add_site(const Open& open, CXCursor cursor, facts::SiteKind kind, std::string_view detail,
                std::uint32_t bytes = 0);
  void add_new(const Open& open, CXCursor cursor);
  void add_deletion(const Open& open, CXCursor cursor);
  void add_destructor(const Open& open, CXCursor at, const TypeTraits& type, bool dynamic);
  bool name_callee(CXCursor reference);
  void add_candidates(CXCursor overloaded);
  void add_lambda(const Open& open, CXCursor cursor);
  void add_capture(const Open& open, CXCursor reference);
  void add_address(const Open& open, CXCursor operation);
  bool adds_constant(CXCursor operation) const;
  bool is_given_to_system() const;
  bool is_capture_by_copy(CXCursor reference) const;
  bool is_elided(CXCursor construction) const;
  CXCursor unwrapped(CXCursor expression) const;
  std::string_view text_of(CXFile file) const;
  bool points_to_function(CXType type) const;
  CXCursor first_child(CXCursor expression) const;
  std::uint64_t meant_by(CXCursor expression);
  void hand_on(const Open& open, CXCursor value);
  void hand_on_to_override(int file, CXCursor base, CXCursor method);
  std::uint64_t receiver_of(const Open& open, CXCursor value);
  CXCursor field_at(CXCursor list, CXCursor element) const;
  void add_buffer(const Open& open, CXCursor variable);
  void watch_variable(const Open& open, CXCursor variable);
  void look_at_use(CXCursor reference);
  void settle_copies();
  void add_inactive();
  static std::set<std::uint32_t> repeated_calls(const NotesBuilder& file);
  static void finish(NotesBuilder& file, std::set<std::uint32_t> left_out);

  const LibClang& clang_;
  CXTranslationUnit unit_;
  const std::string& root_;
  const std::function<bool(const std::string& path)>& is_source_;
  GivenHeaders& given_;
  std::uint32_t rank_;
  Declarations declarations_;
  std::unordered_map<CXFile, int> file_numbers_;
  std::vector<NotesBuilder> files_;
  std::vector<CXFile> handles_;     // of files_
  std::vector<bool> given_before_;  // by file: a header whose notes another unit gives
  std::string main_;
  std::vector<Open> open_;
  std::unordered_map<const void*, Copy> copies_;         // by declaration
  std::map<int, std::vector<std::uint32_t>> instances_;  // by file: positions of calls in instances of templates
  std::vector<std::set<std::uint32_t>> void_;            // by file: positions of notes that turned out to say nothing
};

}  // namespace assay
