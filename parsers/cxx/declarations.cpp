// See declarations.h.
#include "parsers/cxx/declarations.h"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <vector>

namespace assay {
namespace {

// Types inside types that are looked through for what a copy costs.
constexpr int deepest = 6;

bool any_of(std::string_view name, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), name) != words.end();
}

// Owners that share what they point to: a copy adds one to a counter.
bool is_shared_owner(std::string_view name) {
  return any_of(name, {"shared_ptr", "weak_ptr", "__shared_ptr", "intrusive_ptr", "scoped_refptr", "RefPtr",
                       "QSharedPointer", "IntrusiveRefCntPtr"});
}

bool is_lock_guard(std::string_view scope, std::string_view name) {
  return (scope == "std" && any_of(name, {"lock_guard", "unique_lock", "scoped_lock", "shared_lock"})) ||
         (scope == "boost" && any_of(name, {"lock_guard", "unique_lock", "shared_lock"})) ||
         any_of(name, {"MutexLock", "ReaderMutexLock", "WriterMutexLock", "MutexLocker", "QMutexLocker"});
}

bool is_scope(CXCursorKind kind) {
  return kind == CXCursor_Namespace || kind == CXCursor_ClassDecl || kind == CXCursor_StructDecl ||
         kind == CXCursor_UnionDecl || kind == CXCursor_ClassTemplate || kind == CXCursor_EnumDecl ||
         kind == CXCursor_ClassTemplatePartialSpecialization;
}

// Segments that a library's implementation puts between: std::__cxx11, std::__1.
bool is_hidden(std::string_view segment) {
  return segment.empty() || segment.front() == '(' || segment == "__cxx11" || segment == "__1" || segment == "_V2";
}

}  // namespace

CXCursor Declarations::primary(CXCursor declared) const {
  for (int i = 0; i < 4; ++i) {
    const CXCursor pattern = clang_.getSpecializedCursorTemplate(declared);
    if (clang_.Cursor_isNull(pattern) != 0) break;
    declared = pattern;
  }
  return declared;
}

std::string Declarations::qualified(CXCursor declared) const {
  std::vector<std::string> segments;
  constexpr std::size_t most = 16;
  for (CXCursor at = declared; segments.size() < most;) {
    std::string segment = clang_.text(clang_.getCursorSpelling(at));
    // Anonymous ones are spelled with their place.
    if (!is_hidden(segment))
      segments.push_back(segment.substr(0, segment.find('<', segment.starts_with("operator") ? 10 : 0)));
    at = clang_.getCursorSemanticParent(at);
    if (!is_scope(clang_.getCursorKind(at))) break;
  }
  std::string name;
  for (auto segment = segments.rbegin(); segment != segments.rend(); ++segment)
    name.append(name.empty() ? "" : ".").append(*segment);
  return name;
}

const DeclaredFunction& Declarations::function(CXCursor declared) {
  const auto [entry, fresh] = functions_.try_emplace(declared.data[0]);
  DeclaredFunction& known = entry->second;
  if (!fresh) return known;
  const CXCursor pattern = primary(declared);
  CXFile file = nullptr;
  unsigned offset = 0;
  clang_.getExpansionLocation(clang_.getCursorLocation(pattern), &file, nullptr, nullptr, &offset);
  const std::string path = file != nullptr ? own_path_(file) : std::string{};
  std::string usr = clang_.text(clang_.getCursorUSR(pattern));
  const CXLinkageKind linkage = clang_.getCursorLinkage(pattern);
  // Such a name means another function in another file; the compiler puts only the file's last name into it.
  if (linkage == CXLinkage_Internal || linkage == CXLinkage_UniqueExternal) usr += '\n' + path;
  known.symbol = XXH3_64bits(usr.data(), usr.size());
  known.own = !path.empty();
  known.name = qualified(pattern);
  CXCursorKind kind = clang_.getCursorKind(pattern);
  known.constructor = kind == CXCursor_Constructor || clang_.getCursorKind(declared) == CXCursor_Constructor;
  known.destructor = kind == CXCursor_Destructor;
  known.copies = known.constructor && clang_.CXXConstructor_isCopyConstructor(declared) != 0;
  const std::string_view last = std::string_view(known.name).substr(known.name.rfind('.') + 1);
  known.is_operator =
      kind == CXCursor_ConversionFunction || (last.starts_with("operator") && last.size() > 8 && last[8] != '_' &&
                                              std::isalnum(static_cast<unsigned char>(last[8])) == 0);
  // What the compiler makes itself stands where its class stands.
  if (known.constructor || known.destructor || last == "operator=") {
    CXFile class_file = nullptr;
    unsigned class_offset = 0;
    clang_.getExpansionLocation(clang_.getCursorLocation(clang_.getCursorSemanticParent(pattern)), &class_file, nullptr,
                                nullptr, &class_offset);
    known.implicit = class_file == file && class_offset == offset;
    known.defaulted = known.implicit || clang_.CXXMethod_isDefaulted(pattern) != 0;
  }
  if (known.constructor) known.name.resize(std::min(known.name.rfind('.'), known.name.size()));
  return known;
}

std::uint64_t Declarations::lambda(CXFile file, std::uint32_t offset) const {
  const std::string place = own_path_(file) + '\n' + std::to_string(offset);
  return XXH3_64bits(place.data(), place.size());
}

