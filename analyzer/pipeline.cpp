// The steps of a scan, in order. From `merge` on the facts are frozen; each later step adds one read-only result.
#include "analyzer/pipeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <future>
#include <iterator>
#include <memory>
#include <optional>
#include <set>
#include <tuple>

#include "analyzer/analysis/handlers.h"
#include "analyzer/analysis/signal_measures.h"
#include "analyzer/analysis/signals_history.h"
#include "analyzer/base/free_memory.h"
#include "analyzer/base/parallel.h"
#include "analyzer/base/text.h"
#include "analyzer/cache/remembered_history.h"
#include "analyzer/compiler_pass.h"
#include "analyzer/merge.h"
#include "analyzer/project/history.h"
#include "analyzer/project/work_tree.h"
#include "analyzer/signatures.h"
#include "analyzer/workers/repository_macros.h"
#include "parsers/language.h"
#include "parsers/manifests/manifests.h"
#include "rules/engine/catalog.h"
#include "rules/engine/counterparts.h"
#include "rules/engine/embedded.h"
#include "rules/engine/rule_set.h"

namespace assay {
namespace {

// Bytes of sources whose facts need not be small while they wait for the others.
constexpr std::uint64_t most_loose = 40'000'000;

std::uint64_t size_of(const Inventory& inventory) {
  std::uint64_t size = 0;
  for (const SourceFile& file : inventory.files) size += file.size;
  return size;
}

// Catalogues of the languages that occur; the others are not even read.
struct LoadedCatalogs {
  std::array<std::unique_ptr<Catalog>, std::tuple_size_v<Catalogs>> owned;
  Catalogs view{};
};

// Those of the files' languages that are not loaded yet.
template <class Files>
Result<LoadedCatalogs> load_catalogs(const Files& files, std::span<const EmbeddedFile> own,
                                     LoadedCatalogs loaded = {}) {
  for (const auto& file : files) {
    const auto at = static_cast<std::size_t>(file.language);
    if (loaded.owned[at] != nullptr || file.language == facts::Language::None) continue;
    Result<Catalog> catalog = load_catalog(embedded_files(), file.language, own);
    if (!catalog) return tl::unexpected(catalog.error());
    loaded.owned[at] = std::make_unique<Catalog>(std::move(*catalog));
    loaded.view[at] = loaded.owned[at].get();
  }
  return loaded;
}

// Files that a profile seems to name, by their last two path parts: what is hot there is not only a tool's business.
void mark_profiled_files(Inventory& inventory, std::span<const RuntimeProfile> profiles) {
  const auto end_of = [](std::string_view path) {
    return std::string(path.substr(folder_of(path).size() - file_name(folder_of(path)).size()));
  };
  std::set<std::string, std::less<>> ends;
  for (const RuntimeProfile& profile : profiles) {
    for (const ProfileFrame& frame : profile.frames) {
      ends.insert(end_of(frame.file));
      ends.emplace(file_name(frame.file));
    }
  }
  for (SourceFile& file : inventory.files) file.profiled = ends.contains(end_of(file.path));
}

// Files that the repository's attributes or its folders call somebody else's or a tool's work: named and counted, not
// analysed.
void set_aside_marked_files(Inventory& inventory) {
  const auto reason = [&](const SourceFile& file) -> const char* {
    if (file.generated && !file.profiled)
      return "generated: `linguist-generated` in .gitattributes, or lies in a folder named so";
    if (file.vendored) return "vendored: `linguist-vendored` in .gitattributes, or lies in a vendored folder";
    if (is_built_from_source(file.path, inventory)) return "generated: built from the file of that name below src";
    return nullptr;
  };
  std::vector<SourceFile> kept;
  std::vector<const char*> reasons;  // all before the first file is moved: they are asked of the whole inventory
  for (const SourceFile& file : inventory.files) reasons.push_back(reason(file));
  for (std::size_t i = 0; i < reasons.size(); ++i) {
    SourceFile& file = inventory.files[i];
    if (reasons[i] == nullptr) {
      kept.push_back(std::move(file));
    } else {
      inventory.skipped.push_back({std::move(file.path), reasons[i]});
    }
  }
  inventory.files = std::move(kept);
}

// Large tables serve on the way, and no more after it.
CallGraph call_graph(const Report& report, const Catalogs& catalogs, const std::vector<ManifestFile>& manifests,
                     std::size_t threads, Timings& timings) {
  const Symbols symbols(report.model);
  timings.done("symbols", report.model.functions.size());
  return resolve_calls(report.model, symbols, catalogs, report.name, threads, manifests);
}

Result<Counterparts> load_known_counterparts(const Components& components) {
  std::set<std::string> ecosystems;
  for (const Component& component : components.list) {
    for (const ComponentDependency& dependency : component.dependencies) ecosystems.insert(dependency.ecosystem);
  }
  return load_counterparts(embedded_files(), ecosystems);
}

}  // namespace

bool is_lasting(const Gathered& gathered) {
  return std::all_of(gathered.outcomes.begin(), gathered.outcomes.end(),
                     [](const FileOutcome& outcome) { return outcome.lasting && outcome.content; });
}

Result<Place> place_of(const ScanRequest& request) {
  return request.place ? Result<Place>(*request.place) : find_place(request.root);
}

Result<std::unique_ptr<WorkTree>> open_work_tree(const ScanRequest& request) {
  Result<Place> place = place_of(request);
  if (!place) return tl::unexpected(place.error());
  return WorkTree::open(std::move(*place));
}

Result<Inventory> list_files(const FileSource& source, const ScanRequest& request) {
  Result<Inventory> inventory = take_inventory(source, request.inventory, language_marks(), is_manifest);
  if (!inventory) return tl::unexpected(inventory.error());
  mark_profiled_files(*inventory, request.profiles);
  set_aside_marked_files(*inventory);
  return inventory;
}

void find_contents(const FileSource& source, const ScanRequest& request, Inventory& inventory) {
  request.cache->find_contents(source, inventory, request.pool.max_file_size, worker_count(request.pool.jobs));
  request.timings->done("look up", inventory.files.size());
}

Result<Inventory> find_files(const FileSource& source, const ScanRequest& request) {
  Result<Inventory> inventory = list_files(source, request);
  if (!inventory) return inventory;
  request.timings->done("find files", inventory->seen);
  find_contents(source, request, *inventory);
  return inventory;
}

Result<Gathered> gather(const FileSource& source, Inventory inventory, const ScanRequest& request,
                        const Progress& progress, const FactsAtHand& at_hand) {
  share_memory_among(worker_count(request.pool.jobs));
  // C and C++ with a compile database: translation units → what the compiler says of their files.
  CompilerQuestion question{request.compile_commands, request.asks_compiler};
  Result<CompilerPass> compiler =
      ask_compiler(source, inventory, question, request.pool, *request.cache, [](std::size_t) {});
  if (!compiler) return tl::unexpected(compiler.error());

  // What do its macros stand for? Its C and C++ files are read with that in mind.
  PoolOptions options = request.pool;
  const MacroTable macros =
      learn_macros(source, inventory, options.max_file_size, *request.cache, worker_count(options.jobs));
  options.macros = &macros;
  options.packs_facts = request.cache->on() || size_of(inventory) > most_loose;
  Gathered gathered;
  gathered.macros = macros.digest();
  gathered.macros_left_out = macros.cut();
  gathered.outcomes.resize(inventory.files.size());
  Inventory to_read;
  Notes notes;
  std::vector<std::size_t> rows;
  for (std::size_t i = 0; i < inventory.files.size(); ++i) {
    if (const FileOutcome* known = at_hand ? at_hand(i, gathered.macros) : nullptr) {
      gathered.outcomes[i] = *known;
      ++gathered.shared;
    } else {
      to_read.files.push_back(inventory.files[i]);
      rows.push_back(i);
      notes.push_back(compiler->answers.notes[i]);
    }
  }
  Result<PoolResult> pool = analyse_files(source, to_read, notes, options, *request.cache,
                                          [&](std::size_t done) { progress(done, rows.size()); });
  if (!pool) return tl::unexpected(pool.error());
  for (std::size_t i = 0; i < rows.size(); ++i) gathered.outcomes[rows[i]] = std::move(pool->outcomes[i]);
  for (std::size_t i = 0; i < inventory.files.size(); ++i) inventory.files[i].content = gathered.outcomes[i].content;
  request.timings->done("analyse files", rows.size() - pool->remembered);
  request.cache->keep_stamps(source, inventory);
  request.cache->flush();
  gathered.inventory = std::move(inventory);
  gathered.compiler = std::move(compiler->use);

  // What git says besides. A part of a repository has no history of its own.
  const Place& place = source.place();
  if (request.today.empty()) gathered.date = date_of_commit(place.repository, source.revision());
  if (request.history_depth > 0 && place.prefix.empty()) {
    gathered.history = remembered_history(*request.cache, place.repository, source.revision(), request.history_depth);
    request.cache->flush();
  }
  return gathered;
}

Result<Gathered> gather(const FileSource& source, const ScanRequest& request, const Progress& progress,
                        const FactsAtHand& at_hand) {
  Result<Inventory> inventory = find_files(source, request);
  if (!inventory) return tl::unexpected(inventory.error());
  return gather(source, std::move(*inventory), request, progress, at_hand);
}

Result<Report> analyse(Gathered gathered, const ScanRequest& request, RuleSet rules) {
  // Facts → model. From here on no new facts appear.
  Inventory& inventory = gathered.inventory;
  Report report;
  report.text = request.text;
  report.name = inventory.name;
  report.prefix = inventory.prefix;
  report.revision = inventory.revision;
  report.rules_digest = rules.digest;
  report.files_seen = inventory.seen;
  report.compiler = std::move(gathered.compiler);
  report.macros_left_out = gathered.macros_left_out;
  report.submodules = inventory.submodules;
  report.history = std::move(gathered.history);
  report.today = request.today.empty() ? gathered.date : request.today;
  report.skipped = std::move(inventory.skipped);
  const std::size_t threads = worker_count(request.pool.jobs);
  const PackContents packs = contents_of(request.packs);
  std::future loading = std::async(beside(threads), [&] { return load_catalogs(inventory.files, packs.catalogs); });
  Merged merged = merge(inventory, std::move(gathered.outcomes), threads);
  const std::vector<ManifestFile> manifests = std::move(merged.manifests);
  report.model = std::move(merged.model);
  std::move(merged.skipped.begin(), merged.skipped.end(), std::back_inserter(report.skipped));
  std::sort(report.skipped.begin(), report.skipped.end(), [](const SkippedFile& a, const SkippedFile& b) {
    return std::tie(a.path, a.reason) < std::tie(b.path, b.reason);
  });
  request.timings->done("merge", report.model.files.size());

  // Model → what we know of it.
  std::future discovering = std::async(
      beside(threads), [&] { return discover_components(report.model, manifests, request.components, report.name); });
  Result<LoadedCatalogs> catalogs = loading.get();
  if (catalogs) catalogs = load_catalogs(report.model.files, packs.catalogs, std::move(*catalogs));
  if (!catalogs) return tl::unexpected(catalogs.error());
  report.calls = call_graph(report, catalogs->view, manifests, threads, *request.timings);
  report.components = discovering.get();
  mark_handlers(report.model, report.calls, catalogs->view);
  request.timings->done("resolve calls", report.model.calls.size());
  // What does not ask how hot anything is, beside what finds that out.
  const auto besides = [&](auto work) { return std::async(beside(threads), std::move(work)); };
  std::future costing = besides([&] { return measure_costs(report.model, report.calls); });
  std::future relating = besides([&] {
    return request.in_full ? find_relations(report.model, report.calls, report.components) : std::vector<Relation>{};
  });
  std::future knowing_libraries =
      besides([&] { return LibraryDomains(report.model, catalogs->view, report.components); });
  std::future locking = besides([&] { return HeldLocks(report.model, report.calls); });
  std::future calling = besides([&] { return ComponentCallers(report.model, report.calls, report.components); });
  report.order = order_calls(report.model, report.calls);
  report.effects = find_effects(report.model, report.calls, report.order);
  report.entries = find_entries(report.model, report.order, request.entries);
  report.hot_paths = rank_hot_paths(report.model, costing.get(), report.order, report.entries);
  report.plans.relations = relating.get();
  request.timings->done("hot paths", report.model.functions.size());
  report.measurement = apply_profiles(report.model, report.components, request.profiles, report.hot_paths);
  Result<Counterparts> counterparts = load_known_counterparts(report.components);
  if (!counterparts) return tl::unexpected(counterparts.error());
  report.counterparts = std::move(*counterparts);
  request.timings->done("components", report.components.list.size());

  const std::vector<Signals> history =
      measure_history(report.history, report.model, report.components, report.hot_paths);

  // What we know → verdicts.
  const HeldLocks locks = locking.get();
  const LibraryDomains libraries = knowing_libraries.get();
  const LanguageLibrary language_library(report.model, catalogs->view, report.components);
  const ComponentCallers callers = calling.get();
  const AnalysedCode source{report.model,   report.calls,      report.order, report.effects, report.hot_paths,
                            catalogs->view, report.components, locks,        libraries,      language_library,
                            callers};
  const Result<TeamAnswers> team = team_answers(rules.model.questions, request.context, request.context_path);
  if (!team) return tl::unexpected(team.error());
  const OwnPackages own(report.components);
  report.results.resize(report.components.list.size());
  in_threads(report.results.size(), threads, [&] {
    return [&](std::size_t i) {
      Component& component = report.components.list[i];
      ComponentResult& result = report.results[i];
      result.signals = measure_signals(source, component, request.in_full ? nullptr : &rules.inputs);
      add_readiness_signals(component, own, report.counterparts, result.signals);
      const ComponentFacts facts = component_facts(source, component);
      const Signals& past = history[i];
      if (request.comparable && !past.empty()) result.timeless = judge(result.signals, facts, rules, *team, false);
      result.signals.insert(past.begin(), past.end());
      result.profile = summarise(result.signals);
      result.verdict = judge(result.signals, facts, rules, *team, request.in_full);
    };
  });

  request.timings->done("verdicts", report.components.list.size());

  // What we know → how a move would look.
  if (request.in_full) {
    const Result<PlanModels> models = read_plan_models(embedded_files());
    if (!models) return tl::unexpected(models.error());
    std::vector<Judged> judged;
    for (std::size_t i = 0; i < report.results.size(); ++i) {
      const ComponentResult& result = report.results[i];
      judged.push_back({&result.signals, &result.verdict, component_facts(source, report.components.list[i])});
    }
    return_free_memory();
    report.plans.components =
        plan_components(source, report.entries, rules.model.gains, *models, report.counterparts, judged, threads);
    request.timings->done("plans", report.components.list.size());
  }

  // What we know → findings.
  report.finding_rules = std::move(rules.findings);
  report.findings = find_findings(source, report.finding_rules, report.today, threads);
  set_aside_silenced(report);
  report.decision = std::move(rules.model);
  request.timings->done("findings", report.findings.size());
  return report;
}

Result<RuleSet> load_rules(const ScanRequest& request) {
  return load_rule_set(embedded_files(), contents_of(request.packs).rules);
}

Result<Report> scan(const WorkTree& tree, const ScanRequest& request, RuleSet rules, const Progress& progress) {
  Result<Gathered> gathered = gather(tree, request, progress);
  if (!gathered) return tl::unexpected(gathered.error());
  Result<Report> report = analyse(std::move(*gathered), request, std::move(rules));
  if (report) add_signatures(tree, *report);
  return report;
}

Result<Report> scan(const ScanRequest& request, RuleSet rules, const Progress& progress) {
  const Result<std::unique_ptr<WorkTree>> tree = open_work_tree(request);
  if (!tree) return tl::unexpected(tree.error());
  return scan(**tree, request, std::move(rules), progress);
}

}  // namespace assay
