// See reasons.h.
#include "reports/reasons.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "reports/words.h"

namespace assay {
namespace {

constexpr double least_shown = 0.05;  // log-odds: less shows as 0.0

std::size_t at(Answer answer) { return static_cast<std::size_t>(answer); }

Answer best_but(const Scores& sums, Answer out) {
  Answer found = out == Answer::Keep ? Answer::Go : Answer::Keep;
  for (const Answer answer : answers) {
    if (answer != out && sums[at(answer)] > sums[at(found)]) found = answer;
  }
  return found;
}

}  // namespace

Reasons reasons_of(const Verdict& verdict, const DecisionModel& model) {
  Reasons reasons;
  std::map<std::string_view, std::size_t> row_of;
  for (const Contribution& c : verdict.contributions) {  // the heaviest of each rule comes first
    const auto [row, fresh] = row_of.try_emplace(c.rule, reasons.list.size());
    if (fresh) reasons.list.push_back({c.rule, c.reason, &c, {}, 0});
    reasons.list[row->second].weights[at(c.answer)] += c.weight;
  }
  if (model.scoring.prior != 0) {
    reasons.list.push_back({"prior", "a move has to earn its cost", nullptr, {}, 0});
    reasons.list.back().weights[at(Answer::Keep)] = model.scoring.prior;
  }
  const bool settled = verdict.settled_as != Answer::Keep;
  if (!settled && verdict.settled > 0) {
    reasons.list.push_back({"settled", "what speaks for the language it is in counts for staying", nullptr, {}, 0});
    reasons.list.back().weights[at(Answer::Keep)] = verdict.settled;
  }
  for (const Reason& reason : reasons.list) {
    for (const Answer answer : answers) reasons.sums[at(answer)] += reason.weights[at(answer)];
  }
  reasons.answer = settled ? verdict.settled_as : verdict.choice;
  reasons.other = settled ? best_but(reasons.sums, reasons.answer) : verdict.runner_up;
  for (Reason& reason : reasons.list) {
    reason.lead = reason.weights[at(reasons.answer)] - reason.weights[at(reasons.other)];
    reasons.lead += reason.lead;
  }
  std::stable_sort(reasons.list.begin(), reasons.list.end(),
                   [](const Reason& a, const Reason& b) { return std::abs(a.lead) > std::abs(b.lead); });
  return reasons;
}

std::size_t worth_showing(const Reasons& reasons, std::size_t most) {
  std::size_t shown = 0;
  while (shown < std::min(most, reasons.list.size()) && std::abs(reasons.list[shown].lead) >= least_shown) ++shown;
  return shown;
}

Stand stand_of(const Reasons& reasons, const Reason& reason) {
  const Answer favoured = reasons.favoured_by(reason.lead);
  if (reason.weights[at(favoured)] > 0) return {favoured, false};
  return {favoured == reasons.answer ? reasons.other : reasons.answer, true};
}

std::string stand_words(const Reasons& reasons, const Reason& reason, int digits) {
  const Stand stand = stand_of(reasons, reason);
  return fmt::format("{}{:.{}f} {}", stand.against ? '-' : '+', std::abs(reason.lead), digits,
                     answer_name(stand.answer));
}

SmallerReasons smaller_than(const Reasons& reasons, std::size_t shown) {
  SmallerReasons smaller;
  for (std::size_t i = shown; i < reasons.list.size() && reasons.list[i].lead != 0; ++i) {
    ++smaller.count;
    smaller.lead += reasons.list[i].lead;
  }
  return smaller;
}

std::string why_words(const Reasons& reasons) {
  return fmt::format("why {} rather than {}", verdict_words(reasons.answer), verdict_words(reasons.other));
}

std::string smaller_words(const Reasons& reasons, std::size_t shown) {
  const SmallerReasons rest = smaller_than(reasons, shown);
  if (rest.count == 0) return {};
  const std::string what =
      fmt::format("{} small{} reason{}", rest.count, shown == 0 ? "" : "er", rest.count == 1 ? "" : "s");
  if (std::abs(rest.lead) < least_shown) return what + (rest.count == 1 ? ", that adds nothing" : ", that cancel out");
  return fmt::format("{}, {}{:+.1f} {}", what, rest.count == 1 ? "" : "together ", std::abs(rest.lead),
                     answer_name(reasons.favoured_by(rest.lead)));
}

const Evidence* first_place(const Signals& signals, const Reason& reason) {
  if (reason.spoken == nullptr) return nullptr;
  const auto signal = signals.find(reason.spoken->signal);
  if (signal == signals.end() || signal->second.evidence.empty()) return nullptr;
  return &signal->second.evidence.front();
}

}  // namespace assay
