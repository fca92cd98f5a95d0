// From signal values to the three scores: the arithmetic below verdicts, sensitivity and counterfactuals.
//
//   weight of a rule     = rule.weight × strength × gain of the component's languages
//   sum of an answer     = Σ over groups of (its rules' weights, positive and negative ones each cut to the group's cap)
//   score                = softmax of the sums, `keep` with its prior, divided by the temperature
//   then, of the score of an answer, the part that is settled (code already in that language) goes to `keep`
#pragma once

#include <array>
#include <span>
#include <vector>

#include "analyzer/analysis/signals.h"
#include "rules/engine/rule_set.h"

namespace assay {

using Scores = std::array<double, 3>;  // by Answer; they add up to one

std::vector<double> input_values(const RuleSet& rules, const Signals& signals);  // by Input::index

double raw_weight(const RuleSet& rules, const VerdictRule& rule, std::span<const double> values);

// By rule, before caps.
std::vector<double> raw_weights(const RuleSet& rules, std::span<const double> values);

// By rule, cut to the groups' caps: rules of a group lose in proportion.
std::vector<double> capped_weights(const RuleSet& rules, std::span<const double> raw);

// By answer: the share of the code that already is in a language which settles it.
Scores settled_shares(const RuleSet& rules, std::span<const double> values);

Scores score(const RuleSet& rules, std::span<const double> raw, double prior, const Scores& settled);

Answer best(const Scores& scores);  // of equals the less costly: keep before go before rust

}  // namespace assay
