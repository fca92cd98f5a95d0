// Signatures as the languages write them.
#include "rules/plan/signature.h"

#include <gtest/gtest.h>

namespace assay {
namespace {

TEST(Signature, StandsOnOneLineWithoutTheBody) {
  EXPECT_EQ(signature_in("def price(\n    basket: Basket, rules: list[Rule] = (),\n) -> list[Line]:\n    return 1\n",
                         "price"),
            "def price( basket: Basket, rules: list[Rule] = (), ) -> list[Line]");
  EXPECT_EQ(signature_in("static long\nexpand_runs(const uint8_t *p, size_t n) {\n", "expand_runs"),
            "expand_runs(const uint8_t *p, size_t n)");
  EXPECT_EQ(signature_in("@Override\npublic int size(List<String> of) throws Broken {", "size"),
            "public int size(List<String> of) throws Broken");
  EXPECT_EQ(signature_in("func (l *lexer) next(a, b int) (int, error) {\n", "next"),
            "func (l *lexer) next(a, b int) (int, error)");
  EXPECT_EQ(signature_in("split = (line: string): string[] => {", "split"), "split = (line: string): string[]");
  EXPECT_EQ(signature_in("def area(a: Int)(b: Int): Int =\n  a * b", "area"), "def area(a: Int)(b: Int): Int");
  EXPECT_EQ(signature_in("def stem word, size = \")\"\n  word\nend", "stem"), "def stem word, size = \")\"");
  EXPECT_EQ(signature_in("fun f(a: String = \")\", b: Int): Int = a", "f"),
            "fun f(a: String = \")\", b: Int): Int = a");
}

TEST(Signature, BearsHostileText) {
  EXPECT_EQ(signature_in("", "f"), "");
  EXPECT_EQ(signature_in("ff f2 xf", "f"), "");
  EXPECT_EQ(signature_in("f", "f"), "f");
  EXPECT_EQ(signature_in("f(((((", "f"), "f(((((");
  EXPECT_LE(signature_in("f(" + std::string(1'000'000, 'x') + ")", "f").size(), 210u);
}

}  // namespace
}  // namespace assay
