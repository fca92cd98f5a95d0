// See plan_json.h.
#include "reports/plan_json.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/text.h"
#include "reports/plan_words.h"

namespace assay {
namespace {

class PlanJson {
 public:
  PlanJson(JsonWriter& json, const Report& report) : json_(json), model_(report.model) {}

  void component(const ComponentPlan& plan) {
    json_.key("carve_out");
    if (plan.carve_out) {
      part(*plan.carve_out);
    } else {
      json_.null();
    }
    json_.key("boundary");
    boundary(plan.boundary);
    readiness(plan.readiness);
    json_.key("effort");
    if (plan.effort) {
      effort(*plan.effort, answer_name(plan.effort_towards));
    } else {
      json_.null();
    }
  }

 private:
  void place(FunctionId f) {
    json_.field("function", model_.qualified_name(f));
    json_.path("file", model_.file_of(f).path);
    json_.field("line", std::max(model_.function(f).line(), 1U));
  }

  void part(const PartPlan& plan) {
    const CarveOut& out = plan.part;
    json_.begin_object();
    json_.field("aim", out.aim == Aim::Safety ? "safety" : "speed");
    json_.key("functions").begin_array();
    for (const CarvedFunction& carved : out.functions) {
      json_.inline_next().begin_object();
      place(carved.function);
      json_.field("share", carved.share).end_object();
    }
    json_.end_array();
    json_.field("lines", out.lines).field("share_of_lines", out.share_of_lines);
    json_.field("share_of_cost", out.share_of_cost).field("gain", out.gain);
    json_.field("crossing_cost", out.crossing_cost).field("crossings", out.crossings);
    json_.key("seam").begin_array();
    for (const SeamFunction& seam : out.seam) {
      json_.inline_next().begin_object();
      place(seam.function);
      json_.field("signature", std::string_view(seam.signature)).field("direction", seam.callback ? "out" : "in");
      json_.field("calls", seam.calls).field("callers", seam.callers).end_object();
    }
    json_.end_array();
    json_.key("shared_state").begin_array();
    for (const SplitState& state : out.shared) {
      json_.inline_next().begin_object();
      json_.field("name", std::string_view(state.name)).field("kind", state.is_type ? "type" : "global");
      json_.path("file", model_.files[state.file.index()].path);
      json_.field("line", state.line).field("inside", state.inside).field("outside", state.outside).end_object();
    }
    json_.end_array();
    json_.key("boundary");
    boundary(plan.boundary);
    json_.key("effort");
    effort(plan.effort, answer_name(Answer::Rust));
    json_.end_object();
  }

  void boundary(const std::optional<Boundary>& maybe) {
    if (!maybe) {
      json_.null();
      return;
    }
    const Boundary& b = *maybe;
    json_.begin_object();
    json_.field("kind", boundary_kind_name(b.kind)).field("technique", std::string_view(b.cost.way.name));
    json_.field("reason", std::string_view(b.reason)).field("callers_seen", b.traffic.seen);
    json_.field("calls", b.traffic.calls).field("callbacks", b.traffic.callbacks);
    json_.field("arguments", b.traffic.arguments).field("bytes", b.traffic.bytes);
    json_.field("work_ns", b.traffic.work).field("crossing_ns", b.cost.time).field("share", b.cost.share);
    json_.field("batch", b.batch);
    json_.field("shared_state", b.shared_state);
    json_.field("source", std::string_view(b.cost.way.source)).field("date", std::string_view(b.cost.way.date));
    json_.key("alternatives").begin_array();
    for (const BoundaryCost& other : b.others) {
      json_.inline_next().begin_object();
      json_.field("technique", std::string_view(other.way.name)).field("crossing_ns", other.time);
      json_.field("share", other.share).field("source", std::string_view(other.way.source)).end_object();
    }
    json_.end_array().end_object();
  }

  void effort(const Effort& e, std::string_view towards) {
    json_.begin_object();
    json_.field("towards", towards).field("unit", "person-weeks");
    json_.field("p10", e.p10).field("p50", e.p50).field("p90", e.p90).field("lines", e.lines);
    json_.key("basis").begin_array();
    for (const EffortPart& part : e.basis) {
      json_.inline_next().begin_object();
      json_.field("driver", std::string_view(part.driver)).field("value", part.value).field("factor", part.factor);
      json_.field("why", std::string_view(part.why)).end_object();
    }
    json_.end_array().end_object();
  }

  void readiness(const Readiness& r) {
    json_.key("readiness").begin_object();
    json_.field("dependencies", r.dependencies).field("known", r.known);
    for (const auto& [name, towards] : {std::pair{"go", &r.go}, std::pair{"rust", &r.rust}}) {
      json_.key(name).begin_object();
      json_.field("ready", towards->ready);
      json_.field("standard_library", towards->of(CounterpartKind::Standard));
      json_.field("package", towards->of(CounterpartKind::Package));
      json_.field("binding", towards->of(CounterpartKind::Binding));
      json_.field("write", towards->of(CounterpartKind::Write));
      json_.field("none", towards->of(CounterpartKind::None));
      json_.field("blockers", towards->blockers);
      json_.end_object();
    }
    json_.end_object();
  }

  JsonWriter& json_;
  const Model& model_;
};

}  // namespace

void write_component_plan(JsonWriter& json, const Report& report, std::size_t component) {
  PlanJson(json, report).component(report.plans.components[component]);
}

void write_dependency_readiness(JsonWriter& json, const Counterpart* counterpart) {
  if (counterpart == nullptr) {
    json.null();
    return;
  }
  json.inline_next().begin_object();
  json.field("go", counterpart_kind_name(counterpart->go_kind))
      .field("rust", counterpart_kind_name(counterpart->rust_kind));
  json.field("date", std::string_view(counterpart->date))
      .field("confidence", std::string_view(counterpart->confidence));
  json.end_object();
}

void write_architecture(JsonWriter& json, const Report& report, std::optional<ComponentId> only) {
  const auto concerns = [&](ComponentId component) { return !only.has_value() || *only == component; };
  const std::vector<Component>& components = report.components.list;
  json.key("architecture").begin_object();
  for (const auto& [name, answer] :
       {std::pair{"go_services", Answer::Go}, std::pair{"rust_cores", Answer::Rust}, std::pair{"keep", Answer::Keep}}) {
    json.key(name).inline_next().begin_array();
    for (std::size_t i = 0; i < report.results.size(); ++i) {
      if (report.results[i].verdict.choice == answer && concerns(ComponentId::of_index(i)))
        json.value(std::string_view(components[i].id));
    }
    json.end_array();
  }
  json.key("carve_outs").inline_next().begin_array();
  for (std::size_t i = 0; i < components.size(); ++i) {
    if (report.plans.components[i].carve_out && concerns(ComponentId::of_index(i)))
      json.value(std::string_view(components[i].id));
  }
  json.end_array();
  json.key("boundaries").begin_array();
  for (const Relation& relation : report.plans.relations) {
    if (!concerns(relation.from) && !concerns(relation.to)) continue;
    json.inline_next().begin_object();
    json.field("from", std::string_view(components[relation.from.index()].id));
    json.field("to", std::string_view(components[relation.to.index()].id));
    json.field("kind", relation_name(relation.kind)).field("calls", relation.calls);
    json.field("what", std::string_view(printable(relation.what)));
    json.path("file", relation.file);
    json.field("line", std::max(relation.line, 1U));
    json.field("becomes", becomes(report, relation)).end_object();
  }
  json.end_array().end_object();
}

}  // namespace assay
