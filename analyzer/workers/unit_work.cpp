// See unit_work.h.
#include "analyzer/workers/unit_work.h"

#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <numeric>
#include <unordered_map>

#include "analyzer/facts/view.h"
#include "analyzer/workers/confinement.h"
#include "analyzer/workers/worker.h"
#include "parsers/cxx/libclang.h"
#include "parsers/cxx/unit_parser.h"

namespace assay {
namespace {

// libclang's parser recurses over its input: 10,000 branches of an `else if` chain end it on the 8 MiB that it gives itself.
// On its caller's stack, which LIBCLANG_NOTHREADS makes it use, a gibibyte holds what real and most hostile code needs.
constexpr std::size_t stack_bytes = std::size_t{1} << 30U;
// A unit is its file and all that it includes: its time is a multiple of a file's.
constexpr std::uint32_t timeout_factor = 6;

using FileNumbers = std::unordered_map<std::string, std::uint32_t>;

FileNumbers source_files(const Inventory& inventory) {
  FileNumbers numbers;
  for (std::uint32_t i = 0; i < inventory.files.size(); ++i) {
    const Language language = inventory.files[i].language;
    if (language == Language::C || language == Language::Cpp) numbers.emplace(inventory.files[i].path, i);
  }
  return numbers;
}

struct UnitServer {
  int socket;
  const LibClang* clang;
  const UnitPlan* plan;
  const FileNumbers* files;

  void run() const {
    UnitParser parser(*clang, plan->root, [this](const std::string& path) { return files->contains(path); });
    serve(socket, [&](std::uint32_t item) {
      FileOutcome outcome;
      const Result<CompiledUnitBuilder> unit = parser.parse(plan->units[item], item);
      if (unit) {
        outcome.blob = pack_unit(*unit);
      } else {
        outcome.reason = unit.error().message;
      }
      return outcome;
    });
  }
};

// makecontext hands on integers only.
const UnitServer* on_large_stack = nullptr;  // of this worker process, set once before the switch

[[noreturn]] void run_on_large_stack(const UnitServer& server) {
  void* stack = mmap(nullptr, stack_bytes, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) _exit(exit_out_of_memory);
  static ucontext_t back, large;
  getcontext(&large);
  large.uc_stack.ss_sp = stack;
  large.uc_stack.ss_size = stack_bytes;
  large.uc_link = nullptr;
  on_large_stack = &server;
  makecontext(
      &large, [] { on_large_stack->run(); }, 0);
  swapcontext(&back, &large);
  _exit(0);
}

void confine(const UnitPlan& plan, const PoolOptions& options) {
  clearenv();
  setenv("LIBCLANG_NOTHREADS", "1", 1);
  drop_powers(options.worker_memory + stack_bytes + (std::uint64_t{1} << 30U));
  std::vector<std::string> folders = system_folders();
  folders.push_back(plan.root);
  folders.insert(folders.end(), plan.readable.begin(), plan.readable.end());
  confine_to(folders, {});
}

// The answers in the order of the plan, whoever gave them first.
CompilerAnswers merge(std::vector<FileOutcome> outcomes, const UnitPlan& plan, const FileNumbers& files,
                      std::size_t count) {
  CompilerAnswers answers;
  answers.notes.resize(count);
  std::vector<bool> own(count);
  for (std::size_t i = 0; i < outcomes.size(); ++i) {
    answers.blobs.push_back(std::move(outcomes[i].blob));
    const facts::Blob* blob = answers.blobs.back().empty() ? nullptr : open_blob(answers.blobs.back());
    if (blob == nullptr || blob->compiled() == nullptr) {
      std::string& reason = outcomes[i].reason;
      answers.failed.push_back(
          {plan.units[i].path, reason.empty() ? "front end returned damaged facts" : std::move(reason)});
      continue;
    }
    ++answers.parsed;
    if (blob->compiled()->errors() > 0) ++answers.with_errors;
    for (const facts::FileNotes* file : *blob->compiled()->files()) {
      const auto found = files.find(file->path()->str());
      if (found == files.end()) continue;
      const bool main = found->first == plan.units[i].path;
      if (own[found->second] || (answers.notes[found->second] != nullptr && !main)) continue;
      answers.notes[found->second] = file;
      own[found->second] = main;
    }
  }
  std::sort(answers.failed.begin(), answers.failed.end(),
            [](const FailedUnit& a, const FailedUnit& b) { return a.path < b.path; });
  return answers;
}

}  // namespace

const std::vector<std::string>& system_folders() {
  static const std::vector<std::string> folders = {"/usr/include",   "/usr/lib", "/usr/lib64", "/usr/local/include",
                                                   "/usr/local/lib", "/lib",     "/lib64",     "/opt"};
  return folders;
}

Result<CompilerAnswers> analyse_units(const Inventory& inventory, const UnitPlan& plan, const PoolOptions& options,
                                      const std::function<void(std::size_t done)>& progress) {
  std::string why;
  const LibClang* clang = load_libclang(&why);
  if (clang == nullptr) return failure(why);
  const FileNumbers files = source_files(inventory);
  PoolWork work;
  work.items = plan.units.size();
  work.order.resize(work.items);
  std::iota(work.order.begin(), work.order.end(), 0U);
  work.timeout_ms = options.file_timeout_ms * timeout_factor;
  work.serve = [&](int socket) {
    confine(plan, options);
    run_on_large_stack({socket, clang, &plan, &files});
  };
  Result<PoolResult> result = run_work(work, options.jobs, progress);
  if (!result) return tl::unexpected(result.error());
  return merge(std::move(result->outcomes), plan, files, inventory.files.size());
}

}  // namespace assay
