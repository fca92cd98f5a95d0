// `assay diff`: what a change did, as text for people and as JSON, "assay-diff/1" (schema/assay-diff.schema.json).
#pragma once

#include <string>

#include "reports/report.h"
#include "reports/sink.h"

namespace assay {

// `report.difference` must be set.
std::string diff_text(const Report& report, bool color, bool verbose);
bool write_diff_json(const Report& report, const Sink& sink);

}  // namespace assay
