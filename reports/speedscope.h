// The estimated profile for https://www.speedscope.app, in its file format's "sampled" form: each stack is one sample, its
// weight a number of millionths of the whole.
#pragma once

#include <functional>
#include <string_view>

#include "reports/report.h"

namespace assay {

// `sink` returns false to stop.
bool write_speedscope(const Report& report, const std::function<bool(std::string_view)>& sink);

}  // namespace assay
