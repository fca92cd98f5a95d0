// See function_heat.h.
#include "analyzer/analysis/function_heat.h"

#include <algorithm>
#include <map>

namespace assay {
namespace {

// From the entry point to `caller`, then `last`. A chain has no cycles, but it may have passed `last` before.
void find_chain(const CallFlows& flows, const Flow& last, CallerHeat& caller) {
  std::vector<ChainStep> back = {{last.callee, last.per_run}};
  FunctionId at = last.caller;
  for (;;) {
    const std::uint32_t by = flows.strongest[at.index()];
    back.push_back({at, by == 0 ? 0 : flows.rows[by - 1].per_run});
    if (by == 0) break;
    if (back.size() == longest_chain) {
      caller.chain_is_cut = true;
      back.back().per_run = 0;
      break;
    }
    at = flows.rows[by - 1].caller;
  }
  caller.chain.assign(back.rbegin(), back.rend());
}

using Places = std::map<FunctionId, std::vector<CallPlace>>;

// Of all calls, those of the listed callers to the function and of the function to the listed callees.
void find_places(const Model& model, const CallGraph& graph, FunctionId function, Places& callers, Places& callees) {
  for (std::size_t i = 0; i < model.calls.size(); ++i) {
    const std::span<const FunctionId> targets = graph.targets_of(i);
    if (targets.empty()) continue;
    const facts::Call& call = model.calls[i];
    const FunctionId caller = model.named(FunctionId{call.caller()});
    const auto from = callers.find(caller);
    if (from == callers.end() && caller != function) continue;
    const CallPlace place{call.line(), call.frequency(), graph.evidence[i], static_cast<std::uint32_t>(targets.size()),
                          (call.flags() & static_cast<std::uint16_t>(facts::CallFlag::Spawned)) != 0};
    for (const FunctionId target : targets) {
      const FunctionId callee = model.named(target);
      if (from != callers.end() && callee == function) from->second.push_back(place);
      if (caller != function) continue;
      if (const auto to = callees.find(callee); to != callees.end()) to->second.push_back(place);
    }
  }
  for (Places* const all : {&callers, &callees}) {
    for (auto& [other, places] : *all)
      std::stable_sort(places.begin(), places.end(),
                       [](const CallPlace& a, const CallPlace& b) { return a.per_run > b.per_run; });
  }
}

std::vector<LoopId> find_loops(const Model& model, FunctionId function) {
  std::vector<LoopId> loops;
  const RowRange rows = model.file_of(function).loops;
  for (std::uint32_t i = rows.begin; i < rows.end; ++i) {
    if (model.named(FunctionId{model.loops[i].function()}) == function) loops.push_back(LoopId::of_index(i));
  }
  std::stable_sort(loops.begin(), loops.end(),
                   [&](LoopId a, LoopId b) { return model.loops[a.index()].line() < model.loops[b.index()].line(); });
  return loops;
}

void find_callers(const CallFlows& flows, FunctionHeat& heat) {
  const double all = flows.arriving[heat.function.index()];
  const auto share_of = [&](double runs) { return all > 0 ? runs / all : 0; };
  heat.own_share = share_of(flows.own[heat.function.index()]);
  for (const std::uint32_t row : flows.into(heat.function)) {
    const Flow& flow = flows.rows[row];
    if (heat.callers.size() == listed_callers) {
      ++heat.more_callers;
      heat.more_share += share_of(flow.runs);
      continue;
    }
    CallerHeat caller;
    caller.function = flow.caller;
    caller.share = share_of(flow.runs);
    caller.per_run = flow.per_run;
    find_chain(flows, flow, caller);
    heat.callers.push_back(std::move(caller));
  }
}

void find_callees(const CallFlows& flows, const HotPaths& hot, FunctionHeat& heat) {
  const FlowCosts costs = find_flow_costs(flows, hot);
  for (const Flow& flow : flows.from(heat.function)) {
    const bool back = flows.place[flow.callee.index()] < flows.place[heat.function.index()];
    heat.callees.push_back({flow.callee, costs.of_call(flows, flow), flow.per_run, back, {}});
  }
  std::stable_sort(heat.callees.begin(), heat.callees.end(),
                   [](const CalleeHeat& a, const CalleeHeat& b) { return a.cost > b.cost; });
  if (heat.callees.size() <= listed_callees) return;
  heat.more_callees = heat.callees.size() - listed_callees;
  heat.callees.resize(listed_callees);
}

}  // namespace

FunctionHeat explain_heat(const Model& model, const CallGraph& graph, const CallFlows& flows, const HotPaths& hot,
                          FunctionId function) {
  FunctionHeat heat;
  heat.function = heat.hot.function = function;
  for (std::size_t i = 0; i < hot.functions.size(); ++i) {
    if (hot.functions[i].function != function) continue;
    heat.hot = hot.functions[i];
    heat.rank = i + 1;
  }
  heat.runs = hot.frequency[function.index()];
  heat.loops = find_loops(model, function);
  find_callers(flows, heat);
  find_callees(flows, hot, heat);
  Places callers, callees;
  for (const CallerHeat& caller : heat.callers) callers[caller.function];
  for (const CalleeHeat& callee : heat.callees) callees[callee.function];
  find_places(model, graph, function, callers, callees);
  for (CallerHeat& caller : heat.callers) caller.places = std::move(callers[caller.function]);
  for (CalleeHeat& callee : heat.callees) callee.places = std::move(callees[callee.function]);
  return heat;
}

}  // namespace assay
