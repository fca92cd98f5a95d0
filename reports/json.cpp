// See json.h. One function per section, in the order of the contract; the items of the long lists are in json_rows.h.
#include "reports/json.h"

#include <algorithm>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "analyzer/base/parallel.h"
#include "analyzer/base/text.h"
#include "reports/json_rows.h"
#include "reports/json_writer.h"
#include "reports/plan_json.h"
#include "reports/repository_totals.h"
#include "reports/sink.h"

namespace assay {
namespace {

// Of each list so many that they are about a megabyte: what one thread makes at a time.
constexpr std::size_t components_per_part = 16, hot_paths_per_part = 8'000, findings_per_part = 4'000;
constexpr std::size_t fetched_at_once = 32;  // hot paths whose names are asked for before the first is written

class JsonReport {
 public:
  JsonReport(const Report& report, const JsonOptions& options, const std::function<bool(std::string_view)>& sink)
      : report_(report), options_(options), sink_(sink), piece_(sink), json_(piece_.text()) {}

  bool run() {
    json_.begin_object();
    json_.field("schema", "assay-report/1");
    tool();
    repository();
    coverage();
    if (!components() || !hot_paths() || !findings()) return false;
    write_architecture(json_, report_, options_.component);
    json_.end_object();
    return piece_.finish();
  }

 private:
  bool tells_of(ComponentId component) const {
    return !options_.component.has_value() || *options_.component == component;
  }

  // A list of the items that `told` numbers: `write(rows, numbers)` for some in a row, in several threads.
  template <class Write>
  bool list(std::string_view name, std::span<const std::uint32_t> told, std::size_t per_part, Write write) {
    json_.key(name).begin_array();
    std::vector<std::string> parts(std::max<std::size_t>(options_.threads, 1));
    for (std::size_t begin = 0; begin < told.size(); begin += per_part * parts.size()) {
      in_threads(parts.size(), parts.size(), [&] {
        return [&](std::size_t i) {
          parts[i].clear();
          const std::size_t from = std::min(told.size(), begin + i * per_part);
          JsonWriter json = json_.part(parts[i], from == 0);
          JsonRows rows(report_, json);
          write(rows, told.subspan(from, std::min(per_part, told.size() - from)));
        };
      });
      if (!piece_.finish()) return false;
      for (const std::string& part : parts) {
        if (!part.empty() && !sink_(part)) return false;
      }
    }
    json_.note_parts(!told.empty());
    json_.end_array();
    return true;
  }

  // Numbers of the items whose component is told of.
  template <class Items, class ComponentOf>
  std::vector<std::uint32_t> told_of(const Items& items, ComponentOf component_of) const {
    std::vector<std::uint32_t> told;
    for (std::uint32_t i = 0; i < items.size(); ++i) {
      if (tells_of(component_of(i))) told.push_back(i);
    }
    return told;
  }

  bool components() {
    const auto told = told_of(report_.components.list, [](std::uint32_t i) { return ComponentId::of_index(i); });
    return list("components", told, components_per_part, [](JsonRows& rows, std::span<const std::uint32_t> part) {
      for (const std::uint32_t i : part) rows.component(ComponentId::of_index(i));
    });
  }

  bool hot_paths() {
    const std::vector<HotFunction>& functions = report_.hot_paths.functions;
    std::vector<std::uint32_t> told = told_of(functions, [&](std::uint32_t i) {
      return report_.components.of_file[report_.model.function_file[functions[i].function.index()].index()];
    });
    if (options_.limit != 0) told.resize(std::min(told.size(), options_.limit));
    return list("hot_paths", told, hot_paths_per_part, [&](JsonRows& rows, std::span<const std::uint32_t> part) {
      std::vector<FunctionId> ids;
      for (; !part.empty(); part = part.subspan(ids.size())) {
        ids.clear();
        for (const std::uint32_t i : part.first(std::min(part.size(), fetched_at_once)))
          ids.push_back(functions[i].function);
        report_.model.fetch(ids);
        for (const std::uint32_t i : part.first(ids.size())) rows.hot_path(functions[i]);
      }
    });
  }

  bool findings() {
    // Both lists are by file and line.
    std::vector<const Finding*> all;
    for (const std::vector<Finding>* some : {&report_.findings, &report_.silenced}) {
      for (const Finding& finding : *some) all.push_back(&finding);
    }
    std::stable_sort(all.begin(), all.end(), [](const Finding* a, const Finding* b) {
      return std::tie(a->file, a->line, a->column) < std::tie(b->file, b->line, b->column);
    });
    const auto told = told_of(all, [&](std::uint32_t i) { return all[i]->component; });
    return list("findings", told, findings_per_part, [&](JsonRows& rows, std::span<const std::uint32_t> part) {
      for (const std::uint32_t i : part) rows.finding(*all[i]);
    });
  }

  void history() {
    const ChangeHistory& history = report_.history;
    if (history.end.empty()) return;
    json_.key("history").inline_next().begin_object();
    json_.field("changes", std::uint64_t{history.changes.size()}).field("sweeping", history.sweeping);
    json_.field("authors", history.authors).field("end", std::string_view(history.end)).end_object();
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
    json_.path("name", report_.name);
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
      json_.path("path", skipped.path);
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
    json_.path("database", use.database);
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
      json_.path("path", unit.path);
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
      json_.path("path", use.path);
      json_.field("kind", std::string_view(use.kind)).field("unit", std::string_view(use.unit));
      json_.field("samples", use.samples).field("total", use.total);
      json_.field("own", use.own).field("joined", use.joined);
      json_.key("unjoined").begin_array();
      for (const UnjoinedFrame& frame : use.unjoined) {
        json_.inline_next().begin_object().field("name", std::string_view(frame.name));
        json_.path("file", frame.file);
        json_.field("share", frame.share).end_object();
      }
      json_.end_array();
      json_.field("notes", use.notes);
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

  const Report& report_;
  const JsonOptions& options_;
  const std::function<bool(std::string_view)>& sink_;
  PieceBuffer piece_;
  JsonWriter json_;
};

}  // namespace

bool write_json(const Report& report, const JsonOptions& options, const std::function<bool(std::string_view)>& sink) {
  return JsonReport(report, options, sink).run();
}

}  // namespace assay
