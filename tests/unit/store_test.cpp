#include "analyzer/cache/store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "analyzer/base/packed.h"
#include "analyzer/cache/build_digest.h"
#include "tests/support/temporary_folder.h"

namespace assay {
namespace {

Digest key(std::uint64_t number) { return {number * 0x9E3779B97F4A7C15U, number}; }

Store open(const std::string& folder, std::uint64_t limit = Store::default_limit) {
  Result<Store> store = Store::open({folder, false}, limit);
  EXPECT_TRUE(store.has_value()) << store.error().message;
  return std::move(*store);
}

std::uint64_t size_of(const std::string& folder) {
  std::uint64_t size = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) size += entry.file_size();
  return size;
}

TEST(Store, KeepsValuesBetweenRuns) {
  const TemporaryFolder folder;
  {
    Store store = open(folder.path());
    store.put(ValueKind::Facts, key(1), "one");
    store.put(ValueKind::Facts, key(2), std::string(100'000, 'x'));
    store.put(ValueKind::Report, key(1), "another one");  // the same key: replaced
  }
  Store store = open(folder.path());
  EXPECT_EQ(store.get(key(1)), "another one");
  EXPECT_EQ(store.get(key(2)), std::string(100'000, 'x'));
  EXPECT_EQ(store.get(key(3)), std::nullopt);
  EXPECT_TRUE(store.holds(ValueKind::Report));
  EXPECT_FALSE(store.holds(ValueKind::Stamps));
}

TEST(Store, ReadsManyValuesAsTheyWereAtOnce) {
  const TemporaryFolder folder;
  Store store = open(folder.path());
  store.put(ValueKind::Facts, key(1), "before");
  store.flush();
  {
    std::optional<Store> reader = store.reader();
    ASSERT_TRUE(reader.has_value());
    EXPECT_EQ(reader->get(key(1)), "before");
    store.put(ValueKind::Facts, key(1), "after");
    store.flush();
    EXPECT_EQ(reader->get(key(1)), "before");
    reader->put(ValueKind::Facts, key(2), "readers write nothing");
    reader->flush();
  }
  EXPECT_EQ(store.reader()->get(key(1)), "after");
  EXPECT_EQ(store.get(key(2)), std::nullopt);
}

TEST(Store, IsReadInSeveralThreads) {
  const TemporaryFolder folder;
  Store store = open(folder.path());
  for (std::uint64_t i = 0; i < 500; ++i) store.put(ValueKind::Facts, key(i), std::to_string(i));
  store.flush();
  std::array<std::size_t, 3> right{};
  std::vector<std::thread> threads;
  for (std::size_t t = 0; t < right.size(); ++t) {
    threads.emplace_back([&, t] {
      std::optional<Store> reader = store.reader();
      for (std::uint64_t i = 0; reader && i < 500; ++i) right[t] += reader->get(key(i)) == std::to_string(i) ? 1 : 0;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(right, (std::array<std::size_t, 3>{500, 500, 500}));
}

TEST(Store, TheOldestGoWhenItIsFull) {
  const TemporaryFolder folder;
  constexpr std::uint64_t limit = 4'000'000;
  Store store = open(folder.path(), limit);
  for (std::uint64_t i = 0; i < 1000; ++i) {
    store.put(ValueKind::Facts, key(i), std::string(20'000, static_cast<char>('a' + i % 26)));
    if (i % 100 == 99) {
      store.flush();
      EXPECT_LT(std::filesystem::file_size(Store::path_of({folder.path(), false})), limit * 21 / 20);
      EXPECT_LT(size_of(folder.path()), limit + 20'000'000);  // with the log that is not folded in yet
    }
  }
  EXPECT_EQ(store.get(key(999)), std::string(20'000, static_cast<char>('a' + 999 % 26)));
  EXPECT_EQ(store.get(key(0)), std::nullopt);
  std::size_t kept = 0;
  for (std::uint64_t i = 0; i < 1000; ++i) kept += store.get(key(i)) ? 1 : 0;
  EXPECT_GT(kept, 80U);
  store.put(ValueKind::Facts, key(5000), std::string(3'000'000, 'x'));  // would push out all others
  store.flush();
  EXPECT_EQ(store.get(key(5000)), std::nullopt);
}

TEST(Store, AFileOfAnotherKindIsBegunAnew) {
  const TemporaryFolder folder;
  const std::string path = Store::path_of({folder.path(), false});
  for (const std::string& content :
       {std::string("no database at all, but long enough to look at: ") + std::string(200, '.'),
        std::string("SQLite format 3\0", 16) + std::string(5000, '\xff'), std::string()}) {
    std::ofstream(path, std::ios::binary) << content;
    open(folder.path()).put(ValueKind::Facts, key(1), "value");
    EXPECT_EQ(open(folder.path()).get(key(1)), "value");
  }
}

TEST(Store, AReadOnlyOneIsReadWithoutATraceOfIt) {
  const TemporaryFolder folder;
  open(folder.path()).put(ValueKind::Facts, key(1), "value");
  Result<Store> store = Store::open({folder.path(), true});
  ASSERT_TRUE(store.has_value());
  store->put(ValueKind::Facts, key(2), "not kept");
  store->flush();
  EXPECT_EQ(store->get(key(1)), "value");
  EXPECT_EQ(store->get(key(2)), std::nullopt);
  std::size_t files = 0;
  for ([[maybe_unused]] const auto& entry : std::filesystem::directory_iterator(folder.path())) ++files;
  EXPECT_EQ(files, 1U);
}

TEST(Store, NoFlippedBitMakesAnotherValue) {
  const TemporaryFolder folder;
  const std::string path = Store::path_of({folder.path(), false});
  const std::string value(3'000, 'v');
  {
    Store store = open(folder.path());
    for (std::uint64_t i = 0; i < 40; ++i) store.put(ValueKind::Facts, key(i), value + std::to_string(i));
  }
  std::string sound;
  {
    std::ifstream in(path, std::ios::binary);
    sound.assign(std::istreambuf_iterator<char>(in), {});
  }
  ASSERT_GT(sound.size(), 100'000U);
  std::size_t misses = 0;
  for (std::size_t at = 3; at < sound.size(); at += sound.size() / 150) {
    std::string damaged = sound;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << (at % 8)));
    std::ofstream(path, std::ios::binary) << damaged;
    Result<Store> store = Store::open({folder.path(), false});
    if (!store) continue;
    for (std::uint64_t i = 0; i < 40; ++i) {
      const std::optional<std::string> found = store->get(key(i));
      EXPECT_TRUE(!found || *found == value + std::to_string(i)) << "bit at " << at;
      misses += found ? 0 : 1;
    }
    const Result<StoreCheck> check = store->verify();
    EXPECT_TRUE(check.has_value());
  }
  EXPECT_GT(misses, 0U);
}

TEST(Packed, ComesBackAsItWas) {
  for (const std::string& text :
       {std::string(), std::string("a"), std::string(1'000'000, 'z'), std::string("\0\xff\0", 3)})
    EXPECT_EQ(unpack(pack(text)), text);
  EXPECT_LT(pack(std::string(1'000'000, 'z')).size(), 10'000U);
}

TEST(Packed, RefusesWhatPackDidNotMake) {
  const std::string packed = pack(std::string(1000, 'z') + "end");
  for (std::size_t size = 0; size < packed.size(); ++size) EXPECT_EQ(unpack(packed.substr(0, size)), std::nullopt);
  EXPECT_EQ(unpack(std::string("\xff\xff\xff\x7f tiny", 9)), std::nullopt);
}

TEST(BuildIdentity, TheLibrariesAreAmongIt) {
  const std::string identity = build_identity();
  EXPECT_TRUE(identity.empty() || std::count(identity.begin(), identity.end(), '\n') > 3);
}

}  // namespace
}  // namespace assay
