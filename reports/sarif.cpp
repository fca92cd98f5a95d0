// See sarif.h. The standard: OASIS SARIF 2.1.0. What GitHub requires and where it stops reading:
// https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
#include "reports/sarif.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "analyzer/analysis/call_flows.h"
#include "analyzer/analysis/effect_path.h"
#include "analyzer/base/text.h"
#include "reports/escape.h"
#include "reports/json_writer.h"
#include "reports/ranked_findings.h"
#include "reports/source_places.h"

namespace assay {
namespace {

constexpr std::size_t github_results = 5'000;  // GitHub shows no more of a run
constexpr std::size_t longest_flow = 100;      // steps; GitHub shows 1,000
constexpr double least_heat = 0.0005;          // below, a share shows as 0.0 %
constexpr std::size_t longest_text = 1'000;    // bytes of a rule's description; GitHub takes 1,024 characters

// `blocking-call-in-async` → `BlockingCallInAsync`, as SARIF wants names of rules.
std::string pascal_case(std::string_view id) {
  std::string name;
  for (const std::string_view word : split(id, '-')) {
    if (word.empty()) continue;
    name += word[0] >= 'a' && word[0] <= 'z' ? static_cast<char>(word[0] - 'a' + 'A') : word[0];
    name += word.substr(1);
  }
  return name;
}

std::string sentence(std::string_view text) {
  std::string out = printable(text.substr(0, longest_text));
  if (!out.empty() && out[0] >= 'a' && out[0] <= 'z') out[0] = static_cast<char>(out[0] - 'a' + 'A');
  return out.ends_with('.') || out.empty() ? out : out + '.';
}

class SarifReport {
 public:
  SarifReport(const Report& report, const SarifOptions& options, const Sink& sink)
      : report_(report),
        options_(options),
        full_(options.profile == SarifProfile::Full),
        buffer_(sink),
        json_(buffer_.text()) {}

  bool run() {
    std::vector<std::uint32_t> shown = ranked_findings(report_);
    const std::size_t all = shown.size();
    if (!full_ && all > github_results) shown.resize(github_results);
    json_.begin_object();
    json_.field("$schema", "https://json.schemastore.org/sarif-2.1.0.json").field("version", "2.1.0");
    json_.key("runs").begin_array().begin_object();
    tool();
    json_.key("automationDetails").inline_next().begin_object();
    json_.field("id", std::string_view(options_.category + "/")).end_object();
    json_.field("columnKind", "utf16CodeUnits");
    json_.key("originalUriBaseIds").inline_next().begin_object().key("%SRCROOT%").begin_object();
    text("description", "the root of the repository, or of what was scanned where there is none");
    json_.end_object().end_object();
    invocation(all - shown.size());
    if (!results(shown)) return false;
    if (full_) verdicts();
    json_.end_object().end_array().end_object();
    return buffer_.finish();
  }

 private:
  void text(std::string_view name, std::string_view value) {
    json_.key(name).inline_next().begin_object().field("text", value).end_object();
  }

  void tool() {
    json_.key("tool").begin_object().key("driver").begin_object();
    json_.field("name", "assay").field("version", ASSAY_VERSION).field("semanticVersion", ASSAY_VERSION);
    json_.key("rules").begin_array();
    for (const FindingRule& rule : report_.finding_rules) this->rule(rule);
    json_.end_array();
    if (full_) {
      json_.key("properties").inline_next().begin_object();
      json_.field("rules", std::string_view(report_.rules_digest)).end_object();
    }
    json_.end_object().end_object();
  }

  void rule(const FindingRule& rule) {
    json_.begin_object();
    const std::string name = pascal_case(rule.id);
    json_.field("id", std::string_view(rule.id)).field("name", std::string_view(name));
    text("shortDescription", sentence(rule.title));
    text("fullDescription", sentence(rule.why));
    const std::string why = sentence(rule.why), instead = sentence(rule.instead);
    json_.key("help").begin_object();
    json_.field("text", std::string_view(fmt::format("{}\nInstead: {}", why, instead)));
    json_.field("markdown",
                std::string_view(fmt::format("{}\n\n**Instead:** {}\n", markdown_text(why), markdown_text(instead))));
    json_.end_object();
    json_.key("defaultConfiguration").inline_next().begin_object();
    json_.field("level", level_name(rule.level)).end_object();
    json_.key("properties").inline_next().begin_object();
    json_.field("problem.severity", rule.level == Level::Note ? "recommendation" : level_name(rule.level));
    json_.key("tags").begin_array().value(std::string_view(rule.family));
    for (const std::string& criterion : rule.criteria) json_.value(std::string_view(criterion));
    json_.end_array().end_object().end_object();
  }

  void notification(Level level, std::string_view message) {
    json_.begin_object().field("level", level_name(level));
    text("message", message);
    json_.end_object();
  }

