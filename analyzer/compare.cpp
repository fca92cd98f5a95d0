// See compare.h.
#include "analyzer/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <memory>
#include <optional>
#include <utility>

#include "analyzer/base/left_to_system.h"
#include "analyzer/base/parallel.h"
#include "analyzer/base/text.h"
#include "analyzer/baseline.h"
#include "analyzer/coming_base.h"
#include "analyzer/compiler_pass.h"
#include "analyzer/input.h"
#include "analyzer/kept_snapshot.h"
#include "analyzer/project/checkout.h"
#include "analyzer/project/commit_tree.h"
#include "analyzer/project/history.h"
#include "analyzer/project/line_changes.h"
#include "analyzer/project/work_tree.h"

namespace assay {
namespace {

constexpr std::uint64_t max_report = 1U << 30U;  // bytes of a stored report

// The base's files that the work tree has as they are, with the facts of these.
class SharedFiles {
 public:
  SharedFiles(const CommitTree& base, const Inventory& files, const Gathered& head, FileReader& reader,
              std::uint64_t max_file_size)
      : base_(base), files_(files.files), head_(head), reader_(reader), max_file_size_(max_file_size) {
    for (const SourceFile& file : files_) outcomes_.push_back(find_alike(file));
  }

  std::size_t count() const {
    return outcomes_.size() - static_cast<std::size_t>(std::count(outcomes_.begin(), outcomes_.end(), nullptr));
  }

  // See FactsAtHand.
  const FileOutcome* facts(std::size_t row, std::uint64_t macros) const {
    return may_use_macros(files_[row].language) && macros != head_.macros ? nullptr : outcomes_[row];
  }

 private:
  const FileOutcome* find_alike(const SourceFile& file) {
    const std::optional<std::size_t> row = row_of(head_.inventory, file.path);
    if (!row) return nullptr;
    const SourceFile& now = head_.inventory.files[*row];
    if (now.size != file.size || reading_of(now) != reading_of(file)) return nullptr;
    const FileOutcome* outcome = &head_.outcomes[*row];
    if (file.content && now.content) return file.content == now.content ? outcome : nullptr;
    return base_.is_same_in(reader_, file.path, max_file_size_) ? outcome : nullptr;
  }

