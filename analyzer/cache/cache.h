// What assay remembers from one run to the next: facts of files, the digests of unchanged files, whole reports.
//
// Everything is found by a digest of all it was made from, so a cache never changes a result: it can only spare the work.
// A cache that is off, or whose store cannot be used, forgets everything.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/cache/hasher.h"
#include "analyzer/cache/store.h"
#include "analyzer/project/inventory.h"

namespace assay {

class Cache {
 public:
  Cache() = default;  // off
  // Without `stamps` each file is read to see what it holds.
  explicit Cache(Store store, bool stamps = true);

  bool on() const { return store_.has_value(); }
  // Of the store; call it only while on().
  const CacheSecret& secret() const { return store_->secret(); }
  // Begins the digest of a key: what it is about, and by which build of assay.
  Hasher key(std::string_view subject) const;

  // Fills in SourceFile::content where it is not known: from the files' stamps, else by reading them, in `threads`. Reads
  // nothing where there are no facts yet that it could lead to.
  void find_contents(const FileSource& source, Inventory& inventory, std::uint64_t max_file_size, unsigned threads);
  // Remembers which stamps stand for which contents.
  void keep_stamps(const FileSource& source, const Inventory& inventory);

  std::optional<std::string> get(const Digest& key);
  // Reads many values at little cost, in a thread of its own. Does not see what is put meanwhile.
  class Reader {
   public:
    explicit Reader(const Cache& cache) : store_(cache.on() ? cache.store_->reader() : std::nullopt) {}
    std::optional<std::string> get(const Digest& key) { return store_ ? store_->get(key) : std::nullopt; }

   private:
    std::optional<Store> store_;
  };
  void put(ValueKind kind, const Digest& key, std::string value);
  void flush();

 private:
  Digest stamps_key(const FileSource& source, const Inventory& inventory) const;
  Digest stamp_digest(const SourceFile& file) const;

  std::optional<Store> store_;
  std::string build_;
  std::int64_t began_ = 0;  // nanoseconds since 1970
  bool stamps_ = true;
  bool stamps_changed_ = false;
};

// Adds to a digest which files there are and what each holds. False: not all contents are known.
bool add_files(Hasher& hasher, const Inventory& inventory);

}  // namespace assay
