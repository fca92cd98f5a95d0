// See component_kind.h. The first that holds, in an order from the unmistakable to the probable.
#include "analyzer/analysis/component_kind.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/analysis/signal_measures.h"
#include "analyzer/analysis/tool_folders.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

using facts::UnitKind;

std::string percent(double share) { return fmt::format("{:.0f} %", share * 100); }

bool folder_is(const Component& component, std::initializer_list<std::string_view> names) {
  if (component.paths.size() != 1) return false;
  const std::string_view last = file_name(component.paths[0]);
  return std::find(names.begin(), names.end(), last) != names.end();
}

}  // namespace

void decide_kind(Component& c, const Signals& signals) {
  const auto value = [&](std::string_view id) { return value_of(signals, id); };
  const auto decide = [&](UnitKind kind, std::string reason) {
    c.kind = kind;
    c.kind_reason = std::move(reason);
  };
  // Much tested code is code; what is left of a test suite without its tests is a few helpers.
  constexpr double most_helper_lines = 200;
  const double tests = value("test.share");
  const bool is_called = value("coupling.callers") > 0;
  if (tests > 0.95 || (tests > 0.7 && value("size.code_lines") < most_helper_lines && !is_called)) {
    return decide(UnitKind::Tests, fmt::format("{} of its code lines are tests", percent(tests)));
  }
  if (value("domain.ui") > 0.3)
    return decide(UnitKind::Ui,
                  fmt::format("{} of its files import a user interface library", percent(value("domain.ui"))));
  // Of a library and a program that are built together the library may be a part of the program.
  if (c.kind == UnitKind::Library && !c.program.empty() && value("entry.listener_count") > 0)
    return decide(UnitKind::Service, c.program + " and opens a listener");
  if (c.kind != UnitKind::Unknown) return;
  // Tests of speed. Their files are no test code, as they show what work is asked for: what they call is hot.
  if (folder_is(c, {"benchmarks", "benchmark", "benchsuite", "jmh-benchmarks"})) {
    return decide(UnitKind::Tests, "lies in a folder of benchmarks");
  }
  if (folder_is(c, {"docs", "doc", "documentation", "examples", "example", "samples", "demo", "demos"})) {
    return decide(UnitKind::Docs, "lies in a folder of documentation or examples");
  }
  if (folder_is(c, {"deploy", "infra", "build", "migrations"}) ||
      (c.paths.size() == 1 && is_tool_folder(file_name(c.paths[0])))) {
    return decide(UnitKind::Infrastructure, "lies in a folder of scripts or deployment files");
  }
  if (value("entry.listener_count") > 0) return decide(UnitKind::Service, "opens a listener");
  // One handler may be of a signal or an error; of many lines a few handlers are not the purpose.
  const bool handles = value("entry.handler_density") > 2 && value("entry.handler_count") >= 2;
  if (value("domain.web-framework") > 0.2 || handles) {
    return decide(UnitKind::Service,
                  value("domain.web-framework") > 0.2
                      ? fmt::format("{} of its files import a web framework", percent(value("domain.web-framework")))
                      : "registers request handlers");
  }
  if (value("domain.queue") > 0.2 || value("domain.scheduler") > 0.2)
    return decide(UnitKind::Worker, "takes its work from a queue or a schedule");
  if (!c.started.empty()) return decide(UnitKind::Worker, c.started + " runs it, and it opens no listener");
  if (value("concurrency.event_loop_density") > 0 && value("concurrency.spawn_density") > 0 &&
      value("io.reach_share") > 0.5) {
    return decide(UnitKind::Worker, "waits for events, starts work, and most of it is I/O");
  }
  if (!c.program.empty()) return decide(UnitKind::Cli, c.program);
  if (value("entry.main_count") > 0 && value("domain.cli") > 0.05)
    return decide(UnitKind::Cli, "has an entry point and parses command lines");
  if (value("domain.kubernetes") > 0.2) return decide(UnitKind::Infrastructure, "talks to Kubernetes");
  if (!c.helper.empty()) return decide(UnitKind::Infrastructure, c.helper);
  if (value("entry.main_count") > 0 && value("surface.exported_share") < 0.2)
    return decide(UnitKind::Cli, "has an entry point and exports little");
  if (value("entry.main_count") > 0 && value("coupling.out_density") > 0 && !is_called)
    return decide(UnitKind::Cli, "has an entry point and calls others, none of which calls it");
  decide(UnitKind::Library, "no entry point, listener or handler was found: used by other code");
}

}  // namespace assay
