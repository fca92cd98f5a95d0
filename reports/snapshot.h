// What of a report a comparison looks at: findings and verdicts, without the model behind them. Made from a report in memory,
// or read from one that was stored as JSON.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "reports/report.h"

namespace assay {

struct FindingRecord {
  std::string rule, level, message, file, component, fingerprint;
  std::uint32_t line = 0, end_line = 0;
  bool silenced = false;
};

struct ContributionRecord {
  std::string answer, reason, signal;
  double weight = 0;
};

struct ComponentRecord {
  std::string id, name, choice, confidence;
  double margin = 0;
  bool near_tie = false;
  std::map<std::string, ContributionRecord> contributions;   // by "rule answer": a rule may speak of several
  std::map<std::string, std::vector<std::string>> evidence;  // signal → "file: note", without lines, which move
};

struct Snapshot {
  std::string revision;  // empty: not known
  bool with_history = false;
  bool compiled = false;     // a compiler was asked about C and C++
  std::string rules_digest;  // other rules see other things
  std::vector<FindingRecord> findings;
  std::vector<ComponentRecord> components;  // in the report's order
};

// The findings that count come first, in the report's order, then those that are silenced. Components have no evidence yet.
Snapshot snapshot_of(const Report& report);
// Of a component, as in ComponentRecord.
std::map<std::string, std::vector<std::string>> evidence_of(const ComponentResult& result);
// With evidence, and without what git's history says: what two commits are compared by. `timeless` verdicts must be there if
// any history was looked at.
Snapshot timeless_snapshot_of(const Report& report);

// `path` only names it in messages. Fails where it is no whole report of this program.
Result<Snapshot> read_snapshot(std::string_view json, const std::string& path);

}  // namespace assay
