// What does each import and each declared dependency bring in: a library of which domains, or a package of one's own?
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
class LibraryDomains {
 public:
  LibraryDomains(const Model& model, const Catalogs& catalogs, const Components& components);

  // `import` is a row of Model::imports.
  const Imported& of(std::uint32_t import) const { return kinds_[kind_of_[import]]; }
  // Of a component's dependency, whatever the language of who asks.
  DomainSet of(const ComponentDependency& dependency) const;

 private:
  std::vector<std::uint32_t> kind_of_;  // by import
  std::vector<Imported> kinds_;
  TextTable<DomainSet> dependencies_;  // by name; those of no domain are not there
};

}  // namespace assay
