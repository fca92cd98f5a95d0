// What a move would look like, component by component: the part worth carving out, the boundary, the dependencies' readiness,
// the effort; and for the repository which parts talk to which.
#pragma once

#include <optional>
#include <vector>

#include "rules/engine/verdict.h"
#include "rules/plan/architecture.h"
#include "rules/plan/boundary.h"
#include "rules/plan/carve_out.h"
#include "rules/plan/effort.h"
#include "rules/plan/readiness.h"

namespace assay {

struct PartPlan {
  CarveOut part;
  std::optional<Boundary> boundary;
  Effort effort;  // of moving the part
};

struct ComponentPlan {
  std::optional<PartPlan> carve_out;
  std::optional<Boundary> boundary;  // of a component that moves
  Readiness readiness;
  std::optional<Effort> effort;  // of moving the whole component: to what the verdict says, else to the runner-up
  Answer effort_towards = Answer::Keep;
};

struct Plans {
  std::vector<ComponentPlan> components;  // in their order
  std::vector<Relation> relations;
};

struct PlanModels {
  CrossingModel crossings;
  EffortModel effort;
};
Result<PlanModels> read_plan_models(std::span<const EmbeddedFile> files);

// What has been judged of a component.
struct Judged {
  const Signals* signals = nullptr;
  const Verdict* verdict = nullptr;
  ComponentFacts facts;
};

// `judged`: one per component. The same at any number of threads, of which it uses at most `threads`.
std::vector<ComponentPlan> plan_components(const AnalysedCode& source, const Entries& entries, const GainTable& gains,
                                           const PlanModels& models, const Counterparts& counterparts,
                                           const std::vector<Judged>& judged, std::size_t threads);

}  // namespace assay
