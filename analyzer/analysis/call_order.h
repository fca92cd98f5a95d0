// The call graph without its cycles: strongly connected groups in an order where callees come before their callers.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/analysis/call_graph.h"

namespace assay {

// One weighted edge per (caller, callee) with calls in between; lambdas are called by the function that makes them.
struct CallEdge {
  FunctionId callee;
  float frequency = 0;   // per run of the caller, summed over its calls
  bool spawned = false;  // every one of the calls starts a task that the caller does not wait for
  bool guess = false;    // nothing but a name says so of any of them
};

struct CallOrder {
  std::vector<std::uint32_t> first;  // edges of function index i: edges[first[i], first[i + 1])
  std::vector<CallEdge> edges;
  std::vector<std::uint32_t> callers;      // by function index: functions that call it by its name, itself apart
  std::vector<std::uint32_t> guesses;      // of these, those of which nothing but the name says so
  std::vector<std::uint32_t> group;        // by function index; groups are numbered callees first
  std::vector<std::uint32_t> group_first;  // functions of group g: members[group_first[g], group_first[g + 1])
  std::vector<FunctionId> members;

  std::span<const CallEdge> edges_of(std::size_t function) const {
    return {edges.data() + first[function], first[function + 1] - first[function]};
  }
  std::size_t group_count() const { return group_first.size() - 1; }
  std::span<const FunctionId> group_members(std::size_t g) const {
    return {members.data() + group_first[g], group_first[g + 1] - group_first[g]};
  }
};

CallOrder order_calls(const Model& model, const CallGraph& graph);

}  // namespace assay
