// The whole road from a folder to a report.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/analysis/components.h"
#include "analyzer/base/result.h"
#include "analyzer/facts/runtime_profile.h"
#include "analyzer/project/work_tree.h"
#include "analyzer/rule_packs.h"
#include "analyzer/timings.h"
#include "analyzer/workers/pool.h"
#include "reports/report.h"
#include "rules/engine/rule_set.h"

namespace assay {

struct ScanRequest {
  std::string root = ".";
  std::optional<Place> place;  // where it lies, if that was found out already
  InventoryOptions inventory;
  PoolOptions pool;
  std::vector<NamedComponent> components;
  std::vector<std::string> entries;      // what the workload calls, see entries.h
  std::vector<RuntimeProfile> profiles;  // real ones, to replace the estimate
  std::vector<PackFile> packs;           // the team's own rules and catalogues
  std::vector<ContextEntry> context;     // the team's answers
  std::string context_path;              // the file they stand in, for messages
  ReportText text;                       // what people put on the report
  std::string compile_commands;          // a compile database; empty: looked for
  bool asks_compiler = true;             // false where a commit is compared, whose units nobody can compile
  std::string config;                    // text of the configuration that parts of this come from
  bool in_full = true;                   // false: plans, flips and places that no rule asks for are left out
  bool comparable = false;               // verdicts without history are wanted, too
  std::shared_ptr<Timings> timings = std::make_shared<Timings>();
  std::shared_ptr<Cache> cache = std::make_shared<Cache>();  // off, unless it is given another
  std::size_t history_depth = 0;                             // commits that are looked at; 0: none
  std::string today;                                         // YYYY-MM-DD; empty: the day of the scanned commit
};

// Called with the number of files finished and the number in all; for a progress line.
using Progress = std::function<void(std::size_t done, std::size_t all)>;

// The built-in rules and the team's own.
Result<RuleSet> load_rules(const ScanRequest& request);

// What was read: one outcome per file, in the inventory's order.
struct Gathered {
  Inventory inventory;
  std::vector<FileOutcome> outcomes;
  std::uint64_t macros = 0;  // digest of those that the files were read with
  ChangeHistory history;
  std::string date;        // of the scanned commit; empty: there is none, or the request names the day
  std::size_t shared = 0;  // files whose facts were at hand
  CompilerUse compiler;
  std::uint64_t macros_left_out = 0;
};

Result<Place> place_of(const ScanRequest& request);
Result<std::unique_ptr<WorkTree>> open_work_tree(const ScanRequest& request);

// Whether the same files always come to this.
bool is_lasting(const Gathered& gathered);

// The facts that are at hand, by a file's place in the inventory, for a source with these macros; null: it is to be read.
using FactsAtHand = std::function<const FileOutcome*(std::size_t file, std::uint64_t macros)>;

// Which files?
Result<Inventory> list_files(const FileSource& source, const ScanRequest& request);
// Adds the digests of those contents that are not known yet, where the cache is on.
void find_contents(const FileSource& source, const ScanRequest& request, Inventory& inventory);
// Both.
Result<Inventory> find_files(const FileSource& source, const ScanRequest& request);

// Files → facts. Must be called while the process has one thread: it forks workers.
Result<Gathered> gather(const FileSource& source, Inventory inventory, const ScanRequest& request,
                        const Progress& progress, const FactsAtHand& at_hand = {});
// Both.
Result<Gathered> gather(const FileSource& source, const ScanRequest& request, const Progress& progress,
                        const FactsAtHand& at_hand = {});

// Facts → report.
Result<Report> analyse(Gathered gathered, const ScanRequest& request, RuleSet rules);

// Both.
Result<Report> scan(const WorkTree& tree, const ScanRequest& request, RuleSet rules, const Progress& progress);
// Of the folder that the request names.
Result<Report> scan(const ScanRequest& request, RuleSet rules, const Progress& progress);

}  // namespace assay