  void invocation(std::size_t cut) {
    json_.key("invocations").begin_array().begin_object().field("executionSuccessful", true);
    json_.key("toolExecutionNotifications").begin_array();
    if (cut > 0)
      notification(Level::Warning,
                   fmt::format("{} findings are left out: GitHub shows {} of a run, these are the gravest and hottest. "
                               "The `full` profile and the JSON report have all.",
                               cut, github_results));
    if (!full_ && !report_.skipped.empty())
      notification(Level::Note, fmt::format("{} files or folders were not analysed. The JSON report names them with "
                                            "their reasons.",
                                            report_.skipped.size()));
    if (full_) {
      for (const SkippedFile& skipped : report_.skipped) {
        json_.inline_next().begin_object().field("level", "note");
        text("message", sentence(skipped.reason));
        json_.key("locations").begin_array().begin_object().key("physicalLocation").begin_object();
        artifact(report_.prefix + skipped.path);
        json_.end_object().end_object().end_array().end_object();
        buffer_.pass_on();
      }
    }
    json_.end_array().end_object().end_array();
  }

  void artifact(FileId file) { artifact(path_in_repository(report_, file)); }

  void artifact(std::string_view path) {
    const std::string uri = uri_path(path);
    json_.key("artifactLocation").inline_next().begin_object();
    json_.field("uri", std::string_view(uri)).field("uriBaseId", "%SRCROOT%").end_object();
  }

  bool results(const std::vector<std::uint32_t>& shown) {
    const std::vector<SourcePlace> places = find_source_places(report_, report_.findings, options_.root);
    json_.key("results").begin_array();
    for (const std::uint32_t i : shown) {
      result(report_.findings[i], places[i]);
      if (!buffer_.pass_on()) return false;
    }
    if (full_) {
      const std::vector<SourcePlace> others = find_source_places(report_, report_.silenced, options_.root);
      for (std::size_t i = 0; i < others.size(); ++i) {
        result(report_.silenced[i], others[i]);
        if (!buffer_.pass_on()) return false;
      }
    }
    json_.end_array();
    return true;
  }

  void result(const Finding& finding, const SourcePlace& place) {
    const FindingRule& rule = report_.finding_rules[finding.rule];
    json_.begin_object().field("ruleId", std::string_view(rule.id)).field("ruleIndex", finding.rule);
    json_.field("level", level_name(finding.level));
    text("message", sarif_text(sentence(finding.message)));
    json_.key("locations").begin_array().begin_object();
    json_.key("physicalLocation").begin_object();
    artifact(finding.file);
    region(finding, place);
    json_.end_object();
    if (finding.function) {
      const std::string function = printable(report_.model.qualified_name(finding.function));
      json_.key("logicalLocations").inline_next().begin_array().begin_object();
      json_.field("fullyQualifiedName", std::string_view(function)).field("kind", "function").end_object().end_array();
    }
    json_.end_object().end_array();
    json_.key("partialFingerprints").inline_next().begin_object();
    if (!place.line_hash.empty()) json_.field("primaryLocationLineHash", std::string_view(place.line_hash));
    json_.field("assay/v1", std::string_view(finding.fingerprint)).end_object();
    flow(finding, place);
    if (!finding.counts()) {
      json_.key("suppressions").inline_next().begin_array().begin_object();
      json_.field("kind", finding.silence.by == SilencedBy::Comment ? "inSource" : "external");
      json_.field("justification", std::string_view(printable(finding.silence.reason))).end_object().end_array();
    }
    json_.key("properties").inline_next().begin_object();
    json_.field("component", std::string_view(report_.components.list[finding.component.index()].id));
    json_.field("heat", finding.heat).end_object();
    json_.end_object();
  }

  // The line of a finding about a whole function or loop is where that begins: GitHub shows a result beside a change only
  // where all its lines are in the change.
  void region(const Finding& finding, const SourcePlace& place) {
    json_.key("region").inline_next().begin_object().field("startLine", finding.line);
    json_.field("startColumn", place.begin).field("endLine", finding.line).field("endColumn", place.end);
    if (full_ && !place.snippet.empty()) text("snippet", printable(place.snippet));
    json_.end_object();
    if (full_ && finding.end_line > finding.line) {
      json_.key("contextRegion").inline_next().begin_object();
      json_.field("startLine", finding.line).field("endLine", finding.end_line).end_object();
    }
  }

