// The canonical form of what a call is written on.
#include "parsers/syntax/callee.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace assay {
namespace {

std::string canonical(std::string_view text) {
  std::string out;
  canonical_path(text, out);
  return out;
}

TEST(Callee, WhatIsMadeIsWrittenAsACallOfItsType) {
  for (const char* text : {"new A(x)", "new A ( x, (y) )", "(new A(x))", "( new A )", "(new \\A(x))", "A(x)"})
    EXPECT_EQ(canonical(text), "A()") << text;
  EXPECT_EQ(canonical("(new A(x, (y))).b"), "A().b");
  EXPECT_EQ(canonical("(new A)->b[0]"), "A().b[]");
  EXPECT_EQ(canonical("news.a"), "news.a");
  EXPECT_EQ(canonical("(news).a"), "().a");
}

TEST(Callee, WhatIsWaitedForIsWrittenWithoutThat) {
  EXPECT_EQ(canonical("(await f(x)).b"), "f().b");
  EXPECT_EQ(canonical("(await this.a.f(x))"), "this.a.f()");
  EXPECT_EQ(canonical("(await )"), "()");
}

TEST(Callee, LongChainsAreReadBlocksOfCodeAreNot) {
  const std::string argument(300, 'x');
  EXPECT_EQ(canonical("a.b(" + argument + ").c(" + argument + ")"), "a.b().c()");
  EXPECT_EQ(canonical("a.b(" + argument + ", {}).c()"), "()");
  EXPECT_EQ(canonical("a.b(" + std::string(1000, 'x') + ")"), "()");
  EXPECT_EQ(canonical("a." + argument), "()");
}

TEST(Callee, WhatIsCutShortHasAFormToo) {
  for (const char* text : {"(new )", "(new", "(new ", "new ", "(", "()", "(new ))", "(new (", "(new A"})
    (void)canonical(text);
  EXPECT_EQ(canonical("(new )"), "()");
  EXPECT_EQ(canonical("(new ).a"), "().a");
}

}  // namespace
}  // namespace assay
