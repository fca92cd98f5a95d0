// See call_flows.h. The strongest chains are shortest paths by the logarithm of shares (Dijkstra, 1959).
#include "analyzer/analysis/call_flows.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <queue>
#include <tuple>

#include "analyzer/base/grouped.h"

namespace assay {
namespace {

// A share below this counts as this: calls in code that never runs lead somewhere, too.
constexpr double least_share = 1e-9;

void collect(const Model& model, const CallOrder& order, const HotPaths& hot, CallFlows& flows) {
  const std::size_t count = model.functions.size();
  // The functions that count to each named one, itself among them.
  const Grouped closures(count, count, [&](std::size_t f) { return model.named(FunctionId::of_index(f)).index(); });
  flows.out_first.assign(count + 1, 0);
  flows.rows.reserve(order.edges.size());
  std::vector<Flow> all;  // of one caller
  for (std::size_t f = 0; f < count; ++f) {
    const FunctionId caller = FunctionId::of_index(f);
    all.clear();
    for (const std::uint32_t part : closures.of(f)) {
      for (const CallEdge& edge : order.edges_of(part)) {
        const FunctionId callee = model.named(edge.callee);
        if (callee != caller)
          all.push_back({caller, callee, edge.frequency, hot.frequency[part] * runs_per_call(edge)});
      }
    }
    std::stable_sort(all.begin(), all.end(), [](const Flow& a, const Flow& b) { return a.callee < b.callee; });
    for (const Flow& flow : all) {
      if (flows.rows.size() > flows.out_first[f] && flows.rows.back().callee == flow.callee) {
        flows.rows.back().per_run += flow.per_run;
        flows.rows.back().runs += flow.runs;
      } else {
        flows.rows.push_back(flow);
      }
    }
    flows.out_first[f + 1] = static_cast<std::uint32_t>(flows.rows.size());
  }
}

void turn_around(std::size_t count, CallFlows& flows) {
  flows.in_first.assign(count + 1, 0);
  flows.in_rows.resize(flows.rows.size());
  for (const Flow& row : flows.rows) ++flows.in_first[row.callee.index() + 1];
  for (std::size_t f = 0; f < count; ++f) flows.in_first[f + 1] += flows.in_first[f];
  std::vector<std::uint32_t> next(flows.in_first.begin(), flows.in_first.end() - 1);
  for (std::uint32_t row = 0; row < flows.rows.size(); ++row)
    flows.in_rows[next[flows.rows[row].callee.index()]++] = row;
  for (std::size_t f = 0; f < count; ++f) {
    std::sort(flows.in_rows.begin() + flows.in_first[f], flows.in_rows.begin() + flows.in_first[f + 1],
              [&](std::uint32_t a, std::uint32_t b) {
                return std::tie(flows.rows[b].runs, a) < std::tie(flows.rows[a].runs, b);
              });
  }
}

bool leads_on(const CallFlows& flows, const Flow& flow) {
  return flows.place[flow.caller.index()] < flows.place[flow.callee.index()];
}

class Chains {
 public:
  Chains(const Model& model, const CallOrder& order, CallFlows& flows) : model_(model), order_(order), flows_(flows) {
    flows_.strongest.assign(model.functions.size(), 0);
    flows_.place.assign(model.functions.size(), 0);
    length_.assign(model.functions.size(), INFINITY);
  }

  void run() {
    for (std::size_t f = 0; f < flows_.own.size(); ++f) {
      if (flows_.own[f] > 0) reach(FunctionId::of_index(f), length_of(flows_.own[f], flows_.arriving[f]), 0);
    }
    settle();
    // What no entry leads to begins by itself, callers first.
    for (std::size_t group = order_.group_count(); group-- > 0;) {
      for (const FunctionId member : order_.group_members(group)) {
        if (model_.named(member) != member || flows_.place[member.index()] != 0) continue;
        reach(member, 0, 0);
        settle();
      }
    }
  }

 private:
  struct Reached {
    double length;
    FunctionId function;
    auto operator<=>(const Reached&) const = default;
  };

  static double length_of(double part, double whole) {
    return whole > 0 ? -std::log(std::clamp(part / whole, least_share, 1.0)) : 0;
  }

  void reach(FunctionId function, double length, std::uint32_t by) {
    if (flows_.place[function.index()] != 0 || length >= length_[function.index()]) return;
    length_[function.index()] = length;
    flows_.strongest[function.index()] = by;
    open_.push({length, function});
  }

  void settle() {
    while (!open_.empty()) {
      const Reached next = open_.top();
      open_.pop();
      if (flows_.place[next.function.index()] != 0) continue;
      flows_.place[next.function.index()] = ++placed_;
      const std::span<const Flow> calls = flows_.from(next.function);
      for (const Flow& flow : calls) {
        const auto row = static_cast<std::uint32_t>(&flow - flows_.rows.data());
        reach(flow.callee, next.length + length_of(flow.runs, flows_.arriving[flow.callee.index()]), row + 1);
      }
    }
  }

  const Model& model_;
  const CallOrder& order_;
  CallFlows& flows_;
  std::vector<double> length_;
  std::priority_queue<Reached, std::vector<Reached>, std::greater<>> open_;
  std::uint32_t placed_ = 0;
};

}  // namespace

double FlowCosts::of_call(const CallFlows& flows, const Flow& flow) const {
  const std::size_t callee = flow.callee.index();
  if (!leads_on(flows, flow) || runs[callee] <= 0) return 0;
  return total[callee] * flow.runs / runs[callee];
}

FlowCosts find_flow_costs(const CallFlows& flows, const HotPaths& hot) {
  const std::size_t count = flows.own.size();
  FlowCosts costs{std::vector<double>(count, 0), {}, std::vector<double>(count, 0), flows.own};
  for (const HotFunction& function : hot.functions) costs.self[function.function.index()] = function.self;
  for (const Flow& flow : flows.rows) {
    if (leads_on(flows, flow)) costs.runs[flow.callee.index()] += flow.runs;
  }
  std::vector<FunctionId> back;  // callees first
  for (std::size_t f = 0; f < count; ++f) {
    if (flows.place[f] != 0) back.push_back(FunctionId::of_index(f));
  }
  std::sort(back.begin(), back.end(),
            [&](FunctionId a, FunctionId b) { return flows.place[a.index()] > flows.place[b.index()]; });
  costs.total = costs.self;
  for (const FunctionId function : back) {
    const std::size_t f = function.index();
    for (const Flow& flow : flows.from(function)) costs.total[f] += costs.of_call(flows, flow);
    costs.begun[f] = costs.runs[f] > 0 ? costs.total[f] * flows.own[f] / costs.runs[f] : costs.total[f];
  }
  return costs;
}

CallFlows count_call_flows(const Model& model, const CallOrder& order, const Entries& entries, const HotPaths& hot) {
  const std::size_t count = model.functions.size();
  CallFlows flows;
  collect(model, order, hot, flows);
  turn_around(count, flows);
  flows.own.assign(count, 0);
  for (std::size_t f = 0; f < count; ++f) {
    if (entries.evident[f]) flows.own[model.named(FunctionId::of_index(f)).index()] += entries.weight[f];
  }
  flows.arriving = flows.own;
  for (const Flow& flow : flows.rows) flows.arriving[flow.callee.index()] += flow.runs;
  return flows;
}

CallFlows find_call_flows(const Model& model, const CallOrder& order, const Entries& entries, const HotPaths& hot) {
  CallFlows flows = count_call_flows(model, order, entries, hot);
  Chains(model, order, flows).run();
  return flows;
}

}  // namespace assay
