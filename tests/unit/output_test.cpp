// Reports arrive whole or not at all, and never in the place of a device, a pipe or behind a link.
#include "analyzer/output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "tests/support/temporary_folder.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

std::string read(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return std::move(text).str();
}

TEST(OutputFile, ReplacesARegularFileOnlyOnCommit) {
  const TemporaryFolder folder;
  const fs::path path = fs::path(folder.path()) / "report.txt";
  std::ofstream(path) << "old";
  {
    Result<OutputFile> file = OutputFile::create(path);
    ASSERT_TRUE(file);
    EXPECT_TRUE(file->write("half"));
  }
  EXPECT_EQ(read(path), "old");
  Result<OutputFile> file = OutputFile::create(path);
  ASSERT_TRUE(file);
  EXPECT_TRUE(file->write("new"));
  EXPECT_TRUE(file->commit());
  EXPECT_EQ(read(path), "new");
  EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1)
      << "nothing else is left";
}

TEST(OutputFile, WritesIntoAPipeWithoutReplacingIt) {
  const TemporaryFolder folder;
  const fs::path path = fs::path(folder.path()) / "pipe";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const int reader = open(path.c_str(), O_RDONLY | O_NONBLOCK);
  ASSERT_GE(reader, 0);
  {
    Result<OutputFile> file = OutputFile::create(path);
    ASSERT_TRUE(file);
    EXPECT_TRUE(file->write("text"));
    EXPECT_TRUE(file->commit());
  }
  char text[8] = {};
  EXPECT_EQ(::read(reader, text, sizeof text), 4);
  close(reader);
  EXPECT_STREQ(text, "text");
  EXPECT_TRUE(fs::is_fifo(path));
}

TEST(OutputFile, RefusesLinksAndFolders) {
  const TemporaryFolder folder;
  const fs::path link = fs::path(folder.path()) / "link";
  fs::create_symlink("/etc/hostname", link);
  EXPECT_FALSE(OutputFile::create(link));
  EXPECT_FALSE(OutputFile::create(folder.path()));
  EXPECT_FALSE(OutputFile::create(fs::path(folder.path()) / "missing" / "report"));
}

}  // namespace
}  // namespace assay
