// Why this answer rather than the next best one? A verdict's ledger with one line for each rule.
//
// Scores are a softmax over sums, so the log-odds between two answers are the sum over the rules of their weight for the
// one less their weight for the other, divided by the temperature: what a rule adds to that lead is what it does for the
// verdict, whichever answers it speaks of.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reports/report.h"

namespace assay {

struct Reason {
  std::string rule, text;                // a rule, a question, "prior" or "settled"
  const Contribution* spoken = nullptr;  // the heaviest of the rule's contributions; null: no rule speaks
  Scores weights{};                      // log-odds, by Answer
  double lead = 0;                       // added to the lead; negative: it speaks for the other one
};

struct Reasons {
  // The choice and the runner-up; where the code already is what the evidence points to, that and the next best.
  Answer answer = Answer::Keep, other = Answer::Keep;
  std::vector<Reason> list;  // those that add or take most first; the last ones may speak of the third answer only
  Scores sums{};             // of all weights
  double lead = 0;           // of all together

  Answer favoured_by(double added) const { return added < 0 ? other : answer; }
};

// What a reason says: for the answer that it favours, or, where it gives that one nothing, against the other.
struct Stand {
  Answer answer = Answer::Keep;
  bool against = false;
};
Stand stand_of(const Reasons& reasons, const Reason& reason);
std::string stand_words(const Reasons& reasons, const Reason& reason, int digits);  // "+0.7 rust", "-0.8 go"

Reasons reasons_of(const Verdict& verdict, const DecisionModel& model);

// Those after the first `shown`, without those that add nothing.
struct SmallerReasons {
  std::size_t count = 0;
  double lead = 0;
};
SmallerReasons smaller_than(const Reasons& reasons, std::size_t shown);
// How many to show: at most `most`, and none that shows as 0.0.
std::size_t worth_showing(const Reasons& reasons, std::size_t most);

std::string why_words(const Reasons& reasons);  // "why Rust core rather than keep"
std::string smaller_words(const Reasons& reasons,
                          std::size_t shown);  // "12 smaller reasons, together 0.8 for keep"; of none: empty

// The first place that shows what the reason says; null: there is none.
const Evidence* first_place(const Signals& signals, const Reason& reason);

}  // namespace assay
