// See verdict.h.
#include "rules/engine/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "rules/engine/flips.h"

namespace assay {
namespace {

constexpr std::string_view word_signals = "names.";  // family

// "{value} of the cost …" with the value as a reader wants it.
std::string with_value(std::string text, std::string_view value) {
  constexpr std::string_view mark = "{value}";
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size())) {
    text.replace(at, mark.size(), value);
  }
  return text;
}

std::vector<Contribution> ledger(const RuleSet& rules, std::span<const double> values, std::span<const Scores> weights,
                                 const TeamAnswers& team) {
  std::vector<Contribution> contributions;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const VerdictRule& rule = rules.verdicts[i];
    const SignalName* signal = rules.model.signal(rule.input.signal);
    Contribution c;
    c.rule = rule.id;
    c.signal = rule.input.signal;
    c.value = values[rule.input.index];
    c.reason = with_value(rule.reason, show_value(c.value, signal == nullptr ? "" : signal->unit));
    c.criteria = rule.criteria;
    for (const Answer answer : answers) {
      c.answer = answer;
      c.weight = weights[i][static_cast<std::size_t>(answer)];
      if (c.weight != 0) contributions.push_back(c);
    }
  }
  for (std::size_t i = 0; i < team.size(); ++i) {
    if (team[i] == 0) continue;
    const Question& question = rules.model.questions[i];
    const Scores added = answer_weights(rules, i, team[i], values);
    Contribution c;
    c.rule = question.id;
    c.from_team = true;
    c.reason = fmt::format("the team says of {}: {}", question.label, question.options[team[i] - 1].label);
    c.criteria = question.criteria;
    for (const Answer answer : answers) {
      c.answer = answer;
      c.weight = added[static_cast<std::size_t>(answer)];
      if (c.weight != 0) contributions.push_back(c);
    }
  }
  std::stable_sort(contributions.begin(), contributions.end(), [](const Contribution& a, const Contribution& b) {
    return std::abs(a.weight) > std::abs(b.weight);  // rules come by id, answers in their order
  });
  return contributions;
}

// How often the choice survives when every weight, and the prior with the team's answers, are off by up to `spread`.
double stability_of(const RuleSet& rules, const std::vector<double>& strengths, const Scores& first,
                    const Scores& settled, Answer choice) {
  const Scoring& scoring = rules.model.scoring;
  std::vector<std::size_t> speaking;  // most rules do not
  for (std::size_t i = 0; i < strengths.size(); ++i) {
    if (strengths[i] != 0) speaking.push_back(i);
  }
  std::uint32_t kept = 0;
  GroupSums varied(rules);
  const double* factors = rules.variations.data();
  for (std::uint32_t run = 0; run < scoring.runs; ++run, factors += strengths.size() + 1) {
    varied.silence();
    for (const std::size_t i : speaking) varied.change(i, 0, strengths[i] * factors[i]);
    Scores sums = first;
    for (double& sum : sums) sum *= factors[strengths.size()];
    if (varied.choice(sums, settled) == choice) ++kept;
  }
  return scoring.runs == 0 ? 1 : static_cast<double>(kept) / scoring.runs;
}

// Least score of the choice where only what the code does, or only what it speaks of, is heard; who is silent has no say.
double agreement_of(const RuleSet& rules, std::span<const double> strengths, const Scores& first, const Scores& settled,
                    Answer choice) {
  double least = 1;
  for (const bool words : {false, true}) {
    std::vector<double> heard(strengths.begin(), strengths.end());
    for (std::size_t i = 0; i < heard.size(); ++i) {
      if (rules.verdicts[i].input.signal.starts_with(word_signals) != words) heard[i] = 0;
    }
    if (std::all_of(heard.begin(), heard.end(), [](double strength) { return strength == 0; })) continue;
    least = std::min(least, score(rules, heard, first, settled)[static_cast<std::size_t>(choice)]);
  }
  return least;
}

// The open question whose answers lie farthest apart between the two; the first of equals.
std::string deciding_question(const RuleSet& rules, std::span<const double> values, const TeamAnswers& team, Answer one,
                              Answer other) {
  std::string decider;
  double widest = 0;
  for (std::size_t i = 0; i < rules.model.questions.size(); ++i) {
    if (i < team.size() && team[i] != 0) continue;
    double least = 0, most = 0;
    for (std::uint32_t option = 1; option <= rules.model.questions[i].options.size(); ++option) {
      const Scores weights = answer_weights(rules, i, option, values);
      const double apart = weights[static_cast<std::size_t>(one)] - weights[static_cast<std::size_t>(other)];
      least = std::min(least, apart);
      most = std::max(most, apart);
    }
    if (most - least <= widest) continue;
    widest = most - least;
    decider = rules.model.questions[i].label;
  }
  return decider;
}

