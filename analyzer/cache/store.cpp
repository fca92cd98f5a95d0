// See store.h. SQLite rather than LMDB: measured on the facts of the Linux kernel (tests/bench/stores) both write and read
// them within half a second, but LMDB trusts the bytes of its file, and a flipped one can end the process that reads it.
#include "analyzer/cache/store.h"

#include <fmt/format.h>
#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <utility>

namespace assay {
namespace {

constexpr const char* file_name = "assay-cache-1.sqlite";  // the number is that of the format

constexpr const char* create_values =
    "CREATE TABLE value (row INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, kind INTEGER NOT NULL, data BLOB NOT NULL)";
constexpr const char* create_secret = "CREATE TABLE secret (data BLOB NOT NULL)";

constexpr const char* get_value = "SELECT data FROM value WHERE key = ?";

constexpr std::size_t seal_size = sizeof(Digest);
constexpr std::uint64_t batch_bytes = 16U << 20U;  // written at once
constexpr int busy_ms = 2'000;                     // how long to wait for another scan's transaction
// A broken file may send a statement round in circles: SQLite's own steps, far more than the largest sound store needs.
constexpr int steps_between_looks = 1'000'000;
constexpr int looks = 2'000;

std::string_view bytes_of(sqlite3_stmt* row, int column) {
  const void* data = sqlite3_column_blob(row, column);
  return {static_cast<const char*>(data),
          data == nullptr ? 0 : static_cast<std::size_t>(sqlite3_column_bytes(row, column))};
}

void bind_key(sqlite3_stmt* statement, int at, const Digest& key) {
  sqlite3_bind_blob(statement, at, &key, sizeof key, SQLITE_TRANSIENT);
}

bool is_damage(int code) { return code == SQLITE_CORRUPT || code == SQLITE_NOTADB; }

// A URI takes any path when its special characters are escaped.
std::string read_only_uri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      uri += c;
    }
  }
  // Nothing is locked or written, not even beside the file; what changes meanwhile fails its digest.
  return uri + "?immutable=1";
}

// Stops the statements of a connection that go on for ever, as long as it lives.
class Patience {
 public:
  explicit Patience(sqlite3* db) : db_(db) { sqlite3_progress_handler(db, steps_between_looks, is_over, &left_); }
  ~Patience() { sqlite3_progress_handler(db_, 0, nullptr, nullptr); }
  Patience(const Patience&) = delete;
  Patience& operator=(const Patience&) = delete;

 private:
  static int is_over(void* left) { return --*static_cast<int*>(left) < 0 ? 1 : 0; }

  sqlite3* db_;
  int left_ = looks;
};

}  // namespace

std::string Store::path_of(const StorePlace& place) { return place.folder + "/" + file_name; }

Result<Store> Store::open(const StorePlace& place, std::uint64_t limit) {
  bool unusable = false;
  Result<Store> store = open_once(place, limit, unusable);
  if (store || !unusable || place.read_only) return store;
  if (const Result<bool> removed = remove(place); !removed) return tl::unexpected(removed.error());
  return open_once(place, limit, unusable);
}

Result<bool> Store::remove(const StorePlace& place) {
  bool any = false;
  for (const char* end : {"", "-wal", "-shm", "-journal"}) {
    if (unlink((path_of(place) + end).c_str()) == 0) {
      any = true;
    } else if (errno != ENOENT) {
      return failure(fmt::format("cannot remove `{}`: {}", path_of(place) + end, std::strerror(errno)));
    }
  }
  return any;
}

int Store::connect(const StorePlace& place, int flags) {
  place_ = place;
  if (place.read_only) flags |= SQLITE_OPEN_URI;
  const std::string path = place.read_only ? read_only_uri(path_of(place)) : path_of(place);
  sqlite3* db = nullptr;
  const int opened =
      sqlite3_open_v2(path.c_str(), &db, flags | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_PRIVATECACHE, nullptr);
  db_.reset(db);
  if (opened != SQLITE_OK) return opened;
  sqlite3_busy_timeout(db, busy_ms);
  sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  run("PRAGMA cell_size_check = ON");
  return SQLITE_OK;
}

Result<Store> Store::open_once(const StorePlace& place, std::uint64_t limit, bool& unusable) {
  sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);  // counting would make threads wait for each other; refused once in use
  Store store;
  store.limit_ = limit;
  store.writable_ = !place.read_only;
  const int opened =
      store.connect(place, place.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  const auto refuse = [&](std::string_view why) {
    return failure(
        fmt::format("cannot use `{}`: {}", path_of(place), why.empty() ? sqlite3_errmsg(store.db_.get()) : why));
  };
  if (opened != SQLITE_OK) return refuse("");
  if (store.writable_) {
    // Without synchronising a power cut may damage the file: then it is begun anew. Large pages suit large values.
    store.run("PRAGMA page_size = 16384");
    store.run("PRAGMA journal_mode = WAL");
    store.run("PRAGMA synchronous = OFF");
    store.run("PRAGMA journal_size_limit = 0");
    const std::int64_t page = store.number("PRAGMA page_size");
    if (page > 0)
      store.run(fmt::format("PRAGMA max_page_count = {}", limit / static_cast<std::uint64_t>(page) + 1).c_str());
  }
  if (!store.prepare_schema()) {
    const int code = sqlite3_errcode(store.db_.get());
    unusable = is_damage(code) || code == SQLITE_OK || code == SQLITE_ROW || code == SQLITE_DONE;
    return refuse(unusable ? "it is damaged or of another format" : "");
  }
  store.get_ = store.prepare(get_value);
  if (store.writable_) store.put_ = store.prepare("INSERT OR REPLACE INTO value (key, kind, data) VALUES (?, ?, ?)");
  if (store.get_ == nullptr || (store.writable_ && store.put_ == nullptr)) return refuse("");
  return store;
}

