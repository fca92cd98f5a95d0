// The parts that are drawn, code map, dependencies and hot paths, with the tables that say the same; and the data of those
// drawings that need more than a table holds.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analyzer/analysis/estimated_stacks.h"
#include "analyzer/base/text.h"
#include "reports/html/page.h"
#include "reports/json_writer.h"
#include "reports/plan_words.h"
#include "reports/stack_frames.h"
#include "reports/terminal.h"

namespace assay {
namespace {

constexpr std::size_t files_listed = 40;
constexpr double least_stack = 0.0003;  // share of the whole: thinner ones cannot be seen at any width

std::vector<double> heat_by_file(const Report& report) {
  std::vector<double> heat(report.model.files.size());
  for (const HotFunction& hot : report.hot_paths.functions)
    heat[report.model.function_file[hot.function.index()].index()] += hot.self;
  return heat;
}

// Those that are largest or hottest.
std::vector<std::size_t> notable_files(const Report& report, const std::vector<double>& heat, std::size_t most) {
  std::uint64_t all = 1;
  for (const FileRow& file : report.model.files) all += file.code_lines;
  std::vector<std::pair<double, std::size_t>> ranked;
  for (std::size_t i = 0; i < report.model.files.size(); ++i) {
    const double size = static_cast<double>(report.model.files[i].code_lines) / static_cast<double>(all);
    if (size > 0) ranked.emplace_back(std::max(size, heat[i]), i);
  }
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  if (ranked.size() > most) ranked.resize(most);
  std::vector<std::size_t> files;
  for (const auto& [rank, i] : ranked) files.push_back(i);
  return files;
}

std::uint64_t millionths_of(double share) { return static_cast<std::uint64_t>(std::llround(share * 1e6)); }

class ChartData {
 public:
  ChartData(const Report& report, const HtmlLimits& limits) : report_(report), limits_(limits), json_(out_) {}

  std::string run() {
    json_.inline_next().begin_object();
    components();
    files();
    stacks();
    json_.end_object();
    return std::move(out_);
  }

 private:
  void components() {
    json_.key("components").begin_array();
    for (std::size_t i = 0; i < report_.results.size(); ++i) {
      json_.begin_array().value(std::string_view(report_.components.list[i].id));
      json_.value(answer_name(report_.results[i].verdict.choice)).end_array();
    }
    json_.end_array();
  }

  // [path, component, code lines, heat in millionths]; what the limit leaves out, once for each component and without a path.
  void files() {
    const std::vector<double> heat = heat_by_file(report_);
    std::vector<bool> shown(heat.size());
    json_.key("files").begin_array();
    const auto row = [&](std::string_view path, std::size_t component, std::uint64_t lines, double share) {
      json_.begin_array()
          .value(path)
          .value(std::uint64_t{component})
          .value(lines)
          .value(millionths_of(share))
          .end_array();
    };
    for (const std::size_t i : notable_files(report_, heat, limits_.files)) {
      shown[i] = true;
      row(printable(report_.model.files[i].path), report_.components.of_file[i].index(),
          report_.model.files[i].code_lines, heat[i]);
    }
    std::map<std::size_t, std::pair<std::uint64_t, double>> rest;
    for (std::size_t i = 0; i < heat.size(); ++i) {
      if (shown[i] || report_.model.files[i].code_lines == 0) continue;
      auto& [lines, share] = rest[report_.components.of_file[i].index()];
      lines += report_.model.files[i].code_lines;
      share += heat[i];
    }
    for (const auto& [component, sums] : rest) row("", component, sums.first, sums.second);
    json_.end_array();
  }

  // functions: [name, place, component]; stacks: [caller plus one, function, self in millionths], callers first.
  void stacks() {
    const StackLimits limits{.least = least_stack, .frames = limits_.frames};
    const EstimatedStacks stacks = expand_stacks(
        find_call_flows(report_.model, report_.order, report_.entries, report_.hot_paths), report_.hot_paths, limits);
    std::map<FunctionId, std::uint64_t> number;
    std::vector<FunctionId> functions;
    json_.key("stacks").begin_array();
    for (const StackFrame& frame : stacks.frames) {
      const auto [at, fresh] = number.try_emplace(frame.function, number.size());
      if (fresh) functions.push_back(frame.function);
      json_.begin_array().value(frame.caller).value(at->second).value(millionths_of(frame.self)).end_array();
    }
    json_.end_array().key("functions").begin_array();
    for (const FunctionId f : functions) {
      json_.begin_array().value(std::string_view(frame_name(report_.model, f)));
      if (f) {
        const FileId file = report_.model.function_file[f.index()];
        const std::string at =
            fmt::format("{}:{}", printable(report_.model.files[file.index()].path), report_.model.function(f).line());
        json_.value(std::string_view(at)).value(std::uint64_t{report_.components.of_file[file.index()].index()});
      }
      json_.end_array();
    }
    json_.end_array();
  }

