// Columns and fingerprints of lines. The expected hashes were made with GitHub's own code, src/fingerprints.ts of
// github/codeql-action at v4.
#include "reports/source_places.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

using Hashes = std::vector<std::string>;

TEST(LineHashes, AreThoseOfGitHubsUploadAction) {
  EXPECT_EQ(line_hashes(""), Hashes({"c129715d7a2bc9a3:1"}));
  EXPECT_EQ(line_hashes("a"), Hashes({"53b5d4aabe50d64:1"}));
  EXPECT_EQ(line_hashes("a\nb\n"), Hashes({"81b8d8db678b2bbe:1", "ade70578248be16f:1", "c129715d7a2bc9a3:1"}));
}

TEST(LineHashes, TakeAnyLineEndForOne) {
  EXPECT_EQ(line_hashes("x\r\ny\r\n\r\nx\r\n"),
            Hashes({"75d4c95dfbadbb14:1", "cf06bf2a686eebb2:1", "9b880b129a60314b:1", "828973aa50c68d6d:1",
                    "c129715d7a2bc9a3:1"}));
  EXPECT_EQ(line_hashes("a\rb"), Hashes({"c74339777b6a2c60:1", "8ee5a81e681643c1:1"}));
}

TEST(LineHashes, CountUtf16UnitsAndKeepTheMark) {
  EXPECT_EQ(line_hashes("\xEF\xBB\xBFint \xF0\x9F\x92\xA5 caf\xC3\xA9;\n"),
            Hashes({"fcdd6c9f317090e7:1", "c129715d7a2bc9a3:1"}));
}

TEST(LineHashes, LookAHundredUnitsAhead) {
  EXPECT_EQ(line_hashes("same line\nsame line\nsame line\n\t if (x)  {\n" + std::string(250, 'y') + "\n"),
            Hashes({"5cfb3fb6753e189f:1", "2d3a2e6203c9325c:1", "9572b8d3b581e38d:1", "c0d1db41b3788c02:1",
                    "cadd4b5b9d92c51c:1", "c129715d7a2bc9a3:1"}));
}

TEST(LineHashes, NumberTheSameOnes) {
  const std::string same = std::string(120, 'z') + "\n";
  const Hashes hashes = line_hashes(same + same);
  EXPECT_EQ(hashes[0].substr(0, hashes[0].find(':')), hashes[1].substr(0, hashes[1].find(':')));
  EXPECT_TRUE(hashes[1].ends_with(":2"));
}

std::string expression(std::string_view line, std::string_view from) {
  const std::size_t begin = line.find(from);
  return std::string(line.substr(begin, end_of_expression(line, begin) - begin));
}

TEST(EndOfExpression, IsBehindItsLastBracket) {
  EXPECT_EQ(expression("x = requests.get(url, timeout=f(3)) + 1", "requests"), "requests.get(url, timeout=f(3))");
  EXPECT_EQ(expression("  p->next->lock(a[1]);", "p->"), "p->next->lock(a[1])");
  EXPECT_EQ(expression("std::vector<int> v;", "std"), "std::vector");
  EXPECT_EQ(expression("run(", "run"), "run(");
  EXPECT_EQ(expression("if (x) f();", "x"), "x");
  EXPECT_EQ(expression("label: next", "label"), "label");
  EXPECT_EQ(expression("a + b", "+"), "+ b") << "no name: to the line's end";
}

}  // namespace
}  // namespace assay