Store::~Store() {
  if (db_ == nullptr) return;
  flush();
  get_.reset();
  put_.reset();
  db_.reset();
  if (damaged_ && !place_.read_only) (void)remove(place_);  // the next scan begins a new one
}

Store::Statement Store::prepare(const char* sql) const {
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(db_.get(), sql, -1, &statement, nullptr);
  return Statement(statement);
}

bool Store::run(const char* sql) const { return sqlite3_exec(db_.get(), sql, nullptr, nullptr, nullptr) == SQLITE_OK; }

std::int64_t Store::number(const char* sql) const {
  const Statement statement = prepare(sql);
  return statement != nullptr && sqlite3_step(statement.get()) == SQLITE_ROW ? sqlite3_column_int64(statement.get(), 0)
                                                                             : -1;
}

std::string Store::text(const char* sql) const {
  const Statement statement = prepare(sql);
  if (statement == nullptr || sqlite3_step(statement.get()) != SQLITE_ROW) return "unreadable";
  return std::string(bytes_of(statement.get(), 0));
}

// Exactly our two tables: no view or trigger of somebody else's.
bool Store::has_schema() const {
  const Statement rows = prepare("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name");
  std::vector<std::string> found;
  while (rows != nullptr && sqlite3_step(rows.get()) == SQLITE_ROW && found.size() < 3)
    found.emplace_back(bytes_of(rows.get(), 0));
  return found == std::vector<std::string>{create_secret, create_values};
}

