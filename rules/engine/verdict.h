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

// What one rule adds. Its places in the code are those of its signal.
struct Contribution {
  std::string rule;
  Answer answer = Answer::Keep;
  double weight = 0;  // log-odds after the group's cap; negative speaks against the answer
  std::string signal;
  double value = 0;  // of the signal
  std::string reason;
  std::vector<std::string> criteria;
};

// The smallest change of one signal, all others as they are, that changes the choice.
struct Flip {
  std::string signal;
  double from = 0, value = 0;  // what it is, what it would have to be
  std::string change;          // "if … were at most 20 % instead of 64 %"
  Answer to = Answer::Keep;
};

struct Verdict {
  Answer choice = Answer::Keep;
  Answer runner_up = Answer::Keep;
  Scores scores{};
  double margin = 0;  // score of the choice above that of the runner-up
  bool near_tie = false;
  Confidence confidence = Confidence::Low;
  std::vector<std::string> doubts;   // why confidence is not high, one phrase each
  double stability = 0;              // share of runs with varied weights that keep the choice
  Answer settled_as = Answer::Keep;  // the answer that the evidence points to and the code already is; Keep: none
  std::vector<Contribution> contributions;  // by descending |weight|, then rule
  std::vector<Flip> flips;                  // smallest change first
};

Verdict judge(const Signals& signals, const ComponentFacts& facts, const RuleSet& rules);

}  // namespace assay
