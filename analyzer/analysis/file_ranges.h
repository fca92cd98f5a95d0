// Parts of a repository that threads look at side by side.
#pragma once

#include <cstddef>
#include <vector>

#include "analyzer/analysis/model.h"

namespace assay {

// Some files in a row.
struct FileRange {
  std::size_t begin = 0, end = 0;  // indices of files
};

// All files in parts of about as many calls each, in order, for `threads` to take one after the other; what is too small to
// share is one part.
std::vector<FileRange> parts_of(const Model& model, std::size_t threads);

}  // namespace assay
