// From options to what the pipeline is asked to do.
#pragma once

#include <functional>

#include "analyzer/options.h"
#include "analyzer/pipeline.h"

namespace assay {

// What is analysed, and by which rules.
struct PreparedScan {
  ScanRequest request;
  RuleSet rules;
};

// The command line wins over the configuration file. Failure: wrong usage or configuration; rules, the team's answers and
// the words of `--fail-on` are checked before a long analysis is done in vain.
Result<PreparedScan> prepare_scan(const Options& options);

// Whether a progress line is wanted: `--progress`, else on a terminal outside continuous integration.
bool shows_progress(const Options& options);

// Runs `work` with a progress line, if one is wanted.
Result<Report> with_progress(const Options& options, const std::function<Result<Report>(const Progress&)>& work);

// The whole scan, with a progress line.
Result<Report> scan_with_progress(PreparedScan prepared, const Options& options);

}  // namespace assay
