// From signal values to the three scores: the arithmetic below verdicts, sensitivity and counterfactuals.
//
//   weight of a rule     = its weight for the answer × strength × gain of the component's languages
//   sum of an answer     = Σ over groups of (its rules' weights, positive and negative ones each cut to the group's cap)
//                          + what the team's answers add
//   score                = softmax of the sums, `keep` with its prior, divided by the temperature
//   then the part of an answer that is settled (code already in that language) is `keep`: it moves nothing
#pragma once

#include <array>
#include <span>
#include <vector>

#include "analyzer/analysis/signals.h"
#include "rules/engine/rule_set.h"

namespace assay {

using Scores = std::array<double, 3>;  // by Answer; as probabilities they add up to one

std::vector<double> input_values(const RuleSet& rules, const Signals& signals);  // by Input::index

// Strength of a rule on these values × gain of the component's languages, in [0, 1].
double scaled_strength(const RuleSet& rules, const VerdictRule& rule, std::span<const double> values);

// By rule.
std::vector<double> scaled_strengths(const RuleSet& rules, std::span<const double> values);

// By rule: its weights × strength, cut to the groups' caps: rules of a group lose in proportion.
std::vector<Scores> capped_weights(const RuleSet& rules, std::span<const double> strengths);

// By answer: the share of the code that already is in a language which settles it.
Scores settled_shares(const RuleSet& rules, std::span<const double> values);

// The answers' sums before any rule speaks: the prior, and what the team's answers add (none: empty).
Scores first_sums(const RuleSet& rules, const TeamAnswers& team, std::span<const double> values);

// What the chosen option of a question adds; zeros where it was not answered.
Scores answer_weights(const RuleSet& rules, std::size_t question, std::uint32_t option, std::span<const double> values);

// What the rules of each group give each answer together, for and against it apart. The scores follow from these sums;
// where some rules' strengths are other ones, only their groups' sums change.
class GroupSums {
 public:
  explicit GroupSums(const RuleSet& rules);  // refers to `rules`; none speaks
  GroupSums(const RuleSet& rules, std::span<const double> strengths);
  void silence();                                             // all rules
  void change(std::size_t rule, double from, double to);      // its strength
  double capped(const RuleWeight& row, double weight) const;  // a weight × strength that is part of the sums
  Scores scores(const Scores& first, const Scores& settled) const;
  Answer choice(const Scores& first, const Scores& settled) const;  // the best of these, at less cost

 private:
  Scores totals(const Scores& first) const;
  static constexpr std::size_t signs = 2;
  static std::size_t slot(const RuleWeight& row, double weight);

  const RuleSet& rules_;
  std::vector<double> sums_;  // by group, answer and sign; none is negative
};

Scores score(const RuleSet& rules, std::span<const double> strengths, const Scores& first, const Scores& settled);

Answer best(const Scores& scores);  // of equals the less costly: keep before go before rust

}  // namespace assay
