// A test case for each component, for pages that show test results: its verdict beside it, and it fails where the component
// has findings of level error.
#pragma once

#include "reports/report.h"
#include "reports/sink.h"

namespace assay {

bool write_junit(const Report& report, const Sink& sink);

}  // namespace assay
