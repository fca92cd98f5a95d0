// What translation units cost: bare, as libclang parses them with the same flags, and as assay asks about them.
// usage: unit_cost bare|plain|precompiled ROOT [DATABASE]
//
// Prints: units, how many were parsed, user CPU seconds, peak memory of a process in megabytes, a digest of all answers.
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>
#include <xxhash.h>

#include <string>
#include <vector>

#include "analyzer/compiler_pass.h"
#include "analyzer/pipeline.h"
#include "analyzer/project/work_tree.h"
#include "parsers/cxx/libclang.h"

namespace {

using namespace assay;

double seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

std::size_t parse_bare(const UnitPlan& plan) {
  const LibClang* clang = load_libclang();
  if (clang == nullptr) return 0;
  std::size_t parsed = 0;
  for (const CompileUnit& unit : plan.units) {
    std::vector<const char*> arguments;
    for (const std::string& argument : unit.arguments) arguments.push_back(argument.c_str());
    arguments.push_back("-w");
    CXIndex index = clang->createIndex(0, 0);
    CXTranslationUnit handle = nullptr;
    const CXErrorCode error =
        clang->parseTranslationUnit2(index, (plan.root + '/' + unit.path).c_str(), arguments.data(),
                                     static_cast<int>(arguments.size()), nullptr, 0, 0, &handle);
    const ClangUnit owned(*clang, index, handle);
    if (error == CXError_Success) ++parsed;
  }
  return parsed;
}

// Of all that the compiler said, file by file.
std::uint64_t digest_of_answers(const CompilerAnswers& answers) {
  std::uint64_t digest = 0;
  const auto add = [&](const void* bytes, std::size_t size) { digest = XXH3_64bits_withSeed(bytes, size, digest); };
  for (const facts::FileNotes* file : answers.notes) {
    if (file == nullptr) continue;
    add(file->path()->data(), file->path()->size());
    add(file->text()->Data(), file->text()->size());
    add(file->notes()->Data(), file->notes()->size() * sizeof(facts::Note));
    add(file->overrides()->Data(), file->overrides()->size() * sizeof(facts::Override));
  }
  return digest;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  const std::string mode = argv[1];
  ScanRequest request;
  request.root = argv[2];
  CompilerQuestion question{argc > 3 ? argv[3] : "", true, mode == "precompiled"};
  Result<Place> place = find_place(request.root);
  if (!place) return 3;
  Result<std::unique_ptr<WorkTree>> tree = WorkTree::open(std::move(*place));
  if (!tree) return 3;
  Result<Inventory> inventory = find_files(**tree, request);
  if (!inventory) return 3;
  PoolOptions options;
  options.jobs = 1;
  options.file_timeout_ms = 60'000;
  const Result<UnitPlan> plan = plan_units(**tree, *inventory, question, options);
  if (!plan) return 3;
  std::size_t parsed = 0;
  std::uint64_t digest = 0;
  if (mode == "bare") {
    const pid_t child = fork();
    if (child == 0) _exit(parse_bare(*plan) == 0 ? 1 : 0);
    int status = 0;
    if (child < 0 || waitpid(child, &status, 0) < 0) return 3;
    parsed = status == 0 ? plan->units.size() : 0;
  } else {
    Cache cache;
    UnitCache remembered(cache, **tree, *inventory, options.max_file_size, {});
    const Result<CompilerAnswers> said = analyse_units(*inventory, *plan, options, remembered, [](std::size_t) {});
    if (!said) return 3;
    parsed = said->parsed;
    digest = digest_of_answers(*said);
  }
  rusage usage{};
  getrusage(RUSAGE_CHILDREN, &usage);
  fmt::print("{} {} {:.2f} {:.0f} {:016x}\n", plan->units.size(), parsed, seconds(usage.ru_utime),
             static_cast<double>(usage.ru_maxrss) / 1000, digest);
  return 0;
}
