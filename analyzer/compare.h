// The two sides of a comparison: the work tree, and a commit or a stored report.
#pragma once

#include <string>

#include "analyzer/pipeline.h"
#include "reports/difference.h"

namespace assay {

struct DiffRequest {
  ScanRequest scan;  // of the work tree; the base is scanned alike
  RuleSet rules;
  std::string base;         // a git revision, or empty
  std::string base_report;  // a stored JSON report instead
  std::string baseline;     // findings of the head that are lived with; empty: none
};

// The work tree's report with its comparison; its findings are the new ones only, so that every format shows just these.
// Must be called while the process has one thread.
Result<Report> scan_difference(DiffRequest request, const Progress& progress);

// A stored JSON report; `path` as the user gave it.
Result<Snapshot> load_snapshot(const std::string& path);

}  // namespace assay
