// One rule file: what is read from it, and what is said about a wrong one. Hostile YAML costs a message, nothing else.
#include "rules/engine/verdict_rule.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace assay {
namespace {

constexpr std::string_view path = "rules/verdicts/tight-loops.yaml";
constexpr std::string_view whole =
    "answer: rust\n"
    "criteria: [cpu-bound, high-performance]\n"
    "group: compute\n"
    "weight: 1.5\n"
    "signal: compute.share\n"
    "from: 0.2\n"
    "to: 0.6\n"
    "when: [size.code_lines > 150]\n"
    "any: [kind.cli > 0, kind.worker >= 1]\n"
    "gain: speed\n"
    "reason: \"{value} of the cost\"\n"
    "sources: [\"003\"]\n"
    "examples:\n"
    "  - signals: {compute.share: 0.9}\n"
    "    expect: for\n";

std::string error_of(std::string_view text) {
  const Result<VerdictRule> rule = read_verdict_rule({path, text});
  return rule ? "" : rule.error().message;
}

std::string with(std::string_view from, std::string_view to) {
  std::string text(whole);
  text.replace(text.find(from), from.size(), to);
  return text;
}

TEST(VerdictRule, ReadsEveryKey) {
  const Result<VerdictRule> rule = read_verdict_rule({path, whole});
  ASSERT_TRUE(rule) << rule.error().message;
  EXPECT_EQ(rule->id, "tight-loops");
  EXPECT_EQ(rule->answer, Answer::Rust);
  EXPECT_EQ(rule->criteria, (std::vector<std::string>{"cpu-bound", "high-performance"}));
  EXPECT_DOUBLE_EQ(rule->weight(), 1.5);
  EXPECT_EQ(rule->input.signal, "compute.share");
  ASSERT_EQ(rule->when.size(), 1u);
  EXPECT_EQ(rule->when[0].input.signal, "size.code_lines");
  EXPECT_EQ(rule->any.size(), 2u);
  EXPECT_EQ(rule->gain, "speed");
  ASSERT_EQ(rule->examples.size(), 1u);
  EXPECT_EQ(rule->examples[0].expect, Expectation::For);
  EXPECT_EQ(rule->line_of("weight"), 4);
}

TEST(VerdictRule, StrengthIsARampThatConditionsOpen) {
  VerdictRule rule;
  rule.input = {"a", 0};
  rule.from = 0.2;
  rule.to = 0.6;
  EXPECT_DOUBLE_EQ(rule.strength(std::array{0.1, 0.0}), 0);
  EXPECT_DOUBLE_EQ(rule.strength(std::array{0.4, 0.0}), 0.5);
  EXPECT_DOUBLE_EQ(rule.strength(std::array{0.9, 0.0}), 1);
  std::swap(rule.from, rule.to);  // now absence counts
  EXPECT_DOUBLE_EQ(rule.strength(std::array{0.0, 0.0}), 1);
  EXPECT_DOUBLE_EQ(rule.strength(std::array{0.7, 0.0}), 0);
  rule.when = {{{"b", 1}, Comparison::Operator::AtLeast, 2}};
  EXPECT_DOUBLE_EQ(rule.strength(std::array{0.0, 1.9}), 0);
  EXPECT_DOUBLE_EQ(rule.strength(std::array{0.0, 2.0}), 1);
  rule.any = {{{"b", 1}, Comparison::Operator::Above, 5}, {{"b", 1}, Comparison::Operator::Below, 3}};
  EXPECT_DOUBLE_EQ(rule.strength(std::array{0.0, 4.0}), 0);
  EXPECT_DOUBLE_EQ(rule.strength(std::array{0.0, 6.0}), 1);
}

TEST(VerdictRule, ALogarithmicRampAndWhatIsSaidOfOtherAnswers) {
  const Result<VerdictRule> rule =
      read_verdict_rule({path, with("weight: 1.5\n", "weight: 1.5\nalso: {keep: -0.4}\nscale: log\n")});
  ASSERT_TRUE(rule) << rule.error().message;
  EXPECT_EQ(rule->weights, (std::array{1.5, 0.0, -0.4}));
  VerdictRule ramp;
  ramp.logarithmic = true;
  ramp.from = 1;
  ramp.to = 100;
  EXPECT_DOUBLE_EQ(ramp.strength(std::array{0.0}), 0);
  EXPECT_DOUBLE_EQ(ramp.strength(std::array{10.0}), 0.5);
  EXPECT_DOUBLE_EQ(ramp.strength(std::array{1000.0}), 1);
  EXPECT_NE(error_of(with("weight: 1.5\n", "weight: 1.5\nalso: {rust: 1}\n")).find(":5: `rust` is no other answer"),
            std::string::npos);
  EXPECT_NE(error_of(with("from: 0.2", "from: 0\nscale: log")).find("begins above 0"), std::string::npos);
}

TEST(VerdictRule, MistakesNameFileLineAndRemedy) {
  EXPECT_EQ(error_of(with("weight:", "weigth:")),
            "rules/verdicts/tight-loops.yaml:4: unknown key `weigth`, did you mean `weight`\n"
            "rules/verdicts/tight-loops.yaml:1: key `weight` is missing, add it");
  EXPECT_EQ(error_of(with("answer: rust", "answer: rusty")),
            "rules/verdicts/tight-loops.yaml:1: unknown answer `rusty`, did you mean `rust`");
  EXPECT_EQ(error_of(with("1.5", "heavy")), "rules/verdicts/tight-loops.yaml:4: `weight` is `heavy`, write a number");
  EXPECT_NE(error_of(with("1.5", "9")).find(":4: `weight` must lie in [-3, 3]"), std::string::npos);
  EXPECT_NE(error_of(with("1.5", "nan")).find("write a number"), std::string::npos);
  EXPECT_NE(error_of(with("to: 0.6", "to: 0.2")).find(":7: `from` and `to` are the same"), std::string::npos);
  EXPECT_NE(error_of(with("[size.code_lines > 150]", "[size.code_lines ~ 150]"))
                .find(":8: `size.code_lines ~ 150` is no comparison"),
            std::string::npos);
  EXPECT_NE(error_of(with("expect: for", "expect: fro")).find(":15: unknown expectation `fro`, did you mean `for`"),
            std::string::npos);
  EXPECT_NE(error_of(with("criteria: [cpu-bound, high-performance]", "criteria: []")).find(":2: `criteria` is empty"),
            std::string::npos);
  EXPECT_NE(error_of(with("reason: \"{value} of the cost\"", "reason: [a]")).find(":11: `reason` needs one value"),
            std::string::npos);
  EXPECT_NE(error_of(with("group: compute", "group: compute\ngroup: b")).find(":4: key `group` stands here twice"),
            std::string::npos);
  EXPECT_NE(read_verdict_rule({"rules/verdicts/Tight Loops.yaml", whole}).error().message.find("file name is its id"),
            std::string::npos);
}

TEST(VerdictRule, ForeignYamlIsBounded) {
  EXPECT_NE(error_of("").find("the file is empty"), std::string::npos);
  EXPECT_NE(error_of("just text").find("a rule is made of keys"), std::string::npos);
  EXPECT_NE(error_of("a: &x 1\n").find(":1: an anchor"), std::string::npos);
  EXPECT_NE(error_of("a: &x [1]\nb: [*x, *x]\n").find("an anchor"), std::string::npos);
  EXPECT_NE(error_of("a: !!python/object 1\n").find("a tag"), std::string::npos);
  EXPECT_NE(error_of("? [a, b]\n: 1\n").find("a key must be one word"), std::string::npos);
  EXPECT_NE(error_of("a: 1\n---\nb: 2\n").find("second document"), std::string::npos);
  EXPECT_NE(error_of("a: [1\n").find("this is no YAML"), std::string::npos);
  EXPECT_NE(error_of("a: \"\\xzz\"\n").find("this is no YAML"), std::string::npos);
  EXPECT_NE(error_of(std::string("a: \xff\xfe\x00z", 8)).find("tight-loops.yaml"), std::string::npos);
  for (const char* piece : {"[", "{", "- ", "? ", "a: {", "!", "&", "*", "\"", "|\n", "[[[{", "{a: "}) {
    std::string text;
    while (text.size() < 200'000) text += piece;
    EXPECT_FALSE(error_of(text).empty()) << piece;
  }
  std::string many = "a: [";
  for (int i = 0; i < 30'000; ++i) many += "1,";
  EXPECT_NE(error_of(many + "1]").find("more than 20000 values"), std::string::npos);
  EXPECT_NE(error_of(std::string(300 * 1024, ' ')).find("larger than 256 KiB"), std::string::npos);
}

}  // namespace
}  // namespace assay
