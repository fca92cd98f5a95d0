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

// Calls visit(rule, weight row, weight × strength) for each weight that is not 0, by rule and answer.
template <class Visit>
void each_weight(const RuleSet& rules, std::span<const double> strengths, Visit visit) {
  for (std::size_t i = 0; i < strengths.size(); ++i) {
    if (strengths[i] == 0) continue;
    for (std::uint32_t row = rules.weights_of[i]; row < rules.weights_of[i + 1]; ++row) {
      const double weight = rules.weights[row].weight * strengths[i];
      if (weight != 0) visit(i, rules.weights[row], weight);
    }
  }
}

}  // namespace

GroupSums::GroupSums(const RuleSet& rules)
    : rules_(rules), sums_(rules.model.scoring.caps.size() * answers.size() * signs, 0) {}

GroupSums::GroupSums(const RuleSet& rules, std::span<const double> strengths) : GroupSums(rules) {
  each_weight(rules, strengths,
              [&](std::size_t, const RuleWeight& row, double weight) { sums_[slot(row, weight)] += std::abs(weight); });
}

void GroupSums::silence() { std::fill(sums_.begin(), sums_.end(), 0); }

void GroupSums::change(std::size_t rule, double from, double to) {
  for (std::uint32_t row = rules_.weights_of[rule]; row < rules_.weights_of[rule + 1]; ++row) {
    const double weight = rules_.weights[row].weight;
    sums_[slot(rules_.weights[row], weight)] += std::abs(weight) * (to - from);
  }
}

double GroupSums::capped(const RuleWeight& row, double weight) const {
  const double sum = sums_[slot(row, weight)];
  return sum > row.cap ? weight * (row.cap / sum) : weight;
}

Scores GroupSums::totals(const Scores& first) const {
  Scores sums = first;
  const double* sum = sums_.data();
  for (const auto& [group, cap] : rules_.model.scoring.caps) {
    for (double& answer : sums) {
      answer += std::min(*sum++, cap);
      answer -= std::min(*sum++, cap);
    }
  }
  return sums;
}

Answer GroupSums::choice(const Scores& first, const Scores& settled) const {
  const bool alone = std::all_of(settled.begin(), settled.end(), [](double share) { return share == 0; });
  return best(alone ? totals(first) : scores(first, settled));  // the score grows with the sum
}

Scores GroupSums::scores(const Scores& first, const Scores& settled) const {
  const Scores sums = totals(first);
  const double most = *std::max_element(sums.begin(), sums.end());
  Scores scores{};
  double total = 0;
  for (std::size_t i = 0; i < sums.size(); ++i)
    total += scores[i] = std::exp((sums[i] - most) / rules_.model.scoring.temperature);
  for (double& value : scores) value /= total;
  for (const Answer answer : {Answer::Rust, Answer::Go}) {
    const double stays = scores[at(answer)] * settled[at(answer)];
    scores[at(answer)] -= stays;
    scores[at(Answer::Keep)] += stays;
  }
  return scores;
}

std::size_t GroupSums::slot(const RuleWeight& row, double weight) {
  return std::size_t{row.sum} * signs + (weight < 0 ? 1 : 0);
}

std::vector<double> input_values(const RuleSet& rules, const Signals& signals) {
  std::vector<double> values(rules.inputs.size(), 0);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto found = signals.find(rules.inputs[i]);
    if (found != signals.end() && std::isfinite(found->second.value)) values[i] = found->second.value;
  }
  return values;
}

double scaled_strength(const RuleSet& rules, const VerdictRule& rule, std::span<const double> values) {
  const double strength = rule.strength(values);
  if (strength <= 0) return 0;
  return strength * (rule.gain.empty() ? 1 : gain_of(rules, rule.gain_column, values));
}

std::vector<double> scaled_strengths(const RuleSet& rules, std::span<const double> values) {
  std::vector<double> strengths;
  strengths.reserve(rules.verdicts.size());
  for (const VerdictRule& rule : rules.verdicts) strengths.push_back(scaled_strength(rules, rule, values));
  return strengths;
}

std::vector<Scores> capped_weights(const RuleSet& rules, std::span<const double> strengths) {
  const GroupSums sums(rules, strengths);
  std::vector<Scores> capped(strengths.size());
  each_weight(rules, strengths, [&](std::size_t rule, const RuleWeight& row, double weight) {
    capped[rule][row.answer] = sums.capped(row, weight);
  });
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

Scores answer_weights(const RuleSet& rules, std::size_t question, std::uint32_t option,
                      std::span<const double> values) {
  if (option == 0) return {};
  const Question& asked = rules.model.questions[question];
  Scores weights = asked.options[option - 1].weights;
  const double gain = asked.gain.empty() ? 1 : gain_of(rules, asked.gain_column, values);
  for (double& weight : weights) weight *= gain;
  return weights;
}

Scores first_sums(const RuleSet& rules, const TeamAnswers& team, std::span<const double> values) {
  Scores sums{};
  sums[at(Answer::Keep)] = rules.model.scoring.prior;
  for (std::size_t question = 0; question < team.size(); ++question) {
    const Scores weights = answer_weights(rules, question, team[question], values);
    for (const Answer answer : answers) sums[at(answer)] += weights[at(answer)];
  }
  return sums;
}

Scores score(const RuleSet& rules, std::span<const double> strengths, const Scores& first, const Scores& settled) {
  return GroupSums(rules, strengths).scores(first, settled);
}

Answer best(const Scores& scores) {
  Answer choice = Answer::Keep;
  for (const Answer answer : {Answer::Go, Answer::Rust}) {
    if (scores[at(answer)] > scores[at(choice)]) choice = answer;
  }
  return choice;
}

}  // namespace assay
