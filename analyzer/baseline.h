// A baseline: the findings that a team has seen and lives with for now. Those in it are silenced, those that are not are new.
//
// `"schema": "assay-baseline/1"`: rule, file, message and fingerprint of each. No lines, so that it changes only when
// findings do; a finding is found again as in a comparison (reports/difference.h).
#pragma once

#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "reports/difference.h"

namespace assay {

Result<std::vector<FindingRecord>> read_baseline(const std::string& path);

// Of the findings that count.
std::string baseline_text(const Report& report);

// Silences the findings that the baseline holds. Returns the entries that are found no more.
std::vector<FindingRecord> apply_baseline(const std::vector<FindingRecord>& baseline, Report& report);

}  // namespace assay
