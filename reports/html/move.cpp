// How a move of a component would look: the part worth carving out with its seam, the boundary, the effort, what becomes of
// the dependencies, and who talks to it.
#include <fmt/format.h>

#include <algorithm>

#include "reports/html/page.h"
#include "reports/plan_words.h"
#include "reports/terminal.h"

namespace assay {
namespace {

constexpr std::size_t functions_listed = 100;  // of a carve-out
constexpr std::size_t unknown_listed = 40;     // dependencies by name

std::string amount(double value) {
  return value >= 10 ? grouped(static_cast<std::uint64_t>(value)) : fmt::format("{:.2g}", value);
}

void function_cells(HtmlPage& page, FunctionId function, std::string_view signature) {
  const Model& model = page.report.model;
  page.html.open("td").element("code", signature.empty() ? model.qualified_name(function) : signature);
  page.html.close().open("td");
  place(page, model.file_of(function).path, model.function(function).line());
  page.html.close();
}

void seam(HtmlPage& page, const CarveOut& part) {
  if (part.seam.empty()) return;
  begin_table(page, "The seam: functions that the boundary runs through",
              {{"Direction"}, {"Function"}, {"Place"}, {"Calls per unit of work", Cells::Number}});
  for (const SeamFunction& seam : part.seam) {
    page.html.open("tr").element("td", seam.callback ? "is called back" : "is entered by");
    function_cells(page, seam.function, seam.signature);
    number_cell(page, amount(seam.calls));
    page.html.close();
  }
  end_table(page);
}

void shared_state(HtmlPage& page, const CarveOut& part) {
  if (part.shared.empty()) return;
  begin_table(page, "State with users on both sides",
              {{"Name"}, {"Kind"}, {"Place"}, {"Users that move", Cells::Number}, {"Users that stay", Cells::Number}});
  for (const SplitState& state : part.shared) {
    page.html.open("tr").open("td").element("code", state.name).close();
    page.html.element("td", state.is_type ? "type" : "variable").open("td");
    place(page, page.report.model.files[state.file.index()].path, state.line);
    page.html.close();
    number_cell(page, grouped(state.inside));
    number_cell(page, grouped(state.outside));
    page.html.close();
  }
  end_table(page);
}

void carved_functions(HtmlPage& page, const CarveOut& part) {
  HtmlWriter& html = page.html;
  html.open("details").element("summary",
                               fmt::format("The {} that would move", counted(part.functions.size(), "function")));
  begin_table(page, "Functions of the part, by their share of the component's cost",
              {{"Function"}, {"Place"}, {"Share", Cells::Number}}, "sort");
  for (std::size_t i = 0; i < std::min(part.functions.size(), functions_listed); ++i) {
    html.open("tr");
    function_cells(page, part.functions[i].function, "");
    number_cell(page, percent(part.functions[i].share, 1));
    html.close();
  }
  end_table(page);
  if (part.functions.size() > functions_listed)
    paragraph(page, fmt::format("{} more are in the JSON report.", grouped(part.functions.size() - functions_listed)),
              "note");
  html.close();
}

void ways_across(HtmlPage& page, const Boundary& boundary, std::string_view of) {
  const std::string caption = fmt::format("Ways across {}, with what a call costs", of);
  begin_table(page, caption,
              {{"Way"}, {"A crossing", Cells::Number}, {"Share of the work", Cells::Number}, {"Figures of"}});
  const auto row = [&](const BoundaryCost& cost, bool chosen) {
    page.html.open("tr").open("td");
    chosen ? page.html.element("strong", cost.way.name) : page.html.text(cost.way.name);
    page.html.close();
    number_cell(page, duration_words(cost.time));
    number_cell(page, boundary.traffic.seen ? percent(cost.share, 1) : "–");
    page.html.element("td", fmt::format("{}, {}", cost.way.source, cost.way.date)).close();
  };
  row(boundary.cost, true);
  for (const BoundaryCost& other : boundary.others) row(other, false);
  end_table(page);
}

void effort_basis(HtmlPage& page, const Effort& effort, std::string_view of) {
  HtmlWriter& html = page.html;
  html.open("details").element("summary", fmt::format("What the effort for {} rests on", of));
  begin_table(page, "Drivers of the effort",
              {{"Driver"}, {"Why"}, {"Measured", Cells::Number}, {"Factor", Cells::Number}});
  for (const EffortPart& part : effort.basis) {
    html.open("tr").element("th", part.driver, {{"scope", "row"}}).element("td", part.why);
    number_cell(page, fmt::format("{:.3g}", part.value));
    number_cell(page, fmt::format("× {:.2f}", part.factor));
    html.close();
  }
  end_table(page);
  html.close();
}

// A paragraph of the plan with its label.
void told(HtmlPage& page, std::string_view label, const PlanParagraph& part) {
  page.html.open("p").element("strong", label).text(" ");
  sentence(page, part.text);
  page.html.text(".").close();
}

std::string counterpart_words(CounterpartKind kind, const std::vector<std::string>& packages) {
  const std::string names = packages.empty() || packages.front() == "none" ? std::string() : joined(packages);
  switch (kind) {
    case CounterpartKind::Standard: return names.empty() ? "standard library" : names;
    case CounterpartKind::Binding: return names + " (binding)";
    case CounterpartKind::Write: return "to be written";
    case CounterpartKind::None: return "none";
    case CounterpartKind::Unknown: return "not known";
    case CounterpartKind::Package: break;
  }
  return names;
}

}  // namespace

void write_plan(HtmlPage& page, std::size_t i) {
  const std::vector<PlanParagraph> paragraphs = plan_paragraphs(page.report, i, true);
  if (paragraphs.empty()) return;
  const ComponentPlan& plan = page.report.plans.components[i];
  page.html.element("h3",
                    page.verdict(i).choice == Answer::Keep ? "If it moved all the same" : "How the move would look");
  for (const PlanParagraph& part : paragraphs) {
    if (part.label == "carve-out") {
      told(page, "A part worth carving out.", part);
      seam(page, plan.carve_out->part);
      shared_state(page, plan.carve_out->part);
      carved_functions(page, plan.carve_out->part);
      effort_basis(page, plan.carve_out->effort, "the part");
    } else if (part.label == "boundary") {
      told(page, "Boundary.", part);
      ways_across(page, *plan.boundary, "the component's boundary");
    } else if (part.label == "its boundary") {
      told(page, "The part's boundary.", part);
      ways_across(page, *plan.carve_out->boundary, "the part's boundary");
    } else if (part.label == "needs") {
      told(page, "Dependencies.", part);
    } else if (part.label == "effort") {
      told(page, "Effort.", part);
      effort_basis(page, *plan.effort, "the whole");
    }
  }
}

void write_readiness(HtmlPage& page, std::size_t i) {
  HtmlWriter& html = page.html;
  std::vector<std::pair<const ComponentDependency*, const Counterpart*>> known;
  std::vector<std::string> images, unknown;
  for (const ComponentDependency& d : page.component(i).dependencies) {
    if (d.scope == facts::DependencyScope::Runtime && d.ecosystem == "docker")
      images.push_back(d.version.empty() ? d.name : d.name + ":" + d.version);
  }
  for (const ComponentDependency* d :
       moving_dependencies(page.component(i), page.own_packages, page.report.counterparts)) {
    if (const Counterpart* counterpart = page.report.counterparts.find(d->ecosystem, d->name)) {
      known.emplace_back(d, counterpart);
    } else {
      unknown.push_back(d->name);
    }
  }
  if (known.empty() && images.empty() && unknown.empty()) return;
  html.element("h3", "Dependencies and readiness");
  if (!images.empty()) paragraph(page, fmt::format("Container images that it names: {}.", joined(images)));
  if (!known.empty()) {
    begin_table(page, "Runtime dependencies and what takes their place",
                {{"Dependency"}, {"Version"}, {"Ecosystem"}, {"In Go"}, {"In Rust"}, {"As of"}}, "sort");
    for (const auto& [d, counterpart] : known) {
      html.open("tr").element("th", d->name, {{"scope", "row"}}).element("td", d->version).element("td", d->ecosystem);
      html.element("td", counterpart_words(counterpart->go_kind, counterpart->go));
      html.element("td", counterpart_words(counterpart->rust_kind, counterpart->rust));
      html.element("td", fmt::format("{}, confidence {}", counterpart->date, counterpart->confidence)).close();
    }
    end_table(page);
  }
  if (unknown.empty()) return;
  const std::size_t all = unknown.size();
  if (all > unknown_listed) unknown.resize(unknown_listed);
  paragraph(page, fmt::format("Not in the tables, so that what becomes of {} is not known: {}{}.",
                              all == 1 ? "it" : fmt::format("these {}", grouped(all)), joined(unknown),
                              all > unknown_listed ? fmt::format(" and {} more", grouped(all - unknown_listed)) : ""));
}

void write_relations(HtmlPage& page, std::size_t i) {
  HtmlWriter& html = page.html;
  const auto concerns = [&](const Relation& r) { return r.from.index() == i || r.to.index() == i; };
  const std::vector<Relation>& relations = page.report.plans.relations;
  if (std::none_of(relations.begin(), relations.end(), concerns)) return;
  html.element("h3", "Who talks to it, and to whom it talks");
  begin_table(
      page, "Calls and messages across the component's boundary",
      {{"Direction"}, {"Component"}, {"Kind"}, {"What"}, {"Places", Cells::Number}, {"First place"}, {"Becomes"}});
  for (const Relation& r : relations) {
    if (!concerns(r)) continue;
    const bool out = r.from.index() == i;
    html.open("tr").element("td", out ? "to" : "from").open("td");
    component_link(page, out ? r.to.index() : r.from.index());
    html.close().element("td", relation_words(r.kind)).element("td", r.what);
    number_cell(page, grouped(r.calls));
    html.open("td");
    place(page, r.file, r.line);
    html.close().element("td", becomes(page.report, r)).close();
  }
  end_table(page);
}

}  // namespace assay
