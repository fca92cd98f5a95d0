// See hot_paths.h. Runs flow from callers to callees over the call graph, a little less at each step; what a function costs
// itself is told by its size and its arithmetic. What it costs with all it calls is shared out to callers as gprof does.
#include "analyzer/analysis/hot_paths.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <tuple>

#include "analyzer/analysis/cold_code.h"

namespace assay {
namespace {

using facts::FunctionFlag;

// The shape was found on the profiles of twelve programs in eight languages by fits that left out each program in turn, the
// constants then rounded on all of them; values around them rank about as well.

// One call makes its callee run at most so often per run of the caller: along a chain of calls the errors of the estimated
// loops multiply.
constexpr double most_per_call = 3;
// Each step away from what is known loses so much: what is far from an entry is reached by few workloads.
constexpr double damping = 0.7;
// Runs that a group of functions which call each other hands on within itself, per run: recursion ends somewhere.
constexpr double recursion = 0.8;
constexpr int recursion_rounds = 20;
// A function that is named for rare work runs so much of what its callers say: they call it at their begin or end, or when
// something is wrong.
constexpr double cold_share = 0.2;
// Cost of one run: length × arithmetic^this. A program's hot functions are long or compute much, seldom both in proportion.
constexpr double arithmetic_weight = 1.0 / 3;
// An estimate of runs errs the more the larger it is: of two, the larger is larger by less.
constexpr double frequency_weight = 0.9;

// Syntax nodes that do something, on a line of code.
constexpr double operations_per_line = 10;

// What a line costs beside the same line of C: the square roots of what programs take that are compiled at run time or
// collected (about 2) and interpreted (about 25), by the Computer Language Benchmarks Game
// (https://benchmarksgame-team.pages.debian.net/benchmarksgame/). The root, since a line of these says more in libraries
// that are native again.
double cost_of_language(facts::Language language) {
  switch (language) {
    case facts::Language::Python:
    case facts::Language::Ruby:
    case facts::Language::Php: return 5;
    case facts::Language::C:
    case facts::Language::Cpp:
    case facts::Language::Rust: return 1;
    default: return 1.4;
  }
}

// `part`: of its calls, that a function really gets.
void propagate(const CallOrder& order, const std::vector<double>& entry, const std::vector<double>& part,
               std::vector<double>& frequency) {
  frequency = entry;
  const auto amount = [](const CallEdge& edge) { return damping * runs_per_call(edge); };
  struct Inner {  // a call within a group: positions there
    std::size_t caller, callee;
    double amount;
  };
  std::vector<Inner> inner;
  std::vector<std::uint32_t> place(part.size());  // within its group
  std::vector<double> handed, flow, next;
  for (std::size_t group = order.group_count(); group-- > 0;) {  // callers first
    const std::span<const FunctionId> members = order.group_members(group);
    const auto inside = [&](FunctionId f) { return order.group[f.index()] == group; };
    inner.clear();
    handed.assign(members.size(), 0);
    for (std::size_t i = 0; i < members.size(); ++i) place[members[i].index()] = static_cast<std::uint32_t>(i);
    for (std::size_t i = 0; i < members.size(); ++i) {
      for (const CallEdge& edge : order.edges_of(members[i].index())) {
        if (!inside(edge.callee)) continue;
        inner.push_back({i, place[edge.callee.index()], amount(edge) * part[edge.callee.index()]});
        handed[i] += inner.back().amount;
      }
    }
    for (Inner& call : inner) {
      if (handed[call.caller] > recursion) call.amount *= recursion / handed[call.caller];
    }
    flow.resize(members.size());
    for (std::size_t i = 0; i < members.size(); ++i)
      flow[i] = frequency[members[i].index()] *= part[members[i].index()];
    for (int round = 0; !inner.empty() && round < recursion_rounds; ++round) {
      next.assign(members.size(), 0);
      for (const Inner& call : inner) next[call.callee] += flow[call.caller] * call.amount;
      for (std::size_t i = 0; i < members.size(); ++i) frequency[members[i].index()] += next[i];
      flow.swap(next);
    }
    for (const FunctionId member : members) {
      const double runs = frequency[member.index()];
      if (runs <= 0) continue;
      for (const CallEdge& edge : order.edges_of(member.index())) {
        if (!inside(edge.callee)) frequency[edge.callee.index()] += runs * amount(edge);
      }
    }
  }
}

// Shares of what each function costs with all it calls: a callee's are shared out to its callers by how often each calls
// it (Graham, Kessler, McKusick: "gprof: a call graph execution profiler", 1982). Of a group that calls itself, all.
std::vector<double> inclusive_shares(const CallOrder& order, const std::vector<double>& frequency,
                                     const std::vector<double>& self) {
  const auto flow = [&](std::size_t caller, const CallEdge& edge) { return frequency[caller] * runs_per_call(edge); };
  std::vector<double> arriving(self.size(), 0);  // at each group, by calls from outside it
  for (std::size_t f = 0; f < self.size(); ++f) {
    for (const CallEdge& edge : order.edges_of(f)) {
      if (order.group[edge.callee.index()] != order.group[f])
        arriving[order.group[edge.callee.index()]] += flow(f, edge);
    }
  }
  std::vector<double> of_group(order.group_count(), 0), total = self;
  for (std::size_t group = 0; group < order.group_count(); ++group) {  // callees first
    double own = 0, below = 0;
    for (const FunctionId member : order.group_members(group)) {
      own += self[member.index()];
      for (const CallEdge& edge : order.edges_of(member.index())) {
        const std::size_t callee = order.group[edge.callee.index()];
        if (callee == group || arriving[callee] <= 0) continue;
        const double part = of_group[callee] * flow(member.index(), edge) / arriving[callee];
        total[member.index()] += part;
        below += part;
      }
    }
    of_group[group] = own + below;
    if (order.group_members(group).size() > 1) {
      for (const FunctionId member : order.group_members(group)) total[member.index()] = of_group[group];
    }
  }
  return total;
}

// "called by 3 functions, by its name perhaps by 12 more"
std::string callers_words(std::uint32_t sure, std::uint32_t guesses) {
  const auto functions = [](std::uint32_t count) { return fmt::format("{} function{}", count, count == 1 ? "" : "s"); };
  if (guesses == 0) return "called by " + functions(sure);
  if (sure == 0) return "by its name perhaps called by " + functions(guesses);
  return fmt::format("called by {}, by its name perhaps by {} more", functions(sure), guesses);
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

const std::vector<std::string>& HotPaths::why(FunctionId function) const {
  static const std::vector<std::string> none;
  const auto at = reasons.find(function.value);
  return at == reasons.end() ? none : at->second;
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

double runs_per_call(const CallEdge& edge) { return std::min<double>(edge.frequency, most_per_call); }

FunctionCosts measure_costs(const Model& model, const CallGraph& graph) {
  const std::size_t count = model.functions.size();
  std::vector<double> operations(count, 0), arithmetic(count, 0);
  for (std::size_t f = 0; f < count; ++f) {
    const facts::Function& row = model.functions[f];
    const std::size_t named = model.named(FunctionId::of_index(f)).index();
    operations[named] += static_cast<double>(row.operations());
    arithmetic[named] += static_cast<double>(row.arithmetic() + row.bitwise() + row.indexing());
  }
  FunctionCosts costs{std::vector<double>(count, 0), std::vector<double>(count, 0), std::vector<double>(count, 1)};
  for (std::size_t f = 0; f < count; ++f) {
    const FunctionId id = FunctionId::of_index(f), named = model.named(id);
    const facts::Function& row = model.functions[named.index()];
    if (is_named_cold(model.names.text(row.name()))) costs.called[f] = cold_share;
    if (operations[named.index()] <= 0) continue;
    // Top-level code is as long as what it does, not as the functions that it holds.
    const double length = model.has(named, FunctionFlag::Module)
                              ? static_cast<double>(row.operations()) / operations_per_line
                              : row.end_line() - row.line() + 2.0;
    const double cost = length * std::pow(1 + arithmetic[named.index()], arithmetic_weight) *
                        cost_of_language(model.file_of(named).language);
    // A closure has the part of its named function's cost that its operations are of all.
    const double part = static_cast<double>(model.functions[f].operations()) / operations[named.index()];
    costs.own[f] = cost * part;
  }
  for (std::size_t i = 0; i < model.calls.size(); ++i) {
    if (const CallEffect* effect = graph.effect_of(i)) {
      costs.library[model.calls[i].caller() - 1] +=
          library_cost(effect->cost) * static_cast<double>(model.calls[i].frequency());
    }
  }
  return costs;
}

HotPaths rank_hot_paths(const Model& model, const FunctionCosts& costs, const CallOrder& order,
                        const Entries& entries) {
  const std::size_t count = model.functions.size();
  HotPaths hot;
  propagate(order, entries.weight, costs.called, hot.frequency);
  hot.self.resize(count);
  double sum = 0;
  for (std::size_t f = 0; f < count; ++f) {
    if (costs.own[f] <= 0) continue;
    const std::size_t named = model.named(FunctionId::of_index(f)).index();
    sum += hot.self[f] = std::pow(hot.frequency[named], frequency_weight) * costs.own[f];
  }
  if (sum <= 0) return hot;
  for (double& self : hot.self) self /= sum;
  const std::vector<double> total = inclusive_shares(order, hot.frequency, hot.self);
  std::vector<double> named_self(count, 0);
  for (std::size_t f = 0; f < count; ++f) named_self[model.named(FunctionId::of_index(f)).index()] += hot.self[f];
  hot.functions.reserve(static_cast<std::size_t>(
      std::count_if(named_self.begin(), named_self.end(), [](double share) { return share > 0; })));
  for (std::size_t f = 0; f < count; ++f) {
    if (named_self[f] <= 0) continue;
    hot.functions.push_back({FunctionId::of_index(f), named_self[f], std::clamp(total[f], named_self[f], 1.0)});
  }
  std::sort(hot.functions.begin(), hot.functions.end(), [](const HotFunction& a, const HotFunction& b) {
    return std::tie(b.self, a.function) < std::tie(a.self, b.function);
  });

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
    const FunctionId function = hot.functions[i].function;
    const std::size_t f = function.index();
    std::vector<std::string>& why = hot.reasons[function.value];
    const facts::Function& row = model.functions[f];
    if (deepest[f] != 0) {
      const facts::Loop& loop = model.loops[deepest[f] - 1];
      why.push_back(loop.depth() > 1 ? fmt::format("loops nested {} deep, the innermost over {} (line {})",
                                                   loop.depth(), bound_words(loop.bound()), loop.line())
                                     : fmt::format("loop over {} (line {})", bound_words(loop.bound()), loop.line()));
    }
    if (order.callers[f] > 0) why.push_back(callers_words(order.callers[f] - order.guesses[f], order.guesses[f]));
    if (order.callers[f] == 0)
      why.push_back(model.has(function, FunctionFlag::Entry)
                        ? "entry point"
                        : "called from outside the repository, as far as can be seen");
    if (row.flags() & static_cast<std::uint32_t>(FunctionFlag::Recursive)) why.push_back("calls itself");
    if (costs.library[f] > 2 * row.operations()) why.push_back("library calls make most of its cost");
  }
  return hot;
}

}  // namespace assay