  // One call after the other: from where runs begin to the place, which is why it is hot, and from the place to the library
  // call that a rule says it comes to. Nothing for places that are neither.
  void flow(const Finding& finding, const SourcePlace& place) {
    if (!finding.function) return;
    const std::vector<const Flow*> calls = calls_to(finding);
    const std::vector<EffectStep> beyond = calls_beyond(finding);
    if (calls.empty() && beyond.empty()) return;
    json_.key("codeFlows").begin_array().begin_object().key("threadFlows").begin_array().begin_object();
    json_.key("locations").begin_array();
    for (const Flow* call : calls) {
      const std::string often = call->per_run < 1.05 && call->per_run > 0.95
                                    ? "once a run"
                                    : fmt::format("about {:.2g} times a run", call->per_run);
      location(report_.model.function_file[call->caller.index()], line_of(*call), 0, 0,
               fmt::format("`{}` calls `{}`, {}", name_of(call->caller), name_of(call->callee), often));
    }
    location(finding.file, finding.line, place.begin, place.end, place_words(finding, beyond));
    for (const EffectStep& step : beyond)
      location(report_.model.function_file[step.caller.index()], std::max(step.line, 1U), 0, 0,
               fmt::format("`{}` calls `{}`", name_of(report_.model.named(step.caller)), printable(step.callee)));
    json_.end_array().end_object().end_array().end_object().end_array();
  }

  std::string place_words(const Finding& finding, const std::vector<EffectStep>& beyond) const {
    std::string words = fmt::format("`{}`", name_of(finding.function));
    if (!beyond.empty()) words += fmt::format(" calls `{}`", name_of(report_.model.named(beyond.front().caller)));
    if (finding.heat < least_heat) return words;
    return words + fmt::format("{} has {:.1f} % of the repository's own cost", beyond.empty() ? "" : ", and",
                               finding.heat * 100);
  }

  // Along the strongest flow of runs; the first call first.
  std::vector<const Flow*> calls_to(const Finding& finding) {
    std::vector<const Flow*> calls;
    if (finding.heat < least_heat || finding.level == Level::Note) return calls;
    if (!flows_) flows_ = find_call_flows(report_.model, report_.order, report_.entries, report_.hot_paths);
    for (FunctionId at = finding.function; calls.size() < longest_flow;) {
      const std::uint32_t row = flows_->strongest[at.index()];
      if (row == 0) break;
      calls.push_back(&flows_->rows[row - 1]);
      at = calls.back()->caller;
    }
    std::reverse(calls.begin(), calls.end());
    return calls;
  }

  // Of a rule about what a call comes to: how it does.
  std::vector<EffectStep> calls_beyond(const Finding& finding) const {
    const FindingConditions& where = report_.finding_rules[finding.rule].where;
    if (where.reaches.empty()) return {};
    const RowRange calls = report_.model.files[finding.file.index()].calls;
    for (std::uint32_t i = calls.begin; i < calls.end; ++i) {
      if (report_.model.calls[i].line() != finding.line || report_.calls.targets_of(i).size() != 1) continue;
      std::vector<EffectStep> steps = effect_steps(report_.model, report_.calls, report_.order, report_.effects,
                                                   report_.calls.targets_of(i).front(), where.reaches);
      if (!steps.empty()) return steps;
    }
    return {};
  }

  void location(FileId file, std::uint32_t line, std::uint32_t begin, std::uint32_t end, std::string_view words) {
    json_.begin_object().key("location").begin_object();
    json_.key("physicalLocation").begin_object();
    artifact(file);
    json_.key("region").inline_next().begin_object().field("startLine", line);
    if (begin > 0) json_.field("startColumn", begin).field("endLine", line).field("endColumn", end);
    json_.end_object().end_object();
    text("message", sarif_text(words));
    json_.end_object().end_object();
  }

  std::string name_of(FunctionId function) const { return printable(report_.model.qualified_name(function)); }

  // Of the first place where the caller, or a closure in it, calls the callee.
  std::uint32_t line_of(const Flow& flow) const {
    const Model& model = report_.model;
    const facts::Function& caller = model.function(flow.caller);
    const FileRow& file = model.file_of(flow.caller);
    for (std::uint32_t i = file.calls.begin; i < file.calls.end; ++i) {
      const facts::Call& call = model.calls[i];
      if (call.line() < caller.line() || model.named(FunctionId{call.caller()}) != flow.caller) continue;
      for (const FunctionId target : report_.calls.targets_of(i)) {
        if (model.named(target) == flow.callee) return call.line();
      }
    }
    return std::max(caller.line(), 1U);
  }

  void verdicts() {
    json_.key("properties").begin_object().key("components").begin_array();
    for (std::size_t i = 0; i < report_.results.size(); ++i) {
      const Verdict& verdict = report_.results[i].verdict;
      json_.inline_next().begin_object();
      json_.field("id", std::string_view(report_.components.list[i].id)).field("verdict", answer_name(verdict.choice));
      json_.field("confidence", confidence_name(verdict.confidence)).field("score", score_of(verdict, verdict.choice));
      json_.end_object();
      buffer_.pass_on();
    }
    json_.end_array().end_object();
  }

  const Report& report_;
  const SarifOptions& options_;
  const bool full_;
  PieceBuffer buffer_;
  JsonWriter json_;
  std::optional<CallFlows> flows_;
};

}  // namespace

bool write_sarif(const Report& report, const SarifOptions& options, const Sink& sink) {
  return SarifReport(report, options, sink).run();
}

}  // namespace assay
