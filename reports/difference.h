// What did a change do: which findings are new, which are gone, which verdicts moved, and why?
//
// A finding of one side is the same as one of the other where they agree in, first match first,
//   1. rule, snippet and function, in the same file
//   2. rule, snippet and function, wherever: the file was renamed, the function moved
//   3. rule and snippet, in the same file: the function was renamed, or the place was taken out of it
//   4. rule and function, in the same file: the snippet was edited
// each at most once. Levels, lines and messages do not count.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "reports/snapshot.h"

namespace assay {

inline constexpr std::size_t no_partner = static_cast<std::size_t>(-1);

// For each of `after` its row in `before`, or no_partner.
std::vector<std::size_t> match_findings(std::span<const FindingRecord> before, std::span<const FindingRecord> after);

// A component whose verdict, confidence or near tie is another.
struct VerdictMove {
  std::string id, name;
  std::string from, to;                        // choices
  std::string confidence_from, confidence_to;  // high, medium, low
  double margin_from = 0, margin_to = 0;
  std::vector<std::string> why;  // what changed most, strongest first
  bool changes_choice() const { return from != to; }
};

// Lines of a file that the change added or altered, both ends included.
using LineRange = std::pair<std::uint32_t, std::uint32_t>;

struct NewFinding {
  std::size_t row = 0;  // of the report's findings as they were before it was restricted to these
  FindingRecord finding;
  std::optional<bool> on_changed_line;  // false: the change elsewhere made it so; not set: lines were not compared
  std::string because;                  // what made it so where its own lines are as before; empty: they are not
};

struct Difference {
  std::string base;         // commit id; empty: a stored report without one
  std::string base_from;    // what it was called: the revision or the file
  bool merge_base = false;  // `base` is older than what `base_from` names: both have gone on since
  bool same_rules = true;
  bool base_compiled = false, compiled = false;  // whether a compiler was asked about the C and C++ of each side
  bool left_database = false;                    // there is a compile database, and for the base's sake it was not used
  std::vector<NewFinding> fresh;
  std::vector<FindingRecord> fixed;
  std::size_t unchanged = 0;
  std::size_t silenced = 0;  // of the present ones
  std::vector<VerdictMove> moves;
  std::vector<std::string> added, removed;  // names of components
  std::size_t files_changed = 0,
              files_shared = 0;  // of the base: those that are others now or gone, and those that are as they were
};

Difference compare(const Snapshot& before, const Snapshot& after);
Difference compare(const Snapshot& before, const Report& after);

// One line: what is new, fixed and unchanged, and how many verdicts moved.
std::string summary_of(const Difference& comparison);

}  // namespace assay
