// What the headers of a repository define, learnt before its files are analysed.
#pragma once

#include "analyzer/cache/cache.h"
#include "analyzer/project/file_source.h"
#include "analyzer/project/inventory.h"
#include "parsers/languages/c/macros.h"

namespace assay {

// Of C and C++ headers up to `max_file_size` bytes, in path order: the same for the same bytes. An unreadable one is passed
// over here; its own analysis reports it. What the headers of a folder define is remembered.
MacroTable learn_macros(const FileSource& source, const Inventory& inventory, std::uint64_t max_file_size, Cache& cache,
                        std::size_t threads);

}  // namespace assay
