// `--fail-on`: when is a run that was done a failure?
//
//   error, warning, note   a finding of that level or above
//   FAMILY, RULE           a finding of that family of rules, of that rule
//   new                    a finding that the base, or the baseline, does not have
//   verdict-change         diff: a component's verdict is another
//   confidence             diff: a component's confidence fell; scan: a verdict's is low
// In a comparison only new findings count, in a scan all that nothing silences.
#pragma once

#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/options.h"
#include "analyzer/pipeline.h"

namespace assay {

// Checks the words of `--fail-on`.
Result<void> known_gates(const Options& options, const std::vector<FindingRule>& rules);

// For each gate that is met, what met it: "warning: 3 findings".
std::vector<std::string> met_gates(const std::vector<std::string>& gates, const Report& report);

// Prints the summary and what is met on standard error, as the last line. Returns the exit status.
int pass_gates(const Report& report, const Options& options);

// One line about the findings that count: "12 findings (3 warnings, 9 notes), 2 silenced".
std::string summary_of(const Report& report);

}  // namespace assay
