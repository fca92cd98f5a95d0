// The HTML report: the assessment as one document that stands alone, to read, to hand over and to print.
//
// All tables and verdicts are in the document; its scripts only sort, filter and draw. It asks the network for nothing,
// and what is foreign in it is text (writer.h). Style and scripts are a template that src/ is built into.
#pragma once

#include <cstddef>
#include <string>

#include "reports/report.h"
#include "reports/sink.h"

namespace assay {

// What is larger than this is cut, and the page says by how much. 10,000 findings then stay below 6 MB.
struct HtmlLimits {
  std::size_t findings = 10'000;
  std::size_t silenced = 2'000;             // findings that do not count
  std::size_t component_bytes = 2'000'000;  // of all components' own pages together
  std::size_t files = 3'000;                // on the map
  std::size_t frames = 3'000;               // of the estimated call stacks
  std::size_t functions = 100;              // in the table of hot paths
  std::size_t skipped = 500;                // files named with their reasons
};

// `root`: the scanned folder, for excerpts of its code; empty: none are shown. False: the sink wanted no more.
bool write_html(const Report& report, const std::string& root, const Sink& sink, const HtmlLimits& limits = {});

}  // namespace assay
