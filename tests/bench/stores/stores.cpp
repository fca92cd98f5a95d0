// SQLite in WAL mode against LMDB for what the cache does: store all facts of a repository, read them back in random order.
// usage: stores STORE FOLDER, where STORE is a filled assay cache file; writes below FOLDER and prints CPU, wall and size.
// Built by hand, as nothing else needs LMDB: g++ -std=c++20 -O2 stores.cpp -llmdb -lsqlite3 -lxxhash
#include <lmdb.h>
#include <sqlite3.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <xxhash.h>

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace {

double cpu() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void report(const char* what, const std::function<void()>& work) {
  const double begin = cpu();
  const auto wall = std::chrono::steady_clock::now();
  work();
  std::printf("%-28s cpu %6.2f s  wall %6.2f s\n", what, cpu() - begin,
              std::chrono::duration<double>(std::chrono::steady_clock::now() - wall).count());
  std::fflush(stdout);
}

std::uint64_t size_of(const std::string& folder) {
  std::uint64_t total = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    struct stat info {};
    if (stat(entry.path().c_str(), &info) == 0) total += static_cast<std::uint64_t>(info.st_blocks) * 512;
  }
  return total / 1'000'000;
}

void fail(const char* what) {
  std::fprintf(stderr, "%s failed\n", what);
  std::exit(1);
}

struct Lmdb {
  MDB_env* env = nullptr;
  MDB_dbi table = 0;
  Lmdb(const std::string& folder, unsigned flags) {
    if (mdb_env_create(&env) || mdb_env_set_mapsize(env, std::size_t{8} << 30) ||
        mdb_env_open(env, folder.c_str(), flags, 0600)) {
      fail("mdb_env_open");
    }
    MDB_txn* txn = nullptr;
    if (mdb_txn_begin(env, nullptr, 0, &txn) || mdb_dbi_open(txn, nullptr, MDB_INTEGERKEY, &table) ||
        mdb_txn_commit(txn))
      fail("mdb_dbi_open");
  }
  ~Lmdb() { mdb_env_close(env); }
};

std::uint64_t key_of(std::size_t i) { return XXH3_64bits(&i, sizeof i); }

void measure_lmdb(const std::vector<std::string>& values, const std::string& folder, unsigned flags) {
  std::filesystem::create_directories(folder);
  report("lmdb write", [&] {
    Lmdb store(folder, flags);
    MDB_txn* txn = nullptr;
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (txn == nullptr && mdb_txn_begin(store.env, nullptr, 0, &txn)) fail("mdb_txn_begin");
      std::uint64_t key = key_of(i);
      MDB_val k{sizeof key, &key}, v{values[i].size(), const_cast<char*>(values[i].data())};
      if (mdb_put(txn, store.table, &k, &v, 0)) fail("mdb_put");
      if (i % 2000 == 1999 || i + 1 == values.size()) {
        if (mdb_txn_commit(txn)) fail("mdb_txn_commit");
        txn = nullptr;
      }
    }
  });
  report("lmdb read", [&] {
    Lmdb store(folder, flags);
    MDB_txn* txn = nullptr;
    if (mdb_txn_begin(store.env, nullptr, MDB_RDONLY, &txn)) fail("mdb_txn_begin");
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      std::uint64_t key = key_of(i);
      MDB_val k{sizeof key, &key}, v{};
      if (mdb_get(txn, store.table, &k, &v)) fail("mdb_get");
      const std::string copy(static_cast<const char*>(v.mv_data), v.mv_size);
      sum += XXH3_64bits(copy.data(), copy.size());
    }
    mdb_txn_abort(txn);
    std::printf("  (%llx)\n", static_cast<unsigned long long>(sum));
  });
  std::printf("lmdb size %llu MB\n", static_cast<unsigned long long>(size_of(folder)));
}

void run(sqlite3* db, const char* sql) {
  if (sqlite3_exec(db, sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
}

void measure_sqlite(const std::vector<std::string>& values, const std::string& folder, const char* settings) {
  std::filesystem::create_directories(folder);
  const std::string path = folder + "/store";
  report("sqlite write", [&] {
    sqlite3* db = nullptr;
    sqlite3_open(path.c_str(), &db);
    run(db, settings);
    run(db, "CREATE TABLE value (row INTEGER PRIMARY KEY, key BLOB UNIQUE, data BLOB)");
    sqlite3_stmt* put = nullptr;
    sqlite3_prepare_v2(db, "INSERT INTO value (key, data) VALUES (?, ?)", -1, &put, nullptr);
    run(db, "BEGIN");
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::uint64_t key = key_of(i);
      sqlite3_bind_blob(put, 1, &key, sizeof key, SQLITE_TRANSIENT);
      sqlite3_bind_blob64(put, 2, values[i].data(), values[i].size(), SQLITE_STATIC);
      if (sqlite3_step(put) != SQLITE_DONE) fail("insert");
      sqlite3_reset(put);
      if (i % 2000 == 1999) run(db, "COMMIT; BEGIN");
    }
    run(db, "COMMIT");
    sqlite3_finalize(put);
    sqlite3_close(db);
  });
  report("sqlite read", [&] {
    sqlite3* db = nullptr;
    sqlite3_open(path.c_str(), &db);
    run(db, settings);
    sqlite3_stmt* get = nullptr;
    sqlite3_prepare_v2(db, "SELECT data FROM value WHERE key = ?", -1, &get, nullptr);
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::uint64_t key = key_of(i);
      sqlite3_bind_blob(get, 1, &key, sizeof key, SQLITE_TRANSIENT);
      if (sqlite3_step(get) != SQLITE_ROW) fail("select");
      sum += XXH3_64bits(sqlite3_column_blob(get, 0), static_cast<std::size_t>(sqlite3_column_bytes(get, 0)));
      sqlite3_reset(get);
    }
    sqlite3_finalize(get);
    sqlite3_close(db);
    std::printf("  (%llx)\n", static_cast<unsigned long long>(sum));
  });
  std::printf("sqlite size %llu MB\n", static_cast<unsigned long long>(size_of(folder)));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) fail("usage: stores BLOBS FOLDER:");
  std::vector<std::string> values;
  sqlite3* db = nullptr;
  sqlite3_stmt* rows = nullptr;
  sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, nullptr);
  if (sqlite3_prepare_v2(db, "SELECT data FROM value WHERE kind = 0", -1, &rows, nullptr) != SQLITE_OK) fail("reading");
  while (sqlite3_step(rows) == SQLITE_ROW) {
    values.emplace_back(static_cast<const char*>(sqlite3_column_blob(rows, 0)),
                        static_cast<std::size_t>(sqlite3_column_bytes(rows, 0)));
  }
  sqlite3_finalize(rows);
  sqlite3_close(db);
  std::printf("%zu values\n", values.size());
  const std::string folder = argv[2];
  measure_lmdb(values, folder + "/lmdb", MDB_NOSYNC);
  measure_sqlite(values, folder + "/sqlite", "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF");
}
