// One worker process: reads file numbers from a socket, analyses the files, writes outcomes back, until the socket closes.
#pragma once

#include "analyzer/workers/pool.h"

namespace assay {

// The wire between supervisor and worker: requests are 32-bit file numbers; each answer is this header, then the reason,
// then the blob.
struct AnswerHeader {
  std::uint32_t file = 0;
  std::uint32_t reason_size = 0;
  std::uint32_t blob_size = 0;
  std::uint32_t lasting = 0;  // 1: yes
  Digest content;
};

// How a worker says in its exit status that a file needed more memory than allowed.
inline constexpr int exit_out_of_memory = 77;

// Never returns. `socket` is the worker's end. With the cache's secret contents are digested; null: it is off.
[[noreturn]] void run_worker(int socket, const FileSource& source, const Inventory& inventory,
                             const PoolOptions& options, const CacheSecret* secret);

}  // namespace assay