struct Measure {
  double value;
  double ConfidenceFloor::*floor;
  std::string doubt;
};

void set_confidence(Verdict& verdict, const ComponentFacts& facts, double agreement, const Scoring& scoring) {
  double evidence = 0;
  for (const Contribution& c : verdict.contributions) evidence += std::abs(c.weight);
  const std::array<Measure, 7> measures = {{
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
      {agreement, &ConfidenceFloor::agreement, "what the code does and what it speaks of point to different answers"},
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

// Code that already is what one answer would make of it gains little from the other, and little of that shows in code: of
// the decided components in Go, those that moved to Rust are told from those that stayed hardly better than by chance.
void doubt_second_move(Verdict& verdict, const Scores& settled) {
  if (verdict.choice == Answer::Keep || *std::max_element(settled.begin(), settled.end()) <= 0.5) return;
  verdict.confidence = Confidence::Low;
  verdict.doubts.push_back("what a move from this language brings hardly shows in code");
}

void doubt_unknown_language(Verdict& verdict, const RuleSet& rules, std::span<const double> values) {
  if (verdict.choice == Answer::Keep || verdict.confidence != Confidence::High) return;
  double known = 0, all = 0;
  for (const LanguageGains& language : rules.model.gains.languages) {
    const double share = values[language.share.index];
    all += share;
    if (language.decisions >= rules.model.scoring.fewest_decisions) known += share;
  }
  if (known >= 0.5 * all) return;
  verdict.confidence = Confidence::Medium;
  verdict.doubts.push_back("few decisions about code in this language are known");
}

}  // namespace

std::string_view confidence_name(Confidence confidence) {
  constexpr std::array<std::string_view, 3> names = {"low", "medium", "high"};
  return names[static_cast<std::size_t>(confidence)];
}

Verdict judge(const Signals& signals, const ComponentFacts& facts, const RuleSet& rules, const TeamAnswers& team,
              bool with_flips) {
  const Scoring& scoring = rules.model.scoring;
  const std::vector<double> values = input_values(rules, signals);
  const std::vector<double> strengths = scaled_strengths(rules, values);
  const Scores settled = settled_shares(rules, values);

  const Scores first = first_sums(rules, team, values);

  Verdict verdict;
  verdict.scores = score(rules, strengths, first, settled);
  verdict.choice = best(verdict.scores);
  verdict.code_scores = score(rules, strengths, first_sums(rules, {}, values), settled);
  verdict.code_choice = best(verdict.code_scores);
  Scores others = verdict.scores;
  others[static_cast<std::size_t>(verdict.choice)] = -1;
  verdict.runner_up = best(others);
  verdict.margin = verdict.scores[static_cast<std::size_t>(verdict.choice)] -
                   verdict.scores[static_cast<std::size_t>(verdict.runner_up)];
  verdict.near_tie = verdict.margin < scoring.near_tie;

  if (verdict.near_tie) verdict.decider = deciding_question(rules, values, team, verdict.choice, verdict.runner_up);
  const Scores unsettled = score(rules, strengths, first, Scores{});
  const Answer pointed_to = best(unsettled);
  if (verdict.choice == Answer::Keep && settled[static_cast<std::size_t>(pointed_to)] > 0.5)
    verdict.settled_as = pointed_to;
  constexpr auto keep = static_cast<std::size_t>(Answer::Keep);
  verdict.settled = std::log(verdict.scores[keep] / unsettled[keep]) * scoring.temperature;

  verdict.contributions = ledger(rules, values, capped_weights(rules, strengths), team);
  verdict.stability = stability_of(rules, strengths, first, settled, verdict.choice);
  set_confidence(verdict, facts, agreement_of(rules, strengths, first, settled, verdict.choice), scoring);
  doubt_second_move(verdict, settled);
  doubt_unknown_language(verdict, rules, values);
  if (with_flips) verdict.flips = find_flips(rules, values, team, verdict.choice);
  return verdict;
}

}  // namespace assay
