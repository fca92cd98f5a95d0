// See annotations.h.
#include "analyzer/base/text.h"
#include "reports/annotations.h"
#include "reports/json_writer.h"
#include "reports/ranked_findings.h"

namespace assay {
namespace {

std::string_view severity_of(Level level) {
  return level == Level::Error ? "ERROR" : level == Level::Warning ? "WARNING" : "INFO";
}

}  // namespace

bool write_rdjson(const Report& report, const Sink& sink) {
  PieceBuffer buffer(sink);
  JsonWriter json(buffer.text());
  json.begin_object().key("source").inline_next().begin_object().field("name", "assay").end_object();
  json.key("diagnostics").begin_array();
  for (const std::uint32_t i : counted_findings(report)) {
    const Finding& finding = report.findings[i];
    const std::string message = printable(finding.message);
    const std::string path = json_path(path_in_repository(report, finding.file));
    json.inline_next().begin_object().field("message", std::string_view(message));
    json.key("location").begin_object().field("path", std::string_view(path));
    json.key("range").begin_object().key("start").begin_object().field("line", finding.line);
    if (finding.column > 0) json.field("column", finding.column);
    json.end_object().end_object().end_object();
    json.field("severity", severity_of(finding.level));
    json.key("code").begin_object();
    json.field("value", std::string_view(report.finding_rules[finding.rule].id)).end_object().end_object();
    if (!buffer.pass_on()) return false;
  }
  json.end_array().end_object();
  return buffer.finish();
}

}  // namespace assay
