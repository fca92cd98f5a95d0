// Parts of a repository whose calls are explained side by side, and the one call graph that they make.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/analysis/call_graph.h"
#include "analyzer/analysis/function_values.h"

namespace assay {

// What is known of the calls of one part. What is known of each call by its index stands in the graph itself, which all
// parts write to, each its own calls.
struct ResolvedCalls {
  std::vector<std::uint32_t> first;  // of each call, in order: where its targets begin
  std::vector<FunctionId> targets;
  std::size_t effects = 0;  // the number of the list that the positions of its calls' effects are meant in
  std::size_t resolved = 0;
  ValueSources sources;
};

// Puts the parts one behind the other into `graph`, with one list of effects, in the order of the first call that has them;
// `sources` are what variables are followed from.
void join(std::vector<ResolvedCalls> parts, const std::vector<std::vector<CallEffect>>& effects, CallGraph& graph,
          ValueSources& sources);

}  // namespace assay
