// `assay diff`, `assay baseline` and `assay suppressions`: findings over time.
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <memory>
#include <utility>

#include "analyzer/base/left_to_system.h"
#include "analyzer/base/text.h"
#include "analyzer/baseline.h"
#include "analyzer/commands.h"
#include "analyzer/compare.h"
#include "analyzer/gates.h"
#include "analyzer/output.h"
#include "analyzer/report_outputs.h"
#include "analyzer/scan_request.h"
#include "reports/json_writer.h"
#include "rules/engine/suppressions.h"

namespace assay {
namespace {

std::string suppressions_json(const Report& report, const std::vector<SuppressionUse>& uses) {
  std::string text;
  JsonWriter json(text);
  json.begin_object();
  json.field("schema", "assay-suppressions/1");
  json.key("suppressions").begin_array();
  for (const SuppressionUse& use : uses) {
    json.inline_next().begin_object();
    json.path("file", report.model.files[use.file.index()].path);
    json.field("line", use.line)
        .field("rule", std::string_view(use.rule))
        .field("reason", std::string_view(use.reason));
    if (!use.until.empty()) json.field("until", std::string_view(use.until));
    json.field("state", state_name(use.state)).end_object();
  }
  json.end_array().end_object();
  return text;
}

std::string suppressions_text(const Report& report, const std::vector<SuppressionUse>& uses) {
  std::string text;
  for (const SuppressionUse& use : uses) {
    text +=
        fmt::format("{}:{} {} [{}]{}{}\n", printable(report.model.files[use.file.index()].path), use.line,
                    printable(use.rule), state_name(use.state), use.reason.empty() ? "" : " " + printable(use.reason),
                    use.until.empty() ? "" : " until " + printable(use.until));
  }
  text += fmt::format("{} suppressions; expiry as of {}\n", uses.size(),
                      report.today.empty() ? "no day: there is no commit, give `--date`" : report.today);
  return text;
}

}  // namespace

int run_diff(const Options& options) {
  const Result<std::vector<ReportOutput>> outputs = plan_outputs(options);
  if (!outputs) return complain(outputs.error().message, exit_usage);
  Result<PreparedScan> prepared = prepare_scan(options);
  if (!prepared) return complain(prepared.error().message, exit_usage);
  prepared->request.in_full =
      std::any_of(outputs->begin(), outputs->end(), [](const ReportOutput& output) { return output.format->whole; });
  if (const Result<bool> ready = prepare_outputs(*outputs, options); !ready)
    return complain(ready.error().message, exit_not_done);
  const std::shared_ptr<Timings> timings = prepared->request.timings;
  Result<Report> report = with_progress(options, [&](const Progress& progress) {
    return scan_difference({std::move(prepared->request), std::move(prepared->rules), options.subject,
                            options.base_report, options.baseline},
                           progress);
  });
  if (!report) return complain(report.error().message, exit_not_done);
  const int status = write_outputs(*report, *outputs, options);
  timings->done("write reports", outputs->size());
  if (options.timings) std::fputs(timings->table().c_str(), stderr);
  const int gates = status == exit_done ? pass_gates(*report, options) : status;
  leave_to_system(std::move(*report));
  return gates;
}

int run_baseline_write(const Options& options) {
  Result<PreparedScan> prepared = prepare_scan(options);
  if (!prepared) return complain(prepared.error().message, exit_usage);
  if (const Result<bool> ready = can_create(options.baseline); !ready)
    return complain(ready.error().message, exit_not_done);
  const Result<Report> report = scan_with_progress(std::move(*prepared), options);
  if (!report) return complain(report.error().message, exit_not_done);
  Result<OutputFile> file = OutputFile::create(options.baseline);
  if (!file) return complain(file.error().message, exit_not_done);
  file->write(baseline_text(*report));
  if (const Result<bool> done = file->commit(); !done) return complain(done.error().message, exit_not_done);
  return print(fmt::format("wrote {}: {}\n", printable(options.baseline), summary_of(*report)));
}

int run_baseline_check(const Options& options) {
  Result<PreparedScan> prepared = prepare_scan(options);
  if (!prepared) return complain(prepared.error().message, exit_usage);
  const Result<std::vector<FindingRecord>> baseline = read_baseline(options.baseline);
  if (!baseline) return complain(baseline.error().message, exit_usage);
  Result<Report> report = scan_with_progress(std::move(*prepared), options);
  if (!report) return complain(report.error().message, exit_not_done);
  const std::vector<FindingRecord> gone = apply_baseline(*baseline, *report);
  std::string text;
  std::size_t fresh = 0;
  for (const FindingRecord& f : snapshot_of(*report).findings) {
    if (f.silenced) continue;
    ++fresh;
    text += fmt::format("{}:{}: {}: {} [{}]\n", printable(f.file), f.line, f.level, printable(f.message), f.rule);
  }
  for (const FindingRecord& f : gone) text += fmt::format("{}: no longer found [{}]\n", printable(f.file), f.rule);
  text += fmt::format("{} new, {} of {} in the baseline are no longer found{}\n", fresh, gone.size(), baseline->size(),
                      gone.empty() ? "" : ": `assay baseline write` forgets them");
  if (const int status = print(text); status != exit_done) return status;
  return fresh == 0 ? exit_done : exit_gate;
}

int run_suppressions_list(const Options& options) {
  Result<PreparedScan> prepared = prepare_scan(options);
  if (!prepared) return complain(prepared.error().message, exit_usage);
  Result<Report> report = scan_with_progress(std::move(*prepared), options);
  if (!report) return complain(report.error().message, exit_not_done);
  std::vector<Finding> all = std::move(report->findings);
  std::move(report->silenced.begin(), report->silenced.end(), std::back_inserter(all));
  const std::vector<SuppressionUse> uses = apply_suppressions(report->model, report->finding_rules, report->today, all);
  const bool json = !options.formats.empty() && options.formats[0] == "json";
  return print(json ? suppressions_json(*report, uses) : suppressions_text(*report, uses));
}

}  // namespace assay
