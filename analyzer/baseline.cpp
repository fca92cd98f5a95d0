// See baseline.h.
#include "analyzer/baseline.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analyzer/base/text.h"
#include "analyzer/input.h"
#include "reports/json_writer.h"

namespace assay {
namespace {

constexpr std::string_view schema = "assay-baseline/1";
constexpr std::uint64_t max_baseline = 256U << 20U;  // bytes

using Json = nlohmann::json;

bool read_entry(const Json& json, FindingRecord& entry) {
  const auto text = [&](const char* name, std::string& out) {
    const auto at = json.find(name);
    if (at == json.end() || !at->is_string()) return false;
    out = at->get<std::string>();
    return true;
  };
  return json.is_object() && text("rule", entry.rule) && text("file", entry.file) && text("message", entry.message) &&
         text("fingerprint", entry.fingerprint);
}

}  // namespace

Result<std::vector<FindingRecord>> read_baseline(const std::string& path) {
  const Result<std::string> text = read_named_file(path, max_baseline);
  if (!text) return tl::unexpected(text.error());
  const auto refuse = [&](std::string_view why) {
    return failure(fmt::format("`{}` is no baseline: {}; make one with `assay baseline write`", printable(path), why));
  };
  const Json json = Json::parse(*text, nullptr, false);
  if (json.is_discarded() || !json.is_object()) return refuse("it is no JSON object");
  if (!json.contains("schema") || json["schema"] != schema)
    return refuse(fmt::format("its `schema` is not `{}`", schema));
  if (!json.contains("findings") || !json["findings"].is_array()) return refuse("it has no list `findings`");
  std::vector<FindingRecord> entries;
  for (const Json& item : json["findings"]) {
    entries.emplace_back();
    if (!read_entry(item, entries.back()))
      return refuse("an entry lacks `rule`, `file`, `message` or `fingerprint`");  // edited or half written
  }
  return entries;
}

std::string baseline_text(const Report& report) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.field("schema", schema);
  json.key("tool").inline_next().begin_object().field("name", "assay").field("version", ASSAY_VERSION).end_object();
  json.key("findings").begin_array();
  for (const FindingRecord& finding : snapshot_of(report).findings) {
    if (finding.silenced) continue;
    json.inline_next().begin_object();
    json.field("rule", std::string_view(finding.rule)).field("file", std::string_view(finding.file));
    json.field("message", std::string_view(finding.message));
    json.field("fingerprint", std::string_view(finding.fingerprint)).end_object();
  }
  json.end_array().end_object();
  return text;
}

std::vector<FindingRecord> apply_baseline(const std::vector<FindingRecord>& baseline, Report& report) {
  if (baseline.empty()) return {};
  const std::vector<FindingRecord> present = snapshot_of(report).findings;
  const std::vector<std::size_t> partner = match_findings(baseline, present);
  std::vector<bool> met(baseline.size());
  for (std::size_t i = 0; i < partner.size(); ++i) {
    if (partner[i] == no_partner) continue;
    met[partner[i]] = true;
    if (i < report.findings.size()) report.findings[i].silence = {SilencedBy::Baseline, "in the baseline", ""};
  }
  set_aside_silenced(report);
  std::vector<FindingRecord> gone;
  for (std::size_t i = 0; i < baseline.size(); ++i) {
    if (!met[i]) gone.push_back(baseline[i]);
  }
  return gone;
}

}  // namespace assay
