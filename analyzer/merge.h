// From the files' facts, as workers gave them or the cache kept them, to one model of the repository.
#pragma once

#include <cstddef>
#include <vector>

#include "analyzer/analysis/components.h"
#include "analyzer/analysis/model.h"
#include "analyzer/project/inventory.h"
#include "analyzer/workers/pool.h"

namespace assay {

struct Merged {
  Model model;                          // in the order of the inventory's files
  std::vector<ManifestFile> manifests;  // in this order, too
  std::vector<SkippedFile> skipped;     // what could not be analysed, and why
};

// `outcomes`: one per file of the inventory. Unpacks in `threads` threads; the result does not depend on their number.
Merged merge(const Inventory& inventory, std::vector<FileOutcome> outcomes, std::size_t threads);

}  // namespace assay
