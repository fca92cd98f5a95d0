// What the formats for profile viewers share: the stacks of a report, and what a frame is called there.
#pragma once

#include <string>
#include <vector>

#include "analyzer/analysis/estimated_stacks.h"
#include "reports/report.h"

namespace assay {

EstimatedStacks estimated_stacks(const Report& report);

// The functions of a frame and of all below it, outermost first.
std::vector<FunctionId> stack_of(const EstimatedStacks& stacks, std::size_t frame);

// On one line. Top-level code is named with its file; none: the entries that are too small to be shown.
std::string frame_name(const Model& model, FunctionId function);

}  // namespace assay
