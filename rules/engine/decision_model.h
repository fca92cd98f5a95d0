// What all verdict rules share: criteria, the names of signals, what each language can gain, and how evidence is weighed.
// Loaded from model/{criteria,signals,gains,scoring,questions}.yaml.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "rules/engine/questions.h"
#include "rules/engine/signal_names.h"
#include "rules/engine/verdict_rule.h"

namespace assay {

struct Criterion {
  std::string says;
  std::string theme;                   // what reports show it under; empty: none
  std::vector<std::string> points_to;  // rust, go, keep, plan
  std::vector<std::string> sources;    // texts, by the first digits of their files' names
};

// What code in a language can gain from a move, per kind of gain.
struct LanguageGains {
  Input share;                    // language.L: how much of the component it is
  std::vector<double> gain;       // by column, in [0, 1]
  std::array<bool, 3> settled{};  // by answer: code in this language already is what that answer would make of it
  double decisions = 0;           // decided components in it that the rules' weights were learned from
};

struct GainTable {
  std::vector<std::string> columns;
  std::vector<LanguageGains> languages;  // by name
};

// Least values that a level of confidence asks for; all of them.
struct ConfidenceFloor {
  double parsed = 0;    // ComponentFacts::parsed_share
  double resolved = 0;  // ComponentFacts::resolved_call_share
  double lines = 0;     // ComponentFacts::code_lines
  double evidence = 0;  // sum of absolute contributions
  double margin = 0;
  double stability = 0;  // share of runs with varied weights that keep the choice
  double agreement = 0;  // least score of the choice, what the code does and what it speaks of heard apart
};

struct Scoring {
  double prior = 0;        // log-odds of `keep` before any evidence: a move has to earn its cost
  double temperature = 1;  // divides the sums before they become probabilities; above 1 is more cautious
  double near_tie = 0;     // two answers closer than this are a near tie
  std::uint32_t runs = 0;  // sensitivity: how often the weights are varied
  double spread = 0;       //   by up to this share
  std::uint64_t seed = 0;
  std::uint32_t flips = 0;  // at most so many counterfactuals
  ConfidenceFloor high, medium;
  double fewest_decisions = 0;  // in the languages of most of the code; below that a move is no sure thing
  std::map<std::string, double, std::less<>> caps;  // by group: most that its rules give one answer together
};

struct DecisionModel {
  std::map<std::string, Criterion, std::less<>> criteria;
  std::vector<SignalName> signals;  // by id: all that a rule may name
  GainTable gains;
  Scoring scoring;
  std::vector<Question> questions;  // in the order in which they are asked

  const SignalName* signal(std::string_view id) const;  // null: unknown
};

// From the files whose path ends in `model/<name>.yaml`; each of the five must be there once.
Result<DecisionModel> read_decision_model(std::span<const EmbeddedFile> files);

}  // namespace assay
