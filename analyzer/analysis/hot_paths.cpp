// See hot_paths.h. Frequencies flow from callers to callees in topological order of the call graph's groups; inside a
// group (recursion) they are iterated with damping, so that a cycle that would run for ever stays finite.
#include "analyzer/analysis/hot_paths.h"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

using facts::FunctionFlag;

// Recursion: how much of a group's inner frequency returns in each round, and how many rounds are followed. 0.8 per round
// lets a recursive function run five times per outer call, in the order of a shallow tree's depth.
constexpr double recursion_damping = 0.8;
constexpr int recursion_rounds = 12;
// One call from inside deep loops makes its callee at most as hot as one loop of assumed rounds does: along a chain of
// calls the estimates' errors multiply. Of caps between 2 and 70, values up to this one ranked real profiles best.
constexpr double most_per_call = 8.3;

// Code that runs once, at start-up or for the developer: its entry counts little.
double entry_weight(const Model& model, FunctionId id, bool has_callers) {
  if (model.has(id, FunctionFlag::Test)) return 0;
  if (model.has(id, FunctionFlag::Module)) return 0.1;
  if (model.has(id, FunctionFlag::Handler)) return 5;
  if (model.has(id, FunctionFlag::Lambda) && model.function(id).parent() != 0) return 0;
  if (model.has(id, FunctionFlag::Entry)) return 1;
  if (!has_callers) return 1;  // called by what we cannot see: a framework, users of a library
  return model.has(id, FunctionFlag::Exported) ? 0.2 : 0;
}

void propagate(const CallOrder& order, const std::vector<double>& entry, std::vector<double>& frequency) {
  frequency = entry;
  std::vector<double> inner;
  for (std::size_t group = order.group_count(); group-- > 0;) {  // callers first
    const std::span<const FunctionId> members = order.group_members(group);
    const auto inside = [&](FunctionId f) { return order.group[f.index()] == group; };
    const bool cyclic = members.size() > 1 || [&] {
      for (const CallEdge& edge : order.edges_of(members[0].index())) {
        if (edge.callee == members[0]) return true;
      }
      return false;
    }();
    if (cyclic) {
      // frequency = Σ over rounds of damped inner flow. Flow per member is capped at one call per call: recursion is
      // bounded by data, not by the number of recursive call sites.
      std::vector<double> flow(members.size());
      for (std::size_t i = 0; i < members.size(); ++i) flow[i] = frequency[members[i].index()];
      for (int round = 0; round < recursion_rounds; ++round) {
        inner.assign(members.size(), 0);
        double out = 0, in = 0;
        for (std::size_t i = 0; i < members.size(); ++i) {
          in += flow[i];
          for (const CallEdge& edge : order.edges_of(members[i].index())) {
            if (!inside(edge.callee)) continue;
            const auto at = std::lower_bound(members.begin(), members.end(), edge.callee) - members.begin();
            const double amount = flow[i] * std::min<double>(edge.frequency, most_per_call);
            inner[static_cast<std::size_t>(at)] += amount;
            out += amount;
          }
        }
        if (out <= 0) break;
        const double scale = std::min(1.0, in * recursion_damping / out);
        for (std::size_t i = 0; i < members.size(); ++i) {
          flow[i] = inner[i] * scale;
          frequency[members[i].index()] += flow[i];
        }
      }
    }
    for (const FunctionId member : members) {
      const double runs = frequency[member.index()];
      if (runs <= 0) continue;
      for (const CallEdge& edge : order.edges_of(member.index())) {
        if (!inside(edge.callee))
          frequency[edge.callee.index()] += runs * std::min<double>(edge.frequency, most_per_call);
      }
    }
  }
}

// Cost of one run with everything it calls, callees first.
std::vector<double> inclusive_costs(const CallOrder& order, const std::vector<double>& local) {
  std::vector<double> total = local;
  for (std::size_t group = 0; group < order.group_count(); ++group) {
    const std::span<const FunctionId> members = order.group_members(group);
    double shared = 0;
    for (const FunctionId member : members) {
      for (const CallEdge& edge : order.edges_of(member.index())) {
        if (order.group[edge.callee.index()] == group) {
          if (members.size() > 1 && edge.callee != member) shared += local[edge.callee.index()];
          continue;
        }
        total[member.index()] += std::min<double>(edge.frequency, most_per_call) * total[edge.callee.index()];
      }
    }
    if (shared > 0) {
      for (const FunctionId member : members) total[member.index()] += shared / static_cast<double>(members.size());
    }
  }
  return total;
}

std::string_view bound_words(facts::LoopBound bound) {
  switch (bound) {
    case facts::LoopBound::Constant: return "a constant number of rounds";
    case facts::LoopBound::Collection: return "a collection";
    case facts::LoopBound::Endless: return "no bound";
    case facts::LoopBound::Condition: break;
  }
  return "a condition";
}

}  // namespace

