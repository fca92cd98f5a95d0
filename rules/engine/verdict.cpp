// See verdict.h.
#include "rules/engine/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "rules/engine/flips.h"

namespace assay {
namespace {

// "{value} of the cost …" with the value as a reader wants it.
std::string with_value(std::string text, std::string_view value) {
  constexpr std::string_view mark = "{value}";
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size())) {
    text.replace(at, mark.size(), value);
  }
  return text;
}

std::vector<Contribution> ledger(const RuleSet& rules, std::span<const double> values,
                                 std::span<const double> weights) {
  std::vector<Contribution> contributions;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (weights[i] == 0) continue;
    const VerdictRule& rule = rules.verdicts[i];
    const SignalName* signal = rules.model.signal(rule.input.signal);
    Contribution c;
    c.rule = rule.id;
    c.answer = rule.answer;
    c.weight = weights[i];
    c.signal = rule.input.signal;
    c.value = values[rule.input.index];
    c.reason = with_value(rule.reason, show_value(c.value, signal == nullptr ? "" : signal->unit));
    c.criteria = rule.criteria;
    contributions.push_back(std::move(c));
  }
  std::stable_sort(contributions.begin(), contributions.end(), [](const Contribution& a, const Contribution& b) {
    return std::abs(a.weight) > std::abs(b.weight);  // rules come by id
  });
  return contributions;
}

// How often the choice survives when every weight and the prior are off by up to `spread`.
double stability_of(const RuleSet& rules, const std::vector<double>& raw, const Scores& settled, Answer choice) {
  const Scoring& scoring = rules.model.scoring;
  std::uint32_t kept = 0;
  std::vector<double> weights(raw.size());
  const double* factor = rules.variations.data();
  for (std::uint32_t run = 0; run < scoring.runs; ++run) {
    for (std::size_t i = 0; i < raw.size(); ++i) weights[i] = raw[i] * *factor++;
    const double prior = scoring.prior * *factor++;
    if (best(score(rules, weights, prior, settled)) == choice) ++kept;
  }
  return scoring.runs == 0 ? 1 : static_cast<double>(kept) / scoring.runs;
}

struct Measure {
  double value;
  double ConfidenceFloor::*floor;
  std::string doubt;
};

void set_confidence(Verdict& verdict, const ComponentFacts& facts, const Scoring& scoring) {
  double evidence = 0;
  for (const Contribution& c : verdict.contributions) evidence += std::abs(c.weight);
  const std::array<Measure, 6> measures = {{
      {facts.parsed_share, &ConfidenceFloor::parsed,
       fmt::format("only {} of the code could be parsed", show_value(facts.parsed_share, "share"))},
      {facts.resolved_call_share, &ConfidenceFloor::resolved,
       fmt::format("only {} of the calls have a known target", show_value(facts.resolved_call_share, "share"))},
      {static_cast<double>(facts.code_lines), &ConfidenceFloor::lines,
       fmt::format("only {} lines of code", facts.code_lines)},
      {evidence, &ConfidenceFloor::evidence, "little in the code speaks for any answer"},
      {verdict.margin, &ConfidenceFloor::margin, fmt::format("{} is close behind", answer_name(verdict.runner_up))},
      {verdict.stability, &ConfidenceFloor::stability,
       fmt::format("only {} of runs with varied weights agree", show_value(verdict.stability, "share"))},
  }};
  const auto reaches = [&](const ConfidenceFloor& floor) {
    return std::all_of(measures.begin(), measures.end(), [&](const Measure& m) { return m.value >= floor.*m.floor; });
  };
  verdict.confidence = reaches(scoring.high)     ? Confidence::High
                       : reaches(scoring.medium) ? Confidence::Medium
                                                 : Confidence::Low;
  const ConfidenceFloor& missed = verdict.confidence == Confidence::Low ? scoring.medium : scoring.high;
  for (const Measure& measure : measures) {
    if (measure.value < missed.*measure.floor) verdict.doubts.push_back(measure.doubt);
  }
}

}  // namespace

std::string_view confidence_name(Confidence confidence) {
  constexpr std::array<std::string_view, 3> names = {"low", "medium", "high"};
  return names[static_cast<std::size_t>(confidence)];
}

Verdict judge(const Signals& signals, const ComponentFacts& facts, const RuleSet& rules) {
  const Scoring& scoring = rules.model.scoring;
  const std::vector<double> values = input_values(rules, signals);
  const std::vector<double> raw = raw_weights(rules, values);
  const Scores settled = settled_shares(rules, values);

  Verdict verdict;
  verdict.scores = score(rules, raw, scoring.prior, settled);
  verdict.choice = best(verdict.scores);
  Scores others = verdict.scores;
  others[static_cast<std::size_t>(verdict.choice)] = -1;
  verdict.runner_up = best(others);
  verdict.margin = verdict.scores[static_cast<std::size_t>(verdict.choice)] -
                   verdict.scores[static_cast<std::size_t>(verdict.runner_up)];
  verdict.near_tie = verdict.margin < scoring.near_tie;

  const Answer pointed_to = best(score(rules, raw, scoring.prior, Scores{}));
  const bool moved = verdict.choice == Answer::Keep && pointed_to != Answer::Keep;
  if (moved) verdict.settled_as = pointed_to;

  verdict.contributions = ledger(rules, values, capped_weights(rules, raw));
  verdict.stability = stability_of(rules, raw, settled, verdict.choice);
  set_confidence(verdict, facts, scoring);
  verdict.flips = find_flips(rules, values, verdict.choice);
  return verdict;
}

}  // namespace assay