bool Store::prepare_schema() {
  if (has_schema()) return read_secret();
  if (!writable_ || !run("BEGIN IMMEDIATE")) return false;
  if (has_schema()) return run("COMMIT") && read_secret();  // another scan was faster
  if (number("SELECT count(*) FROM sqlite_schema") != 0) return run("ROLLBACK") && false;
  CacheSecret secret;
  if (getrandom(secret.data(), secret.size(), 0) != static_cast<ssize_t>(secret.size()))
    return run("ROLLBACK") && false;
  bool made = run(create_values) && run(create_secret);
  if (made) {
    const Statement insert = prepare("INSERT INTO secret VALUES (?)");
    made = insert != nullptr &&
           sqlite3_bind_blob(insert.get(), 1, secret.data(), static_cast<int>(secret.size()), SQLITE_STATIC) ==
               SQLITE_OK &&
           sqlite3_step(insert.get()) == SQLITE_DONE;
  }
  if (!made || !run("COMMIT")) {
    const int code = sqlite3_errcode(db_.get());
    if (code == SQLITE_OK) return false;
    sqlite3_exec(db_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    return false;
  }
  return read_secret();
}

bool Store::read_secret() {
  const Statement statement = prepare("SELECT data FROM secret");
  if (statement == nullptr || sqlite3_step(statement.get()) != SQLITE_ROW) return false;
  const std::string_view bytes = bytes_of(statement.get(), 0);
  secret_ = std::make_unique<CacheSecret>();
  if (bytes.size() != secret_->size()) return false;
  std::memcpy(secret_->data(), bytes.data(), bytes.size());
  return true;
}

bool Store::holds(ValueKind kind) const {
  return number(fmt::format("SELECT 1 FROM value WHERE kind = {} LIMIT 1", static_cast<int>(kind)).c_str()) == 1;
}

Digest Store::seal(const Digest& key, std::string_view value) const {
  return Hasher(*secret_).add(key).add(value).digest();
}

std::optional<std::string> Store::opened(const Digest& key, std::string_view data) const {
  if (data.size() < seal_size) return std::nullopt;
  const std::string_view value = data.substr(seal_size);
  const Digest expected = seal(key, value);
  if (std::memcmp(&expected, data.data(), seal_size) != 0) return std::nullopt;
  return std::string(value);
}

std::optional<std::string> Store::get(const Digest& key) {
  std::optional<std::string> value;
  bind_key(get_.get(), 1, key);
  const int step = sqlite3_step(get_.get());
  if (step == SQLITE_ROW) value = opened(key, bytes_of(get_.get(), 0));
  if (is_damage(step)) damaged_ = true;
  sqlite3_reset(get_.get());
  return value;
}

std::optional<Store> Store::reader() const {
  Store store;
  // Only its own thread uses it; and it keeps the index at hand, which all values are found by.
  if (store.connect(place_, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX) != SQLITE_OK) return std::nullopt;
  store.run("PRAGMA cache_size = -16000");
  if (!store.run("BEGIN")) return std::nullopt;
  store.secret_ = std::make_unique<CacheSecret>(*secret_);
  store.get_ = store.prepare(get_value);
  if (store.get_ == nullptr) return std::nullopt;
  return store;
}

void Store::put(ValueKind kind, const Digest& key, std::string value) {
  if (!writable_ || value.size() > limit_ / 4) return;
  pending_bytes_ += value.size();
  pending_.push_back({kind, key, std::move(value)});
  if (pending_bytes_ >= std::min(batch_bytes, limit_ / 16)) flush();
}

void Store::flush() {
  if (!pending_.empty() && writable_ && !write_pending()) {
    // No space left, somebody else writes on and on, or the file is damaged: what is not kept is computed again.
    damaged_ = damaged_ || is_damage(sqlite3_errcode(db_.get()));
    run("ROLLBACK");
    writable_ = false;
  }
  pending_.clear();
  pending_bytes_ = 0;
}

bool Store::write_pending() {
  if (!run("BEGIN IMMEDIATE") || !make_room()) return false;
  for (const Pending& pending : pending_) {
    const Digest digest = seal(pending.key, pending.value);
    std::string data(seal_size, '\0');
    std::memcpy(data.data(), &digest, seal_size);
    data += pending.value;
    bind_key(put_.get(), 1, pending.key);
    sqlite3_bind_int(put_.get(), 2, static_cast<int>(pending.kind));
    sqlite3_bind_blob64(put_.get(), 3, data.data(), data.size(), SQLITE_STATIC);
    const int done = sqlite3_step(put_.get());
    sqlite3_reset(put_.get());
    if (done != SQLITE_DONE) return false;
  }
  return run("COMMIT");
}

// Removes the oldest values until a quarter of the limit is free, where the limit is near.
bool Store::make_room() {
  const std::int64_t page = number("PRAGMA page_size");
  const auto used = [&] {
    return static_cast<std::uint64_t>((number("PRAGMA page_count") - number("PRAGMA freelist_count")) * page);
  };
  if (used() <= limit_ / 16 * 15) return true;
  while (used() > limit_ / 4 * 3) {
    if (!run("DELETE FROM value WHERE row IN (SELECT row FROM value ORDER BY row LIMIT 64)")) return false;
    if (sqlite3_changes(db_.get()) == 0) break;
  }
  return true;
}

Result<StoreCounts> Store::count() const {
  const Patience patience(db_.get());
  StoreCounts counts;
  const Statement rows = prepare("SELECT kind, count(*), sum(length(data)) FROM value GROUP BY kind");
  int step = SQLITE_ERROR;
  while (rows != nullptr && (step = sqlite3_step(rows.get())) == SQLITE_ROW) {
    const auto kind = static_cast<std::size_t>(sqlite3_column_int64(rows.get(), 0));
    if (kind >= value_kinds) continue;
    counts.of[kind].values = static_cast<std::uint64_t>(sqlite3_column_int64(rows.get(), 1));
    counts.of[kind].bytes = static_cast<std::uint64_t>(sqlite3_column_int64(rows.get(), 2));
  }
  if (step != SQLITE_DONE) return failure(fmt::format("the cache is damaged: {}", sqlite3_errmsg(db_.get())));
  counts.file_bytes = static_cast<std::uint64_t>(number("PRAGMA page_count") * number("PRAGMA page_size"));
  return counts;
}

Result<StoreCheck> Store::verify() {
  const Patience patience(db_.get());
  StoreCheck check;
  const std::string structure = text("PRAGMA integrity_check(1)");
  if (structure != "ok") check.structure = structure;
  std::vector<std::int64_t> damaged;
  const Statement rows = prepare("SELECT row, key, data FROM value");
  int step = SQLITE_ERROR;
  while (rows != nullptr && (step = sqlite3_step(rows.get())) == SQLITE_ROW) {
    const std::string_view bytes = bytes_of(rows.get(), 1);
    Digest key;
    if (bytes.size() == sizeof key) std::memcpy(&key, bytes.data(), sizeof key);
    if (bytes.size() == sizeof key && opened(key, bytes_of(rows.get(), 2))) {
      ++check.sound;
    } else {
      damaged.push_back(sqlite3_column_int64(rows.get(), 0));
    }
  }
  check.damaged = damaged.size();
  if (step != SQLITE_DONE && check.structure.empty()) check.structure = sqlite3_errmsg(db_.get());
  if (!check.structure.empty()) {
    damaged_ = true;
  } else if (writable_ && !damaged.empty() && run("BEGIN IMMEDIATE")) {
    for (const std::int64_t row : damaged) run(fmt::format("DELETE FROM value WHERE row = {}", row).c_str());
    run("COMMIT");
  }
  return check;
}

}  // namespace assay