  const CommitTree& base_;
  const std::vector<SourceFile>& files_;
  const Gathered& head_;
  FileReader& reader_;
  std::uint64_t max_file_size_;
  std::vector<const FileOutcome*> outcomes_;  // one per file of the base; null: it is another one now, or gone
};

bool meets(const std::vector<LineRange>& changed, std::uint32_t first, std::uint32_t last) {
  return std::any_of(changed.begin(), changed.end(),
                     [&](const LineRange& range) { return range.first <= last && range.second >= first; });
}

// What made it so that a finding is new though its lines are not.
std::string reason_elsewhere(const Report& report, const Finding& finding, const std::vector<LineRange>& changed) {
  const facts::Function& function = report.model.function(finding.function);
  const bool named = !report.model.has(finding.function, facts::FunctionFlag::Module);
  if (named && meets(changed, function.line(), function.end_line())) return "other lines of the function changed";
  // All that a rule can ask of other places.
  const FindingRule& rule = report.finding_rules[finding.rule];
  const FindingConditions& where = rule.where;
  std::string asked;
  const auto add = [&](bool asks, const char* what) {
    if (asks) asked += (asked.empty() ? "" : " or ") + std::string(what);
  };
  add(rule.heat == Heat::Only, "how hot the function is beside the others");
  add(!where.reaches.empty() || !where.task_reaches.empty() || !where.function_reaches_not.empty() ||
          !where.reaches_by.empty() || where.target_computes.has_value(),
      "what its calls come to");
  add(where.kinds != 0 || where.not_kinds != 0 || where.crosses.has_value() || where.program.has_value(),
      "which component it belongs to and what that is");
  add(where.in_task.has_value() || where.under_lock.has_value(), "who calls it");
  return asked.empty() ? "the change elsewhere made it so" : "what changed is " + asked;
}

// Says for the new findings of each file whether the change touched their lines.
void mark_changed_lines(const CommitTree& base, FileReader& head, std::uint64_t max_file_size, const Report& report,
                        Difference& comparison) {
  std::map<std::size_t, std::vector<NewFinding*>> by_file;
  for (NewFinding& finding : comparison.fresh) by_file[report.findings[finding.row].file.index()].push_back(&finding);
  for (const auto& [file, findings] : by_file) {
    const std::string& path = report.model.files[file].path;
    const Result<std::string> after = head.read(path, max_file_size);
    if (!after) continue;
    const Result<std::string> before = base.read(path, max_file_size);
    const auto changed = changed_lines(before ? std::string_view(*before) : std::string_view(), *after);
    for (NewFinding* f : findings) {
      f->on_changed_line = meets(changed, f->finding.line, std::max(f->finding.line, f->finding.end_line));
      if (!*f->on_changed_line) f->because = reason_elsewhere(report, report.findings[f->row], changed);
    }
  }
}

// The report with what changed; of its findings only the new ones stay.
Report with_difference(Report report, Difference comparison) {
  std::vector<Finding> kept;
  for (const NewFinding& finding : comparison.fresh) kept.push_back(std::move(report.findings[finding.row]));
  report.findings = std::move(kept);
  report.difference = std::make_shared<Difference>(std::move(comparison));
  return report;
}

// Whether a compile database is left aside, so that like is compared with like.
bool leaves_database(const FileSource& source, const ScanRequest& request) {
  return !request.asks_compiler && has_database(source, request.compile_commands);
}

// What is new against `before` and not lived with.
Result<Difference> difference_from(const Snapshot& before, const std::string& baseline, Report& report) {
  if (!baseline.empty()) {
    const Result<std::vector<FindingRecord>> known = read_baseline(baseline);
    if (!known) return tl::unexpected(known.error());
    apply_baseline(*known, report);
  }
  return compare(before, report);
}

Error partial_clone(std::size_t missing, const std::string& base) {
  return {fmt::format(
      "this clone is partial: {} files of `{}` are not in it; `git fetch --refetch --no-filter` brings them, "
      "`--base-report FILE` does without",
      missing, base)};
}

struct BaseSide {
  Snapshot snapshot;
  std::size_t files = 0, shared = 0;
};

// How many files of the commit the head has as they are.
std::size_t shared_files(const Cache& cache, const KnownCommit& commit, const Gathered& head) {
  const std::vector<Digest> files = file_digests(cache, head.inventory);
  std::vector<Digest> both;
  std::set_intersection(files.begin(), files.end(), commit.files.begin(), commit.files.end(), std::back_inserter(both));
  return both.size();
}

// The base as the cache knows it.
struct KnownBase {
  KnownCommit commit;
  Snapshot snapshot;
};

std::optional<KnownBase> recall_base(const CommitTree& commit, const DiffRequest& request) {
  if (commit.is_partial()) return std::nullopt;  // what is missing must be told
  std::optional<KnownCommit> known = find_commit(commit, request.scan, request.rules.digest);
  if (!known) return std::nullopt;
  std::optional<Snapshot> snapshot = find_snapshot(request.scan, known->snapshot);
  if (!snapshot) return std::nullopt;
  return KnownBase{std::move(*known), std::move(*snapshot)};
}

struct Sides {
  Result<Inventory> files = tl::unexpected(Error{});  // of the work tree
  std::optional<KnownBase> known;                     // nothing: its files are listed
  Result<Inventory> base_files = tl::unexpected(Error{});
};

// Both sides at once, each with its own handles.
Sides list_sides(const WorkTree& tree, const CommitTree& commit, const DiffRequest& request) {
  Sides sides;
  in_threads(2, worker_count(request.scan.pool.jobs), [&] {
    return [&](std::size_t i) {
      if (i == 0) {
        sides.files = list_files(tree, request.scan);
      } else {
        sides.known = recall_base(commit, request);
        if (!sides.known) sides.base_files = list_files(commit, request.scan);
      }
    };
  });
  const auto seen = [](const Result<Inventory>& side) { return side ? side->seen : 0; };
  request.scan.timings->done("find files", seen(sides.files) + seen(sides.base_files));
  return sides;
}

// What there is to know of the base, whose files are `inventory`: from the cache, or analysed now.
Result<BaseSide> look_at_base(const CommitTree& commit, Result<Inventory> inventory, const Gathered& head,
                              FileReader& head_files, const DiffRequest& request, const Progress& progress) {
  const ScanRequest& scan = request.scan;
  if (!inventory) return tl::unexpected(inventory.error());
  const auto missing = std::count_if(inventory->skipped.begin(), inventory->skipped.end(),
                                     [](const SkippedFile& file) { return file.reason == missing_object; });
  if (missing > 0) return tl::unexpected(partial_clone(static_cast<std::size_t>(missing), request.base));
  share_contents(*inventory, head.inventory, blobs_of(commit.place(), head.inventory.files));
  find_contents(commit, scan, *inventory);
  const Inventory files = *inventory;
  const SharedFiles shared(commit, files, head, head_files, scan.pool.max_file_size);
  BaseSide side{{}, files.files.size(), shared.count()};

  std::optional<Digest> key = snapshot_key(commit, files, scan, request.rules.digest);
  if (std::optional<Snapshot> known = key ? find_snapshot(scan, *key) : std::nullopt) {
    side.snapshot = std::move(*known);
    keep_commit(commit, scan, request.rules.digest, {*key, file_digests(*scan.cache, files)});
    scan.cache->keep_stamps(commit, files);  // else its objects would be read again the next time
    return side;
  }
  Result<Gathered> gathered =
      gather(commit, std::move(*inventory), scan, progress,
             [&](std::size_t file, std::uint64_t macros) { return shared.facts(file, macros); });
  if (!gathered) return tl::unexpected(gathered.error());
  key = is_lasting(*gathered) ? snapshot_key(commit, gathered->inventory, scan, request.rules.digest) : std::nullopt;
  if (key) keep_commit(commit, scan, request.rules.digest, {*key, file_digests(*scan.cache, gathered->inventory)});
  Result<Report> report = analyse(std::move(*gathered), scan, request.rules);
  if (!report) return tl::unexpected(report.error());
  side.snapshot = timeless_snapshot_of(*report);
  if (key) keep_snapshot(scan, *key, *report);
  leave_to_system(std::move(*report));
  return side;
}

Result<Report> compare_with_commit(DiffRequest& request, const Progress& progress) {
  Result<Place> place = place_of(request.scan);
  if (!place) return tl::unexpected(place.error());
  if (place->repository.root.empty())
    return failure(fmt::format("`{}` lies in no git repository: compare with a stored report, `--base-report FILE`",
                               printable(request.scan.root)));
  const Result<Base> base = find_base(place->repository, place->repository.revision, request.base);
  if (!base) return tl::unexpected(base.error());
  const Result<std::unique_ptr<CommitTree>> commit = CommitTree::open(*place, base->commit);
  if (!commit) return tl::unexpected(commit.error());
  const Result<std::unique_ptr<WorkTree>> tree = WorkTree::open(std::move(*place));
  if (!tree) return tl::unexpected(tree.error());
  const Result<std::unique_ptr<FileReader>> reader = (*tree)->open_reader();
  if (!reader) return tl::unexpected(reader.error());

  // What happened before the change is no part of it, and time is not, either. A commit's units cannot be compiled.
  request.scan.history_depth = 0;
  request.scan.asks_compiler = false;
  if (request.scan.today.empty()) request.scan.today = date_of_commit((*tree)->place().repository, (*tree)->revision());
  auto [files, known, base_files] = list_sides(**tree, **commit, request);
  if (!files) return tl::unexpected(files.error());
  find_contents(**tree, request.scan, *files);
  Result<Gathered> head = gather(**tree, std::move(*files), request.scan, progress);
  if (!head) return tl::unexpected(head.error());
  Result<BaseSide> before = known ? BaseSide{std::move(known->snapshot), known->commit.files.size(),
                                             shared_files(*request.scan.cache, known->commit, *head)}
                                  : look_at_base(**commit, std::move(base_files), *head, **reader, request, progress);
  if (!before) return tl::unexpected(before.error());
  Result<Report> report = analyse(std::move(*head), request.scan, std::move(request.rules));
  if (!report) return report;

  Result<Difference> comparison = difference_from(before->snapshot, request.baseline, *report);
  if (!comparison) return tl::unexpected(comparison.error());
  comparison->base = base->commit;
  comparison->base_from = request.base;
  comparison->left_database = leaves_database(**tree, request.scan);
  comparison->merge_base = !base->is_ancestor;
  comparison->files_changed = before->files - before->shared;
  comparison->files_shared = before->shared;
  leave_to_system(std::move(*before));
  mark_changed_lines(**commit, **reader, request.scan.pool.max_file_size, *report, *comparison);
  return with_difference(std::move(*report), std::move(*comparison));
}

Result<Report> compare_with_report(DiffRequest& request, const Progress& progress) {
  const Result<Snapshot> before = load_snapshot(request.base_report);
  if (!before) return tl::unexpected(before.error());
  if (!before->with_history) request.scan.history_depth = 0;
  request.scan.asks_compiler = before->compiled;
  const Result<std::unique_ptr<WorkTree>> tree = open_work_tree(request.scan);
  if (!tree) return tl::unexpected(tree.error());
  Result<Report> report = scan(**tree, request.scan, std::move(request.rules), progress);
  if (!report) return report;
  Result<Difference> comparison = difference_from(*before, request.baseline, *report);
  if (!comparison) return tl::unexpected(comparison.error());
  comparison->base_from = request.base_report;
  comparison->left_database = leaves_database(**tree, request.scan);
  return with_difference(std::move(*report), std::move(*comparison));
}

}  // namespace

Result<Report> scan_difference(DiffRequest request, const Progress& progress) {
  return request.base_report.empty() ? compare_with_commit(request, progress) : compare_with_report(request, progress);
}

Result<Snapshot> load_snapshot(const std::string& path) {
  const Result<std::string> text = read_named_file(path, max_report);
  if (!text) return tl::unexpected(text.error());
  return read_snapshot(*text, path);
}

}  // namespace assay
