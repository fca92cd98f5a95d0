// The verdict on one component: Rust, Go or keep, with what speaks for it and what would change it.
//
// The weighing is in weighing.h; here are its reading (near tie, confidence) and the ledger. Same signals and same rules
// give the same verdict, to the last bit.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/analysis/signals.h"
#include "rules/engine/rule_set.h"
#include "rules/engine/weighing.h"

namespace assay {

enum class Confidence : std::uint8_t { Low, Medium, High };
std::string_view confidence_name(Confidence confidence);  // "low", "medium", "high"

// What one rule, or one answer of the team, adds. Its places in the code are those of its signal.
struct Contribution {
  std::string rule;  // a rule's or a question's id
  bool from_team = false;
  Answer answer = Answer::Keep;
  double weight = 0;  // log-odds after the group's cap; negative speaks against the answer
  std::string signal;
  double value = 0;  // of the signal
  std::string reason;
  std::vector<std::string> criteria;
};

// The smallest change of one signal, or another answer of the team, all else as it is, that changes the choice.
struct Flip {
  std::string signal;  // empty: `question` and `option` say which answer
  std::string question, option;
  double from = 0, value = 0;  // what the signal is, what it would have to be
  std::string change;          // "if … were at most 20 % instead of 64 %"
  Answer to = Answer::Keep;
};

struct Verdict {
  Answer choice = Answer::Keep;
  Answer runner_up = Answer::Keep;
  Scores scores{};
  // What the code alone says; the same where the team answered nothing.
  Answer code_choice = Answer::Keep;
  Scores code_scores{};
  std::string decider;  // of a near tie: what the team would have to say to decide it, "the p99 target"; empty: nothing
  double margin = 0;    // score of the choice above that of the runner-up
  bool near_tie = false;
  Confidence confidence = Confidence::Low;
  std::vector<std::string> doubts;   // why confidence is not high, one phrase each
  double stability = 0;              // share of runs with varied weights that keep the choice
  Answer settled_as = Answer::Keep;  // the answer that the evidence points to and the code already is; Keep: none
  double settled = 0;                // log-odds that `keep` has from what speaks for the language that the code is in
  std::vector<Contribution> contributions;  // by descending |weight|, then rule
  std::vector<Flip> flips;                  // smallest change first
};

// Without flips where nobody shows them: they are the dearest part.
Verdict judge(const Signals& signals, const ComponentFacts& facts, const RuleSet& rules, const TeamAnswers& team = {},
              bool with_flips = true);

}  // namespace assay
