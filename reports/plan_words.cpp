// See plan_words.h.
#include "reports/plan_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analyzer/base/text.h"
#include "reports/terminal.h"

namespace assay {
namespace {

constexpr std::size_t picture_width = 60;
constexpr std::size_t seam_shown = 3, blockers_shown = 6, relations_shown = 6, speakers_shown = 20, names_shown = 30;

std::string percent(double share) {
  const double value = share * 100;
  return value >= 0.05 && value < 10 ? fmt::format("{:.1f} %", value) : fmt::format("{:.0f} %", value);
}

std::string amount(double value) {
  if (value >= 10) return fmt::format("{:.0f}", value);
  return fmt::format("{:.2g}", value);
}

}  // namespace

std::string duration_words(double ns) {
  if (ns < 1e3) return fmt::format("{} ns", amount(ns));
  if (ns < 1e6) return fmt::format("{} µs", amount(ns / 1e3));
  if (ns < 1e9) return fmt::format("{} ms", amount(ns / 1e6));
  return fmt::format("{} s", amount(ns / 1e9));
}

std::string weeks_words(double weeks) {
  if (weeks >= 10) return grouped(static_cast<unsigned long long>(std::llround(weeks)));
  return weeks < 1 ? fmt::format("{:.1f}", std::max(weeks, 0.1)) : fmt::format("{:.0f}", weeks);
}

namespace {

std::string range(const Effort& effort) {
  return fmt::format("{} to {} person-weeks, median {}", weeks_words(effort.p10), weeks_words(effort.p90),
                     weeks_words(effort.p50));
}

std::string joined(const std::vector<std::string>& names, std::size_t most) {
  std::string out;
  for (std::size_t i = 0; i < names.size() && i < most; ++i) out += (i == 0 ? "" : ", ") + printable(names[i]);
  if (names.size() > most) out += fmt::format(" and {} more", names.size() - most);
  return out;
}

std::string language_word(Answer answer) { return answer == Answer::Go ? "Go" : "Rust"; }

PlanParagraph part_paragraph(const Report& report, const PartPlan& plan, bool in_full) {
  const CarveOut& out = plan.part;
  PlanParagraph paragraph{"carve-out", {}, {}};
  const std::string size =
      fmt::format("{} line{} in {} function{} ({} of the code)", grouped(out.lines), out.lines == 1 ? "" : "s",
                  out.functions.size(), out.functions.size() == 1 ? "" : "s", percent(out.share_of_lines));
  if (out.aim == Aim::Safety) {
    paragraph.text = fmt::format("{} hold {} of its work on raw memory; crossing into Rust costs {}", size,
                                 percent(out.share_of_cost), percent(out.crossing_cost));
  } else {
    paragraph.text =
        fmt::format("{} hold {} of its cost; in Rust up to {} of the whole is saved, after {} for crossing", size,
                    percent(out.share_of_cost), percent(out.gain), percent(out.crossing_cost));
  }
  if (plan.boundary) paragraph.text += fmt::format(" ({})", plan.boundary->cost.way.name);
  paragraph.text += "; " + range(plan.effort);
  std::size_t shown = 0;
  for (const SeamFunction& seam : out.seam) {
    if (!in_full && (seam.callback || shown == seam_shown)) continue;
    ++shown;
    std::string name(report.model.qualified_name(seam.function));
    if (name == report.model.names.text(report.model.function(seam.function).name()) && !seam.signature.empty())
      name.clear();
    if (!seam.signature.empty()) name += (name.empty() ? "" : ": ") + seam.signature;
    paragraph.lines.push_back(fmt::format("{} {}", seam.callback ? "calls back" : "enter by", printable(name)));
    if (in_full)
      paragraph.lines.back() +=
          fmt::format("  ({} calls per unit of work, {}:{})", amount(seam.calls),
                      printable(report.model.file_of(seam.function).path), report.model.function(seam.function).line());
  }
  if (!in_full && shown < out.seam.size())
    paragraph.lines.push_back(fmt::format("and {} more in the seam", out.seam.size() - shown));
  for (const SplitState& state : out.shared)
    paragraph.lines.push_back(fmt::format("splits {} {}: {} of its users move, {} stay",
                                          state.is_type ? "type" : "variable", printable(state.name), state.inside,
                                          state.outside));
  if (in_full) {
    for (const CarvedFunction& carved : out.functions)
      paragraph.lines.push_back(fmt::format(
          "moves {}  {}  {}:{}", printable(report.model.qualified_name(carved.function)), percent(carved.share),
          printable(report.model.file_of(carved.function).path), report.model.function(carved.function).line()));
  }
  return paragraph;
}

PlanParagraph boundary_paragraph(const Boundary& b, bool in_full) {
  PlanParagraph paragraph{"boundary", fmt::format("{}: {}", b.cost.way.name, b.reason), {}};
  if (b.traffic.seen) {
    paragraph.text += fmt::format("; about {} per call for {} of work, {} calls per unit of work",
                                  duration_words(b.cost.time), duration_words(b.traffic.work), amount(b.traffic.calls));
    if (in_full)
      paragraph.lines.push_back(fmt::format("{} arguments and about {} bytes a call, {} calls back",
                                            amount(b.traffic.arguments), amount(b.traffic.bytes),
                                            amount(b.traffic.callbacks)));
  }
  if (!b.shared_state.empty()) paragraph.text += "; shares " + joined(b.shared_state, blockers_shown);
  if (!in_full) return paragraph;
  for (const BoundaryCost& other : b.others)
    paragraph.lines.push_back(fmt::format("instead: {}, about {} per call{}", other.way.name,
                                          duration_words(other.time),
                                          b.traffic.seen ? ", " + percent(other.share) + " of the work" : ""));
  paragraph.lines.push_back(fmt::format("figures of {}: {}", b.cost.way.date, b.cost.way.source));
  return paragraph;
}

std::string readiness_text(const Readiness& r, Answer answer) {
  const ReadinessTowards& t = r.towards(answer);
  std::string text;
  const auto add = [&](CounterpartKind kind, std::string_view words) {
    if (t.of(kind) > 0) text += fmt::format("{}{} {}", text.empty() ? "" : ", ", t.of(kind), words);
  };
  add(CounterpartKind::Standard, "in the standard library");
  add(CounterpartKind::Package, t.of(CounterpartKind::Package) == 1 ? "a package" : "packages");
  add(CounterpartKind::Binding, t.of(CounterpartKind::Binding) == 1 ? "a binding" : "bindings");
  add(CounterpartKind::Write, "to be written");
  add(CounterpartKind::None, "without a counterpart");
  if (!t.blockers.empty()) text += " (" + joined(t.blockers, blockers_shown) + ")";
  return text;
}

PlanParagraph readiness_paragraph(const Readiness& r, Answer answer, bool in_full) {
  PlanParagraph paragraph{"needs", {}, {}};
  paragraph.text = fmt::format("{} of {} dependencies known", r.known, r.dependencies);
  if (r.known == 0) return paragraph;
  for (const Answer a : {Answer::Go, Answer::Rust}) {
    if (in_full || a == answer) paragraph.text += fmt::format("; in {} {}", language_word(a), readiness_text(r, a));
  }
  return paragraph;
}

PlanParagraph effort_paragraph(const ComponentPlan& plan, bool in_full) {
  PlanParagraph paragraph{"effort", {}, {}};
  paragraph.text =
      fmt::format("{} for {} lines to {}", range(*plan.effort),
                  grouped(static_cast<unsigned long long>(plan.effort->lines)), language_word(plan.effort_towards));
  if (!in_full) return paragraph;
  for (const EffortPart& part : plan.effort->basis)
    paragraph.lines.push_back(fmt::format("× {:.2f} {}: {}", part.factor, part.driver, part.why));
  return paragraph;
}

std::string cut(std::string_view text, std::size_t width) {
  const std::string shown = printable(text);
  return columns(shown) <= width ? shown : fitted(shown, width);
}

// "name, name, name" wrapped below a label.
void add_row(std::string& out, std::string_view label, const std::vector<std::string>& names) {
  if (names.empty()) return;
  std::vector<std::string> fitting;  // a line of the row holds the longest, its comma, too
  for (const std::string& name : names) fitting.push_back(cut(name, picture_width - 18));
  out += fmt::format("  {:<13} ", label) + wrapped(joined(fitting, names_shown), 16, 16, picture_width) + "\n";
}

}  // namespace

std::vector<PlanParagraph> plan_paragraphs(const Report& report, std::size_t component, bool in_full) {
  const ComponentPlan& plan = report.plans.components[component];
  const bool moves = report.results[component].verdict.choice != Answer::Keep;
  std::vector<PlanParagraph> paragraphs;
  if (plan.carve_out) paragraphs.push_back(part_paragraph(report, *plan.carve_out, in_full));
  if (plan.boundary) paragraphs.push_back(boundary_paragraph(*plan.boundary, in_full));
  if (in_full && plan.carve_out && plan.carve_out->boundary) {
    paragraphs.push_back(boundary_paragraph(*plan.carve_out->boundary, true));
    paragraphs.back().label = "its boundary";
  }
  if (plan.readiness.dependencies > 0 && (moves || in_full))
    paragraphs.push_back(readiness_paragraph(plan.readiness, plan.effort_towards, in_full));
  if (plan.effort && (moves || in_full)) paragraphs.push_back(effort_paragraph(plan, in_full));
  return paragraphs;
}

std::string_view becomes(const Report& report, const Relation& relation) {
  if (relation.kind != RelationKind::Call) return {};
  for (const ComponentId end : {relation.to, relation.from}) {
    const std::optional<Boundary>& boundary = report.plans.components[end.index()].boundary;
    if (boundary) return boundary->cost.way.name;
  }
  return {};
}

std::string architecture_picture(const Report& report) {
  const std::vector<Component>& components = report.components.list;
  if (components.size() < 2) return {};
  std::vector<std::string> services, cores, parts, stays;
  for (std::size_t i = 0; i < components.size(); ++i) {
    const Answer choice = report.results[i].verdict.choice;
    (choice == Answer::Go ? services : choice == Answer::Rust ? cores : stays).push_back(components[i].id);
    if (choice != Answer::Rust && report.plans.components[i].carve_out) parts.push_back(components[i].id);
  }
  std::string out;
  add_row(out, "Go services", services);
  add_row(out, "Rust cores", cores);
  add_row(out, "Rust parts of", parts);
  add_row(out, "stay", stays);
  const std::vector<Relation>& relations = report.plans.relations;
  std::size_t speakers = 0;
  for (std::size_t begin = 0; begin < relations.size();) {
    std::size_t end = begin;
    while (end < relations.size() && relations[end].from == relations[begin].from) ++end;
    if (speakers++ == speakers_shown) {
      out += fmt::format("\n  and {} more relations: `architecture` in the JSON report\n", relations.size() - begin);
      break;
    }
    out += "\n  " + cut(components[relations[begin].from.index()].id, picture_width - 2) + "\n";
    std::vector<Relation> own(relations.begin() + static_cast<std::ptrdiff_t>(begin),
                              relations.begin() + static_cast<std::ptrdiff_t>(end));
    std::stable_sort(own.begin(), own.end(), [](const Relation& a, const Relation& b) { return a.calls > b.calls; });
    const std::size_t shown = own.size() > relations_shown ? relations_shown - 1 : own.size();
    for (std::size_t i = 0; i < shown; ++i) {
      const bool last = i + 1 == own.size();
      const std::string arrow =
          fmt::format("    {} {:─<9}▶ ", last ? "└" : "├", std::string(relation_name(own[i].kind)) + " ");
      const std::string_view turns_into = becomes(report, own[i]);
      std::string note = fmt::format(" ×{}", grouped(own[i].calls));
      if (!own[i].what.empty()) note += " " + printable(own[i].what);
      out += arrow + cut(components[own[i].to.index()].id, picture_width - columns(arrow) - 8);
      const std::size_t used = columns(out.substr(out.rfind('\n') + 1));
      out += cut(note, picture_width - used) + "\n";
      if (!turns_into.empty())
        out += fmt::format("    {}           ", last ? " " : "│") +
               cut(fmt::format("by {}", turns_into), picture_width - 16) + "\n";
    }
    if (shown < own.size()) out += fmt::format("    └ and {} more\n", own.size() - shown);
    begin = end;
  }
  return out;
}

}  // namespace assay
