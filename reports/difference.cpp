// See difference.h.
#include "reports/difference.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
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

// "src/a.c: scan steps through its input; …": the places of these signals that one side has and the other has not.
std::string places_of_one(const ComponentRecord& has, const ComponentRecord& lacks,
                          const std::vector<std::string>& signals) {
  using Places = std::span<const std::string>;
  const auto in = [](const ComponentRecord& side, const std::string& signal) {
    const auto found = side.evidence.find(signal);
    return found == side.evidence.end() ? Places() : Places(found->second);
  };
  std::vector<std::string> places;
  for (const std::string& signal : signals) {
    const Places known = in(lacks, signal);
    for (const std::string& place : in(has, signal)) {
      if (std::find(known.begin(), known.end(), place) == known.end() &&
          std::find(places.begin(), places.end(), place) == places.end())
        places.push_back(place);
    }
  }
  std::string text;
  for (std::size_t i = 0; i < std::min(places.size(), most_places); ++i) text += (i == 0 ? "" : "; ") + places[i];
  return text;
}

// What a change of a verdict rests on: a rule's weights for the answers on both sides.
struct Change {
  std::map<std::string, double> by_answer;  // after less before
  std::string was, is;                      // the rule's reason; empty: it did not speak
  std::string signal;                       // that it looks at
};

std::map<std::string, Change> changes(const ComponentRecord& before, const ComponentRecord& after) {
  std::map<std::string, Change> by_rule;
  for (const bool later : {false, true}) {
    for (const auto& [key, c] : (later ? after : before).contributions) {
      Change& change = by_rule[key.substr(0, key.find(' '))];
      change.by_answer[c.answer] += later ? c.weight : -c.weight;
      (later ? change.is : change.was) = c.reason;
      change.signal = c.signal;
    }
  }
  return by_rule;
}

// For the new choice against the old one; where the choice is the same, for the answer that it changed most.
std::pair<double, std::string> gained(const Change& change, const std::string& from, const std::string& to) {
  const auto of = [&](const std::string& answer) {
    const auto at = change.by_answer.find(answer);
    return at == change.by_answer.end() ? 0 : at->second;
  };
  if (from != to) return {of(to) - of(from), to};
  const auto most =
      std::max_element(change.by_answer.begin(), change.by_answer.end(),
                       [](const auto& a, const auto& b) { return std::abs(a.second) < std::abs(b.second); });
  return {most->second, most->first};
}

// The rules that changed most, each with its reason on the side where it speaks, and what came or went where they look.
std::vector<std::string> reasons(const ComponentRecord& before, const ComponentRecord& after) {
  struct Reason {
    double change;
    std::string text, signal;
  };
  std::vector<Reason> found;
  for (const auto& [rule, change] : changes(before, after)) {
    const auto [added, answer] = gained(change, before.choice, after.choice);
    if (std::abs(added) < noticeable) continue;
    const char* since = change.was.empty() ? "new: " : change.is.empty() ? "no longer: " : "";
    found.push_back({std::abs(added),
                     fmt::format("{:+.1f} for {} ({}): {}{}", added, answer_words(answer), rule, since,
                                 change.is.empty() ? change.was : change.is),
                     change.signal});
  }
  std::stable_sort(found.begin(), found.end(), [](const Reason& a, const Reason& b) { return a.change > b.change; });
  std::vector<std::string> texts, signals;
  for (Reason& reason : found) {
    if (texts.size() == most_reasons) break;
    texts.push_back(std::move(reason.text));
    signals.push_back(std::move(reason.signal));
  }
  if (const std::string places = places_of_one(after, before, signals); !places.empty())
    texts.push_back("new: " + places);
  if (const std::string places = places_of_one(before, after, signals); !places.empty())
    texts.push_back("gone: " + places);
  return texts;
}

using Records = std::map<std::string, const ComponentRecord*>;

Records by_id(const std::vector<ComponentRecord>& components) {
  Records records;
  for (const ComponentRecord& c : components) records.emplace(c.id, &c);
  return records;
}

bool has_moved(const ComponentRecord& was, const ComponentRecord& now) {
  return was.choice != now.choice || was.confidence != now.confidence;
}

void compare_components(const Snapshot& before, const Snapshot& after, Difference& out) {
  Records old_ones = by_id(before.components);
  for (const ComponentRecord& now : after.components) {
    const auto at = old_ones.find(now.id);
    if (at == old_ones.end()) {
      out.added.push_back(now.name);
      continue;
    }
    const ComponentRecord& was = *at->second;
    old_ones.erase(at);
    if (!has_moved(was, now)) continue;
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
      result.fresh.push_back({i, finding, std::nullopt, {}});
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

Difference compare(const Snapshot& before, const Report& report) {
  Snapshot after = snapshot_of(report);
  const Records old_ones = by_id(before.components);
  for (std::size_t i = 0; i < after.components.size(); ++i) {
    ComponentRecord& now = after.components[i];
    const auto was = old_ones.find(now.id);
    if (was != old_ones.end() && has_moved(*was->second, now)) now.evidence = evidence_of(report.results[i]);
  }
  return compare(before, after);
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
