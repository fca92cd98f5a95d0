// See json.h. One function per section, in the order of the contract.
#include "reports/json.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "analyzer/base/text.h"
#include "reports/json_writer.h"
#include "reports/plan_json.h"
#include "reports/repository_totals.h"

namespace assay {
namespace {

constexpr std::size_t piece = 1U << 20U;

class JsonReport {
 public:
  JsonReport(const Report& report, const JsonOptions& options, const std::function<bool(std::string_view)>& sink)
      : report_(report), options_(options), sink_(sink), json_(buffer_) {}

  bool run() {
    json_.begin_object();
    json_.field("schema", "assay-report/1");
    tool();
    repository();
    coverage();
    json_.key("components").begin_array();
    for (std::size_t i = 0; i < report_.components.list.size(); ++i) {
      if (!tells_of(ComponentId::of_index(i))) continue;
      component(i);
      if (!flush(piece)) return false;
    }
    json_.end_array();
    if (!hot_paths()) return false;
    if (!findings()) return false;
    write_architecture(json_, report_, options_.component);
    json_.end_object();
    return flush(0);
  }

 private:
  bool flush(std::size_t above) {
    if (buffer_.size() < above || buffer_.empty()) return true;
    const bool more = sink_(buffer_);
    buffer_.clear();
    return more;
  }

  bool tells_of(ComponentId component) const {
    return !options_.component.has_value() || *options_.component == component;
  }

  void path(std::string_view name, std::string_view bytes) {
    json_.key(name).value(std::string_view(json_path(bytes)));
  }

  bool findings() {
    json_.key("findings").begin_array();
    // Both lists are by file and line.
    std::vector<const Finding*> all;
    for (const std::vector<Finding>* list : {&report_.findings, &report_.silenced}) {
      for (const Finding& finding : *list) all.push_back(&finding);
    }
    std::stable_sort(all.begin(), all.end(), [](const Finding* a, const Finding* b) {
      return std::tie(a->file, a->line, a->column) < std::tie(b->file, b->line, b->column);
    });
    for (const Finding* finding : all) {
      if (!tells_of(finding->component)) continue;
      this->finding(*finding);
      if (!flush(piece)) return false;
    }
    json_.end_array();
    return true;
  }

  void finding(const Finding& finding) {
    const FindingRule& rule = report_.finding_rules[finding.rule];
    json_.inline_next().begin_object();
    json_.field("rule", std::string_view(rule.id)).field("level", level_name(finding.level));
    json_.field("message", std::string_view(finding.message));
    path("file", report_.model.files[finding.file.index()].path);
    json_.field("line", finding.line).field("column", std::max(finding.column, 1U)).field("end_line", finding.end_line);
    json_.field("component", std::string_view(report_.components.list[finding.component.index()].id));
    json_.field("fingerprint", std::string_view(finding.fingerprint));
    strings("criteria", rule.criteria);
    if (!finding.counts()) silence(finding.silence);
    json_.end_object();
  }

  void silence(const Silence& silence) {
    json_.key("silenced").begin_object();
    json_.field("by", silence.by == SilencedBy::Baseline ? "baseline" : "comment");
    json_.field("reason", std::string_view(silence.reason));
    if (!silence.until.empty()) json_.field("until", std::string_view(silence.until));
    json_.end_object();
  }

  void history() {
    const ChangeHistory& history = report_.history;
    if (history.end.empty()) return;
    json_.key("history").inline_next().begin_object();
    json_.field("changes", std::uint64_t{history.changes.size()}).field("sweeping", history.sweeping);
    json_.field("authors", history.authors).field("end", std::string_view(history.end)).end_object();
  }

  void strings(std::string_view name, const std::vector<std::string>& values) {
    json_.key(name).inline_next().begin_array();
    for (const std::string& value : values) json_.value(std::string_view(value));
    json_.end_array();
  }

  void tool() {
    json_.key("tool").inline_next().begin_object();
    json_.field("name", "assay")
        .field("version", ASSAY_VERSION)
        .field("rules", std::string_view(report_.rules_digest))
        .end_object();
  }

  void repository() {
    json_.key("repository").begin_object();
    path("name", report_.name);
    json_.field("revision", std::string_view(report_.revision));
    json_.key("languages").begin_array();
    for (const LanguageTotal& total : language_totals(report_)) {
      json_.inline_next().begin_object();
      json_.field("name", std::string_view(total.name))
          .field("files", total.files)
          .field("lines", total.lines)
          .field("code_lines", total.code_lines);
      json_.field("bytes", total.bytes).field("functions", total.functions);
      json_.key("parse_errors").begin_object();
      json_.field("files", total.files_with_errors)
          .field("bytes", total.error_bytes)
          .field("functions", total.functions_with_error)
          .end_object();
      json_.key("calls").inline_next().begin_object();
      json_.field("total", total.calls).field("resolved", total.resolved_calls).end_object();
      json_.end_object();
    }
    json_.end_array();
    json_.key("submodules").inline_next().begin_array();
    for (const std::string& submodule : report_.submodules) json_.value(std::string_view(json_path(submodule)));
    json_.end_array();
    json_.end_object();
  }

