// The report for a terminal: a verdict table, then per component the strongest evidence, then what was not seen.
#pragma once

#include <string>

#include "reports/report.h"

namespace assay {

struct TextOptions {
  bool color = false;
  bool verbose = false;    // every component and every contribution in full
  std::size_t width = 80;  // columns, at least 60
  std::string links;  // URL of the scanned folder with a last slash: places link to their files; empty: they do not
};

std::string text_report(const Report& report, const TextOptions& options);

}  // namespace assay
