// See plan.h.
#include "rules/plan/plan.h"

#include <algorithm>
#include <utility>

#include "analyzer/base/parallel.h"

namespace assay {
namespace {

double value_of(const Signals& signals, std::string_view id) {
  const auto at = signals.find(id);
  return at == signals.end() ? 0 : at->second.value;
}

// Answers that a component could move to: its verdict, else the better one of the two.
Answer towards(const Verdict& verdict) {
  if (verdict.choice != Answer::Keep) return verdict.choice;
  const auto score = [&](Answer answer) { return verdict.scores[static_cast<std::size_t>(answer)]; };
  return score(Answer::Rust) >= score(Answer::Go) ? Answer::Rust : Answer::Go;
}

class Planning {
 public:
  Planning(const Work& work, const PlanModels& models, const Counterparts& counterparts)
      : work_(work), models_(models), counterparts_(counterparts), own_(work.source().components) {}

  ComponentPlan plan(const Component& component, const Judged& judged) const {
    ComponentPlan plan;
    const Answer verdict = judged.verdict->choice;
    plan.readiness = find_readiness(component, own_, counterparts_);
    const bool listens =
        value_of(*judged.signals, "entry.listener_count") > 0 || value_of(*judged.signals, "entry.handler_density") > 0;
    plan.boundary = find_boundary(work_, component, verdict, listens);
    const EffortInputs inputs = inputs_of(component, judged, plan.readiness);
    const bool movable = component.kind != facts::UnitKind::Tests && component.kind != facts::UnitKind::Docs;
    if (inputs.lines > 0 && movable) {
      plan.effort_towards = towards(*judged.verdict);
      plan.effort = estimate_effort(models_.effort, inputs);
    }
    if (std::optional<CarveOut> part = find_carve_out(work_, component, verdict)) {
      std::vector<FunctionId> functions;
      for (const CarvedFunction& f : part->functions) functions.push_back(f.function);
      EffortInputs smaller = inputs;
      smaller.lines = part->lines;
      std::sort(functions.begin(), functions.end());
      std::optional<Boundary> boundary = bind_part(work_, component, functions);
      plan.carve_out = PartPlan{std::move(*part), std::move(boundary), estimate_effort(models_.effort, smaller)};
    }
    return plan;
  }

 private:
  EffortInputs inputs_of(const Component& component, const Judged& judged, const Readiness& readiness) const {
    EffortInputs inputs;
    const Answer answer = towards(*judged.verdict);
    double branches = 0, lines = 0;
    for (const FileId id : component.files) {
      const FileRow& file = work_.source().model.files[id.index()];
      if (file.test) continue;
      lines += file.code_lines;
      for (std::uint32_t f = file.functions.begin; f < file.functions.end; ++f)
        branches += work_.source().model.functions[f].branches();
    }
    inputs.lines = component.code_lines >= component.test_lines ? component.code_lines - component.test_lines : 0;
    inputs.branches_per_line = lines > 0 ? branches / lines : 0;
    inputs.calls_out = value_of(*judged.signals, "coupling.out_density");
    inputs.test_share = value_of(*judged.signals, "test.share");
    inputs.missing = readiness.known == 0 ? 0 : 1 - readiness.towards(answer).ready;
    inputs.dynamic = value_of(*judged.signals, "dynamic.density");
    inputs.known = readiness.dependencies == 0 ? 1 : readiness.known_share();
    inputs.resolved = judged.facts.resolved_call_share;
    return inputs;
  }

  const Work& work_;
  const PlanModels& models_;
  const Counterparts& counterparts_;
  OwnPackages own_;
};

}  // namespace

Result<PlanModels> read_plan_models(std::span<const EmbeddedFile> files) {
  Result<CrossingModel> crossings = read_crossings(files);
  if (!crossings) return tl::unexpected(crossings.error());
  Result<EffortModel> effort = read_effort_model(files);
  if (!effort) return tl::unexpected(effort.error());
  return PlanModels{std::move(*crossings), std::move(*effort)};
}

std::vector<ComponentPlan> plan_components(const AnalysedCode& source, const Entries& entries, const GainTable& gains,
                                           const PlanModels& models, const Counterparts& counterparts,
                                           const std::vector<Judged>& judged, std::size_t threads) {
  const Work work(source, entries, models.crossings, gains, threads);
  const Planning planning(work, models, counterparts);
  const std::vector<Component>& components = source.components.list;
  std::vector<ComponentPlan> plans(components.size());
  in_threads(components.size(), threads,
             [&] { return [&](std::size_t i) { plans[i] = planning.plan(components[i], judged[i]); }; });
  return plans;
}

}  // namespace assay
