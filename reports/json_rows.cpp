// See json_rows.h.
#include "reports/json_rows.h"

#include <algorithm>

#include "analyzer/base/text.h"
#include "reports/plan_json.h"

namespace assay {

void JsonRows::component(ComponentId row) {
  const std::size_t index = row.index();
  const Component& c = report_.components.list[index];
  const ComponentResult& result = report_.results[index];
  json_.begin_object();
  json_.field("id", std::string_view(c.id)).field("name", std::string_view(c.name));
  json_.key("paths").inline_next().begin_array();
  for (const std::string& p : c.paths) json_.value(std::string_view(json_path(p)));
  json_.end_array();
  json_.field("kind", kind_name(c.kind)).field("kind_reason", std::string_view(c.kind_reason));
  json_.key("languages").inline_next().begin_object();
  for (const auto& [name, lines] : c.languages) json_.field(name, lines);
  json_.end_object();
  json_.field("lines", c.code_lines).field("test_lines", c.test_lines).field("functions", c.functions);
  read_of(c);
  json_.key("profile").begin_object();
  for (const ProfilePart& part : result.profile.parts) {
    json_.key(part.name).begin_object();
    json_.field("score", part.score);
    json_.field("facts", part.signals);
    if (part.name == "concurrency") {
      json_.key("models").inline_next().begin_array();
      for (const std::string_view model : result.profile.models) json_.value(model);
      json_.end_array();
    }
    json_.end_object();
  }
  json_.end_object();
  json_.key("signals").begin_array();
  for (const auto& [id, signal] : result.signals) {
    json_.begin_object();
    json_.field("id", std::string_view(id)).field("value", signal.value).field("unit", std::string_view(signal.unit));
    json_.key("evidence").begin_array();
    for (const Evidence& e : signal.evidence) {
      json_.inline_next().begin_object();
      json_.path("file", e.file);
      json_.field("line", e.line).field("note", std::string_view(e.note)).end_object();
    }
    json_.end_array().end_object();
  }
  json_.end_array();
  verdict(result.verdict);
  write_component_plan(json_, report_, index);
  json_.key("dependencies").begin_array();
  for (const ComponentDependency& d : c.dependencies) {
    json_.inline_next().begin_object();
    json_.field("name", std::string_view(d.name))
        .field("version", std::string_view(d.version))
        .field("ecosystem", std::string_view(d.ecosystem));
    // What only builds or tests the component stays behind when it moves.
    const bool moves = d.scope == facts::DependencyScope::Runtime;
    const Counterpart* counterpart = moves ? report_.counterparts.find(d.ecosystem, d.name) : nullptr;
    json_.field("go", counterpart == nullptr ? std::vector<std::string>{} : counterpart->go);
    json_.field("rust", counterpart == nullptr ? std::vector<std::string>{} : counterpart->rust);
    json_.key("readiness");
    write_dependency_readiness(json_, counterpart);
    json_.end_object();
  }
  json_.end_array();
  json_.end_object();
}

// How much of a component was understood.
void JsonRows::read_of(const Component& c) {
  std::uint64_t bytes = 0, error_bytes = 0, calls = 0, resolved = 0;
  for (const FileId id : c.files) {
    const FileRow& file = report_.model.files[id.index()];
    bytes += file.bytes;
    error_bytes += file.error_bytes;
    calls += file.calls.size();
    for (std::uint32_t call = file.calls.begin; call < file.calls.end; ++call)
      resolved += is_resolved(report_.calls.evidence[call]) ? 1 : 0;
  }
  json_.key("coverage").inline_next().begin_object();
  json_.field("files", std::uint64_t{c.files.size()}).field("bytes", bytes).field("error_bytes", error_bytes);
  json_.key("calls").begin_object().field("total", calls).field("resolved", resolved).end_object().end_object();
}

void JsonRows::verdict(const Verdict& v) {
  json_.key("verdict").begin_object();
  json_.field("choice", answer_name(v.choice)).field("runner_up", answer_name(v.runner_up));
  json_.key("settled_as");
  v.settled_as == Answer::Keep ? json_.null() : json_.value(answer_name(v.settled_as));
  json_.key("scores").inline_next().begin_object();
  for (const Answer answer : {Answer::Rust, Answer::Go, Answer::Keep})
    json_.field(answer_name(answer), score_of(v, answer));
  json_.end_object();
  json_.field("confidence", confidence_name(v.confidence))
      .field("margin", v.margin)
      .field("near_tie", v.near_tie)
      .field("stability", v.stability);
  json_.field("doubts", v.doubts);
  if (v.decider.empty()) {
    json_.key("decider").null();
  } else {
    json_.field("decider", std::string_view(v.decider));
  }
  json_.key("code").inline_next().begin_object();
  json_.field("choice", answer_name(v.code_choice));
  json_.key("scores").inline_next().begin_object();
  for (const Answer answer : {Answer::Rust, Answer::Go, Answer::Keep})
    json_.field(answer_name(answer), v.code_scores[static_cast<std::size_t>(answer)]);
  json_.end_object().end_object();
  json_.key("contributions").begin_array();
  for (const Contribution& c : v.contributions) {
    json_.begin_object();
    json_.field("rule", std::string_view(c.rule))
        .field("answer", answer_name(c.answer))
        .field("weight", c.weight)
        .field("from", c.from_team ? "team" : "code")
        .field("signal", std::string_view(c.signal))
        .field("reason", std::string_view(c.reason));
    json_.field("criteria", c.criteria);
    json_.end_object();
  }
  json_.end_array();
  json_.key("flips").begin_array();
  for (const Flip& flip : v.flips) {
    json_.inline_next()
        .begin_object()
        .field("change", std::string_view(flip.change))
        .field("to", answer_name(flip.to))
        .end_object();
  }
  json_.end_array().end_object();
}

void JsonRows::hot_path(const HotFunction& hot) {
  const Model& model = report_.model;
  const FileId file = model.function_file[hot.function.index()];
  json_.inline_next().begin_object();
  json_.field("function", model.qualified_name(hot.function)).path("file", model.files[file.index()].path);
  json_.field("line", model.function(hot.function).line());
  json_.field("component", id_of(report_.components.of_file[file.index()]));
  json_.field("self", hot.self)
      .field("inclusive", hot.inclusive)
      .field("basis", hot.basis == Basis::Profile ? "profile" : "static")
      .field("why", report_.hot_paths.why(hot.function));
  json_.end_object();
}

void JsonRows::finding(const Finding& finding) {
  const FindingRule& rule = report_.finding_rules[finding.rule];
  json_.inline_next().begin_object();
  json_.field("rule", std::string_view(rule.id)).field("level", level_name(finding.level));
  json_.field("message", std::string_view(finding.message));
  json_.path("file", report_.model.files[finding.file.index()].path);
  json_.field("line", finding.line).field("column", std::max(finding.column, 1U)).field("end_line", finding.end_line);
  json_.field("component", id_of(finding.component));
  json_.field("fingerprint", std::string_view(finding.fingerprint));
  json_.field("criteria", rule.criteria);
  if (!finding.counts()) silence(finding.silence);
  json_.end_object();
}

void JsonRows::silence(const Silence& silence) {
  json_.key("silenced").begin_object();
  json_.field("by", silence.by == SilencedBy::Baseline ? "baseline" : "comment");
  json_.field("reason", std::string_view(silence.reason));
  if (!silence.until.empty()) json_.field("until", std::string_view(silence.until));
  json_.end_object();
}

std::string_view JsonRows::id_of(ComponentId component) const { return report_.components.list[component.index()].id; }

}  // namespace assay
