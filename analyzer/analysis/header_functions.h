// Which functions does a name mean that a file of C or C++ gets from headers?
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/analysis/file_places.h"
#include "analyzer/analysis/included_files.h"
#include "analyzer/analysis/symbols.h"

namespace assay {

// Looked at from one file at a time; not thread-safe, as it remembers what it found. Refers to what it is made from.
class HeaderFunctions {
 public:
  HeaderFunctions(const Model& model, const Symbols& symbols, const FilePlaces& places, const IncludedFiles& includes)
      : model_(model), symbols_(symbols), places_(places), includes_(includes) {}

  // `included`, by import of the model, gets the files that the #includes of `file` mean.
  void enter(FileId file, std::vector<FileId>& included);
  // Those of the header that fits best, one that the file includes or else one that lies near: at most `most`.
  std::vector<FunctionId> find(NameId name, std::size_t most) const;

 private:
  std::size_t fit(FunctionId function) const;

  const Model& model_;
  const Symbols& symbols_;
  const FilePlaces& places_;
  const IncludedFiles& includes_;
  FileId file_;
  std::unordered_map<std::uint64_t, FileId> known_;  // by folder and what is written
  std::vector<FileId> included_;                     // by the file at hand, sorted
};

}  // namespace assay
