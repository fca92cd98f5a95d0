// Which methods does a name mean for a type: its own, those that it inherits, those that types below it have?
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "analyzer/analysis/file_places.h"
#include "analyzer/analysis/symbols.h"

namespace assay {

// Looked at from one file at a time; not thread-safe, as it remembers what it found. Refers to what it is made from.
class TypeMethods {
 public:
  // Of files that the one that asks may call; homonymous types are taken together.
  struct Found {
    std::span<const FunctionId> own;  // of the type or the nearest one above it that has any; some may be of others
    std::vector<FunctionId> below;    // of the types below it, where these were asked for
    bool knows_below = false;
  };

  // Of types below, no more are added when there are `enough` methods.
  TypeMethods(const Symbols& symbols, const FilePlaces& places, std::size_t enough)
      : symbols_(symbols), places_(places), enough_(enough) {}

  void enter(FileId file);
  // `type` is a simple name. What is returned is good until the next question.
  const Found& find(NameId type, NameId name, bool with_below);

 private:
  using Kin = std::unordered_map<std::uint32_t, std::vector<NameId>>;
  using Table = std::unordered_map<std::uint64_t, Found>;  // by (type, name)

  const std::vector<NameId>& kin(Kin& known, NameId type, std::span<const NameId> (Symbols::*next)(NameId) const) const;

  const Symbols& symbols_;
  const FilePlaces& places_;
  std::size_t enough_;
  Kin above_, below_;  // by simple type name
  std::unordered_map<int, Table> by_audience_;
  const FilePlace* place_ = nullptr;  // of the file
  Table* found_ = nullptr;            // of its audience
};

}  // namespace assay
