// See unit_work.h.
#include "analyzer/workers/unit_work.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <unordered_map>

#include "analyzer/base/sort_unique.h"
#include "analyzer/facts/view.h"
#include "analyzer/workers/precompile.h"
#include "analyzer/workers/unit_cache.h"
#include "analyzer/workers/unit_process.h"
#include "parsers/cxx/compile_flags.h"
#include "parsers/cxx/libclang.h"
#include "parsers/cxx/unit_parser.h"

namespace assay {
namespace {

using FileNumbers = std::unordered_map<std::string, std::uint32_t>;

FileNumbers source_files(const Inventory& inventory) {
  FileNumbers numbers;
  for (std::uint32_t i = 0; i < inventory.files.size(); ++i) {
    if (is_c_family(inventory.files[i].language)) numbers.emplace(inventory.files[i].path, i);
  }
  return numbers;
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

// What was read for the precompiled headers was read for the unit.
void add_files(const std::string& root, const FileNumbers& sources, const Precompiled& with,
               CompiledUnitBuilder& unit) {
  for (const std::string& file : with.files) {
    const std::string own = lies_in_folder(file, root) ? file.substr(root.size() + 1) : std::string{};
    if (sources.contains(own)) {
      unit.included.push_back(own);
    } else {
      unit.elsewhere.push_back(file);
    }
  }
  sort_unique(unit.included);
  sort_unique(unit.elsewhere);
}

// Answers units, one after the other.
std::function<FileOutcome(std::uint32_t)> unit_answers(const LibClang& clang, const UnitPlan& plan,
                                                       const FileNumbers& files, const PrecompiledPrefixes& prefixes) {
  auto parser = std::make_shared<UnitParser>(clang, plan.root,
                                             [&files](const std::string& path) { return files.contains(path); });
  return [&plan, &files, &prefixes, parser](std::uint32_t item) {
    FileOutcome outcome;
    const Precompiled* with = prefixes.find(item);
    Result<CompiledUnitBuilder> unit =
        parser->parse(plan.units[item], item, nullptr, with != nullptr ? with->path : std::string{});
    if (!unit) {
      outcome.reason = unit.error().message;
      return outcome;
    }
    if (with != nullptr) add_files(plan.root, files, *with, *unit);
    outcome.blob = pack_unit(*unit);
    outcome.lasting = true;
    return outcome;
  };
}

PrecompiledPrefixes precompile(const LibClang& clang, const UnitPlan& plan, const std::vector<bool>& open,
                               const PrivateFolder& folder, const PoolOptions& options) {
  std::vector<SharedPrefix> prefixes = plan.prefixes;
  // What is remembered needs none.
  for (SharedPrefix& prefix : prefixes) std::erase_if(prefix.units, [&](std::uint32_t unit) { return !open[unit]; });
  std::erase_if(prefixes, [](const SharedPrefix& prefix) { return prefix.units.size() < fewest_prefix_units; });
  std::vector<std::string> readable = plan.readable;
  readable.push_back(plan.root);
  return precompile_prefixes(clang, prefixes, plan.units.size(), readable, folder, options);
}

}  // namespace

Result<CompilerAnswers> analyse_units(const Inventory& inventory, const UnitPlan& plan, const PoolOptions& options,
                                      UnitCache& cache, const std::function<void(std::size_t done)>& progress) {
  std::string why;
  const LibClang* clang = load_libclang(&why);
  if (clang == nullptr) return failure(why);
  const FileNumbers files = source_files(inventory);
  PoolWork work = unit_work(plan.units.size(), options);
  work.known = cache.find(plan);
  std::vector<bool> open(plan.units.size());
  for (std::size_t i = 0; i < work.known.size(); ++i) open[i] = !work.known[i];
  const PrivateFolder folder;
  const PrecompiledPrefixes prefixes = precompile(*clang, plan, open, folder, options);
  work.keep = [&](std::uint32_t i, const FileOutcome& outcome) { cache.keep(plan, i, outcome); };
  work.serve = [&](int socket) {
    std::vector<std::string> readable = plan.readable;
    readable.push_back(plan.root);
    if (!folder.path().empty()) readable.push_back(folder.path());
    run_unit_process({std::move(readable), {}, 0, options.worker_memory}, socket,
                     unit_answers(*clang, plan, files, prefixes));
  };
  Result<PoolResult> result = run_work(std::move(work), options.jobs, progress);
  if (!result) return tl::unexpected(result.error());
  const std::size_t remembered = result->remembered;
  CompilerAnswers answers = merge(std::move(result->outcomes), plan, files, inventory.files.size());
  answers.remembered = remembered;
  return answers;
}

}  // namespace assay
