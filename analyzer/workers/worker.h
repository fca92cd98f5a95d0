// One worker process: reads file numbers from a socket, analyses the files, writes outcomes back, until the socket closes.
#pragma once

#include <functional>

#include "analyzer/workers/pool.h"

namespace assay {

// The wire between supervisor and worker: requests are 32-bit numbers of files, or of whatever the work's items are; each answer is this header, then the reason,
// the asked names and the blob.
struct AnswerHeader {
  std::uint32_t file = 0;
  std::uint32_t reason_size = 0;
  std::uint32_t asked_size = 0;
  std::uint32_t blob_size = 0;
  std::uint64_t lasting = 0;  // 1: yes
  Digest content;
};

// Answers each number that comes from the socket, until it closes.
void serve(int socket, const std::function<FileOutcome(std::uint32_t item)>& answer);

// Never returns. `socket` is the worker's end. With the cache's secret contents are digested; null: it is off.
[[noreturn]] void run_worker(int socket, const FileSource& source, const Inventory& inventory, const Notes& notes,
                             const PoolOptions& options, const CacheSecret* secret);

}  // namespace assay
