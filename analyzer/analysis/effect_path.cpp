// See effect_path.h.
#include "analyzer/analysis/effect_path.h"

#include <algorithm>
#include <vector>

#include "analyzer/analysis/signal_words.h"

namespace assay {
namespace {

constexpr std::size_t most_functions = 64;
constexpr std::size_t most_steps = 6;

struct Step {
  FunctionId function;
  std::size_t before;  // index of the step that led here; itself for the first
  std::size_t length;
};

// The first library call of the function with a wanted effect; null: it makes none itself.
const facts::Call* own_call(const Model& model, const CallGraph& graph, FunctionId id, EffectSet wanted) {
  const FileRow& file = model.file_of(id);
  const facts::Function& f = model.function(id);
  const auto begin = model.calls.begin() + file.calls.begin, end = model.calls.begin() + file.calls.end;
  auto at = std::partition_point(begin, end, [&](const facts::Call& call) { return call.line() < f.line(); });
  for (; at != end && at->line() <= f.end_line(); ++at) {
    if (at->caller() != id.value) continue;
    const CallEffect* effect = graph.effect_of(static_cast<std::size_t>(at - model.calls.begin()));
    if (effect != nullptr && wanted.contains(effect->effect)) return &*at;
  }
  return nullptr;
}

std::string_view name_of(const Model& model, FunctionId id) {
  const FunctionId named = model.named(id);
  return model.has(named, facts::FunctionFlag::Module) ? model.qualified_name(named)
                                                       : model.names.text(model.function(named).name());
}

}  // namespace

std::string effect_path(const Model& model, const CallGraph& graph, const CallOrder& order, const Effects& effects,
                        FunctionId from, EffectSet wanted) {
  std::vector<Step> steps{{from, 0, 0}};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step step = steps[i];
    const bool own = effects.own[step.function.index()].meets(wanted);
    const facts::Call* call = own ? own_call(model, graph, step.function, wanted) : nullptr;
    if (call != nullptr) {
      std::string path = call_words(model, *call);
      for (std::size_t at = i; steps[at].length > 0; at = steps[at].before)
        path.insert(0, " → ").insert(0, name_of(model, steps[at].function));
      return path;
    }
    if (step.length == most_steps) continue;
    for (const CallEdge& edge : order.edges_of(step.function.index())) {
      if (steps.size() == most_functions) break;
      if (edge.spawned || !effects.reached[edge.callee.index()].meets(wanted)) continue;
      const bool seen =
          std::any_of(steps.begin(), steps.end(), [&](const Step& s) { return s.function == edge.callee; });
      if (!seen) steps.push_back({edge.callee, i, step.length + 1});
    }
  }
  return {};
}

}  // namespace assay
