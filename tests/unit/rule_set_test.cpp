// The rules together: what they may name, packs that replace shipped rules, the digest, and each rule's own examples.
#include "rules/engine/rule_set.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "tests/support/rule_files.h"

namespace assay {
namespace {

using testing::rule_text;
using testing::RuleFiles;
using testing::shipped_rule_files;
using testing::small_model;

std::string error_of(const RuleFiles& files) {
  const Result<RuleSet> rules = files.load();
  return rules ? "" : rules.error().message;
}

RuleFiles with_rule(std::string_view text) { return small_model().add("rules/verdicts/hot.yaml", std::string(text)); }

TEST(RuleSet, UnknownNamesAreToldWithTheNearestKnownOne) {
  EXPECT_EQ(error_of(with_rule(rule_text("rust", "heta", 1, "compute.share", 0, 1))),
            "rules/verdicts/hot.yaml:3: unknown group `heta`, did you mean `heat`");
  EXPECT_EQ(error_of(with_rule(rule_text("rust", "heat", 1, "compute.shar", 0, 1))),
            "rules/verdicts/hot.yaml:5: unknown signal `compute.shar`, did you mean `compute.share`");
  EXPECT_EQ(error_of(with_rule(rule_text("rust", "heat", 1, "efect.io.net", 0, 1))),
            "rules/verdicts/hot.yaml:5: unknown signal `efect.io.net`, did you mean `effect.io.net`");
  EXPECT_EQ(error_of(with_rule(rule_text("rust", "heat", 1, "compute.share", 0, 1, "gain: sped\n"))),
            "rules/verdicts/hot.yaml:9: unknown gain `sped`, did you mean `speed`");
  EXPECT_EQ(error_of(with_rule(rule_text("rust", "heat", 1, "compute.share", 0, 1, "when: [domain.orn < 1]\n"))),
            "rules/verdicts/hot.yaml:9: unknown signal `domain.orn`, did you mean `domain.orm`");
  std::string text = rule_text("rust", "heat", 1, "compute.share", 0, 1);
  text.replace(text.find("cpu-bound"), 9, "cpu-bond");
  EXPECT_EQ(error_of(with_rule(text)),
            "rules/verdicts/hot.yaml:2: unknown criterion `cpu-bond`, did you mean `cpu-bound`");
}

TEST(RuleSet, ModelFilesAreRequiredAndChecked) {
  EXPECT_EQ(RuleFiles()
                .add("rules/verdicts/hot.yaml", rule_text("rust", "heat", 1, "compute.share", 0, 1))
                .load()
                .error()
                .message.substr(0, 59),
            "rules/model/criteria.yaml: the file is missing, add it\nrule");
  EXPECT_EQ(error_of(small_model()), "rules/verdicts: there is no rule, add one");
  RuleFiles twice = with_rule(rule_text("rust", "heat", 1, "compute.share", 0, 1));
  twice.add("other/model/gains.yaml", "columns: {}\nlanguages: {}\n");
  EXPECT_EQ(error_of(twice).substr(0, 70), "other/model/gains.yaml: stands beside rules/model/gains.yaml, remove o");
}

TEST(RuleSet, TwoRulesOfOneNameAreRefusedButAPackReplaces) {
  RuleFiles files = with_rule(rule_text("rust", "heat", 1, "compute.share", 0, 1));
  RuleFiles twice = files;
  twice.add("rules/verdicts/hot.yml", rule_text("go", "heat", 1, "compute.share", 0, 1));
  EXPECT_EQ(error_of(twice),
            "rules/verdicts/hot.yml: rule `hot` stands in rules/verdicts/hot.yaml already, rename one");

  const std::string mine = rule_text("go", "heat", 0.3, "compute.share", 0, 1);
  const std::vector<EmbeddedFile> pack = {{"team/verdicts/hot.yaml", mine}};
  const Result<RuleSet> rules = load_rule_set(files.files(), pack);
  ASSERT_TRUE(rules) << rules.error().message;
  ASSERT_EQ(rules->verdicts.size(), 1u);
  EXPECT_EQ(rules->verdicts[0].path, "team/verdicts/hot.yaml");
  EXPECT_NE(rules->digest, files.load()->digest);
}

TEST(RuleSet, DigestKnowsContentsAndNotOrder) {
  const RuleFiles files = with_rule(rule_text("rust", "heat", 1, "compute.share", 0, 1));
  std::vector<EmbeddedFile> list = files.files();
  const std::string digest = load_rule_set(list)->digest;
  EXPECT_EQ(digest.size(), 16u);
  std::reverse(list.begin(), list.end());
  EXPECT_EQ(load_rule_set(list)->digest, digest);
  EXPECT_NE(with_rule(rule_text("rust", "heat", 1.5, "compute.share", 0, 1)).load()->digest, digest);
  list.push_back({"rules/catalog/python/x.yaml", "packages:\n"});
  EXPECT_NE(load_rule_set(list)->digest, digest);
}

TEST(RuleSet, ExamplesThatDoNotComeOutAreTold) {
  const auto rules = with_rule(rule_text("rust", "heat", 1, "compute.share", 0, 1,
                                         "examples:\n"
                                         "  - signals: {compute.share: 0.5}\n"
                                         "    expect: for\n"
                                         "  - signals: {compute.share: 0.5}\n"
                                         "    expect: silent\n"))
                         .load();
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(failed_examples(*rules),
            (std::vector<std::string>{
                "rules/verdicts/hot.yaml:12: the rule weighs 0.50 here, correct the rule or the example"}));
}

TEST(ShippedRules, LoadAndKeepTheirOwnExamples) {
  const Result<RuleSet> rules = shipped_rule_files().load();
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(failed_examples(*rules), std::vector<std::string>{});
  for (const VerdictRule& rule : rules->verdicts) {
    const auto silent = std::count_if(rule.examples.begin(), rule.examples.end(),
                                      [](const RuleExample& e) { return e.expect == Expectation::Silent; });
    EXPECT_GE(silent, 1) << rule.id << " shows no case in which it is silent";
    EXPECT_GT(static_cast<long>(rule.examples.size()), silent) << rule.id << " shows no case in which it speaks";
  }
}

TEST(ShippedRules, WeightsAreFewValuedAndBelowTheirGroupsCaps) {
  const Result<RuleSet> rules = shipped_rule_files().load();
  ASSERT_TRUE(rules) << rules.error().message;
  const std::set<double> steps = {0.3, 0.6, 1.0, 1.5, 2.0};
  std::set<std::string> used;
  for (const VerdictRule& rule : rules->verdicts) {
    EXPECT_LE(std::abs(rule.weight()), 3) << rule.id;
    EXPECT_LE(std::abs(rule.weight()), rule.group_cap) << rule.id;
    used.insert(rule.group);
  }
  for (const auto& [group, cap] : rules->model.scoring.caps)
    EXPECT_TRUE(used.contains(group)) << group << " has no rule";
}

// What code cannot show stays with the team's answers and the plan.
TEST(ShippedRules, CoverEveryCriterionThatCodeCanShow) {
  const Result<RuleSet> rules = shipped_rule_files().load();
  ASSERT_TRUE(rules) << rules.error().message;
  const std::set<std::string> not_in_code = {"team-speed", "build-speed", "hiring", "hybrid", "revisit"};
  std::set<std::string> covered;
  for (const VerdictRule& rule : rules->verdicts) covered.insert(rule.criteria.begin(), rule.criteria.end());
  for (const auto& [id, criterion] : rules->model.criteria)
    EXPECT_NE(covered.contains(id), not_in_code.contains(id)) << id;
}

// The definitions stand in signals.h, the words for them in signals.yaml; neither may know a signal that the other does not.
TEST(ShippedRules, SignalsAreDefinedAndNamed) {
  const Result<RuleSet> rules = shipped_rule_files().load();
  ASSERT_TRUE(rules) << rules.error().message;
  std::set<std::pair<std::string, std::string>> named, defined;
  const std::vector<SignalName> families = family_signals();
  for (const SignalName& signal : rules->model.signals) {
    const bool generic =
        std::any_of(families.begin(), families.end(), [&](const SignalName& f) { return f.id == signal.id; });
    if (!generic) named.emplace(signal.id, signal.unit);
  }
  std::ifstream header(std::filesystem::path(ASSAY_SOURCE_DIR) / "analyzer/analysis/signals.h");
  for (std::string line; std::getline(header, line);) {
    std::istringstream words(line);
    std::string slashes, id, unit;
    words >> slashes >> id >> unit;
    if (unit == "per") {
      words >> unit;
      unit = unit == "1000" ? "per 1000 operations" : "per kloc";
    }
    const bool is_unit = unit == "share" || unit == "per kloc" || unit == "per 1000 operations" || unit == "count" ||
                         unit == "lines" || unit == "flag";
    const bool is_id = id.find('.') != std::string::npos &&
                       std::none_of(id.begin(), id.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (slashes == "//" && is_unit && is_id) defined.emplace(id, unit);
  }
  EXPECT_EQ(defined, named);
}

}  // namespace
}  // namespace assay
