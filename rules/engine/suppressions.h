// Which findings does a comment in the code silence, and which of these comments are at fault?
//
// `assay-ignore: RULE[,RULE…] reason [until=YYYY-MM-DD]` speaks of its own line, or, on a line of its own, of the next line
// of code. Without a reason, after its day, or for a rule that there is not, it silences nothing and is itself reported.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "analyzer/analysis/model.h"
#include "rules/engine/findings.h"

namespace assay {

// A day of the calendar, as YYYY-MM-DD.
bool is_date(std::string_view text);

enum class SuppressionState : std::uint8_t { InForce, WithoutReason, UnknownRule, Expired, Unused };
std::string_view state_name(SuppressionState state);  // "in force", "without a reason", …

// One rule that one comment names.
struct SuppressionUse {
  FileId file;
  std::uint32_t line = 0, code_line = 0;
  std::string rule, reason, until;
  SuppressionState state = SuppressionState::InForce;
};

// Marks the findings that are silenced. `today` decides what has expired; empty: nothing has. In order of file and line;
// test code is left out, as no findings are looked for there.
std::vector<SuppressionUse> apply_suppressions(const Model& model, std::span<const FindingRule> rules,
                                               std::string_view today, std::vector<Finding>& findings);

}  // namespace assay
