// Weighing, confidence and counterfactuals on a small model; then whole components as signals against the shipped rules.
#include "rules/engine/verdict.h"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/rule_files.h"

namespace assay {
namespace {

using testing::make_signals;
using testing::rule_text;
using testing::RuleFiles;
using testing::shipped_rule_files;
using testing::small_model;

constexpr ComponentFacts well_seen{1.0, 0.8, 5000};

double of(const Scores& scores, Answer answer) { return scores[static_cast<std::size_t>(answer)]; }

RuleSet load(const RuleFiles& files) {
  Result<RuleSet> rules = files.load();
  EXPECT_TRUE(rules) << rules.error().message;
  return rules ? std::move(*rules) : RuleSet{};
}

RuleSet two_sided() {
  return load(
      small_model()
          .add("rules/verdicts/hot.yaml", rule_text("rust", "heat", 1.5, "compute.share", 0, 1, "gain: speed\n"))
          .add("rules/verdicts/hotter.yaml", rule_text("rust", "heat", 1.5, "compute.share", 0.5, 1))
          .add("rules/verdicts/waits.yaml", rule_text("go", "waiting", 1.0, "io.reach_share", 0, 0.5)));
}

TEST(Verdict, NothingSeenIsKeepWithoutConfidence) {
  const Verdict verdict = judge({}, {}, two_sided());
  EXPECT_EQ(verdict.choice, Answer::Keep);
  EXPECT_NEAR(of(verdict.scores, Answer::Keep), std::exp(1) / (std::exp(1) + 2), 1e-12);
  EXPECT_NEAR(verdict.scores[0] + verdict.scores[1] + verdict.scores[2], 1, 1e-12);
  EXPECT_TRUE(verdict.contributions.empty());
  EXPECT_EQ(verdict.confidence, Confidence::Low);
  EXPECT_FALSE(verdict.doubts.empty());
}

TEST(Verdict, WeightsAddUpToTheGroupsCap) {
  const RuleSet rules = two_sided();
  const Verdict one = judge(make_signals({{"language.python", 1}, {"compute.share", 0.5}}), well_seen, rules);
  ASSERT_EQ(one.contributions.size(), 1u);
  EXPECT_DOUBLE_EQ(one.contributions[0].weight, 0.75);
  EXPECT_EQ(one.contributions[0].reason, "50 % of it");

  const Verdict both = judge(make_signals({{"language.python", 1}, {"compute.share", 1}}), well_seen, rules);
  ASSERT_EQ(both.contributions.size(), 2u);
  EXPECT_DOUBLE_EQ(both.contributions[0].weight, 1.0);  // 1.5 each, cut to 2 together
  EXPECT_DOUBLE_EQ(both.contributions[1].weight, 1.0);
  EXPECT_EQ(both.contributions[0].rule, "hot");  // equal weights: by name
  EXPECT_NEAR(std::log(of(both.scores, Answer::Rust) / of(both.scores, Answer::Keep)), 2.0 - 1.0, 1e-9);
}

TEST(Verdict, GainIsTheMeanOfTheLanguages) {
  const RuleSet rules = two_sided();
  const auto weight = [&](double python, double go) {
    return judge(make_signals({{"language.python", python}, {"language.go", go}, {"compute.share", 0.5}}), well_seen,
                 rules)
        .contributions.at(0)
        .weight;
  };
  EXPECT_DOUBLE_EQ(weight(0.5, 0.5), 0.75 * 0.75);
  EXPECT_DOUBLE_EQ(weight(0, 1), 0.75 * 0.5);
  EXPECT_DOUBLE_EQ(weight(0, 0), 0.75);  // no known language: not scaled
}

TEST(Verdict, CodeThatAlreadyIsInItsLanguageStays) {
  const RuleSet rules =
      load(small_model().add("rules/verdicts/waits.yaml", rule_text("go", "heat", 2.0, "io.reach_share", 0, 0.5)));
  const Verdict python = judge(make_signals({{"language.python", 1}, {"io.reach_share", 0.9}}), well_seen, rules);
  EXPECT_EQ(python.choice, Answer::Go);
  EXPECT_EQ(python.settled_as, Answer::Keep);
  const Verdict go = judge(make_signals({{"language.go", 1}, {"io.reach_share", 0.9}}), well_seen, rules);
  EXPECT_EQ(go.choice, Answer::Keep);
  EXPECT_EQ(go.settled_as, Answer::Go);
  EXPECT_DOUBLE_EQ(of(go.scores, Answer::Go), 0);
}

TEST(Verdict, WhatSpeaksForTheLanguageOfTheCodeHoldsItThere) {
  const RuleSet rules =
      load(small_model()
               .add("rules/verdicts/waits.yaml", rule_text("go", "waiting", 0.9, "io.reach_share", 0, 0.5))
               .add("rules/verdicts/computes.yaml", rule_text("rust", "heat", 1.2, "compute.share", 0, 0.5)));
  const auto with = [&](double python, double go) {
    return judge(
        make_signals(
            {{"language.python", python}, {"language.go", go}, {"io.reach_share", 0.9}, {"compute.share", 0.9}}),
        well_seen, rules);
  };
  EXPECT_EQ(with(1, 0).choice, Answer::Rust);
  EXPECT_EQ(with(0, 1).choice, Answer::Keep);
  EXPECT_EQ(with(0, 1).settled_as, Answer::Keep) << "the evidence points to Rust, which it is not";
  EXPECT_GT(with(0, 1).settled, 0);
  EXPECT_DOUBLE_EQ(of(with(0.5, 0.5).scores, Answer::Go), of(with(1, 0).scores, Answer::Go) / 2);
}

TEST(Verdict, ConfidenceFallsWithWhatWasNotSeen) {
  const RuleSet rules = two_sided();
  const Signals hot = make_signals({{"language.python", 1}, {"compute.share", 1}});
  RuleSet sure = rules;
  sure.model.scoring.prior = -1;
  EXPECT_EQ(judge(hot, well_seen, sure).confidence, Confidence::High);
  EXPECT_TRUE(judge(hot, well_seen, sure).doubts.empty());
  const Verdict unparsed = judge(hot, {0.6, 0.8, 5000}, sure);
  EXPECT_EQ(unparsed.confidence, Confidence::Medium);
  ASSERT_EQ(unparsed.doubts.size(), 1u);
  EXPECT_EQ(unparsed.doubts[0], "only 60 % of the code could be parsed");
  EXPECT_EQ(judge(hot, {1, 0.05, 5000}, sure).confidence, Confidence::Low);
  EXPECT_EQ(judge(hot, {1, 0.8, 40}, sure).confidence, Confidence::Low);
}

TEST(Verdict, AMoveFromALanguageThatServesAnAnswerIsDoubted) {
  RuleSet rules = two_sided();
  rules.model.scoring.prior = -2;
  const Verdict python = judge(make_signals({{"language.python", 1}, {"compute.share", 1}}), well_seen, rules);
  EXPECT_EQ(python.confidence, Confidence::High);
  const Verdict go = judge(make_signals({{"language.go", 1}, {"compute.share", 1}}), well_seen, rules);
  EXPECT_EQ(go.choice, Answer::Rust);
  EXPECT_EQ(go.confidence, Confidence::Low);
  ASSERT_FALSE(go.doubts.empty());
  EXPECT_EQ(go.doubts.back(), "what a move from this language brings hardly shows in code");
}

TEST(Verdict, ConfidenceFallsWhereDeedsAndWordsDisagree) {
  RuleSet rules = load(small_model()
                           .add("rules/verdicts/hot.yaml", rule_text("rust", "heat", 2, "compute.share", 0, 1))
                           .add("rules/verdicts/words.yaml", rule_text("go", "waiting", 1, "names.http", 0, 10)));
  rules.model.scoring.prior = -1;
  rules.model.scoring.high.margin = 0.2;
  rules.model.scoring.high.agreement = 0.33;
  const Verdict silent = judge(make_signals({{"compute.share", 1}}), well_seen, rules);
  EXPECT_EQ(silent.confidence, Confidence::High);  // who says nothing does not disagree
  const Verdict torn = judge(make_signals({{"compute.share", 1}, {"names.http", 10}}), well_seen, rules);
  EXPECT_EQ(torn.choice, Answer::Rust);
  EXPECT_EQ(torn.confidence, Confidence::Medium);
  ASSERT_EQ(torn.doubts.size(), 1u);
  EXPECT_EQ(torn.doubts[0], "what the code does and what it speaks of point to different answers");
}

TEST(Verdict, SensitivityIsDeterministicAndSeesTheMargin) {
  const RuleSet rules = two_sided();
  const Signals close = make_signals({{"language.python", 1}, {"compute.share", 0.58}});
  const Verdict first = judge(close, well_seen, rules);
  const Verdict second = judge(close, well_seen, rules);
  EXPECT_EQ(first.stability, second.stability);
  EXPECT_EQ(first.scores, second.scores);
  EXPECT_LT(first.stability, 1.0);
  EXPECT_GT(first.stability, 0.4);
  EXPECT_DOUBLE_EQ(judge({}, well_seen, rules).stability, 1.0);
}

TEST(Verdict, FlipsAreVerifiedAndSmallest) {
  const RuleSet rules = two_sided();
  const Signals signals = make_signals({{"language.python", 1}, {"compute.share", 0.9}, {"io.reach_share", 0.1}});
  const Verdict verdict = judge(signals, well_seen, rules);
  ASSERT_EQ(verdict.choice, Answer::Rust);
  ASSERT_EQ(verdict.flips.size(), 1u);  // waiting alone cannot win: its group is capped
  const Flip& flip = verdict.flips[0];
  EXPECT_EQ(flip.signal, "compute.share");
  EXPECT_EQ(flip.to, Answer::Keep);
  Signals changed = signals;
  changed["compute.share"].value = flip.value;
  EXPECT_EQ(judge(changed, well_seen, rules).choice, flip.to);
  changed["compute.share"].value = flip.value + 0.02;
  EXPECT_EQ(judge(changed, well_seen, rules).choice, Answer::Rust);
  EXPECT_EQ(flip.change, "if the share of compute were at most 55 % instead of 90 %");
}

TeamAnswers answered(const RuleSet& rules, std::initializer_list<ContextEntry> entries) {
  const std::vector<ContextEntry> context(entries);
  const Result<TeamAnswers> team = team_answers(rules.model.questions, context, "assay.yaml");
  EXPECT_TRUE(team) << team.error().message;
  return team ? *team : TeamAnswers{};
}

TEST(TeamsAnswers, AddTheirWeightBesideTheCode) {
  const RuleSet rules = two_sided();
  const Signals python = make_signals({{"language.python", 1}});
  const TeamAnswers strict = answered(rules, {{"latency", "tight", 1}, {"skill", "go", 2}});
  const Verdict alone = judge(python, well_seen, rules), with = judge(python, well_seen, rules, strict);
  EXPECT_EQ(with.choice, Answer::Rust);
  EXPECT_EQ(with.code_choice, Answer::Keep);
  EXPECT_EQ(with.code_scores, alone.scores);
  EXPECT_NEAR(std::log(of(with.scores, Answer::Rust) / of(with.scores, Answer::Keep)), 2.0 - 1.0, 1e-9);
  EXPECT_NEAR(std::log(of(with.scores, Answer::Go) / of(with.scores, Answer::Keep)), 0.5 - 1.0, 1e-9);
  ASSERT_EQ(with.contributions.size(), 2u);
  EXPECT_TRUE(with.contributions[0].from_team);
  EXPECT_EQ(with.contributions[0].reason, "the team says of the p99 target: under 10 ms");
  // Go gains half of what Python gains in the question's column.
  const Verdict go = judge(make_signals({{"language.go", 1}}), well_seen, rules, strict);
  const double staying = std::log(std::exp(1.0) + std::exp(0.5));  // the prior, and what speaks for Go
  EXPECT_NEAR(std::log(of(go.scores, Answer::Rust) / of(go.scores, Answer::Keep)), 1.0 - staying, 1e-9);
  EXPECT_NEAR(go.settled, staying - 1.0, 1e-9);
}

TEST(TeamsAnswers, OtherAnswersThatFlipTheVerdictAreTold) {
  const RuleSet rules = two_sided();
  const Signals python = make_signals({{"language.python", 1}});
  const Verdict verdict = judge(python, well_seen, rules, answered(rules, {{"latency", "tight", 1}}));
  ASSERT_EQ(verdict.choice, Answer::Rust);
  ASSERT_FALSE(verdict.flips.empty());
  const Flip& flip = verdict.flips.back();
  EXPECT_EQ(flip.change, "if the p99 target were: none instead of under 10 ms");
  EXPECT_EQ(flip.to, Answer::Keep);
  EXPECT_EQ(judge(python, well_seen, rules, answered(rules, {{flip.question, flip.option, 1}})).choice, flip.to);
}

TEST(TeamsAnswers, ANearTieNamesTheOpenQuestionThatDecides) {
  const RuleSet rules = two_sided();
  const Verdict verdict = judge(make_signals({{"language.python", 1}, {"compute.share", 0.6}}), well_seen, rules);
  ASSERT_TRUE(verdict.near_tie);
  EXPECT_EQ(verdict.decider, "the p99 target");
}

TEST(TeamsAnswers, UnknownOnesNameTheNearest) {
  const RuleSet rules = two_sided();
  const std::vector<ContextEntry> wrong = {{"latancy", "tight", 3}, {"skill", "goo", 4}};
  const Result<TeamAnswers> team = team_answers(rules.model.questions, wrong, "assay.yaml");
  ASSERT_FALSE(team);
  EXPECT_EQ(team.error().message,
            "assay.yaml:3: unknown question `latancy`, did you mean `latency`\n"
            "assay.yaml:4: unknown answer `goo`, did you mean `go`");
}

TEST(Verdict, ValuesThatAreNoNumbersCountAsNothing) {
  const RuleSet rules = two_sided();
  const Verdict verdict =
      judge(make_signals({{"compute.share", std::nan("")}, {"io.reach_share", INFINITY}}), well_seen, rules);
  EXPECT_EQ(verdict.choice, Answer::Keep);
  EXPECT_TRUE(verdict.contributions.empty());
}

// --- whole components, as signals, against the shipped rules

class Archetypes : public ::testing::Test {
 protected:
  Verdict verdict_of(std::initializer_list<std::pair<const char*, double>> values) {
    static const RuleSet rules = load(shipped_rule_files());
    const Signals signals = make_signals(values);
    const Verdict verdict = judge(signals, well_seen, rules);
    std::string ledger;
    for (const Contribution& c : verdict.contributions) {
      ledger +=
          std::string(answer_name(c.answer)) + " " + std::to_string(c.weight) + " " + c.rule + ": " + c.reason + "\n";
    }
    for (const Flip& flip : verdict.flips) {
      Signals changed = signals;
      TeamAnswers team;
      if (flip.signal.empty()) {
        team = answered(rules, {{flip.question, flip.option, 1}});
      } else {
        changed[flip.signal].value = flip.value;
      }
      EXPECT_EQ(judge(changed, well_seen, rules, team).choice, flip.to) << flip.change;
      EXPECT_NE(flip.to, verdict.choice);
      ledger += flip.change + " → " + std::string(answer_name(flip.to)) + "\n";
    }
    RecordProperty("ledger", ledger);
    ledger_ = ledger;
    return verdict;
  }
  std::string ledger_;
};

TEST_F(Archetypes, WebShopOverADatabaseStays) {
  const Verdict v = verdict_of({{"language.python", 1},
                                {"kind.service", 1},
                                {"size.code_lines", 6000},
                                {"compute.share", 0.35},
                                {"io.reach_share", 0.6},
                                {"io.db_share", 0.45},
                                {"io.net_share", 0.1},
                                {"domain.web-framework", 0.5},
                                {"domain.orm", 0.35},
                                {"domain.template", 0.2},
                                {"application.share", 0.6},
                                {"application.model_density", 3},
                                {"entry.handler_density", 8},
                                {"effect.listen", 0.2},
                                {"entry.container", 1},
                                {"concurrency.async_share", 0.05},
                                {"compute.arithmetic_share", 0.05},
                                {"alloc.loop_density", 6},
                                {"domain.queue", 0.05}});
  EXPECT_EQ(v.choice, Answer::Keep) << ledger_;
  EXPECT_EQ(v.confidence, Confidence::High) << ledger_;
  EXPECT_LT(of(v.scores, Answer::Rust), 0.1) << ledger_;
}

TEST_F(Archetypes, TokenizerInAScriptingLanguageBecomesRust) {
  const auto tokenizer = [&](const char* language) {
    return verdict_of({{language, 1},
                       {"kind.library", 1},
                       {"size.code_lines", 1500},
                       {"compute.share", 0.95},
                       {"io.reach_share", 0.03},
                       {"compute.arithmetic_share", 0.25},
                       {"compute.scanner_density", 4},
                       {"compute.scanner_share", 0.6},
                       {"names.syntax", 25},
                       {"alloc.loop_density", 12},
                       {"alloc.hot_share", 0.1},
                       {"test.share", 0.3}});
  };
  const Verdict python = tokenizer("language.python");
  EXPECT_EQ(python.choice, Answer::Rust) << ledger_;
  EXPECT_EQ(python.confidence, Confidence::High) << ledger_;
  EXPECT_EQ(tokenizer("language.ruby").choice, Answer::Rust) << ledger_;
  EXPECT_EQ(tokenizer("language.javascript").choice, Answer::Rust) << ledger_;
  const Verdict scala = tokenizer("language.scala");  // too few were decided to be sure
  EXPECT_EQ(scala.choice, Answer::Rust) << ledger_;
  EXPECT_EQ(scala.confidence, Confidence::Medium) << ledger_;
  const Verdict rust = tokenizer("language.rust");
  EXPECT_EQ(rust.choice, Answer::Keep) << ledger_;
  EXPECT_EQ(rust.settled_as, Answer::Rust);
}

TEST_F(Archetypes, ProxyBecomesGoUnlessItIsGo) {
  const auto proxy = [&](const char* language) {
    return verdict_of({{language, 1},
                       {"kind.service", 1},
                       {"size.code_lines", 4000},
                       {"compute.share", 0.4},
                       {"io.reach_share", 0.45},
                       {"io.net_share", 0.35},
                       {"concurrency.event_loop_density", 1.2},
                       {"concurrency.fan_out_density", 1},
                       {"effect.listen", 0.5},
                       {"names.proxying", 15},
                       {"infrastructure.share", 0.5},
                       {"domain.networking", 0.3},
                       {"concurrency.async_share", 0.2},
                       {"compute.arithmetic_share", 0.06}});
  };
  EXPECT_EQ(proxy("language.python").choice, Answer::Go) << ledger_;
  EXPECT_EQ(proxy("language.java").choice, Answer::Go) << ledger_;
  const Verdict go = proxy("language.go");
  EXPECT_EQ(go.choice, Answer::Keep) << ledger_;
  EXPECT_EQ(go.settled_as, Answer::Go);
}

TEST_F(Archetypes, CommandLineToolBecomesGoUnlessItComputes) {
  const Verdict tool = verdict_of({{"language.typescript", 1},
                                   {"kind.cli", 1},
                                   {"size.code_lines", 3000},
                                   {"compute.share", 0.4},
                                   {"io.reach_share", 0.5},
                                   {"domain.cli", 0.2},
                                   {"effect.io.process", 2},
                                   {"concurrency.async_share", 0.4},
                                   {"compute.arithmetic_share", 0.04},
                                   {"infrastructure.share", 0.2}});
  EXPECT_EQ(tool.choice, Answer::Go) << ledger_;
  const Verdict compiler = verdict_of({{"language.typescript", 1},
                                       {"kind.cli", 1},
                                       {"size.code_lines", 9000},
                                       {"compute.share", 0.9},
                                       {"io.reach_share", 0.06},
                                       {"domain.cli", 0.02},
                                       {"compute.arithmetic_share", 0.2},
                                       {"compute.scanner_density", 3},
                                       {"compute.scanner_share", 0.4},
                                       {"compute.tree_density", 9},
                                       {"names.syntax", 25},
                                       {"alloc.hot_share", 0.2},
                                       {"alloc.loop_density", 15}});
  EXPECT_EQ(compiler.choice, Answer::Rust) << ledger_;
}

TEST_F(Archetypes, ParserOfForeignBytesInCBecomesRust) {
  const Verdict leaf = verdict_of({{"language.c", 1},
                                   {"kind.library", 1},
                                   {"size.code_lines", 5000},
                                   {"compute.share", 0.95},
                                   {"compute.scanner_density", 5},
                                   {"safety.byte_parser_density", 2},
                                   {"safety.manual_memory_density", 5},
                                   {"fact.pointer-arithmetic", 15},
                                   {"coupling.out_density", 3},
                                   {"names.syntax", 25}});
  EXPECT_EQ(leaf.choice, Answer::Rust) << ledger_;
  const Verdict tested = verdict_of({{"language.c", 1},
                                     {"kind.library", 1},
                                     {"size.code_lines", 5000},
                                     {"compute.share", 0.95},
                                     {"compute.arithmetic_share", 0.4},
                                     {"compute.loop_share", 0.5},
                                     {"fact.pointer-arithmetic", 5},
                                     {"safety.manual_memory_density", 1},
                                     {"test.share", 0.5}});
  EXPECT_EQ(tested.choice, Answer::Keep) << ledger_;  // hot, but nothing unsafe about it: C is fast already
}

TEST_F(Archetypes, ThinLayerOverArraysStays) {
  const Verdict v = verdict_of({{"language.python", 1},
                                {"kind.library", 1},
                                {"size.code_lines", 4000},
                                {"compute.share", 0.9},
                                {"compute.arithmetic_share", 0.2},
                                {"compute.native_share", 0.55},
                                {"domain.numeric", 0.7},
                                {"compute.loop_share", 0.05},
                                {"dynamic.density", 2}});
  EXPECT_EQ(v.choice, Answer::Keep) << ledger_;
  EXPECT_LT(of(v.scores, Answer::Rust), 0.25) << ledger_;
}

TEST_F(Archetypes, UserInterfaceStays) {
  const Verdict v = verdict_of({{"language.typescript", 1},
                                {"kind.ui", 1},
                                {"size.code_lines", 12000},
                                {"compute.share", 0.6},
                                {"domain.ui", 0.7},
                                {"application.share", 0.7},
                                {"names.interface", 20},
                                {"concurrency.async_share", 0.2},
                                {"domain.http-client", 0.1},
                                {"compute.tree_density", 5},
                                {"alloc.loop_density", 8}});
  EXPECT_EQ(v.choice, Answer::Keep) << ledger_;
  EXPECT_EQ(v.confidence, Confidence::High) << ledger_;
}

TEST_F(Archetypes, ClusterOperatorBecomesGo) {
  const Verdict v = verdict_of({{"language.python", 1},
                                {"kind.service", 1},
                                {"size.code_lines", 2500},
                                {"compute.share", 0.4},
                                {"io.reach_share", 0.5},
                                {"domain.kubernetes", 0.4},
                                {"concurrency.event_loop_density", 0.8},
                                {"effect.io", 18},
                                {"effect.time", 3},
                                {"purpose.effect_kinds", 9},
                                {"names.containers", 20},
                                {"names.auth", 8},
                                {"names.remote", 5},
                                {"infrastructure.share", 0.6},
                                {"entry.container", 1}});
  EXPECT_EQ(v.choice, Answer::Go) << ledger_;
  EXPECT_EQ(v.confidence, Confidence::High) << ledger_;
}

TEST_F(Archetypes, KernelDriverIsNeverGo) {
  const Verdict v = verdict_of({{"language.c", 1},
                                {"kind.library", 1},
                                {"size.code_lines", 4000},
                                {"compute.share", 0.7},
                                {"domain.kernel", 0.9},
                                {"safety.manual_memory_density", 5},
                                {"fact.pointer-arithmetic", 10},
                                {"concurrency.lock_density", 4},
                                {"concurrency.shared_write_density", 1},
                                {"concurrency.event_loop_density", 0.5}});
  EXPECT_GT(of(v.scores, Answer::Rust), 5 * of(v.scores, Answer::Go)) << ledger_;
  EXPECT_LT(of(v.scores, Answer::Go), 0.05) << ledger_;
}

TEST_F(Archetypes, ComputeCoreInGoThatFightsItsCollectorLeansToRust) {
  const Verdict v = verdict_of({{"language.go", 1},
                                {"kind.library", 1},
                                {"size.code_lines", 3000},
                                {"compute.share", 0.9},
                                {"compute.arithmetic_share", 0.25},
                                {"compute.loop_share", 0.3},
                                {"effect.gc", 0.6},
                                {"effect.alloc.pool", 0.5},
                                {"alloc.hot_share", 0.1}});
  EXPECT_NE(v.confidence, Confidence::High) << ledger_;
  const Verdict calm = verdict_of({{"language.go", 1},
                                   {"kind.library", 1},
                                   {"size.code_lines", 3000},
                                   {"compute.share", 0.9},
                                   {"compute.arithmetic_share", 0.2},
                                   {"compute.loop_share", 0.2}});
  EXPECT_GT(of(v.scores, Answer::Rust), of(calm.scores, Answer::Rust)) << ledger_;
  EXPECT_NE(calm.confidence, Confidence::High) << ledger_;
}

TEST_F(Archetypes, SmallScriptsAndWrappersStay) {
  const Verdict script = verdict_of({{"language.python", 1},
                                     {"kind.library", 1},
                                     {"size.code_lines", 60},
                                     {"compute.share", 0.5},
                                     {"script.top_level_share", 0.8},
                                     {"effect.io.process", 3},
                                     {"io.reach_share", 0.4}});
  EXPECT_EQ(script.choice, Answer::Keep) << ledger_;
  const Verdict wrapper = verdict_of({{"language.ruby", 1},
                                      {"kind.library", 1},
                                      {"size.code_lines", 1500},
                                      {"compute.share", 0.9},
                                      {"ffi.density", 12},
                                      {"compute.native_share", 0.5},
                                      {"dynamic.density", 4}});
  EXPECT_EQ(wrapper.choice, Answer::Keep) << ledger_;
}

TEST_F(Archetypes, ServicesWithoutAnApplicationLeanToGo) {
  const Verdict api = verdict_of({{"language.java", 1},
                                  {"kind.service", 1},
                                  {"size.code_lines", 5000},
                                  {"compute.share", 0.4},
                                  {"io.reach_share", 0.5},
                                  {"io.net_share", 0.4},
                                  {"entry.handler_density", 6},
                                  {"effect.listen", 0.5},
                                  {"domain.rpc", 0.3},
                                  {"infrastructure.share", 0.4},
                                  {"entry.container", 1},
                                  {"domain.metrics", 0.1}});
  EXPECT_EQ(api.choice, Answer::Go) << ledger_;
}

TEST_F(Archetypes, FirmwareIsRustAndNeverGo) {
  const Verdict v = verdict_of({{"language.cpp", 1},
                                {"kind.library", 1},
                                {"size.code_lines", 3000},
                                {"compute.share", 0.7},
                                {"domain.embedded", 0.6},
                                {"safety.manual_memory_density", 3},
                                {"fact.pointer-arithmetic", 8},
                                {"concurrency.event_loop_density", 1}});
  EXPECT_EQ(v.choice, Answer::Rust) << ledger_;
  EXPECT_LT(of(v.scores, Answer::Go), 0.05) << ledger_;
}

}  // namespace
}  // namespace assay
