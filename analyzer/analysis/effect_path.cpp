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

// Functions from `from` on, each called by the one before it, and the library call that the last one makes.
struct Way {
  std::vector<FunctionId> functions;
  const facts::Call* call = nullptr;  // null: there is no such way
};

Way shortest_way(const Model& model, const CallGraph& graph, const CallOrder& order, const Effects& effects,
                 FunctionId from, EffectSet wanted) {
  std::vector<Step> steps{{from, 0, 0}};
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const Step step = steps[i];
    const bool own = effects.own[step.function.index()].meets(wanted);
    if (const facts::Call* call = own ? own_call(model, graph, step.function, wanted) : nullptr; call != nullptr) {
      Way way{{step.function}, call};
      for (std::size_t at = i; steps[at].length > 0; at = steps[at].before)
        way.functions.push_back(steps[steps[at].before].function);
      std::reverse(way.functions.begin(), way.functions.end());
      return way;
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

// Of the first call in `caller` that may run `callee`; else where the caller begins.
std::uint32_t line_of_call(const Model& model, const CallGraph& graph, FunctionId caller, FunctionId callee) {
  const RowRange calls = model.file_of(caller).calls;
  for (std::uint32_t i = calls.begin; i < calls.end; ++i) {
    if (model.calls[i].caller() != caller.value) continue;
    for (const FunctionId target : graph.targets_of(i)) {
      if (target == callee) return model.calls[i].line();
    }
  }
  return model.function(caller).line();
}

}  // namespace

std::string effect_path(const Model& model, const CallGraph& graph, const CallOrder& order, const Effects& effects,
                        FunctionId from, EffectSet wanted) {
  const Way way = shortest_way(model, graph, order, effects, from, wanted);
  if (way.call == nullptr) return {};
  std::string path;
  for (std::size_t i = 1; i < way.functions.size(); ++i) path.append(name_of(model, way.functions[i])).append(" → ");
  return path + call_words(model, *way.call);
}

std::vector<EffectStep> effect_steps(const Model& model, const CallGraph& graph, const CallOrder& order,
                                     const Effects& effects, FunctionId from, EffectSet wanted) {
  const Way way = shortest_way(model, graph, order, effects, from, wanted);
  std::vector<EffectStep> steps;
  for (std::size_t i = 1; i < way.functions.size(); ++i)
    steps.push_back({way.functions[i - 1], line_of_call(model, graph, way.functions[i - 1], way.functions[i]),
                     std::string(name_of(model, way.functions[i]))});
  if (way.call != nullptr)
    steps.push_back({way.functions.back(), way.call->line(), std::string(call_words(model, *way.call))});
  return steps;
}

}  // namespace assay
