// Findings as SARIF 2.1.0, the way GitHub's code scanning takes it, or whole for other readers.
#pragma once

#include <cstdint>
#include <string>

#include "reports/report.h"
#include "reports/sink.h"

namespace assay {

// GitHub: at most 5,000 results, the gravest and hottest; what it does not read is left out. Full: all results, those that
// are suppressed marked, code snippets, the components' verdicts, and every file that was not analysed.
enum class SarifProfile : std::uint8_t { GitHub, Full };

struct SarifOptions {
  SarifProfile profile = SarifProfile::GitHub;
  std::string category;  // tells several analyses of one repository apart
  std::string root;      // the scanned folder, for the columns and the lines' fingerprints; never printed
};

bool write_sarif(const Report& report, const SarifOptions& options, const Sink& sink);

}  // namespace assay
