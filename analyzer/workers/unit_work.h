// Translation units → what the compiler says of the repository's files, in worker processes: the second kind of item of the
// pool. A unit that crashes, hangs or eats memory costs that unit.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "analyzer/facts/facts_generated.h"
#include "analyzer/workers/pool.h"
#include "analyzer/workers/unit_cache.h"
#include "parsers/cxx/compile_database.h"
#include "parsers/cxx/standard_prefix.h"

namespace assay {

struct UnitPlan {
  std::string root;                    // absolute, links resolved
  std::vector<std::string> readable;   // other folders that may be included from
  std::vector<CompileUnit> units;      // largest main file first, then by path: the order in which they are handed out
  std::vector<SharedPrefix> prefixes;  // of these, what may be parsed once for several
};

struct FailedUnit {
  std::string path, reason;
};

// One answer for each file, whatever the number of workers and whichever of them ended first: a unit's own for its main
// file, for a header that of the first unit of the plan that includes it.
struct CompilerAnswers {
  std::vector<std::string> blobs;              // what `notes` point into
  std::vector<const facts::FileNotes*> notes;  // by inventory file; null: none
  std::vector<FailedUnit> failed;              // by path
  std::size_t parsed = 0, with_errors = 0;     // units
  std::size_t remembered = 0;                  // of those parsed, in an earlier scan
};

// Fails where libclang cannot be loaded or no worker be started. Must be called while the process has one thread.
Result<CompilerAnswers> analyse_units(const Inventory& inventory, const UnitPlan& plan, const PoolOptions& options,
                                      UnitCache& cache, const std::function<void(std::size_t done)>& progress);

}  // namespace assay
