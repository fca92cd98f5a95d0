// See snapshot.h.
#include "reports/snapshot.h"

#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "analyzer/base/text.h"

namespace assay {
namespace {

using Json = nlohmann::json;

// A stored report comes from elsewhere: what is not as it should be makes the whole of it unusable.
struct Malformed {
  std::string what;
};

const Json& member(const Json& object, const char* name) {
  if (!object.is_object() || !object.contains(name)) throw Malformed{fmt::format("`{}` is missing", name)};
  return object[name];
}

std::string text_of(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_string()) throw Malformed{fmt::format("`{}` is no text", name)};
  return value.get<std::string>();
}

double number_of(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_number()) throw Malformed{fmt::format("`{}` is no number", name)};
  return value.get<double>();
}

std::uint32_t count_of(const Json& object, const char* name) {
  const double value = number_of(object, name);
  if (!(value >= 0) || value > std::numeric_limits<std::uint32_t>::max())
    throw Malformed{fmt::format("`{}` is no count", name)};
  return static_cast<std::uint32_t>(value);
}

const Json& list_of(const Json& object, const char* name) {
  const Json& value = member(object, name);
  if (!value.is_array()) throw Malformed{fmt::format("`{}` is no list", name)};
  return value;
}

FindingRecord finding_of(const Json& json) {
  FindingRecord finding;
  finding.rule = text_of(json, "rule");
  finding.level = text_of(json, "level");
  finding.message = text_of(json, "message");
  finding.file = text_of(json, "file");
  finding.component = text_of(json, "component");
  finding.fingerprint = text_of(json, "fingerprint");
  finding.line = count_of(json, "line");
  finding.end_line = count_of(json, "end_line");
  finding.silenced = json.contains("silenced");
  return finding;
}

ComponentRecord component_of(const Json& json) {
  ComponentRecord component;
  component.id = text_of(json, "id");
  component.name = text_of(json, "name");
  const Json& verdict = member(json, "verdict");
  component.choice = text_of(verdict, "choice");
  component.confidence = text_of(verdict, "confidence");
  component.margin = number_of(verdict, "margin");
  const Json& tie = member(verdict, "near_tie");
  component.near_tie = tie.is_boolean() && tie.get<bool>();
  for (const Json& c : list_of(verdict, "contributions")) {
    const std::string signal = c.is_object() && c.contains("signal") ? text_of(c, "signal") : std::string();
    component.contributions[text_of(c, "rule") + " " + text_of(c, "answer")] = {
        text_of(c, "answer"), text_of(c, "reason"), signal, number_of(c, "weight")};
  }
  for (const Json& signal : list_of(json, "signals")) {
    std::vector<std::string>& places = component.evidence[text_of(signal, "id")];
    for (const Json& e : list_of(signal, "evidence")) places.push_back(text_of(e, "file") + ": " + text_of(e, "note"));
  }
  return component;
}

Snapshot snapshot_of(const Report& report, bool with_history) {
  Snapshot snapshot;
  snapshot.revision = report.revision;
  snapshot.rules_digest = report.rules_digest;
  snapshot.with_history = with_history && !report.history.end.empty();
  snapshot.compiled = report.compiler.parsed > 0;
  const auto add = [&](const Finding& f) {
    snapshot.findings.push_back({report.finding_rules[f.rule].id, std::string(level_name(f.level)), f.message,
                                 json_path(report.model.files[f.file.index()].path),
                                 report.components.list[f.component.index()].id, f.fingerprint, f.line, f.end_line,
                                 !f.counts()});
  };
  for (const Finding& finding : report.findings) add(finding);
  for (const Finding& finding : report.silenced) add(finding);
  for (std::size_t i = 0; i < report.results.size(); ++i) {
    const ComponentResult& result = report.results[i];
    const Verdict& verdict = !with_history && result.timeless ? *result.timeless : result.verdict;
    ComponentRecord component;
    component.id = report.components.list[i].id;
    component.name = report.components.list[i].name;
    component.choice = answer_name(verdict.choice);
    component.confidence = confidence_name(verdict.confidence);
    component.margin = verdict.margin;
    component.near_tie = verdict.near_tie;
    for (const Contribution& c : verdict.contributions)
      component.contributions[c.rule + " " + std::string(answer_name(c.answer))] = {std::string(answer_name(c.answer)),
                                                                                    c.reason, c.signal, c.weight};
    snapshot.components.push_back(std::move(component));
  }
  return snapshot;
}

}  // namespace

Snapshot snapshot_of(const Report& report) { return snapshot_of(report, true); }

std::map<std::string, std::vector<std::string>> evidence_of(const ComponentResult& result) {
  std::map<std::string, std::vector<std::string>> evidence;
  for (const auto& [id, signal] : result.signals) {
    for (const Evidence& e : signal.evidence) evidence[id].push_back(json_path(e.file) + ": " + e.note);
  }
  return evidence;
}

Snapshot timeless_snapshot_of(const Report& report) {
  Snapshot snapshot = snapshot_of(report, false);
  for (std::size_t i = 0; i < report.results.size(); ++i) {
    auto& evidence = snapshot.components[i].evidence = evidence_of(report.results[i]);
    std::erase_if(evidence, [](const auto& entry) { return entry.first.starts_with("history."); });
  }
  return snapshot;
}

Result<Snapshot> read_snapshot(std::string_view json, const std::string& path) {
  const auto refuse = [&](std::string_view why) {
    return failure(fmt::format("`{}` is no report to compare with: {}; write one with `assay scan -f json -o FILE`",
                               printable(path), why));
  };
  // Hot paths are most of a report, and not compared.
  const auto keep = [](int depth, Json::parse_event_t event, const Json& value) {
    return event != Json::parse_event_t::key || depth != 1 || value != "hot_paths";
  };
  try {
    const Json report = Json::parse(json.begin(), json.end(), keep);
    if (text_of(report, "schema") != "assay-report/1") return refuse("its `schema` is not `assay-report/1`");
    Snapshot snapshot;
    snapshot.revision = text_of(member(report, "repository"), "revision");
    snapshot.rules_digest = text_of(member(report, "tool"), "rules");
    const Json& coverage = member(report, "coverage");
    snapshot.with_history = coverage.contains("history") && coverage["history"].is_object();
    if (coverage.contains("compiler"))
      snapshot.compiled = number_of(member(member(coverage, "compiler"), "units"), "parsed") > 0;
    for (const Json& finding : list_of(report, "findings")) snapshot.findings.push_back(finding_of(finding));
    for (const Json& component : list_of(report, "components")) snapshot.components.push_back(component_of(component));
    return snapshot;
  } catch (const Malformed& malformed) {
    return refuse(malformed.what);
  } catch (const Json::exception&) {
    return refuse("it is no JSON");
  }
}

}  // namespace assay
