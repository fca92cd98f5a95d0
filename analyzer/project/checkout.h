// Which files of a work tree are as git left them, and which blobs are these?
#pragma once

#include <vector>

#include "analyzer/project/file_source.h"
#include "analyzer/project/inventory.h"

namespace assay {

// For each file of `files`, found in the work tree at `place`: the stamp of the blob that it was checked out from or added
// as (see CommitTree), where git's index shows that the file has not been written since; else one of zeros. All are zeros
// where there is no index, or none that can be read.
std::vector<FileStamp> blobs_of(const Place& place, const std::vector<SourceFile>& files);

}  // namespace assay
