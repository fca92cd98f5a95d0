// Tables for spreadsheets and scripts, RFC 4180 with a row of names first: a table, a format.
#pragma once

#include "reports/report.h"
#include "reports/sink.h"

namespace assay {

bool write_csv_components(const Report& report, const Sink& sink);
bool write_csv_findings(const Report& report, const Sink& sink);
bool write_csv_hot_paths(const Report& report, const Sink& sink);

}  // namespace assay
