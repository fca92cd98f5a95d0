// A worker process for libclang: what it may read and write, and the stack it needs.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "analyzer/workers/pool.h"

namespace assay {

struct UnitProcess {
  std::vector<std::string> readable;  // beside the system's headers
  std::string writable;               // folder; empty: none
  std::uint64_t most_written = 0;     // bytes of a file
  std::uint64_t memory = 0;           // bytes
};

// Work of so many items, in their order; each has time for a file and all that it includes.
PoolWork unit_work(std::size_t items, const PoolOptions& options);

// Folders of a system's headers.
const std::vector<std::string>& system_folders();

// Gives up what it does not need and answers from a large stack, until the socket closes. Never returns.
[[noreturn]] void run_unit_process(const UnitProcess& process, int socket,
                                   std::function<FileOutcome(std::uint32_t item)> answer);

}  // namespace assay
