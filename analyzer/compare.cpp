// See compare.h.
#include "analyzer/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "analyzer/base/text.h"
#include "analyzer/baseline.h"
#include "analyzer/input.h"
#include "analyzer/project/commit_tree.h"
#include "analyzer/project/history.h"
#include "analyzer/project/line_changes.h"
#include "analyzer/project/work_tree.h"

namespace assay {
namespace {

constexpr std::uint64_t max_report = 1U << 30U;  // bytes of a stored report

// Whether two files are read and analysed alike if they hold the same bytes.
bool is_read_alike(const SourceFile& a, const SourceFile& b) {
  return a.size == b.size && a.language == b.language && a.manifest == b.manifest &&
         a.header_of_cpp == b.header_of_cpp && a.generated == b.generated && a.profiled == b.profiled;
}

// Facts of the work tree's files that the base has as they are.
class SharedFacts {
 public:
  SharedFacts(const CommitTree& base, const Gathered& head, FileReader& reader, std::uint64_t max_file_size)
      : base_(base), head_(head), reader_(reader), max_file_size_(max_file_size) {}

  const FileOutcome* find(const SourceFile& file, std::uint64_t macros) {
    const bool may_have_macros =
        file.language == Language::C || file.language == Language::Cpp || file.language == Language::None;
    if (may_have_macros && macros != head_.macros) return nullptr;
    const std::vector<SourceFile>& files = head_.inventory.files;
    const auto at = std::partition_point(files.begin(), files.end(),
                                         [&](const SourceFile& other) { return other.path < file.path; });
    if (at == files.end() || at->path != file.path || !is_read_alike(*at, file)) return nullptr;
    const FileOutcome* outcome = &head_.outcomes[static_cast<std::size_t>(at - files.begin())];
    if (file.content && at->content) return file.content == at->content ? outcome : nullptr;
    const Result<std::string> bytes = reader_.read(file.path, max_file_size_);
    return bytes && blob_id_of(*bytes) == base_.blob_id(file.path) ? outcome : nullptr;
  }

 private:
  const CommitTree& base_;
  const Gathered& head_;
  FileReader& reader_;
  std::uint64_t max_file_size_;
};

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
      const auto meets = [&](const LineRange& range) {
        return range.first <= std::max(f->finding.line, f->finding.end_line) && range.second >= f->finding.line;
      };
      f->on_changed_line = std::any_of(changed.begin(), changed.end(), meets);
    }
  }
}

// Restricts the report's findings to the new ones.
void keep_new(Report& report, const Difference& comparison) {
  std::vector<Finding> kept;
  for (const NewFinding& finding : comparison.fresh) kept.push_back(std::move(report.findings[finding.row]));
  report.findings = std::move(kept);
}

Result<void> silence_baseline(const std::string& file, Report& report) {
  if (file.empty()) return {};
  const Result<std::vector<FindingRecord>> baseline = read_baseline(file);
  if (!baseline) return tl::unexpected(baseline.error());
  apply_baseline(*baseline, report);
  return {};
}

Error partial_clone(std::size_t missing, const std::string& base) {
  return {fmt::format(
      "this clone is partial: {} files of `{}` are not in it; `git fetch --refetch --no-filter` brings them, "
      "`--base-report FILE` does without",
      missing, base)};
}

Result<Report> compare_with_commit(DiffRequest& request, RuleSet rules, const Progress& progress) {
  Result<Place> place = find_place(request.scan.root);
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

  // What happened before the change is no part of it, and time is not, either.
  request.scan.history_depth = 0;
  Result<Gathered> head = gather(**tree, request.scan, progress);
  if (!head) return tl::unexpected(head.error());
  if (request.scan.today.empty()) request.scan.today = head->date;
  SharedFacts shared(**commit, *head, **reader, request.scan.pool.max_file_size);
  Result<Gathered> before = gather(**commit, request.scan, progress, [&](const SourceFile& file, std::uint64_t macros) {
    return shared.find(file, macros);
  });
  if (!before) return tl::unexpected(before.error());
  const auto missing = std::count_if(before->inventory.skipped.begin(), before->inventory.skipped.end(),
                                     [](const SkippedFile& file) { return file.reason == missing_object; });
  if (missing > 0) return tl::unexpected(partial_clone(static_cast<std::size_t>(missing), request.base));

  const std::size_t files = before->inventory.files.size(), at_hand = before->shared;
  Result<Report> old_report = analyse(std::move(*before), request.scan, rules);
  if (!old_report) return tl::unexpected(old_report.error());
  const Snapshot old_side = snapshot_of(*old_report);
  old_report = Report();
  Result<Report> report = analyse(std::move(*head), request.scan, std::move(rules));
  if (!report) return report;

  if (const Result<void> applied = silence_baseline(request.baseline, *report); !applied)
    return tl::unexpected(applied.error());
  auto comparison = std::make_shared<Difference>(compare(old_side, snapshot_of(*report)));
  comparison->base = base->commit;
  comparison->base_from = request.base;
  comparison->merge_base = !base->is_ancestor;
  comparison->files_changed = files - at_hand;
  comparison->files_shared = at_hand;
  mark_changed_lines(**commit, **reader, request.scan.pool.max_file_size, *report, *comparison);
  keep_new(*report, *comparison);
  report->difference = std::move(comparison);
  return report;
}

Result<Report> compare_with_report(DiffRequest& request, const Progress& progress) {
  const Result<Snapshot> before = load_snapshot(request.base_report);
  if (!before) return tl::unexpected(before.error());
  if (!before->with_history) request.scan.history_depth = 0;
  Result<Report> report = scan(request.scan, progress);
  if (!report) return report;
  if (const Result<void> applied = silence_baseline(request.baseline, *report); !applied)
    return tl::unexpected(applied.error());
  auto comparison = std::make_shared<Difference>(compare(*before, snapshot_of(*report)));
  comparison->base_from = request.base_report;
  keep_new(*report, *comparison);
  report->difference = std::move(comparison);
  return report;
}

}  // namespace

Result<Report> scan_difference(DiffRequest request, const Progress& progress) {
  if (!request.base_report.empty()) return compare_with_report(request, progress);
  Result<RuleSet> rules = load_rules(request.scan);
  if (!rules) return tl::unexpected(rules.error());
  return compare_with_commit(request, std::move(*rules), progress);
}

Result<Snapshot> load_snapshot(const std::string& path) {
  const Result<std::string> text = read_named_file(path, max_report);
  if (!text) return tl::unexpected(text.error());
  return read_snapshot(*text, path);
}

}  // namespace assay