double library_cost(CostClass cost) {
  switch (cost) {
    case CostClass::Trivial: return 1;
    case CostClass::Light: return 5;
    case CostClass::Medium: return 50;
    case CostClass::Heavy: return 500;
    case CostClass::Wait: return 5;
  }
  return 1;
}

HotPaths rank_hot_paths(const Model& model, const CallGraph& graph, const CallOrder& order) {
  const std::size_t count = model.functions.size();
  std::vector<double> local(count), library(count, 0);
  std::vector<std::uint32_t> callers(count, 0);
  for (std::size_t f = 0; f < count; ++f) {
    local[f] = model.functions[f].operations();
    for (const CallEdge& edge : order.edges_of(f)) {
      if (edge.callee.index() != f) ++callers[edge.callee.index()];
    }
  }
  for (std::size_t i = 0; i < model.calls.size(); ++i) {
    if (const CallEffect* effect = graph.effect_of(i)) {
      library[model.calls[i].caller() - 1] +=
          library_cost(effect->cost) * static_cast<double>(model.calls[i].frequency());
    }
  }
  for (std::size_t f = 0; f < count; ++f) local[f] += library[f];

  std::vector<double> entry(count);
  double entries = 0;
  for (std::size_t f = 0; f < count; ++f)
    entries += entry[f] = entry_weight(model, FunctionId::of_index(f), callers[f] > 0);
  if (entries <= 0) {  // nothing but tests: they are all the entry points there are
    for (std::size_t f = 0; f < count; ++f) entry[f] = callers[f] == 0 ? 1 : 0;
  }

  HotPaths hot;
  propagate(order, entry, hot.frequency);
  hot.self.resize(count);
  const std::vector<double> total = inclusive_costs(order, local);
  double sum = 0;
  for (std::size_t f = 0; f < count; ++f) sum += hot.self[f] = hot.frequency[f] * local[f];
  if (sum <= 0) return hot;

  std::vector<double> named_self(count, 0);
  for (std::size_t f = 0; f < count; ++f) {
    hot.self[f] /= sum;
    named_self[model.named(FunctionId::of_index(f)).index()] += hot.self[f];
  }
  for (std::size_t f = 0; f < count; ++f) {
    if (named_self[f] <= 0) continue;
    hot.functions.push_back(
        {FunctionId::of_index(f), named_self[f], std::min(1.0, hot.frequency[f] * total[f] / sum), {}});
  }
  std::stable_sort(hot.functions.begin(), hot.functions.end(),
                   [](const HotFunction& a, const HotFunction& b) { return a.self > b.self; });

  // Reasons for what a reader will look at.
  constexpr std::size_t explained = 2000;
  std::vector<std::uint32_t> rank(count, 0);
  const std::size_t most = std::min(hot.functions.size(), explained);
  for (std::size_t i = 0; i < most; ++i) rank[hot.functions[i].function.index()] = static_cast<std::uint32_t>(i + 1);
  std::vector<std::uint32_t> deepest(count, 0);
  for (std::size_t i = 0; i < model.loops.size(); ++i) {
    const std::size_t f = model.loops[i].function() - 1;
    if (rank[f] == 0) continue;
    if (deepest[f] == 0 || model.loops[i].depth() > model.loops[deepest[f] - 1].depth())
      deepest[f] = static_cast<std::uint32_t>(i + 1);
  }
  for (std::size_t i = 0; i < most; ++i) {
    HotFunction& h = hot.functions[i];
    const std::size_t f = h.function.index();
    const facts::Function& row = model.functions[f];
    if (deepest[f] != 0) {
      const facts::Loop& loop = model.loops[deepest[f] - 1];
      h.why.push_back(loop.depth() > 1 ? fmt::format("loops nested {} deep, the innermost over {} (line {})",
                                                     loop.depth(), bound_words(loop.bound()), loop.line())
                                       : fmt::format("loop over {} (line {})", bound_words(loop.bound()), loop.line()));
    }
    if (callers[f] > 1) h.why.push_back(fmt::format("called by {} functions", callers[f]));
    if (callers[f] == 1) h.why.push_back("called by 1 function");
    if (callers[f] == 0)
      h.why.push_back(model.has(h.function, FunctionFlag::Entry)
                          ? "entry point"
                          : "called from outside the repository, as far as can be seen");
    if (row.flags() & static_cast<std::uint32_t>(FunctionFlag::Recursive)) h.why.push_back("calls itself");
    if (library[f] > 2 * row.operations()) h.why.push_back("library calls make most of its cost");
  }
  return hot;
}

}  // namespace assay
