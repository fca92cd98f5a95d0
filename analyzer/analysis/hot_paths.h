// Where the time goes, estimated without running anything: every function gets a share of the repository's own cost.
//
// Local frequencies (loops, branches) come with the facts; here they are propagated over the call graph from entry points
// and multiplied by the cost of one run, as Wu and Larus do ("Static branch frequency and program profile analysis",
// MICRO 1994). An estimate: data decides how often loops really run.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/analysis/entries.h"

namespace assay {

enum class Basis : std::uint8_t { Static, Profile };

struct HotFunction {
  FunctionId function;   // a named function or a file's top-level code; closures are counted to it
  double self = 0;       // estimated: share of the project's own cost, all add up to one; measured: of the profile
  double inclusive = 0;  // share including what it calls, at most one
  Basis basis = Basis::Static;
};

struct HotPaths {
  std::vector<HotFunction> functions;  // most self first; every function with a share
  std::vector<double> frequency;       // runs, by function index, relative to one run of each entry point
  std::vector<double> self;            // by function index, closures apart
  std::unordered_map<std::uint32_t, std::vector<std::string>> reasons;  // by function: see why()

  // Empty for a function whose share is not worth explaining.
  const std::vector<std::string>& why(FunctionId function) const;
};

// CPU of one library call in the unit of one own operation (a syntax node that does something), by the catalogue's classes,
// which are a decade or two apart. Waiting costs no CPU.
double library_cost(CostClass cost);

// "a collection": what a loop runs over, as reasons say it.
std::string_view bound_words(facts::LoopBound bound);

// Of the callee, for one run of the caller.
double runs_per_call(const CallEdge& edge);

// By function index, of one run, whoever calls it.
struct FunctionCosts {
  std::vector<double> own;      // of a closure and the function that it is counted to, each what it has of their cost
  std::vector<double> library;  // of the calls of libraries, see library_cost
  std::vector<double> called;   // part of what its callers' calls say that it really gets
};
FunctionCosts measure_costs(const Model& model, const CallGraph& graph);

HotPaths rank_hot_paths(const Model& model, const FunctionCosts& costs, const CallOrder& order, const Entries& entries);

}  // namespace assay
