// The estimated profile as collapsed stacks, one a line, outermost function first: `main;run;parse 1234`, where the numbers
// are millionths of the whole. What flamegraph.pl, inferno and speedscope read.
#pragma once

#include <functional>
#include <string_view>

#include "reports/report.h"

namespace assay {

// `sink` returns false to stop.
bool write_collapsed(const Report& report, const std::function<bool(std::string_view)>& sink);

}  // namespace assay
