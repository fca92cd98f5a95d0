// Where does a file stand beside the others: in which folder, by which names do modules call it, which languages can it call?
#pragma once

#include <cstdint>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/analysis/model.h"

namespace assay {

// Languages of one family call each other's functions without a bridge; at most 255.
int family(facts::Language language);

struct FilePlace {
  int family;
  bool test;                // what is no test code does not call test code
  std::uint32_t folder;     // the same number for files of the same folder
  std::uint32_t last_stem;  // of the path without extension: the number of its last segment
  std::uint32_t last_folder;

  bool calls(const FilePlace& other) const { return family == other.family && (test || !other.test); }
  // The same for files that call the same.
  int audience() const { return 2 * family + (test ? 1 : 0); }
};

// Refers to the model.
class FilePlaces {
 public:
  explicit FilePlaces(const Model& model);

  const FilePlace& of(FileId file) const { return places_[file.index()]; }
  const FilePlace& of(FunctionId function) const { return of(model_.function_file[function.index()]); }
  const FilePlace& of(TypeId type) const { return of(model_.type_file[type.index()]); }
  // The number of a segment of some file's path, as in FilePlace; 0: no path has it.
  std::uint32_t segment(std::string_view text) const {
    const auto found = segments_.find(text);
    return found == segments_.end() ? 0 : found->second;
  }

 private:
  const Model& model_;
  std::unordered_map<std::string_view, std::uint32_t> segments_;  // from 1
  std::vector<FilePlace> places_;                                 // by file
};

}  // namespace assay
