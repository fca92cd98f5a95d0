// Is a work tree just what a commit holds? Then what a scan of it comes to is what a comparison with the commit starts from.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analyzer/kept_snapshot.h"
#include "analyzer/pipeline.h"
#include "analyzer/project/work_tree.h"

namespace assay {

// Fills in the contents of the base's files that the work tree `head` has just as git checked them out; `checked_out` is
// what `blobs_of` says of it.
void share_contents(Inventory& base, const Inventory& head, const std::vector<FileStamp>& checked_out);

// What the commit that is checked out comes to, if all its files have the contents that `files` of the work tree have. Does
// not ask the cache, so that it can be found out beside something else.
std::optional<KnownCommit> checked_out_commit(const WorkTree& tree, const Inventory& files, const ScanRequest& request,
                                              const std::string& rules_digest);

}  // namespace assay
