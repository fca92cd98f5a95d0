// Where the cache keeps what it knows: keyed values in one SQLite file.
//
// A store is never needed: what cannot be read is missing, what cannot be written is not kept. Each value carries a digest
// of itself and its key, so that no damage, whatever wrote it, yields another value than was put there. Writes are
// gathered and made in short transactions, so that several scans share a store; a scan that is killed loses the last ones.
// The oldest values go first when the store is full.
#pragma once

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/cache/hasher.h"

namespace assay {

struct StorePlace {
  std::string folder;  // exists; links resolved
  bool read_only = false;
};

enum class ValueKind : std::uint8_t { Facts, Stamps, Report, History, Names, Macros };
inline constexpr std::size_t value_kinds = 6;

struct StoreCounts {
  struct {
    std::uint64_t values = 0, bytes = 0;
  } of[value_kinds];
  std::uint64_t file_bytes = 0;
};

struct StoreCheck {
  std::uint64_t sound = 0, damaged = 0;
  std::string structure;  // what is wrong with the file itself; empty: nothing
};

class Store {
 public:
  static constexpr std::uint64_t default_limit = 2'000'000'000;  // bytes on disk

  // A file that is damaged or of another format is begun anew, unless the place is read-only.
  static Result<Store> open(const StorePlace& place, std::uint64_t limit = default_limit);
  static std::string path_of(const StorePlace& place);
  // Removes the store's files. False: there were none.
  static Result<bool> remove(const StorePlace& place);

  Store(Store&&) = default;
  Store& operator=(Store&&) = delete;
  ~Store();

  const CacheSecret& secret() const { return *secret_; }
  bool holds(ValueKind kind) const;  // any value of that kind
  std::optional<std::string> get(const Digest& key);
  // Another connection, for a thread of its own, that only reads: it sees the store as it is now, with one lock for all that
  // it is asked. Nothing: none can be had.
  std::optional<Store> reader() const;
  // Replaces a value of the same key. Seen by get() after flush().
  void put(ValueKind kind, const Digest& key, std::string value);
  void flush();

  Result<StoreCounts> count() const;
  // Reads everything. Where the store may be written, damaged values are removed, and a damaged file with all it holds.
  Result<StoreCheck> verify();

 private:
  struct Closer {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  using Statement = std::unique_ptr<sqlite3_stmt, Closer>;
  struct Pending {
    ValueKind kind;
    Digest key;
    std::string value;
  };

  Store() = default;
  int connect(const StorePlace& place, int flags);
  static Result<Store> open_once(const StorePlace& place, std::uint64_t limit, bool& unusable);
  Statement prepare(const char* sql) const;
  bool run(const char* sql) const;
  std::int64_t number(const char* sql) const;  // −1: failed
  std::string text(const char* sql) const;
  bool has_schema() const;
  bool prepare_schema();
  bool read_secret();
  bool write_pending();
  bool make_room();
  Digest seal(const Digest& key, std::string_view value) const;
  std::optional<std::string> opened(const Digest& key, std::string_view data) const;

  std::unique_ptr<sqlite3, Closer> db_;
  Statement get_, put_;
  std::unique_ptr<CacheSecret> secret_;  // its place in memory stays the same
  StorePlace place_;
  std::uint64_t limit_ = default_limit;
  bool writable_ = false;
  bool damaged_ = false;  // the file itself: removed at the end
  std::vector<Pending> pending_;
  std::size_t pending_bytes_ = 0;
};

}  // namespace assay
