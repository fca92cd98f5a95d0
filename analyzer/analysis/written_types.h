// What type does a name mean in the file that writes it?
#pragma once

#include <cstdint>
#include <unordered_map>

#include "analyzer/analysis/scopes.h"

namespace assay {

// Looked at from one file at a time; not thread-safe, as it remembers what it found. Refers to what it is made from.
class WrittenTypes {
 public:
  // `scopes` are of the file that is entered.
  WrittenTypes(const Model& model, const Symbols& symbols, const FileScopes& scopes)
      : model_(model), symbols_(symbols), scopes_(scopes) {}

  void enter(FileId file);
  // A type of ours by its simple name; a library's that ours may have as a base, as it is written; none: a library's that is
  // named like one of ours.
  NameId meant(NameId written);

 private:
  NameId imported(NameId name) const;

  const Model& model_;
  const Symbols& symbols_;
  const FileScopes& scopes_;
  FileId file_;
  bool exact_imports_ = false;                       // of the file's language
  std::unordered_map<std::uint32_t, NameId> known_;  // by what is written
};

}  // namespace assay
