// The report for a terminal: a verdict table, then per component the strongest evidence, then what was not seen.
#pragma once

#include <string>

#include "reports/report.h"

namespace assay {

struct TextOptions {
  bool color = false;
  bool verbose = false;  // every component and every contribution in full
};

std::string text_report(const Report& report, const TextOptions& options);

}  // namespace assay