  void coverage() {
    std::uint64_t lines = 0;
    for (const FileRow& file : report_.model.files) lines += file.lines;
    json_.key("coverage").begin_object();
    json_.field("files", report_.files_seen)
        .field("analysed", std::uint64_t{report_.model.files.size()})
        .field("lines", lines);
    json_.key("skipped").begin_array();
    for (const SkippedFile& skipped : report_.skipped) {
      json_.inline_next().begin_object();
      path("path", skipped.path);
      json_.field("reason", std::string_view(printable(skipped.reason))).end_object();
    }
    json_.end_array();
    json_.key("calls").inline_next().begin_object();
    json_.field("total", std::uint64_t{report_.model.calls.size()})
        .field("resolved", std::uint64_t{report_.calls.resolved})
        .end_object();
    if (report_.macros_left_out > 0) json_.field("macros_left_out", report_.macros_left_out);
    compiler();
    history();
    profiles();
    json_.end_object();
  }

  void compiler() {
    const CompilerUse& use = report_.compiler;
    if (use.database.empty()) return;
    json_.key("compiler").begin_object();
    path("database", use.database);
    if (!use.unavailable.empty()) json_.field("unavailable", std::string_view(use.unavailable));
    json_.key("entries").inline_next().begin_object();
    json_.field("all", use.entries)
        .field("repeated", use.repeated)
        .field("outside", use.outside)
        .field("missing", use.missing)
        .field("malformed", use.malformed)
        .field("dropped_flags", use.dropped_flags)
        .end_object();
    json_.key("units").inline_next().begin_object();
    json_.field("all", use.units)
        .field("parsed", use.parsed)
        .field("with_errors", use.with_errors)
        .field("failed", std::uint64_t{use.failed.size()})
        .end_object();
    json_.key("files").inline_next().begin_object();
    json_.field("compiler", use.files_compiled).field("syntax", use.files - use.files_compiled).end_object();
    json_.key("failed").begin_array();
    for (const SkippedFile& unit : use.failed) {
      json_.inline_next().begin_object();
      path("path", unit.path);
      json_.field("reason", std::string_view(printable(unit.reason))).end_object();
    }
    json_.end_array();
    json_.end_object();
  }

  void profiles() {
    const Measurement& measurement = report_.measurement;
    json_.key("profiles").begin_array();
    for (const ProfileUse& use : measurement.profiles) {
      json_.begin_object();
      path("path", use.path);
      json_.field("kind", std::string_view(use.kind)).field("unit", std::string_view(use.unit));
      json_.field("samples", use.samples).field("total", use.total);
      json_.field("own", use.own).field("joined", use.joined);
      json_.key("unjoined").begin_array();
      for (const UnjoinedFrame& frame : use.unjoined) {
        json_.inline_next().begin_object().field("name", std::string_view(frame.name));
        path("file", frame.file);
        json_.field("share", frame.share).end_object();
      }
      json_.end_array();
      strings("notes", use.notes);
      json_.end_object();
    }
    json_.end_array();
    if (measurement.profiles.empty()) return;
    json_.key("estimate_check").begin_object();
    json_.key("components").inline_next().begin_array();
    for (const ComponentId c : measurement.components)
      json_.value(std::string_view(report_.components.list[c.index()].id));
    json_.end_array();
    json_.field("functions", std::uint64_t{measurement.check.functions});
    json_.field("rank_correlation", measurement.check.rank_correlation);
    json_.field("top_5_percent", measurement.check.top_5).field("top_10_percent", measurement.check.top_10);
    json_.field("best_5_percent", measurement.check.best_5).field("best_10_percent", measurement.check.best_10);
    json_.end_object();
  }

  void component(std::size_t index) {
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
      json_.key("facts").inline_next().begin_array();
      for (const std::string& id : part.signals) json_.value(std::string_view(id));
      json_.end_array();
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
        path("file", e.file);
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
      strings("go", counterpart == nullptr ? std::vector<std::string>{} : counterpart->go);
      strings("rust", counterpart == nullptr ? std::vector<std::string>{} : counterpart->rust);
      json_.key("readiness");
      write_dependency_readiness(json_, counterpart);
      json_.end_object();
    }
    json_.end_array();
    json_.end_object();
  }

  // How much of a component was understood.
  void read_of(const Component& c) {
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

  void verdict(const Verdict& v) {
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
    strings("doubts", v.doubts);
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
      strings("criteria", c.criteria);
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

  bool hot_paths() {
    const Model& model = report_.model;
    json_.key("hot_paths").begin_array();
    std::size_t count = 0;
    for (const HotFunction& hot : report_.hot_paths.functions) {
      const facts::Function& row = model.function(hot.function);
      const FileId file = model.function_file[hot.function.index()];
      const ComponentId owner = report_.components.of_file[file.index()];
      if (!tells_of(owner)) continue;
      if (options_.limit != 0 && count++ == options_.limit) break;
      json_.inline_next().begin_object();
      json_.field("function", model.qualified_name(hot.function));
      path("file", model.files[file.index()].path);
      json_.field("line", row.line());
      json_.field("component", std::string_view(report_.components.list[owner.index()].id));
      json_.field("self", hot.self)
          .field("inclusive", hot.inclusive)
          .field("basis", hot.basis == Basis::Profile ? "profile" : "static");
      strings("why", hot.why);
      json_.end_object();
      if (!flush(piece)) return false;
    }
    json_.end_array();
    return true;
  }

  const Report& report_;
  const JsonOptions& options_;
  const std::function<bool(std::string_view)>& sink_;
  std::string buffer_;
  JsonWriter json_;
};

}  // namespace

bool write_json(const Report& report, const JsonOptions& options, const std::function<bool(std::string_view)>& sink) {
  return JsonReport(report, options, sink).run();
}

}  // namespace assay
