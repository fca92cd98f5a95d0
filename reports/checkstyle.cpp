// See annotations.h.
#include <fmt/format.h>

#include <iterator>

#include "analyzer/base/text.h"
#include "reports/annotations.h"
#include "reports/escape.h"
#include "reports/ranked_findings.h"

namespace assay {
namespace {

std::string_view severity_of(Level level) {
  return level == Level::Error ? "error" : level == Level::Warning ? "warning" : "info";
}

}  // namespace

bool write_checkstyle(const Report& report, const Sink& sink) {
  PieceBuffer buffer(sink);
  std::string& out = buffer.text();
  out += "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<checkstyle version=\"4.3\">\n";
  const std::vector<std::uint32_t> counted = counted_findings(report);
  for (auto at = counted.begin(); at != counted.end();) {
    const FileId file = report.findings[*at].file;
    fmt::format_to(std::back_inserter(out), "  <file name=\"{}\">\n",
                   xml_text(json_path(path_in_repository(report, file))));
    for (; at != counted.end() && report.findings[*at].file == file; ++at) {
      const Finding& finding = report.findings[*at];
      fmt::format_to(std::back_inserter(out), "    <error line=\"{}\"", finding.line);
      if (finding.column > 0) fmt::format_to(std::back_inserter(out), " column=\"{}\"", finding.column);
      fmt::format_to(std::back_inserter(out), " severity=\"{}\" message=\"{}\" source=\"assay.{}\"/>\n",
                     severity_of(finding.level), xml_text(finding.message),
                     xml_text(report.finding_rules[finding.rule].id));
    }
    out += "  </file>\n";
    if (!buffer.pass_on()) return false;
  }
  out += "</checkstyle>\n";
  return buffer.finish();
}

}  // namespace assay
