// What a file came to in an earlier scan, if everything that a worker is given for it is the same.
//
// A C or C++ file is given the repository's macros too, and a changed #define is another table for all of them. So such a file
// is known by two steps: by its content, which names it asks the table for; by these and their answers, its facts (as
// verifying traces in Mokhov, Mitchell, Peyton Jones: "Build Systems à la Carte", 2018).
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "analyzer/workers/pool.h"

namespace assay {

class OutcomeCache {
 public:
  OutcomeCache(Cache& cache, const PoolOptions& options);

  // By file. Nothing where the cache is off, the file's content is not known, or nobody has analysed it so.
  std::vector<std::optional<FileOutcome>> find(const Inventory& inventory, const Notes& notes,
                                               std::size_t threads) const;
  // Keeps an outcome that lasts.
  void keep(const SourceFile& file, const facts::FileNotes* notes, const FileOutcome& outcome) const;

 private:
  std::optional<FileOutcome> find(Cache::Reader& reader, const SourceFile& file, const facts::FileNotes* notes) const;
  Digest facts_key(const SourceFile& file, const facts::FileNotes* notes, const Digest& content,
                   std::string_view asked) const;

  Cache& cache_;
  const PoolOptions& options_;
  std::vector<std::uint64_t> macros_;  // what the table answers, by set of names; empty: the cache is off
};

}  // namespace assay
