// See difference.h.
#include "reports/difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <unordered_map>

#include "rules/engine/fingerprint.h"

namespace assay {
namespace {

constexpr double noticeable = 0.1;  // of a weight, in log-odds: smaller moves explain nothing
constexpr std::size_t most_reasons = 3;
constexpr std::size_t most_places = 2;  // of a reason

using Key = std::function<std::string(const FindingRecord&)>;

std::string answer_words(std::string_view answer) {
  return answer == "rust" ? "Rust core" : answer == "go" ? "Go service" : std::string(answer);
}

// Pairs what is left on both sides and agrees in `key`, in order.
void pair_by(const Key& key, std::span<const FindingRecord> before, std::span<const FindingRecord> after,
             std::vector<std::size_t>& partner, std::vector<bool>& taken) {
  std::unordered_map<std::string, std::vector<std::size_t>> left;
  for (std::size_t i = before.size(); i-- > 0;) {
    if (!taken[i]) left[key(before[i])].push_back(i);
  }
  for (std::size_t i = 0; i < after.size(); ++i) {
    if (partner[i] != no_partner) continue;
    const auto at = left.find(key(after[i]));
    if (at == left.end() || at->second.empty()) continue;
    partner[i] = at->second.back();
    taken[partner[i]] = true;
    at->second.pop_back();
  }
}

// "3 new places: src/a.c: scan steps through its input; …", from the evidence of the signals that a side has and the other not.
std::string new_places(const ComponentRecord& before, const ComponentRecord& after, double direction) {
  const ComponentRecord& has = direction > 0 ? after : before;
  const ComponentRecord& had = direction > 0 ? before : after;
  std::vector<std::string> places;
  for (const auto& [signal, list] : has.evidence) {
    const auto other = had.evidence.find(signal);
    const std::set<std::string> known = other == had.evidence.end()
                                            ? std::set<std::string>()
                                            : std::set<std::string>(other->second.begin(), other->second.end());
    for (const std::string& place : list) {
      if (!known.contains(place) && std::find(places.begin(), places.end(), place) == places.end())
        places.push_back(place);
    }
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(places.size(), most_places); ++i) text += (i == 0 ? "" : "; ") + places[i];
  return text;
}

// The rules whose weight changed most, each with its reason on the side where it weighs more.
std::vector<std::string> reasons(const ComponentRecord& before, const ComponentRecord& after) {
  std::set<std::string> rules;
  for (const auto& [rule, c] : before.contributions) rules.insert(rule);
  for (const auto& [rule, c] : after.contributions) rules.insert(rule);
  struct Reason {
    double change;
    std::string text;
  };
  std::vector<Reason> found;
  const ContributionRecord none;
  for (const std::string& rule : rules) {
    const auto was = before.contributions.find(rule), is = after.contributions.find(rule);
    const ContributionRecord& old_one = was == before.contributions.end() ? none : was->second;
    const ContributionRecord& new_one = is == after.contributions.end() ? none : is->second;
    const double change = new_one.weight - old_one.weight;
    if (std::abs(change) < noticeable) continue;
    const ContributionRecord& spoken = is == after.contributions.end() ? old_one : new_one;
    const char* since = was == before.contributions.end() ? "new: "
                        : is == after.contributions.end() ? "no longer: "
                                                          : "";
    found.push_back({std::abs(change), fmt::format("{:+.1f} for {} ({}): {}{}", change, answer_words(spoken.answer),
                                                   rule, since, spoken.reason)});
  }
  std::stable_sort(found.begin(), found.end(), [](const Reason& a, const Reason& b) { return a.change > b.change; });
  std::vector<std::string> texts;
  for (Reason& reason : found) {
    if (texts.size() == most_reasons) break;
    texts.push_back(std::move(reason.text));
  }
  if (const std::string places = new_places(before, after, 1); !places.empty()) texts.push_back("new: " + places);
  if (const std::string places = new_places(before, after, -1); !places.empty()) texts.push_back("gone: " + places);
  return texts;
}

void compare_components(const Snapshot& before, const Snapshot& after, Difference& out) {
  std::map<std::string, const ComponentRecord*> old_ones;
  for (const ComponentRecord& c : before.components) old_ones.emplace(c.id, &c);
  for (const ComponentRecord& now : after.components) {
    const auto at = old_ones.find(now.id);
    if (at == old_ones.end()) {
      out.added.push_back(now.name);
      continue;
    }
    const ComponentRecord& was = *at->second;
    old_ones.erase(at);
    if (was.choice == now.choice && was.confidence == now.confidence) continue;
    out.moves.push_back({now.id, now.name, was.choice, now.choice, was.confidence, now.confidence, was.margin,
                         now.margin, reasons(was, now)});
  }
  for (const auto& [id, component] : old_ones) out.removed.push_back(component->name);
  std::stable_sort(out.moves.begin(), out.moves.end(), [](const VerdictMove& a, const VerdictMove& b) {
    return a.changes_choice() && !b.changes_choice();
  });
}

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace

std::vector<std::size_t> match_findings(std::span<const FindingRecord> before, std::span<const FindingRecord> after) {
  std::vector<std::size_t> partner(after.size(), no_partner);
  std::vector<bool> taken(before.size());
  const auto joined = [](std::string_view a, std::string_view b, std::string_view c) {
    return std::string(a).append("\n").append(b).append("\n").append(c);
  };
  const Key same_place = [&](const FindingRecord& f) { return joined(f.fingerprint, f.file, ""); };
  const Key same_file = [&](const FindingRecord& f) { return joined(without_occurrence(f.fingerprint), f.file, ""); };
  const Key anywhere = [&](const FindingRecord& f) { return std::string(without_occurrence(f.fingerprint)); };
  const Key same_snippet = [&](const FindingRecord& f) { return joined(snippet_part(f.fingerprint), f.file, f.rule); };
  const Key same_function = [&](const FindingRecord& f) {
    return joined(function_part(f.fingerprint), f.file, f.rule);
  };
  for (const Key& key : {same_place, same_file, anywhere, same_snippet, same_function})
    pair_by(key, before, after, partner, taken);
  return partner;
}

Difference compare(const Snapshot& before, const Snapshot& after) {
  Difference result;
  result.base = before.revision;
  result.same_rules = before.rules_digest == after.rules_digest;
  result.base_compiled = before.compiled;
  result.compiled = after.compiled;
  const std::vector<std::size_t> partner = match_findings(before.findings, after.findings);
  std::vector<bool> still(before.findings.size());
  for (std::size_t i = 0; i < after.findings.size(); ++i) {
    const FindingRecord& finding = after.findings[i];
    if (partner[i] != no_partner) still[partner[i]] = true;
    if (finding.silenced) {
      ++result.silenced;
    } else if (partner[i] == no_partner || before.findings[partner[i]].silenced) {
      result.fresh.push_back({i, finding, std::nullopt});
    } else {
      ++result.unchanged;
    }
  }
  for (std::size_t i = 0; i < before.findings.size(); ++i) {
    if (!still[i] && !before.findings[i].silenced) result.fixed.push_back(before.findings[i]);
  }
  compare_components(before, after, result);
  return result;
}

std::string summary_of(const Difference& c) {
  const auto of_level = [&](std::string_view level) {
    return std::count_if(c.fresh.begin(), c.fresh.end(), [&](const NewFinding& f) { return f.finding.level == level; });
  };
  std::string text = counted(c.fresh.size(), "new finding", "new findings");
  std::string levels;
  for (const std::string_view level : {"error", "warning", "note"}) {
    const auto count = static_cast<std::size_t>(of_level(level));
    if (count > 0) levels += (levels.empty() ? "" : ", ") + counted(count, level, std::string(level) + "s");
  }
  if (!levels.empty()) text += " (" + levels + ")";
  const auto moved =
      std::count_if(c.moves.begin(), c.moves.end(), [](const VerdictMove& m) { return m.changes_choice(); });
  text += fmt::format(", {} fixed, {} unchanged; {}", c.fixed.size(), c.unchanged,
                      counted(static_cast<std::size_t>(moved), "verdict moved", "verdicts moved"));
  return text;
}

}  // namespace assay
