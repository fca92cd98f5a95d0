// See clean_commit.h.
#include "analyzer/clean_commit.h"

#include "analyzer/project/checkout.h"
#include "analyzer/project/commit_tree.h"
#include "analyzer/project/git_store.h"

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
    const Result<std::string> bytes = reader.read(file.path, max_file_size);
    if (!bytes || blob_id_of(*bytes) != commit.blob_id(file.path)) return;
    file.content = head.files[*row].content;
  }
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

}  // namespace assay
