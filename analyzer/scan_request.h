// From options to what the pipeline is asked to do.
#pragma once

#include <functional>

#include "analyzer/options.h"
#include "analyzer/pipeline.h"

namespace assay {

// The command line wins over the configuration file. Failure: wrong usage or configuration.
Result<ScanRequest> request_of(const Options& options);

// Whether a progress line is wanted: `--progress`, else on a terminal outside continuous integration.
bool shows_progress(const Options& options);

// Runs `work` with a progress line, if one is wanted.
Result<Report> with_progress(const Options& options, const std::function<Result<Report>(const Progress&)>& work);

}  // namespace assay
