// Where a repository has a compile database, its C and C++ is what the compiler sees: which database, which units, and what
// became of them.
#pragma once

#include <functional>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/project/file_source.h"
#include "analyzer/project/inventory.h"
#include "analyzer/workers/unit_work.h"
#include "reports/report.h"

namespace assay {

struct CompilerPass {
  CompilerAnswers answers;  // `notes` has one entry for each inventory file
  CompilerUse use;
};

// Whether there is a database to look into, whatever it says.
bool has_database(const FileSource& source, const std::string& asked);

struct CompilerQuestion {
  std::string database;     // that the user names; empty: looked for in the root, then where builds are usually made
  bool asked = true;        // false: no compiler is
  bool precompiles = true;  // false: each unit reads the standard library's headers anew
};

// Fails where the database that the user names cannot be read. Must be called while the process has one thread.
Result<CompilerPass> ask_compiler(const FileSource& source, const Inventory& inventory,
                                  const CompilerQuestion& question, const PoolOptions& options, Cache& cache,
                                  const std::function<void(std::size_t done)>& progress);

// The units that would be asked about; none: there is no database.
Result<UnitPlan> plan_units(const FileSource& source, const Inventory& inventory, const CompilerQuestion& question,
                            const PoolOptions& options);

}  // namespace assay
