// Runs the front ends in worker processes: files in, blobs out, and no file can stop the others.
//
// The supervisor forks workers while it is single-threaded, hands out files one by one, largest first, and takes blobs
// back. A worker that dies, hangs or eats memory is replaced; the file it had is tried once more in a fresh worker when the
// death may have come from outside (a signal), and is then given up with its reason. Limits on CPU time and wall time are
// enforced from here, so that they hold whatever the worker does.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/project/inventory.h"

namespace assay {

struct PoolOptions {
  unsigned jobs = 0;                          // 0: the processors this process may use
  std::uint32_t file_timeout_ms = 10'000;     // CPU time for one file
  std::uint64_t max_file_size = 2'000'000;    // bytes
  std::size_t worker_memory = 1'500'000'000;  // bytes of syntax tree per worker
};

// Either a blob (view.h) or a reason why there are no facts, or both where only a manifest could be read.
struct FileOutcome {
  std::string blob;
  std::string reason;
};

struct PoolResult {
  std::vector<FileOutcome> outcomes;  // one per inventory.files, in that order
  unsigned workers_lost = 0;          // died and were replaced
};

// `progress` is called now and then with the number of finished files. Must be called while the process has one thread.
Result<PoolResult> analyse_files(const FileSource& source, const Inventory& inventory, const PoolOptions& options,
                                 const std::function<void(std::size_t done)>& progress);

}  // namespace assay
