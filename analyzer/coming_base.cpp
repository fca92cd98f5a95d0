// See coming_base.h.
#include "analyzer/coming_base.h"

#include "analyzer/base/parallel.h"
#include "analyzer/project/checkout.h"
#include "analyzer/project/commit_tree.h"

namespace assay {
namespace {

// Files that are read again, as git's index cannot tell whether they were written since; ordinary checkouts have a few.
constexpr std::size_t most_read = 200;

// Fills in what `share_contents` had to leave open.
void read_contents(const CommitTree& commit, Inventory& base, FileReader& reader, const Inventory& head,
                   std::uint64_t max_file_size) {
  std::size_t left = most_read;
  for (SourceFile& file : base.files) {
    if (file.content) continue;
    const std::optional<std::size_t> row = row_of(head, file.path);
    if (!row || head.files[*row].size != file.size || left-- == 0) return;  // another file: the tree is not clean
    if (!commit.is_same_in(reader, file.path, max_file_size)) return;
    file.content = head.files[*row].content;
  }
}

// What the commit that is checked out comes to, if all its files have the contents that `files` of the work tree have. Does
// not ask the cache, so that it can be found out beside something else.
std::optional<KnownCommit> checked_out_commit(const WorkTree& tree, const Inventory& files, const ScanRequest& request,
                                              const std::string& rules_digest) {
  if (tree.revision().empty()) return std::nullopt;
  const Result<std::unique_ptr<CommitTree>> commit = CommitTree::open(tree.place(), tree.revision());
  if (!commit || (*commit)->is_partial()) return std::nullopt;
  Result<Inventory> listed = list_files(**commit, request);
  if (!listed) return std::nullopt;
  share_contents(*listed, files, blobs_of(tree.place(), files.files));
  if (const Result<std::unique_ptr<FileReader>> reader = tree.open_reader())
    read_contents(**commit, *listed, **reader, files, request.pool.max_file_size);
  const std::optional<Digest> key = snapshot_key(**commit, *listed, request, rules_digest);
  if (!key) return std::nullopt;
  return KnownCommit{*key, file_digests(*request.cache, *listed)};
}

}  // namespace

void share_contents(Inventory& base, const Inventory& head, const std::vector<FileStamp>& checked_out) {
  for (SourceFile& file : base.files) {
    const std::optional<std::size_t> row = row_of(head, file.path);
    if (!row || checked_out[*row].identity != file.stamp.identity) continue;
    // Line ends and keywords that were changed on the way change the size, too.
    const SourceFile& now = head.files[*row];
    if (now.size == file.size && !now.converted && !file.converted) file.content = now.content;
  }
}

ComingBase::ComingBase(const WorkTree& tree, const Gathered& gathered, const ScanRequest& request,
                       std::string rules_digest)
    : tree_(tree), request_(request), rules_digest_(std::move(rules_digest)) {
  if (tree.revision().empty() || !assay::is_lasting(gathered)) return;  // comparisons are of commits
  snapshot_ = snapshot_key(tree, gathered.inventory, request, rules_digest_);
  if (!snapshot_ || find_commit(tree, request, rules_digest_)) return;
  commit_ = std::async(beside(worker_count(request.pool.jobs)), [this, files = gathered.inventory] {
    return checked_out_commit(tree_, files, request_, rules_digest_);
  });
}

void ComingBase::keep(const Report& report) {
  if (!snapshot_) return;
  keep_snapshot(request_, *snapshot_, report);
  const std::optional<KnownCommit> commit = commit_.valid() ? commit_.get() : std::nullopt;
  if (commit && commit->snapshot == *snapshot_) keep_commit(tree_, request_, rules_digest_, *commit);
}

}  // namespace assay
