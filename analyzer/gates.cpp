// See gates.h.
#include "analyzer/gates.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "analyzer/commands.h"
#include "reports/difference.h"
#include "rules/engine/problems.h"

namespace assay {
namespace {

constexpr std::array levels = {Level::Note, Level::Warning, Level::Error};

std::optional<Level> level_of(std::string_view word) {
  for (const Level level : levels) {
    if (level_name(level) == word) return level;
  }
  return std::nullopt;
}

std::string counted(std::size_t count, std::string_view one) {
  return fmt::format("{} {}{}", count, one, count == 1 ? "" : "s");
}

int rank_of(std::string_view confidence) { return confidence == "high" ? 2 : confidence == "medium" ? 1 : 0; }

std::size_t findings_that(const Report& report, const std::function<bool(const Finding&)>& holds) {
  return static_cast<std::size_t>(
      std::count_if(report.findings.begin(), report.findings.end(), [&](const Finding& f) { return holds(f); }));
}

std::string met(const std::string& gate, const Report& report) {
  std::size_t count = 0;
  std::string what = report.difference != nullptr ? "new finding" : "finding";
  if (gate == "new") {
    count = findings_that(report, [](const Finding&) { return true; });
    what = "new finding";
  } else if (gate == "verdict-change") {
    const std::vector<VerdictMove>& moves = report.difference->moves;
    count = static_cast<std::size_t>(
        std::count_if(moves.begin(), moves.end(), [](const VerdictMove& move) { return move.changes_choice(); }));
    what = "verdict";
  } else if (gate == "confidence" && report.difference != nullptr) {
    const std::vector<VerdictMove>& moves = report.difference->moves;
    count = static_cast<std::size_t>(std::count_if(moves.begin(), moves.end(), [](const VerdictMove& move) {
      return rank_of(move.confidence_to) < rank_of(move.confidence_from);
    }));
    what = "verdict";
  } else if (gate == "confidence") {
    count = static_cast<std::size_t>(std::count_if(
        report.results.begin(), report.results.end(),
        [](const ComponentResult& result) { return confidence_name(result.verdict.confidence) == "low"; }));
    what = "verdict";
  } else if (const std::optional<Level> least = level_of(gate)) {
    count = findings_that(report, [&](const Finding& f) { return f.level >= *least; });
  } else {
    count = findings_that(report, [&](const Finding& f) {
      const FindingRule& rule = report.finding_rules[f.rule];
      return rule.id == gate || rule.family == gate;
    });
  }
  return count == 0 ? std::string() : fmt::format("{}: {}", gate, counted(count, what));
}

}  // namespace

Result<void> known_gates(const Options& options, const std::vector<FindingRule>& rules) {
  const bool compares = options.command == Command::Diff;
  for (const std::string& gate : options.fail_on) {
    if (gate == "new" && !compares && options.baseline.empty())
      return failure("`--fail-on new` needs something to compare with: `assay diff BASE`, or `--baseline FILE`");
    if (gate == "verdict-change" && !compares)
      return failure("`--fail-on verdict-change` needs verdicts to compare with: `assay diff BASE`");
    if (gate == "new" || gate == "verdict-change" || gate == "confidence" || level_of(gate)) continue;
    if (std::any_of(rules.begin(), rules.end(), [&](const FindingRule& r) { return r.id == gate || r.family == gate; }))
      continue;
    std::vector<std::string> known = {"error", "warning", "note", "new", "verdict-change", "confidence"};
    for (const FindingRule& rule : rules) {
      known.push_back(rule.id);
      if (std::find(known.begin(), known.end(), rule.family) == known.end()) known.push_back(rule.family);
    }
    return failure("`--fail-on`: " + unknown_word("level, family or rule", gate, known));
  }
  return {};
}

std::vector<std::string> met_gates(const std::vector<std::string>& gates, const Report& report) {
  std::vector<std::string> all;
  for (const std::string& gate : gates) {
    if (std::string text = met(gate, report); !text.empty()) all.push_back(std::move(text));
  }
  return all;
}

int pass_gates(const Report& report, const Options& options) {
  const std::vector<std::string> met = met_gates(options.fail_on, report);
  const bool text = options.formats.empty() || std::find(options.formats.begin(), options.formats.end(), "text") !=
                                                   options.formats.end();  // which ends with the summary itself
  if (!options.quiet && (!options.fail_on.empty() || (report.difference != nullptr && !text))) {
    std::string line = summary_of(report);
    for (std::size_t i = 0; i < met.size(); ++i) line += (i == 0 ? "; failed on " : ", ") + met[i];
    complain(line, exit_done);
  }
  return met.empty() ? exit_done : exit_gate;
}

std::string summary_of(const Report& report) {
  if (report.difference != nullptr) return summary_of(*report.difference);
  const std::size_t all = findings_that(report, [](const Finding&) { return true; });
  std::string parts;
  for (const Level level : {Level::Error, Level::Warning, Level::Note}) {
    const std::size_t count = findings_that(report, [&](const Finding& f) { return f.level == level; });
    if (count > 0) parts += (parts.empty() ? "" : ", ") + counted(count, level_name(level));
  }
  std::string text = counted(all, "finding");
  if (!parts.empty()) text += " (" + parts + ")";
  if (!report.silenced.empty()) text += fmt::format(", {} silenced", report.silenced.size());
  return text;
}

}  // namespace assay
