// See effects.h.
#include "analyzer/analysis/effects.h"

namespace assay {

Effects find_effects(const Model& model, const CallGraph& graph, const CallOrder& order) {
  static_assert(static_cast<unsigned>(Effect::Realtime) < 64, "an EffectSet holds 64 effects");
  Effects effects;
  effects.own.resize(model.functions.size());
  for (std::size_t i = 0; i < model.calls.size(); ++i) {
    if (const CallEffect* effect = graph.effect_of(i)) effects.own[model.calls[i].caller() - 1].insert(effect->effect);
  }
  effects.reached = effects.own;
  for (std::size_t group = 0; group < order.group_count(); ++group) {
    EffectSet all;
    for (const FunctionId member : order.group_members(group)) {
      all.insert(effects.own[member.index()]);
      for (const CallEdge& edge : order.edges_of(member.index())) {
        if (!edge.spawned) all.insert(effects.reached[edge.callee.index()]);
      }
    }
    for (const FunctionId member : order.group_members(group)) effects.reached[member.index()] = all;
  }
  return effects;
}

}  // namespace assay
