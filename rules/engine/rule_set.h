// All verdict rules with the model they share, checked against each other: what a scan loads once and every verdict reads.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rules/engine/decision_model.h"
#include "rules/engine/finding_rule.h"
#include "rules/engine/verdict_rule.h"

namespace assay {

// What one rule says for or against one answer: the arithmetic of verdicts, which runs some hundred times per component.
struct RuleWeight {
  double weight = 0;         // never 0
  double cap = 0;            // of its group
  std::uint32_t answer = 0;  // position in `answers`
  std::uint32_t sum = 0;     // position of the group's sum for this answer among all groups' sums
};

struct RuleSet {
  DecisionModel model;
  std::vector<VerdictRule> verdicts;      // by id
  std::vector<RuleWeight> weights;        // by rule
  std::vector<std::uint32_t> weights_of;  // by position of the rule: the first of its weights; one more at the end
  std::vector<FindingRule> findings;      // by id
  std::vector<std::string> inputs;        // the signals that rules and gains read, sorted; Input::index points here
  // For each run of the sensitivity analysis a factor near 1 for each rule's weight and, last, for the prior.
  std::vector<double> variations;
  std::string digest;  // of all rule files, whatever their kind: 16 hexadecimal digits
};

// `files` are the shipped ones; a team's `packs` hold further ones, and a rule with the id of a shipped one replaces it.
// Files in a `verdicts` folder are rules, those in a `model` folder are what rules share (not taken from packs).
// A failure's message holds a line `path:line: what, and what to do` for each of the first problems.
Result<RuleSet> load_rule_set(std::span<const EmbeddedFile> files, std::span<const EmbeddedFile> packs = {});

// The examples that do not come out as their rule says, one line each; empty: all do.
std::vector<std::string> failed_examples(const RuleSet& rules);

}  // namespace assay
