// The JSON report, "assay-report/1": the contract with other programs (schema/assay-report.schema.json).
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "reports/report.h"

namespace assay {

struct JsonOptions {
  std::size_t limit = 0;                      // most hot paths; 0: all
  std::optional<ComponentId> component = {};  // components, hot paths, findings and architecture of this one alone
  std::size_t threads = 1;
};

// Writes the report in pieces of about a megabyte. `sink` returns false to stop.
bool write_json(const Report& report, const JsonOptions& options, const std::function<bool(std::string_view)>& sink);

}  // namespace assay