  const Report& report_;
  const HtmlLimits& limits_;
  std::string out_;
  JsonWriter json_;
};

}  // namespace

std::string chart_data(const Report& report, const HtmlLimits& limits) { return ChartData(report, limits).run(); }

void write_code_map(HtmlPage& page) {
  const Report& report = page.report;
  HtmlWriter& html = page.html;
  begin_page(page, "code-map", "Code map");
  paragraph(page,
            "Each file by its size, and its heat: the share of the repository's own cost that its functions have.");
  html.open("figure", {{"class", "treemap"}}).close();
  const std::vector<double> heat = heat_by_file(report);
  begin_table(page, "The largest and hottest files",
              {{"File"}, {"Component"}, {"Language"}, {"Code lines", Cells::Number}, {"Heat", Cells::Number}}, "sort");
  for (const std::size_t i : notable_files(report, heat, files_listed)) {
    const FileRow& file = report.model.files[i];
    html.open("tr").open("td");
    place(page, file.path, 0);
    html.close().open("td");
    component_link(page, report.components.of_file[i].index());
    html.close().element("td", language_name(file.language));
    number_cell(page, grouped(file.code_lines));
    number_cell(page, percent(heat[i], 1));
    html.close();
  }
  end_table(page);
  end_page(page);
}

void write_dependencies(HtmlPage& page) {
  const std::vector<Relation>& relations = page.report.plans.relations;
  HtmlWriter& html = page.html;
  begin_page(page, "dependencies", "Who talks to whom");
  if (relations.empty()) {
    paragraph(page, "No call or message from one component to another was seen.");
    end_page(page);
    return;
  }
  paragraph(
      page,
      "Calls from one component that were resolved into another, and what goes between them as remote procedures, "
      "web requests and messages; where none of these is seen, what build files link and sources include. Each is a "
      "seam: what a move would make of it stands in the last column. "
      "Addresses that are put together at run time are not seen.");
  html.open("figure", {{"class", "graph"}}).close();
  begin_table(page, "Calls and messages between components",
              {{"From"}, {"To"}, {"Kind"}, {"What"}, {"Places", Cells::Number}, {"First place"}, {"Becomes"}},
              "sort filter edges");
  for (const Relation& r : relations) {
    html.open("tr");
    for (const ComponentId end : {r.from, r.to}) {
      html.open("td", {{"data-component", page.component(end.index()).id}});
      component_link(page, end.index());
      html.close();
    }
    html.element("td", relation_words(r.kind)).element("td", r.what);
    number_cell(page, grouped(r.calls));
    html.open("td");
    place(page, r.file, r.line);
    html.close().element("td", becomes(page.report, r)).close();
  }
  end_table(page);
  end_page(page);
}

void write_hot_paths(HtmlPage& page) {
  const Report& report = page.report;
  HtmlWriter& html = page.html;
  begin_page(page, "hot-paths", "Hot paths");
  if (report.hot_paths.functions.empty()) {
    paragraph(page, "There is no function with a cost.");
    end_page(page);
    return;
  }
  paragraph(page,
            report.measurement.profiles.empty()
                ? "Where the time goes, estimated from loops, branches and calls: nothing was run. Shares are of the "
                  "repository's own cost."
                : "Where the time went by the profiles that were given; what they did not reach is estimated.");
  html.open("figure", {{"class", "icicle"}}).close();
  begin_table(page, "The hottest functions",
              {{"Function"},
               {"Place"},
               {"Component"},
               {"Self", Cells::Number},
               {"With calls", Cells::Number},
               {"Basis"},
               {"Why"}},
              "sort filter");
  std::size_t shown = 0;
  for (const HotFunction& hot : report.hot_paths.functions) {
    if (shown++ == page.limits.functions) break;
    const FileId file = report.model.function_file[hot.function.index()];
    html.open("tr").open("td").element("code", report.model.qualified_name(hot.function)).close().open("td");
    place(page, report.model.files[file.index()].path, report.model.function(hot.function).line());
    html.close().open("td");
    component_link(page, report.components.of_file[file.index()].index());
    html.close();
    number_cell(page, percent(hot.self, 2));
    number_cell(page, percent(hot.inclusive, 2));
    html.element("td", hot.basis == Basis::Profile ? "measured" : "estimated")
        .element("td", joined(report.hot_paths.why(hot.function), "; "))
        .close();
  }
  end_table(page);
  if (report.hot_paths.functions.size() > page.limits.functions) {
    paragraph(page,
              fmt::format("{} functions have a share; the JSON report lists them all.",
                          grouped(report.hot_paths.functions.size())),
              "note");
  }
  end_page(page);
}

}  // namespace assay
