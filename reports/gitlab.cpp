// See annotations.h.
#include "analyzer/base/text.h"
#include "reports/annotations.h"
#include "reports/json_writer.h"
#include "reports/ranked_findings.h"

namespace assay {
namespace {

// Of GitLab's info, minor, major, critical, blocker.
std::string_view severity_of(Level level) {
  return level == Level::Error ? "critical" : level == Level::Warning ? "major" : "info";
}

}  // namespace

bool write_gitlab(const Report& report, const Sink& sink) {
  PieceBuffer buffer(sink);
  JsonWriter json(buffer.text());
  json.begin_array();
  for (const std::uint32_t i : counted_findings(report)) {
    const Finding& finding = report.findings[i];
    const std::string message = printable(finding.message);
    const std::string path = json_path(path_in_repository(report, finding.file));
    json.inline_next().begin_object();
    json.field("description", std::string_view(message));
    json.field("check_name", std::string_view(report.finding_rules[finding.rule].id));
    json.field("fingerprint", std::string_view(finding.fingerprint)).field("severity", severity_of(finding.level));
    json.key("location").begin_object().field("path", std::string_view(path));
    json.key("lines").begin_object().field("begin", finding.line).field("end", finding.end_line).end_object();
    json.end_object().end_object();
    if (!buffer.pass_on()) return false;
  }
  json.end_array();
  return buffer.finish();
}

}  // namespace assay
