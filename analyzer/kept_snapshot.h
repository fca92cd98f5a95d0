// What a comparison looks at of files that were analysed before, so that they are not analysed again.
//
// A snapshot is a function of the files, their contents, the rules and the request. All of that is digested, and the
// snapshot that was kept under the same digest is the same, whether a commit or a work tree was read: a scan of a branch
// knows the base of the comparisons with it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/pipeline.h"
#include "reports/snapshot.h"

namespace assay {

// Nothing where the request or a file may come out otherwise another time. The files' contents must be known.
std::optional<Digest> snapshot_key(const FileSource& source, const Inventory& inventory, const ScanRequest& request,
                                   const std::string& rules_digest);

// One for each file: of its path, its content and how it is read. Sorted.
std::vector<Digest> file_digests(const Cache& cache, const Inventory& inventory);

// What a commit came to with this request: then its files need not be listed again to know.
struct KnownCommit {
  Digest snapshot;  // key of its snapshot
  std::vector<Digest> files;
};
std::optional<KnownCommit> find_commit(const FileSource& commit, const ScanRequest& request,
                                       const std::string& rules_digest);
void keep_commit(const FileSource& commit, const ScanRequest& request, const std::string& rules_digest,
                 const KnownCommit& known);

// Its `revision` is not known. `request.today` decides, as it does in a scan.
std::optional<Snapshot> find_snapshot(const ScanRequest& request, const Digest& key);

// Keeps what a comparison needs of this report.
void keep_snapshot(const ScanRequest& request, const Digest& key, const Report& report);

// For tests.
std::string written_snapshot(const Snapshot& snapshot);
std::optional<Snapshot> snapshot_of_text(std::string_view text);

}  // namespace assay
