// See call_order.h. Groups are found with Tarjan's algorithm (SIAM J. Computing 1(2), 1972), its recursion unrolled.
#include "analyzer/analysis/call_order.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "analyzer/base/grouped.h"
#include "analyzer/facts/rounds.h"

namespace assay {
namespace {

// A closure's places are weighted per run of the function around it already (facts.fbs).
constexpr float lambda_frequency = 1.0F;
// A call of which only the name is known runs one of the functions of that name, or one of a library that has it, too: so
// much of it is theirs. Found on the profiles of twelve programs, as the constants in hot_paths.cpp are.
constexpr float guessed_part = 0.25F;

// Edges of one callee stay in their order. Most functions have a few, which need no second buffer.
void sort_by_callee(std::vector<CallEdge>& edges) {
  constexpr std::size_t few = 24;
  const auto before = [](const CallEdge& a, const CallEdge& b) { return a.callee < b.callee; };
  if (edges.size() > few) return std::stable_sort(edges.begin(), edges.end(), before);
  for (auto edge = edges.begin(); edge != edges.end(); ++edge)
    std::rotate(std::upper_bound(edges.begin(), edge, *edge, before), edge, std::next(edge));
}

void collect_edges(const Model& model, const CallGraph& graph, CallOrder& order) {
  const std::size_t count = model.functions.size();
  // Calls are ordered by file, not by caller.
  const Grouped calls(count, model.calls.size(), [&](std::size_t i) { return model.calls[i].caller() - 1; });
  const auto is_lambda = [&](std::size_t i) {
    return model.functions[i].parent() != 0 && model.has(FunctionId::of_index(i), facts::FunctionFlag::Lambda);
  };
  const Grouped lambdas(count, count, [&](std::size_t i) {
    return is_lambda(i) ? std::size_t{model.functions[i].parent()} - 1 : Grouped::no_key;
  });

  std::vector<CallEdge> edges;
  std::vector<FunctionId> handed;  // called through variables: others may call them, too
  order.first.reserve(count + 1);
  order.callers.resize(count);
  order.guesses.resize(count);
  for (std::size_t f = 0; f < count; ++f) {
    order.first.push_back(static_cast<std::uint32_t>(order.edges.size()));
    edges.clear();
    handed.clear();
    for (const std::uint32_t row : calls.of(f)) {
      const facts::Call& call = model.calls[row];
      const std::span<const FunctionId> targets = graph.targets_of(row);
      const bool spawned = (call.flags() & static_cast<std::uint16_t>(facts::CallFlag::Spawned)) != 0;
      const bool guess = graph.evidence[row] == CallEvidence::Name;
      const bool iterates = graph.evidence[row] == CallEvidence::Value &&
                            (call.flags() & static_cast<std::uint16_t>(facts::CallFlag::Iterates)) != 0;
      const float part = guess ? guessed_part : iterates ? assumed_rounds : 1;
      for (const FunctionId target : targets) {
        if (is_lambda(target.index())) continue;  // counted to the function that makes it
        if (graph.evidence[row] == CallEvidence::Value) handed.push_back(target);
        edges.push_back(
            {target, part * call.frequency() / std::sqrt(static_cast<float>(targets.size())), spawned, guess});
      }
    }
    for (const std::uint32_t lambda : lambdas.of(f))
      edges.push_back({FunctionId::of_index(lambda), lambda_frequency, false, false});
    std::sort(handed.begin(), handed.end());
    sort_by_callee(edges);
    for (const CallEdge& edge : edges) {
      const bool same = order.edges.size() > order.first.back() && order.edges.back().callee == edge.callee;
      if (same) {
        order.edges.back().frequency += edge.frequency;
        order.edges.back().spawned &= edge.spawned;
        order.edges.back().guess &= edge.guess;
      } else {
        order.edges.push_back(edge);
      }
    }
    for (std::size_t i = order.first.back(); i < order.edges.size(); ++i) {
      const CallEdge& edge = order.edges[i];
      if (edge.callee.index() == f || std::binary_search(handed.begin(), handed.end(), edge.callee)) continue;
      ++order.callers[edge.callee.index()];
      if (edge.guess) ++order.guesses[edge.callee.index()];
    }
  }
  order.first.push_back(static_cast<std::uint32_t>(order.edges.size()));
}

void find_groups(CallOrder& order) {
  const std::size_t count = order.first.size() - 1;
  constexpr std::uint32_t unseen = 0;
  std::vector<std::uint32_t> number(count, unseen), low(count, 0);
  std::vector<bool> open(count, false);
  std::vector<std::uint32_t> stack;
  struct Visit {
    std::uint32_t function, edge;
  };
  std::vector<Visit> path;
  std::uint32_t last = 0;
  order.group.assign(count, 0);
  order.group_first.push_back(0);
  for (std::uint32_t root = 0; root < count; ++root) {
    if (number[root] != unseen) continue;
    path.push_back({root, order.first[root]});
    number[root] = low[root] = ++last;
    stack.push_back(root);
    open[root] = true;
    while (!path.empty()) {
      Visit& visit = path.back();
      if (visit.edge < order.first[visit.function + 1]) {
        const auto callee = static_cast<std::uint32_t>(order.edges[visit.edge++].callee.index());
        if (number[callee] == unseen) {
          number[callee] = low[callee] = ++last;
          stack.push_back(callee);
          open[callee] = true;
          path.push_back({callee, order.first[callee]});
        } else if (open[callee]) {
          low[visit.function] = std::min(low[visit.function], number[callee]);
        }
        continue;
      }
      const std::uint32_t done = visit.function;
      path.pop_back();
      if (!path.empty()) low[path.back().function] = std::min(low[path.back().function], low[done]);
      if (low[done] != number[done]) continue;
      const auto group = static_cast<std::uint32_t>(order.group_first.size() - 1);
      for (;;) {
        const std::uint32_t member = stack.back();
        stack.pop_back();
        open[member] = false;
        order.group[member] = group;
        order.members.push_back(FunctionId::of_index(member));
        if (member == done) break;
      }
      std::sort(order.members.begin() + order.group_first.back(), order.members.end());
      order.group_first.push_back(static_cast<std::uint32_t>(order.members.size()));
    }
  }
}

}  // namespace

CallOrder order_calls(const Model& model, const CallGraph& graph) {
  CallOrder order;
  collect_edges(model, graph, order);
  find_groups(order);
  return order;
}

}  // namespace assay
