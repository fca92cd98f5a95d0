// See unit_process.h.
#include "analyzer/workers/unit_process.h"

#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <cstdlib>
#include <numeric>

#include "analyzer/workers/confinement.h"
#include "analyzer/workers/worker.h"

namespace assay {
namespace {

// libclang's parser recurses over its input: 10,000 branches of an `else if` chain end it on the 8 MiB that it gives itself.
// On its caller's stack, which LIBCLANG_NOTHREADS makes it use, a gibibyte holds what real and most hostile code needs.
constexpr std::size_t stack_bytes = std::size_t{1} << 30U;

struct Server {
  int socket;
  std::function<FileOutcome(std::uint32_t item)> answer;
};

// A unit is its file and all that it includes: its time is a multiple of a file's.
constexpr std::uint32_t unit_timeout_factor = 6;

// makecontext hands on integers only.
const Server* on_large_stack = nullptr;  // of this worker process, set once before the switch

void confine(const UnitProcess& process) {
  clearenv();
  setenv("LIBCLANG_NOTHREADS", "1", 1);
  if (!process.writable.empty()) setenv("TMPDIR", process.writable.c_str(), 1);
  drop_powers(process.memory + stack_bytes + (std::uint64_t{1} << 30U), process.most_written);
  std::vector<std::string> folders = system_folders();
  folders.insert(folders.end(), process.readable.begin(), process.readable.end());
  confine_to(folders, process.writable);
}

}  // namespace

PoolWork unit_work(std::size_t items, const PoolOptions& options) {
  PoolWork work;
  work.order.resize(items);
  std::iota(work.order.begin(), work.order.end(), 0U);
  work.timeout_ms = options.file_timeout_ms * unit_timeout_factor;
  return work;
}

const std::vector<std::string>& system_folders() {
  static const std::vector<std::string> folders = {"/usr/include",   "/usr/lib", "/usr/lib64", "/usr/local/include",
                                                   "/usr/local/lib", "/lib",     "/lib64",     "/opt"};
  return folders;
}

void run_unit_process(const UnitProcess& process, int socket, std::function<FileOutcome(std::uint32_t item)> answer) {
  confine(process);
  void* stack = mmap(nullptr, stack_bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) _exit(exit_out_of_memory);
  const Server server{socket, std::move(answer)};
  static ucontext_t back, large;
  getcontext(&large);
  large.uc_stack.ss_sp = stack;
  large.uc_stack.ss_size = stack_bytes;
  large.uc_link = nullptr;
  on_large_stack = &server;
  makecontext(
      &large,
      [] {
        serve(on_large_stack->socket, on_large_stack->answer);
        _exit(0);
      },
      0);
  swapcontext(&back, &large);
  _exit(0);
}

}  // namespace assay
