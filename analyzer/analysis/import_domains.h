// What does each import bring in: a library of which domains, or a package of the repository's own?
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/analysis/call_graph.h"
#include "analyzer/analysis/components.h"
#include "analyzer/analysis/model.h"

namespace assay {

struct Imported {
  DomainSet domains;
  bool own = false;  // what the repository publishes is no library to it
};

// Constant once it is made; references it was made from are not kept.
class ImportDomains {
 public:
  ImportDomains(const Model& model, const Catalogs& catalogs, const Components& components);

  // `import` is a row of Model::imports.
  const Imported& of(std::uint32_t import) const { return kinds_[kind_of_[import]]; }

 private:
  std::vector<std::uint32_t> kind_of_;  // by import
  std::vector<Imported> kinds_;
};

}  // namespace assay
