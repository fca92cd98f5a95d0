// What a file came to in an earlier scan, if everything that a worker is given for it is the same.
#pragma once

#include <optional>

#include "analyzer/workers/pool.h"

namespace assay {

// Nothing where the cache is off, the file's content is not known, or nobody has analysed it so.
std::optional<FileOutcome> find_outcome(Cache& cache, const SourceFile& file, const facts::FileNotes* notes,
                                        const PoolOptions& options);

// Keeps an outcome that lasts.
void keep_outcome(Cache& cache, const SourceFile& file, const facts::FileNotes* notes, const PoolOptions& options,
                  const FileOutcome& outcome);

}  // namespace assay
