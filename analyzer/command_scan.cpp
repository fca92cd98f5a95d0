// `assay scan` and `assay explain`: from options to a request, from the report to its sinks.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

#include "analyzer/base/check.h"
#include "analyzer/base/left_to_system.h"
#include "analyzer/base/packed.h"
#include "analyzer/base/text.h"
#include "analyzer/baseline.h"
#include "analyzer/coming_base.h"
#include "analyzer/commands.h"
#include "analyzer/gates.h"
#include "analyzer/output.h"
#include "analyzer/progress.h"
#include "analyzer/project/work_tree.h"
#include "analyzer/report_cache.h"
#include "analyzer/report_outputs.h"
#include "analyzer/scan_request.h"
#include "analyzer/signatures.h"
#include "reports/explain.h"
#include "reports/explain_function.h"
#include "reports/json.h"
#include "rules/engine/embedded.h"
#include "rules/engine/rule_set.h"

namespace assay {
namespace {

int color_option(When when) { return when == When::Always ? 1 : when == When::Never ? -1 : 0; }

void summarise(std::size_t skipped, const Options& options) {
  if (options.quiet || skipped == 0) return;
  std::fprintf(stderr, "assay: %zu files or folders were not analysed; the report lists them with their reasons\n",
               skipped);
}

// Says which of the entries that were named nobody has found; false: none was.
bool knows_entries(const Report& report, const Options& options) {
  const bool none = !options.entries.empty() && report.entries.unknown.size() == options.entries.size();
  for (const std::string& entry : report.entries.unknown) {
    if (none || !options.quiet)
      complain(
          fmt::format("`--entry {}` names no function: give a qualified name or its end, as `hot_paths` in the JSON "
                      "report spells it",
                      entry),
          exit_usage);
  }
  return !none;
}

constexpr const char* json_is_of_code = "`-f json` is for components and functions: `assay rules show` tells of rules";

// The JSON report of one component alone.
int print_component_json(const Report& report, const Component& component) {
  JsonOptions options;
  options.component = report.components.id_of(component);
  OutputFile out = OutputFile::standard_output();
  write_json(report, options, [&](std::string_view piece) { return out.write(piece); });
  const Result<bool> done = out.commit();
  return done ? exit_done : complain(done.error().message, exit_not_done);
}

int write_kept(const std::vector<KeptReport>& reports, const std::vector<ReportOutput>& outputs,
               const Options& options) {
  summarise(reports.front().skipped, options);
  return write_outputs(outputs, options, [&](const ReportOutput&, std::size_t index, const Sink& sink) {
    for (const std::string& piece : reports[index].pieces) {
      const std::optional<std::string> text = unpack(piece);
      CHECK(text.has_value(), "a kept report was checked when it was found");
      if (!sink(*text)) return;
    }
  });
}

int write_and_keep(const Report& report, const std::vector<ReportOutput>& outputs, const Options& options,
                   ReportCache& kept) {
  if (!report.entries.unknown.empty()) kept.drop();  // what was said of them is not kept
  return write_outputs(outputs, options, [&](const ReportOutput& output, std::size_t, const Sink& sink) {
    const Sink both = [&](std::string_view piece) {
      kept.add(output, piece);
      return sink(piece);
    };
    const FormatOptions how = format_options(output, options);
    SinkBeside beside(both, how.threads);
    const bool written = output.format->write(report, how, std::ref(beside));
    const bool whole = beside.finish() && written;
    whole ? kept.finish(output, report.skipped.size()) : kept.forget();
  });
}

// A scan of a work tree, or what the cache knows of the same one.
int scan_to_outputs(PreparedScan prepared, const std::vector<ReportOutput>& outputs, const Options& options,
                    const std::vector<FindingRecord>& baseline) {
  auto& [request, rules] = prepared;
  const Result<std::unique_ptr<WorkTree>> tree = open_work_tree(request);
  if (!tree) return complain(tree.error().message, exit_not_done);
  Result<Inventory> inventory = find_files(**tree, request);
  if (!inventory) return complain(inventory.error().message, exit_not_done);
  ReportCache kept(**tree, request, options, rules.digest);
  if (const std::optional<std::vector<KeptReport>> known = kept.find(*inventory, outputs)) {
    const int status = write_kept(*known, outputs, options);
    request.timings->done("write as kept", outputs.size());
    return status;
  }
  Result<Gathered> gathered = tl::unexpected(Error{});
  {
    ProgressLine line(shows_progress(options));
    gathered = gather(**tree, std::move(*inventory), request,
                      [&](std::size_t done, std::size_t all) { line.update(done, all); });
  }
  if (!gathered) return complain(gathered.error().message, exit_not_done);
  kept.begin(*gathered);
  ComingBase base(**tree, *gathered, request, rules.digest);
  request.comparable = base.is_lasting();
  Result<Report> report = analyse(std::move(*gathered), request, std::move(rules));
  if (!report) return complain(report.error().message, exit_not_done);
  base.keep(*report);
  add_signatures(**tree, *report);
  if (!knows_entries(*report, options)) return exit_usage;
  apply_baseline(baseline, *report);
  summarise(report->skipped.size(), options);
  const int status = write_and_keep(*report, outputs, options, kept);
  request.timings->done("write reports", outputs.size());
  const int gates = status == exit_done ? pass_gates(*report, options) : status;
  leave_to_system(std::move(*report));
  return gates;
}

}  // namespace

int run_scan(const Options& options) {
  const Result<std::vector<ReportOutput>> outputs = plan_outputs(options);
  if (!outputs) return complain(outputs.error().message, exit_usage);
  Result<PreparedScan> prepared = prepare_scan(options);
  if (!prepared) return complain(prepared.error().message, exit_usage);
  std::vector<FindingRecord> baseline;
  if (!options.baseline.empty()) {
    Result<std::vector<FindingRecord>> stored = read_baseline(options.baseline);
    if (!stored) return complain(stored.error().message, exit_usage);
    baseline = std::move(*stored);
  }
  if (const Result<bool> ready = prepare_outputs(*outputs, options); !ready)
    return complain(ready.error().message, exit_not_done);
  const std::shared_ptr<Timings> timings = prepared->request.timings;
  const int status = scan_to_outputs(std::move(*prepared), *outputs, options, baseline);
  if (options.timings) std::fputs(timings->table().c_str(), stderr);
  return status;
}

int run_explain(const Options& options) {
  // A rule needs no repository.
  const Result<RuleSet> rules = load_rule_set(embedded_files());
  if (!rules) return complain(rules.error().message, exit_not_done);
  const bool json = !options.formats.empty() && options.formats[0] == "json";
  if (const std::string text = explain_rule(*rules, options.subject); !text.empty()) {
    if (json) return complain(json_is_of_code, exit_usage);
    return print(text);
  }
  Result<PreparedScan> prepared = prepare_scan(options);
  if (!prepared) return complain(prepared.error().message, exit_usage);
  const Result<Report> report = scan_with_progress(std::move(*prepared), options);
  if (!report) return complain(report.error().message, exit_not_done);
  if (!knows_entries(*report, options)) return exit_usage;
  const bool color = wants_color(STDOUT_FILENO, color_option(options.color));
  if (const Component* component = find_component(*report, options.subject)) {
    return json ? print_component_json(*report, *component) : print(explain_component(*report, *component, color));
  }
  const std::vector<FunctionId> functions = functions_meant(*report, options.subject);
  if (functions.empty()) return complain(unknown_subject(*report, options.subject), exit_usage);
  if (functions.size() > 1)
    return print(json ? list_functions_json(*report, functions) : list_functions(*report, functions, color));
  return print(json ? explain_function_json(*report, functions[0]) : explain_function(*report, functions[0], color));
}

int complain(const std::string& message, int status) {
  // A message may hold several lines of ours; what stands in them of others is made printable line by line.
  for (const std::string_view line : split(message, '\n')) std::fprintf(stderr, "assay: %s\n", printable(line).c_str());
  return status;
}

int print(std::string_view text) {
  OutputFile out = OutputFile::standard_output();
  out.write(text);
  if (const Result<bool> done = out.commit(); !done) return complain(done.error().message, exit_not_done);
  return exit_done;
}

}  // namespace assay
