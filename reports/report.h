// Everything that a report can print, in one place: the results of all steps, frozen.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/analysis/call_graph.h"
#include "analyzer/analysis/components.h"
#include "analyzer/analysis/effects.h"
#include "analyzer/analysis/hot_paths.h"
#include "analyzer/analysis/measured_paths.h"
#include "analyzer/analysis/model.h"
#include "analyzer/analysis/profile.h"
#include "analyzer/analysis/signals.h"
#include "analyzer/facts/change_history.h"
#include "analyzer/project/inventory.h"
#include "rules/engine/counterparts.h"
#include "rules/engine/findings.h"
#include "rules/engine/verdict.h"
#include "rules/plan/plan.h"

namespace assay {

struct Difference;  // difference.h

struct ComponentResult {
  Signals signals;
  Profile profile;
  Verdict verdict;
  std::optional<Verdict> timeless;  // without what git's history says; not set: `verdict` is that, or nobody asked
};

// What a consultant puts on the report, from `report` in the configuration. Empty: left out, or said in our words.
struct ReportText {
  std::string title, client, author, date;
  std::vector<std::string> introduction;  // paragraphs
  std::string logo;                       // a data: URL of an image
  std::string source_url;                 // https://…, with {path}, {line} and {revision}: where the code is shown
};

// What a compiler was asked, where the repository has a compile database.
struct CompilerUse {
  std::string database;     // empty: there is none
  std::string unavailable;  // why no compiler could be asked all the same; empty: it was
  std::uint64_t entries = 0, repeated = 0, outside = 0, missing = 0, malformed = 0;  // of the database
  std::uint64_t dropped_flags = 0;
  std::uint64_t units = 0, parsed = 0, with_errors = 0;
  std::vector<SkippedFile> failed;              // units of which the syntax alone is known, with the reason
  std::uint64_t files = 0, files_compiled = 0;  // C and C++ files; those that a compiler said something of
};

struct Report {
  std::string name;      // of the repository
  std::string prefix;    // from the root of the repository around it to the scanned folder, "a/b/"; empty: they are one
  std::string revision;  // empty: none
  std::string rules_digest;
  ReportText text;
  std::vector<SkippedFile> skipped;  // by path
  std::vector<std::string> submodules;
  std::uint64_t files_seen = 0;
  Model model;
  CallGraph calls;
  CallOrder order;
  Entries entries;
  Effects effects;
  HotPaths hot_paths;
  Measurement measurement;  // what profiles said, if there were any
  Components components;
  Counterparts counterparts;             // of the ecosystems that occur
  std::vector<ComponentResult> results;  // one per components.list
  Plans plans;
  DecisionModel decision;  // what verdicts rest on: criteria, prior, groups
  std::vector<FindingRule> finding_rules;
  std::vector<Finding> findings;  // by file and line, those that count; of a comparison: the new ones
  std::vector<Finding> silenced;  // the others, by file and line
  ChangeHistory history;
  std::string today;                             // the day that decides what has expired, YYYY-MM-DD; empty: not known
  std::shared_ptr<const Difference> difference;  // null: nothing was compared
  CompilerUse compiler;
  std::uint64_t macros_left_out = 0;  // definitions of C and C++ macros beyond what is learnt of one repository
};

// Moves findings that a comment or a baseline silences out of those that count.
void set_aside_silenced(Report& report);

inline double score_of(const Verdict& verdict, Answer answer) {
  return verdict.scores[static_cast<std::size_t>(answer)];
}

}  // namespace assay
