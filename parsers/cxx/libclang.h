// libclang, found when the program runs: assay starts without it and says what is missing.
//
// The table holds the functions of libclang's stable C API that the front end uses; types and constants are those of its
// header. Handles that own the API's objects are here, too.
#pragma once

#include <clang-c/Index.h>

#include <string>
#include <utility>

namespace assay {

#define ASSAY_LIBCLANG_FUNCTIONS(X)   \
  X(createIndex)                      \
  X(disposeIndex)                     \
  X(parseTranslationUnit2)            \
  X(disposeTranslationUnit)           \
  X(getTranslationUnitCursor)         \
  X(getNumDiagnostics)                \
  X(getDiagnostic)                    \
  X(getDiagnosticSeverity)            \
  X(getDiagnosticSpelling)            \
  X(disposeDiagnostic)                \
  X(getSkippedRanges)                 \
  X(disposeSourceRangeList)           \
  X(getInclusions)                    \
  X(getClangVersion)                  \
  X(getFile)                          \
  X(getFileName)                      \
  X(getFileContents)                  \
  X(File_tryGetRealPathName)          \
  X(getCString)                       \
  X(disposeString)                    \
  X(visitChildren)                    \
  X(equalCursors)                     \
  X(getCursorKind)                    \
  X(getCursorLocation)                \
  X(getCursorExtent)                  \
  X(getRangeStart)                    \
  X(getRangeEnd)                      \
  X(getExpansionLocation)             \
  X(getSpellingLocation)              \
  X(getFileLocation)                  \
  X(getCursorReferenced)              \
  X(getCursorDefinition)              \
  X(getCursorSemanticParent)          \
  X(getCursorLinkage)                 \
  X(getCursorBinaryOperatorKind)      \
  X(getCursorSpelling)                \
  X(getCursorUSR)                     \
  X(getCursorType)                    \
  X(getCanonicalType)                 \
  X(getResultType)                    \
  X(getPointeeType)                   \
  X(getArrayElementType)              \
  X(getTypeDeclaration)               \
  X(isConstQualifiedType)             \
  X(Type_getSizeOf)                   \
  X(Cursor_getOffsetOfField)          \
  X(isCursorDefinition)               \
  X(Cursor_isNull)                    \
  X(Cursor_isDynamicCall)             \
  X(CXXMethod_isVirtual)              \
  X(CXXMethod_isPureVirtual)          \
  X(CXXMethod_isConst)                \
  X(CXXMethod_isStatic)               \
  X(CXXConstructor_isCopyConstructor) \
  X(CXXMethod_isDefaulted)            \
  X(CXXMethod_isDeleted)              \
  X(getOverriddenCursors)             \
  X(disposeOverriddenCursors)         \
  X(getSpecializedCursorTemplate)     \
  X(getNumOverloadedDecls)            \
  X(getOverloadedDecl)                \
  X(Cursor_getNumArguments)           \
  X(Cursor_getArgument)               \
  X(Type_visitFields)                 \
  X(saveTranslationUnit)

struct LibClang {
#define ASSAY_LIBCLANG_MEMBER(name) decltype(&::clang_##name) name = nullptr;
  ASSAY_LIBCLANG_FUNCTIONS(ASSAY_LIBCLANG_MEMBER)
#undef ASSAY_LIBCLANG_MEMBER

  // Its text; libclang's own string is given back.
  std::string text(CXString string) const {
    const char* characters = getCString(string);
    std::string copy = characters != nullptr ? characters : "";
    disposeString(string);
    return copy;
  }
};

// The library of this process, loaded at the first call; null where it cannot be, and `why` then says what is missing.
// Must be called while the process has one thread.
const LibClang* load_libclang(std::string* why = nullptr);

// A translation unit together with the index that it belongs to.
class ClangUnit {
 public:
  ClangUnit(const LibClang& clang, CXIndex index, CXTranslationUnit unit)
      : clang_(&clang), index_(index), unit_(unit) {}
  ClangUnit(ClangUnit&& other) noexcept
      : clang_(other.clang_),
        index_(std::exchange(other.index_, nullptr)),
        unit_(std::exchange(other.unit_, nullptr)) {}
  ClangUnit(const ClangUnit&) = delete;
  ClangUnit& operator=(const ClangUnit&) = delete;
  ClangUnit& operator=(ClangUnit&&) = delete;
  ~ClangUnit() {
    if (unit_ != nullptr) clang_->disposeTranslationUnit(unit_);
    if (index_ != nullptr) clang_->disposeIndex(index_);
  }
  CXTranslationUnit get() const { return unit_; }

 private:
  const LibClang* clang_;
  CXIndex index_;
  CXTranslationUnit unit_;
};

}  // namespace assay
