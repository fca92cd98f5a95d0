// Rule files for tests: the shipped ones as they lie in the repository, and a small literal model for tests of the engine.
#pragma once

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/analysis/signals.h"
#include "rules/engine/embedded.h"
#include "rules/engine/rule_set.h"

namespace assay::testing {

// Keeps the texts that EmbeddedFile only points to.
class RuleFiles {
 public:
  RuleFiles& add(std::string path, std::string content) {
    texts_.emplace_back(std::move(path), std::move(content));
    return *this;
  }

  std::vector<EmbeddedFile> files() const {
    std::vector<EmbeddedFile> files;
    for (const auto& [path, content] : texts_) files.push_back({path, content});
    return files;
  }

  Result<RuleSet> load() const { return load_rule_set(files()); }

 private:
  std::vector<std::pair<std::string, std::string>> texts_;
};

inline RuleFiles shipped_rule_files() {
  RuleFiles files;
  const std::filesystem::path root = ASSAY_SOURCE_DIR;
  for (const char* folder : {"rules/model", "rules/verdicts"}) {
    for (const auto& entry : std::filesystem::directory_iterator(root / folder)) {
      std::ostringstream text;
      text << std::ifstream(entry.path()).rdbuf();
      files.add(std::filesystem::relative(entry.path(), root).generic_string(), text.str());
    }
  }
  return files;
}

// Two groups of cap 2 and 1, one gain column, Python gains all and Go half, code in Go is settled; prior 1.
inline RuleFiles small_model() {
  RuleFiles files;
  files.add("rules/model/criteria.yaml",
            "criteria:\n"
            "  cpu-bound: {says: it computes, points_to: [rust], sources: [\"000\"]}\n"
            "  io-bound: {says: it waits, points_to: [go], sources: [\"001\"]}\n");
  files.add("rules/model/signals.yaml",
            "signals:\n"
            "  compute.share: {unit: share, label: the share of compute}\n"
            "  io.reach_share: {unit: share, label: the share of waiting}\n"
            "  size.code_lines: {unit: lines, label: the number of code lines}\n");
  files.add("rules/model/gains.yaml",
            "columns: {speed: what computation gains}\n"
            "languages:\n"
            "  python: {speed: 1, decisions: 9}\n"
            "  go: {speed: 0.5, settled: [go], decisions: 9}\n");
  files.add(
      "rules/model/scoring.yaml",
      "prior: 1.0\n"
      "temperature: 1.0\n"
      "near_tie: 0.1\n"
      "sensitivity: {runs: 100, spread: 0.3, seed: 7}\n"
      "flips: 4\n"
      "confidence:\n"
      "  high: {parsed: 0.9, resolved: 0.3, lines: 500, evidence: 1, margin: 0.4, stability: 0.95, agreement: 0}\n"
      "  decisions: 5\n"
      "  medium: {parsed: 0.5, resolved: 0.1, lines: 100, evidence: 0.5, margin: 0.1, stability: 0.7, agreement: 0}\n"
      "groups: {heat: 2.0, waiting: 1.0}\n");
  files.add("rules/model/questions.yaml",
            "questions:\n"
            "  latency:\n"
            "    asks: Which p99 latency must it hold?\n"
            "    label: the p99 target\n"
            "    criteria: [cpu-bound]\n"
            "    gain: speed\n"
            "    options:\n"
            "      tight: {label: under 10 ms, rust: 2.0}\n"
            "      none: {label: none}\n"
            "  skill:\n"
            "    asks: Who knows what?\n"
            "    label: the team's knowledge\n"
            "    criteria: [io-bound]\n"
            "    options:\n"
            "      go: {label: Go, go: 0.5}\n"
            "      none: {label: neither}\n");
  return files;
}

// A rule's text; `more` are further lines.
inline std::string rule_text(std::string_view answer, std::string_view group, double weight, std::string_view signal,
                             double from, double to, std::string_view more = "") {
  std::ostringstream text;
  text << "answer: " << answer << "\ncriteria: [cpu-bound]\ngroup: " << group << "\nweight: " << weight
       << "\nsignal: " << signal << "\nfrom: " << from << "\nto: " << to << "\nreason: \"{value} of it\"\n"
       << more;
  return text.str();
}

inline Signals make_signals(std::initializer_list<std::pair<const char*, double>> values) {
  Signals signals;
  for (const auto& [id, value] : values) signals[id] = {id, value, "", {}};
  return signals;
}

}  // namespace assay::testing
