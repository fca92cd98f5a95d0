// See weighing.h.
#include "rules/engine/weighing.h"

#include <algorithm>
#include <cmath>

namespace assay {
namespace {

std::size_t at(Answer answer) { return static_cast<std::size_t>(answer); }

// Mean gain of the languages by their share of the code; 1 where no language is known.
double gain_of(const RuleSet& rules, std::uint32_t column, std::span<const double> values) {
  double shares = 0, gain = 0;
  for (const LanguageGains& language : rules.model.gains.languages) {
    shares += values[language.share.index];
    gain += values[language.share.index] * language.gain[column];
  }
  return shares > 0 ? gain / shares : 1;
}

// What the rules of each group give each answer together, for and against it apart.
class GroupSums {
 public:
  GroupSums(const RuleSet& rules, std::span<const double> raw)
      : rules_(rules), sums_(rules.model.scoring.caps.size() * answers.size() * 2, 0) {
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] != 0) sums_[slot(i, raw[i])] += std::abs(raw[i]);
    }
  }

  double capped(std::size_t rule, double weight) const {
    if (weight == 0) return 0;
    const double sum = sums_[slot(rule, weight)], cap = rules_.verdicts[rule].group_cap;
    return sum > cap ? weight * (cap / sum) : weight;
  }

 private:
  std::size_t slot(std::size_t rule, double weight) const {
    const VerdictRule& of = rules_.verdicts[rule];
    return (of.group_index * answers.size() + at(of.answer)) * 2 + (weight < 0 ? 1 : 0);
  }

  const RuleSet& rules_;
  std::vector<double> sums_;
};

}  // namespace

std::vector<double> input_values(const RuleSet& rules, const Signals& signals) {
  std::vector<double> values(rules.inputs.size(), 0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto found = signals.find(rules.inputs[i]);
    if (found != signals.end() && std::isfinite(found->second.value)) values[i] = found->second.value;
  }
  return values;
}

double raw_weight(const RuleSet& rules, const VerdictRule& rule, std::span<const double> values) {
  const double strength = rule.strength(values);
  if (strength <= 0) return 0;
  return rule.weight * strength * (rule.gain.empty() ? 1 : gain_of(rules, rule.gain_column, values));
}

std::vector<double> raw_weights(const RuleSet& rules, std::span<const double> values) {
  std::vector<double> raw;
  raw.reserve(rules.verdicts.size());
  for (const VerdictRule& rule : rules.verdicts) raw.push_back(raw_weight(rules, rule, values));
  return raw;
}

std::vector<double> capped_weights(const RuleSet& rules, std::span<const double> raw) {
  const GroupSums sums(rules, raw);
  std::vector<double> capped(raw.size());
  for (std::size_t i = 0; i < raw.size(); ++i) capped[i] = sums.capped(i, raw[i]);
  return capped;
}

Scores settled_shares(const RuleSet& rules, std::span<const double> values) {
  Scores settled{};
  double shares = 0;
  for (const LanguageGains& language : rules.model.gains.languages) {
    const double share = values[language.share.index];
    shares += share;
    for (const Answer answer : answers) {
      if (language.settled[at(answer)]) settled[at(answer)] += share;
    }
  }
  for (double& share : settled) share = shares > 0 ? share / shares : 0;
  return settled;
}

Scores score(const RuleSet& rules, std::span<const double> raw, double prior, const Scores& settled) {
  const GroupSums groups(rules, raw);
  Scores sums{};
  sums[at(Answer::Keep)] = prior;
  for (std::size_t i = 0; i < raw.size(); ++i) sums[at(rules.verdicts[i].answer)] += groups.capped(i, raw[i]);
  const double most = *std::max_element(sums.begin(), sums.end());
  Scores scores{};
  double total = 0;
  for (std::size_t i = 0; i < sums.size(); ++i)
    total += scores[i] = std::exp((sums[i] - most) / rules.model.scoring.temperature);
  for (double& value : scores) value /= total;
  for (const Answer answer : {Answer::Rust, Answer::Go}) {
    const double moved = scores[at(answer)] * settled[at(answer)];
    scores[at(answer)] -= moved;
    scores[at(Answer::Keep)] += moved;
  }
  return scores;
}

Answer best(const Scores& scores) {
  Answer choice = Answer::Keep;
  for (const Answer answer : {Answer::Go, Answer::Rust}) {
    if (scores[at(answer)] > scores[at(choice)]) choice = answer;
  }
  return choice;
}

}  // namespace assay
