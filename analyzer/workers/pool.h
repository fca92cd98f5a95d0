// Runs the front ends in worker processes: files in, blobs out, and no file can stop the others.
//
// The supervisor forks workers while it is single-threaded, hands out files one by one, largest first, and takes blobs
// back. A worker that dies, hangs or eats memory is replaced; the file it had is tried once more in a fresh worker when the
// death may have come from outside (a signal), and is then given up with its reason. Limits on CPU time and wall time are
// enforced from here, so that they hold whatever the worker does.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/cache/cache.h"
#include "analyzer/facts/facts_generated.h"
#include "analyzer/project/inventory.h"
#include "parsers/languages/c/macros.h"

namespace assay {

struct PoolOptions {
  unsigned jobs = 0;                          // 0: the processors this process may use
  std::uint32_t file_timeout_ms = 10'000;     // CPU time for one file
  std::uint64_t max_file_size = 2'000'000;    // bytes
  std::size_t worker_memory = 1'500'000'000;  // bytes of syntax tree per worker
  bool packs_facts = true;                    // whether facts are compressed on their way
  // Stands for whatever else the front ends are given beside a file and what the inventory says of it: two runs that give
  // them other things have other parts here, so that neither is answered with the other's facts.
  std::vector<std::string> key_parts;
  // The repository's macros, an input of each C and C++ file. Null: known_macros().
  const MacroTable* macros = nullptr;
};

// Either a blob (view.h) or a reason why there are no facts, or both where only a manifest could be read.
struct FileOutcome {
  std::string blob;  // packed (packed.h); empty: none
  std::string reason;
  std::string asked;     // for which macros' names the repository's table was asked, packed (AskedNames)
  Digest content;        // of the bytes that were read; none: the cache is off, or they could not be read
  bool lasting = false;  // the same bytes always come to this: neither time, memory nor the file system had a say
};

struct PoolResult {
  std::vector<FileOutcome> outcomes;  // one per inventory.files, in that order
  unsigned workers_lost = 0;          // died and were replaced
  std::size_t remembered = 0;         // outcomes that the cache knew
};

// 0 jobs are as many as there are processors that this process may use.
unsigned worker_count(unsigned jobs);

// Numbered items of one kind, and what a worker process does with them.
struct PoolWork {
  // What each came to before; nothing: it is to be done.
  std::vector<std::optional<FileOutcome>> known;
  std::vector<std::uint32_t> order;   // items as they are handed out, all of them; those that are known are passed over
  std::uint32_t timeout_ms = 10'000;  // CPU time for one
  std::function<void(int socket)> serve;  // in a worker process, until the socket closes: worker.h
  // Remembers what an item has come to; empty: nothing is remembered.
  std::function<void(std::uint32_t item, const FileOutcome& outcome)> keep;
};

// One outcome for each item. `progress` is called now and then with the number of finished items. Must be called while the
// process has one thread.
Result<PoolResult> run_work(PoolWork work, unsigned jobs, const std::function<void(std::size_t done)>& progress);

// By inventory file, what a compiler says of it; null: nothing.
using Notes = std::vector<const facts::FileNotes*>;

// `progress` is called now and then with the number of finished files. Must be called while the process has one thread.
Result<PoolResult> analyse_files(const FileSource& source, const Inventory& inventory, const Notes& notes,
                                 const PoolOptions& options, Cache& cache,
                                 const std::function<void(std::size_t done)>& progress);

}  // namespace assay
