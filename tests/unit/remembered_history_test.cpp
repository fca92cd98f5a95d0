#include "analyzer/cache/remembered_history.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

ChangeHistory some_history() {
  ChangeHistory history;
  history.paths = {"a.py", "b/c.py", ""};
  history.changes = {{1'700'000'000, 1, {0, 2}}, {-5, 0, {1}}};
  history.authors = 2;
  history.sweeping = 7;
  history.newest = 1'700'000'001;
  history.end = "the first commit";
  return history;
}

TEST(RememberedHistory, ComesBackAsItWas) {
  const std::string written = written_history(some_history());
  const std::optional<ChangeHistory> read = history_of_text(written);
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(written_history(*read), written);
  EXPECT_EQ(read->paths, some_history().paths);
  EXPECT_EQ(read->changes[1].time, -5);
  EXPECT_EQ(read->changes[0].files, (std::vector<std::uint32_t>{0, 2}));
  EXPECT_EQ(read->end, "the first commit");
}

TEST(RememberedHistory, IsForgottenWhereItIsDamaged) {
  const std::string written = written_history(some_history());
  for (std::size_t size = 0; size < written.size(); ++size) EXPECT_FALSE(history_of_text(written.substr(0, size)));
  EXPECT_FALSE(history_of_text(written + "x"));
  ChangeHistory wrong = some_history();
  wrong.changes[0].files = {3};
  EXPECT_FALSE(history_of_text(written_history(wrong)));
  for (std::size_t i = 0; i < written.size(); ++i) {
    std::string flipped = written;
    flipped[i] = static_cast<char>(flipped[i] ^ 0x80);
    if (const std::optional<ChangeHistory> read = history_of_text(flipped)) {
      for (const Change& change : read->changes) {
        for (const std::uint32_t file : change.files) EXPECT_LT(file, read->paths.size());
      }
    }
  }
}

}  // namespace
}  // namespace assay
