// What a translation unit came to in an earlier scan, if all that it was made from is the same: its flags, its main file, the
// project's files that it includes by their contents, other files by size and time, and which headers there are, since a new
// one may be found before another.
//
// A header's notes are those of the first unit that includes it, and a worker leaves out what it gave before. So a unit is
// answered from here only if what is remembered has the notes of each header that no unit before it answers for.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "analyzer/cache/cache.h"
#include "analyzer/project/file_source.h"
#include "analyzer/workers/pool.h"

namespace assay {

struct UnitPlan;

class UnitCache {
 public:
  // `compiler`: its version. What is given here outlives the object.
  UnitCache(Cache& cache, const FileSource& source, const Inventory& inventory, std::uint64_t max_file_size,
            std::string compiler);

  // By unit of the plan, what is remembered and still true.
  std::vector<std::optional<FileOutcome>> find(const UnitPlan& plan);
  // Remembers an outcome that lasts.
  void keep(const UnitPlan& plan, std::uint32_t unit, const FileOutcome& outcome);

 private:
  struct Stamp {
    std::uint64_t size = 0;
    std::int64_t changed = 0;  // nanoseconds since 1970
    bool operator==(const Stamp&) const = default;
  };
  using Covered = std::unordered_set<std::string>;

  Digest key_of(const UnitPlan& plan, std::uint32_t unit);
  Digest content_of(const std::string& path);
  std::optional<Stamp> stamp_of(const std::string& absolute);
  bool is_shadowed(const std::vector<std::string>& folders, const std::string& absolute,
                   const std::unordered_set<std::string>& read);
  std::optional<FileOutcome> recall(const UnitPlan& plan, std::uint32_t unit, Covered& covered);

  Cache& cache_;
  const Inventory& inventory_;
  std::string compiler_;
  std::uint64_t max_file_size_;
  std::int64_t began_ = 0;  // nanoseconds since 1970
  std::unique_ptr<FileReader> reader_;
  std::unordered_map<std::string, const SourceFile*> files_;  // C and C++
  std::unordered_map<std::string, Digest> contents_;
  std::unordered_map<std::string, std::optional<Stamp>> stamps_;
  Digest paths_;  // of all C and C++ files
};

}  // namespace assay
