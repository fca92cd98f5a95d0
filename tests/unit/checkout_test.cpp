#include "analyzer/project/checkout.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstring>
#include <thread>

#include "analyzer/project/git_store.h"
#include "analyzer/project/work_tree.h"
#include "tests/support/temporary_folder.h"

namespace assay {
namespace {

// Longer than a tick of the clock that stamps files.
void let_clock_tick() { std::this_thread::sleep_for(std::chrono::milliseconds(30)); }

// A repository with a.py and shop/b.py in its index.
class Checkout : public testing::Test {
 protected:
  void SetUp() override {
    folder_.write("a.py", "a = 1\n");
    folder_.write("shop/b.py", "b = 2\n");
    let_clock_tick();
    git_repository* opened = nullptr;
    ASSERT_EQ(git_repository_init(&opened, folder_.path().c_str(), 0), 0);
    const GitRepository repository(opened);
    git_index* index = nullptr;
    ASSERT_EQ(git_repository_index(&index, opened), 0);
    for (const char* path : {"a.py", "shop/b.py"}) EXPECT_EQ(git_index_add_bypath(index, path), 0);
    EXPECT_EQ(git_index_write(index), 0);
    git_index_free(index);
  }

  // Of the files below `part` of the repository, in the order of their paths: the blob's id, or nothing.
  std::vector<std::string> blobs(const std::string& part = "",
                                 const std::vector<std::string>& paths = {"a.py", "shop/b.py"}) {
    const Result<Place> place = find_place(folder_ / part);
    EXPECT_TRUE(place.has_value());
    std::vector<SourceFile> files;
    for (const std::string& path : paths) {
      const FileDescriptor root(::open(place->folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
      const Result<FileStatus> status = DiskFolder(root.get()).status(path);
      EXPECT_TRUE(status.has_value());
      SourceFile& file = files.emplace_back();
      file.path = path;
      file.size = status->size;
      file.stamp = status->stamp;
    }
    std::vector<std::string> ids;
    for (const FileStamp& stamp : blobs_of(*place, files)) {
      git_oid id;
      std::memcpy(&id, stamp.identity.data(), sizeof id);
      ids.push_back(stamp.identity == FileStamp().identity ? "" : hex_of(id));
    }
    return ids;
  }

  void set_times(const std::string& path, std::int64_t seconds) {
    const std::array<timespec, 2> times{timespec{seconds, 0}, timespec{seconds, 0}};
    ASSERT_EQ(utimensat(AT_FDCWD, (folder_ / path).c_str(), times.data(), 0), 0);
  }

  GitLibrary library_;
  TemporaryFolder folder_;
  std::string a_ = blob_id_of("a = 1\n"), b_ = blob_id_of("b = 2\n");
};

TEST_F(Checkout, KnowsTheBlobsOfFilesThatAreAsTheyWere) {
  EXPECT_EQ(blobs(), (std::vector<std::string>{a_, b_}));
  EXPECT_EQ(blobs("shop", {"b.py"}), (std::vector<std::string>{b_})) << "a part of the repository";
}

TEST_F(Checkout, KnowsNothingOfFilesThatWereWrittenSince) {
  struct stat before {};
  ASSERT_EQ(lstat((folder_ / "a.py").c_str(), &before), 0);
  let_clock_tick();
  folder_.write("a.py", "a = 7\n");  // as long, and said to be as old
  set_times("a.py", before.st_mtim.tv_sec);
  EXPECT_EQ(blobs(), (std::vector<std::string>{"", b_}));
}

TEST_F(Checkout, KnowsNothingOfFilesThatAreNotInTheIndex) {
  folder_.write("c.py", "c = 3\n");
  EXPECT_EQ(blobs("", {"a.py", "c.py"}), (std::vector<std::string>{a_, ""}));
}

TEST_F(Checkout, DoesNotTrustAnIndexAsOldAsItsFiles) {
  set_times(".git/index", 1'700'000'000);
  EXPECT_EQ(blobs(), (std::vector<std::string>{"", ""}));
}

TEST_F(Checkout, DoesWithoutAnIndexThatCannotBeRead) {
  folder_.write(".git/index", "DIRC and nothing of an index");
  EXPECT_EQ(blobs(), (std::vector<std::string>{"", ""}));
  ASSERT_EQ(unlink((folder_ / ".git/index").c_str()), 0);
  EXPECT_EQ(blobs(), (std::vector<std::string>{"", ""}));
  ASSERT_EQ(mkfifo((folder_ / ".git/index").c_str(), 0600), 0);
  EXPECT_EQ(blobs(), (std::vector<std::string>{"", ""}));
}

}  // namespace
}  // namespace assay
