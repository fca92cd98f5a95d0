// What do the calls of some files run?
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>
#include <vector>

#include "analyzer/analysis/compiler_targets.h"
#include "analyzer/analysis/file_places.h"
#include "analyzer/analysis/file_ranges.h"
#include "analyzer/analysis/included_files.h"
#include "analyzer/analysis/resolved_calls.h"

namespace assay {

// What all parts of a repository look at; see resolve_calls.
struct SharedTables {
  const Model& model;
  const Symbols& symbols;
  const Catalogs& catalogs;
  std::string_view repository;
  CompilerTargets compiler;
  FilePlaces places;
  IncludedFiles includes;
};

// Remembers what it has found: one for each thread. Refers to what it is made from.
class CallResolver {
 public:
  // `graph` has room for what is known of each call, and for one more, `dummy`, that is none.
  CallResolver(const SharedTables& tables, CallGraph& graph, std::size_t dummy);
  ~CallResolver();
  CallResolver(const CallResolver&) = delete;
  CallResolver& operator=(const CallResolver&) = delete;

  ResolvedCalls run(FileRange files);
  // What the positions of effects in the graph mean so far.
  const std::vector<CallEffect>& effects() const;

 private:
  class Explaining;
  std::unique_ptr<Explaining> explaining_;
};

}  // namespace assay
