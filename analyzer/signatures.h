// How do the functions by which a part is entered read in the source?
#pragma once

#include "analyzer/project/file_source.h"
#include "reports/report.h"

namespace assay {

// Fills the seams' signatures from the scanned files. One that has changed since it was analysed gives none.
void add_signatures(const FileSource& source, Report& report);

}  // namespace assay
