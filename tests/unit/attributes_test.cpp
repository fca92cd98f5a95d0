#include "analyzer/project/attributes.h"

#include <gtest/gtest.h>

#include <string>

namespace assay {
namespace {

Attributes of(std::string_view text, std::string_view path) {
  AttributeStack stack;
  stack.push(0, text);
  return stack.of(path);
}

TEST(Attributes, ReadsEveryWayToSetThem) {
  constexpr std::string_view kText =
      "# comment linguist-generated\n"
      "*.gen linguist-generated\r\n"
      "*.not -linguist-generated\n"
      "v/** linguist-vendored=true\n"
      "v/own/* linguist-vendored=false\n"
      "docs/** linguist-documentation text eol=lf\n"
      "*.sql linguist-detectable=true linguist-language=TSQL\n";
  EXPECT_EQ(of(kText, "a/x.gen").generated, true);
  EXPECT_EQ(of(kText, "x.not").generated, false);
  EXPECT_EQ(of(kText, "x.c").generated, std::nullopt);
  EXPECT_EQ(of(kText, "v/a/b.c").vendored, true);
  EXPECT_EQ(of(kText, "v/own/b.c").vendored, false);
  EXPECT_EQ(of(kText, "docs/a/b").documentation, true);
  EXPECT_EQ(of(kText, "x.sql").detectable, true);
  EXPECT_EQ(of(kText, "x.sql").language, "TSQL");
}

TEST(Attributes, TheLastLineAndTheDeepestFileDecide) {
  AttributeStack stack;
  stack.push(0, "*.c linguist-generated\n*.c -linguist-generated\n*.h linguist-generated\n");
  EXPECT_EQ(stack.of("d/x.c").generated, false);
  const std::size_t mark = stack.mark();
  stack.push(2, "x.c linguist-generated\n*.h !linguist-generated\n");
  EXPECT_EQ(stack.of("d/x.c").generated, true);
  EXPECT_EQ(stack.of("d/x.h").generated, std::nullopt);
  stack.pop_to(mark);
  EXPECT_EQ(stack.of("d/x.h").generated, true);
}

TEST(Attributes, FollowsMacrosAndQuotes) {
  constexpr std::string_view kText =
      "[attr]made linguist-generated -linguist-detectable\n"
      "\"with space\\056c\" made\n"
      "made.c -made\n";
  EXPECT_EQ(of(kText, "with space.c").generated, true);
  EXPECT_EQ(of(kText, "with space.c").detectable, false);
  EXPECT_EQ(of(kText, "made.c").generated, std::nullopt);
}

TEST(Attributes, KnowsWhichFilesGitConverts) {
  constexpr std::string_view kText =
      "*.psd filter=lfs diff=lfs -text\n"
      "*.txt working-tree-encoding=UTF-16\n"
      "plain.psd -filter\n"
      "*.c text eol=crlf\n";
  EXPECT_TRUE(of(kText, "x.psd").converted);
  EXPECT_TRUE(of(kText, "x.txt").converted);
  EXPECT_FALSE(of(kText, "plain.psd").converted);
  EXPECT_FALSE(of(kText, "x.c").converted) << "the size tells";
}

TEST(Attributes, KnowsWhetherVendoredFilesMayBeReclaimed) {
  AttributeStack stack;
  stack.push(0, "*.c linguist-vendored\n");
  EXPECT_FALSE(stack.may_reclaim_vendored());
  const std::size_t mark = stack.mark();
  stack.push(0, "vendor/** -linguist-vendored\n");
  EXPECT_TRUE(stack.may_reclaim_vendored());
  stack.pop_to(mark);
  EXPECT_FALSE(stack.may_reclaim_vendored());
}

TEST(Attributes, SurvivesNonsense) {
  EXPECT_EQ(of("\"unclosed linguist-generated\n", "unclosed").generated, std::nullopt);
  EXPECT_EQ(of("[attr]\n[attr]a a\n! linguist-generated\ndir/ linguist-generated\n=x\n\"\\", "dir").generated,
            std::nullopt);
  EXPECT_EQ(of("* " + std::string(5000, 'x') + " linguist-generated\n", "a").generated, std::nullopt);
  std::string many;
  for (int i = 0; i < 20'000; ++i) many += "*.x linguist-generated\n";
  AttributeStack stack;
  EXPECT_FALSE(stack.push(0, many));
  EXPECT_EQ(stack.of("a.x").generated, true);
}

}  // namespace
}  // namespace assay
