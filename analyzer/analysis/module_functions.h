// Which function does a module's path and a name in it mean?
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>

#include "analyzer/analysis/file_places.h"
#include "analyzer/analysis/symbols.h"
#include "analyzer/base/text_table.h"

namespace assay {

// Looked at from one file at a time; not thread-safe, as it remembers what it found. Refers to what it is made from.
class ModuleFunctions {
 public:
  ModuleFunctions(const Model& model, const Symbols& symbols, const FilePlaces& places)
      : model_(model), symbols_(symbols), places_(places) {}

  void enter(FileId file);
  // The function named `name` in the file or folder that fits `module` best; none where several fit as well.
  FunctionId find(std::string_view module, NameId name);

 private:
  FunctionId look_up(std::string_view module, NameId name) const;

  const Model& model_;
  const Symbols& symbols_;
  const FilePlaces& places_;
  const FilePlace* place_ = nullptr;
  // (module, name) → function: relative modules mean something in their file only.
  using Known = std::unordered_map<std::uint64_t, FunctionId>;
  TextTable<std::uint32_t> module_ids_;
  Known relative_;
  std::unordered_map<int, Known> absolute_by_audience_;
};

}  // namespace assay
