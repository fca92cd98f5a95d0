// The ledger's reading: what each rule adds to the lead over the next best answer, and what moved a verdict.
#include "reports/reasons.h"

#include <gtest/gtest.h>

#include <cmath>

#include "reports/difference.h"
#include "tests/support/rule_files.h"

namespace assay {
namespace {

using testing::make_signals;
using testing::rule_text;
using testing::RuleFiles;
using testing::shipped_rule_files;

constexpr ComponentFacts well_seen{1.0, 0.8, 5000};

Contribution part(const std::string& rule, Answer answer, double weight) {
  Contribution c;
  c.rule = rule;
  c.answer = answer;
  c.weight = weight;
  c.reason = "reason of " + rule;
  return c;
}

DecisionModel model_with(double prior) {
  DecisionModel model;
  model.scoring.prior = prior;
  return model;
}

TEST(Reasons, AddUpToTheLeadOfTheScores) {
  const Result<RuleSet> rules = shipped_rule_files().load();
  ASSERT_TRUE(rules) << rules.error().message;
  const Verdict verdict = judge(make_signals({{"language.python", 1},
                                              {"compute.arithmetic_share", 0.2},
                                              {"compute.loop_share", 0.4},
                                              {"names.syntax", 5},
                                              {"names.http", 30},
                                              {"io.reach_share", 0.3}}),
                                well_seen, *rules);
  ASSERT_GT(verdict.contributions.size(), 4U);
  const Reasons reasons = reasons_of(verdict, rules->model);
  EXPECT_EQ(reasons.answer, verdict.choice);
  EXPECT_EQ(reasons.other, verdict.runner_up);
  const double odds = verdict.scores[static_cast<std::size_t>(reasons.answer)] /
                      verdict.scores[static_cast<std::size_t>(reasons.other)];
  EXPECT_NEAR(reasons.lead / rules->model.scoring.temperature, std::log(odds), 1e-9);
  double shown = 0;
  for (std::size_t i = 0; i < 2; ++i) shown += reasons.list[i].lead;
  EXPECT_NEAR(shown + smaller_than(reasons, 2).lead, reasons.lead, 1e-9) << "nothing is lost between the lines";
}

TEST(Reasons, TakeARulesPartsTogether) {
  Verdict verdict;
  verdict.choice = Answer::Rust;
  verdict.runner_up = Answer::Keep;
  verdict.contributions = {part("tight", Answer::Keep, -0.5), part("waits", Answer::Go, 0.4),
                           part("tight", Answer::Rust, 0.25), part("views", Answer::Keep, 0.2),
                           part("tiny", Answer::Rust, 0.01)};
  const Reasons reasons = reasons_of(verdict, model_with(0.5));
  ASSERT_EQ(reasons.list.size(), 5U);
  EXPECT_EQ(reasons.list[0].rule, "tight");
  EXPECT_DOUBLE_EQ(reasons.list[0].lead, 0.75) << "against keep is for Rust";
  EXPECT_EQ(reasons.list[1].rule, "prior");
  EXPECT_DOUBLE_EQ(reasons.list[1].lead, -0.5);
  EXPECT_EQ(reasons.favoured_by(reasons.list[1].lead), Answer::Keep);
  EXPECT_EQ(reasons.list[4].rule, "waits") << "it speaks of the third answer only";
  EXPECT_EQ(worth_showing(reasons, 10), 3U);
  EXPECT_EQ(worth_showing(reasons, 1), 1U);
  EXPECT_EQ(why_words(reasons), "why Rust core rather than keep");
  EXPECT_EQ(smaller_words(reasons, 1), "3 smaller reasons, together +0.7 keep");
  EXPECT_EQ(smaller_words(reasons, 3), "1 smaller reason, that adds nothing");
  EXPECT_EQ(smaller_words(reasons, 4), "");
}

TEST(Reasons, OfCodeThatIsThereAlreadyTellWhatTheEvidencePointsTo) {
  Verdict verdict;
  verdict.choice = Answer::Keep;
  verdict.runner_up = Answer::Go;
  verdict.settled_as = Answer::Rust;
  verdict.contributions = {part("tight", Answer::Rust, 2), part("waits", Answer::Go, 0.4)};
  const Reasons reasons = reasons_of(verdict, model_with(0.5));
  EXPECT_EQ(reasons.answer, Answer::Rust);
  EXPECT_EQ(reasons.other, Answer::Keep);
  EXPECT_DOUBLE_EQ(reasons.lead, 1.5);
}

TEST(Reasons, OfCodeThatIsHeldInItsLanguageSaySo) {
  Verdict verdict;
  verdict.choice = Answer::Keep;
  verdict.runner_up = Answer::Rust;
  verdict.settled = 0.8;
  verdict.contributions = {part("tight", Answer::Rust, 1)};
  const Reasons reasons = reasons_of(verdict, model_with(0.5));
  ASSERT_EQ(reasons.list.size(), 3U);
  EXPECT_EQ(reasons.list[1].rule, "settled");
  EXPECT_DOUBLE_EQ(reasons.list[1].lead, 0.8);
  EXPECT_NEAR(reasons.lead, 0.3, 1e-12);
}

ComponentRecord record(const std::string& choice,
                       const std::vector<std::tuple<std::string, std::string, double>>& parts) {
  ComponentRecord component;
  component.id = component.name = "core";
  component.choice = choice;
  for (const auto& [rule, answer, weight] : parts)
    component.contributions[rule + " " + answer] = {answer, "reason of " + rule, "signal of " + rule, weight};
  return component;
}

TEST(MovedVerdicts, AreExplainedByAllThatARuleSays) {
  Snapshot before, after;
  before.components = {record("keep", {{"views", "keep", 0.3}})};
  after.components = {
      record("rust", {{"views", "keep", 0.3}, {"tight", "keep", -0.8}, {"tight", "rust", 0.4}, {"tight", "go", 0.1}})};
  const Difference difference = compare(before, after);
  ASSERT_EQ(difference.moves.size(), 1U);
  EXPECT_EQ(difference.moves[0].why, (std::vector<std::string>{"+1.2 for Rust core (tight): new: reason of tight"}));
}

TEST(MovedVerdicts, NamePlacesWhereTheRulesLookThatMovedThem) {
  Snapshot before, after;
  before.components = {record("keep", {{"views", "keep", 0.3}})};
  before.components[0].evidence = {{"signal of views", {"a.py: stays"}}, {"signal of tight", {"a.py: was there"}}};
  after.components = {record("rust", {{"views", "keep", 0.3}, {"tight", "rust", 0.4}})};
  after.components[0].evidence = {{"signal of views", {"a.py: stays", "b.py: moved nothing"}},
                                  {"signal of tight", {"a.py: was there", "b.py: is new"}}};
  const Difference difference = compare(before, after);
  ASSERT_EQ(difference.moves.size(), 1U);
  EXPECT_EQ(difference.moves[0].why,
            (std::vector<std::string>{"+0.4 for Rust core (tight): new: reason of tight", "new: b.py: is new"}));
}

}  // namespace
}  // namespace assay