std::uint64_t Declarations::result(std::uint64_t function) const {
  return XXH3_64bits_withSeed(&function, sizeof(function), 0);
}

// Declarations of one function may name a parameter each in their own way: its place is what they have in common.
std::uint64_t Declarations::parameter(CXCursor function, int position) {
  const std::uint64_t symbol = this->function(function).symbol;
  return XXH3_64bits_withSeed(&symbol, sizeof(symbol), static_cast<std::uint64_t>(position) + 1);
}

std::uint64_t Declarations::holder(CXCursor declared) {
  const CXCursorKind kind = clang_.getCursorKind(declared);
  if (kind != CXCursor_VarDecl && kind != CXCursor_FieldDecl && kind != CXCursor_ParmDecl) return 0;
  const auto [entry, fresh] = holders_.try_emplace(declared.data[0]);
  if (!fresh) return entry->second;
  if (kind == CXCursor_ParmDecl) {
    const CXCursor function = clang_.getCursorSemanticParent(declared);
    const int count = clang_.Cursor_getNumArguments(function);
    for (int i = 0; i < count; ++i) {
      if (clang_.equalCursors(clang_.Cursor_getArgument(function, static_cast<unsigned>(i)), declared) != 0)
        return entry->second = parameter(function, i);
    }
    return 0;
  }
  std::string usr = clang_.text(clang_.getCursorUSR(declared));
  // What only one file sees, or two structures in C of the same name.
  if (clang_.getCursorLinkage(declared) != CXLinkage_External) {
    CXFile file = nullptr;
    clang_.getExpansionLocation(clang_.getCursorLocation(declared), &file, nullptr, nullptr, nullptr);
    usr += '\n' + (file != nullptr ? own_path_(file) : std::string{});
  }
  return entry->second = XXH3_64bits(usr.data(), usr.size());
}

const TypeTraits& Declarations::type(CXType type) { return this->type(type, 0); }

const TypeTraits& Declarations::type(CXType type, int depth) {
  static const TypeTraits nothing;
  const CXType canonical = clang_.getCanonicalType(type);
  if (canonical.kind != CXType_Record && canonical.kind != CXType_Unexposed) return nothing;
  const CXCursor declared = clang_.getTypeDeclaration(canonical);
  if (declared.data[0] == nullptr || !is_scope(clang_.getCursorKind(declared))) return nothing;
  const auto known = types_.find(declared.data[0]);
  if (known != types_.end()) return known->second;
  types_[declared.data[0]] = nothing;  // while it is looked at: a type may hold what leads back to it
  TypeTraits traits = traits_of(canonical, depth);
  // A cut look is not kept for those who ask from nearer.
  TypeTraits& kept = types_[declared.data[0]];
  kept = std::move(traits);
  return kept;
}

TypeTraits Declarations::traits_of(CXType type, int depth) {
  TypeTraits traits;
  const CXCursor declared = clang_.getTypeDeclaration(type);
  CXCursor pattern = primary(declared);
  if (const CXCursor definition = clang_.getCursorDefinition(pattern); clang_.Cursor_isNull(definition) == 0)
    pattern = definition;
  traits.scope = qualified(pattern);
  const std::size_t dot = traits.scope.rfind('.');
  traits.name = dot == std::string::npos ? traits.scope : traits.scope.substr(dot + 1);
  traits.scope.resize(dot == std::string::npos ? 0 : dot);
  if (traits.name == "basic_string") traits.name = "string";  // what everybody calls it
  traits.bytes = std::max<long long>(clang_.Type_getSizeOf(type), 0);
  traits.lock_guard = is_lock_guard(traits.scope, traits.name);
  traits.atomic = traits.scope == "std" && traits.name.starts_with("atomic");
  traits.shared_owner = is_shared_owner(traits.name);
  traits.destructor.kind = CXCursor_NoDeclFound;
  if (traits.name.ends_with("iterator") || traits.name == "allocator") return traits;

  struct Look {
    Declarations& all;
    TypeTraits& traits;
    int depth;
    bool deleted;
  } look{*this, traits, depth, false};
  clang_.visitChildren(
      pattern,
      [](CXCursor child, CXCursor, CXClientData data) {
        Look& at = *static_cast<Look*>(data);
        const LibClang& clang = at.all.clang_;
        switch (clang.getCursorKind(child)) {
          case CXCursor_Constructor:
            if (clang.CXXConstructor_isCopyConstructor(child) != 0 && clang.CXXMethod_isDefaulted(child) == 0)
              at.traits.costly_copy = true;
            break;
          case CXCursor_Destructor:
            if (clang.CXXMethod_isDefaulted(child) == 0) at.traits.destructor = child;
            break;
          case CXCursor_CXXBaseSpecifier:
            if (at.depth < deepest && at.all.type(clang.getCursorType(child), at.depth + 1).costly_copy)
              at.traits.costly_copy = true;
            break;
          default: break;
        }
        return CXChildVisit_Continue;
      },
      &look);
  if (depth < deepest && !traits.costly_copy) {
    clang_.Type_visitFields(
        type,
        [](CXCursor field, CXClientData data) {
          Look& at = *static_cast<Look*>(data);
          if (at.all.type(at.all.clang_.getCursorType(field), at.depth + 1).costly_copy) at.traits.costly_copy = true;
          return at.traits.costly_copy ? CXVisit_Break : CXVisit_Continue;
        },
        &look);
  }
  return traits;
}

}  // namespace assay
