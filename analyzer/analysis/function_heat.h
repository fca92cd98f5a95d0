// Why is this function hot? Who makes it run, by which calls, and where its cost goes.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/analysis/call_flows.h"

namespace assay {

// One place where a caller calls a callee, in the caller's file.
struct CallPlace {
  std::uint32_t line = 0;
  double per_run = 0;  // calls per run of the caller
  CallEvidence evidence = CallEvidence::Unresolved;
  std::uint32_t candidates = 0;  // functions that this call may run
  bool spawned = false;          // starts a task that the caller does not wait for
};

struct ChainStep {
  FunctionId function;
  double per_run = 0;  // calls per run of the step before; 0: the first
};

struct CallerHeat {
  FunctionId function;
  double share = 0;               // of the function's runs
  double per_run = 0;             // calls per run of the caller
  std::vector<CallPlace> places;  // most often first
  std::vector<ChainStep> chain;   // the strongest one, from an entry point over the caller to the function
  bool chain_is_cut = false;      // it begins further up
};

struct CalleeHeat {
  FunctionId function;
  double cost = 0;  // share of the project's own cost that is spent there for the function
  double per_run = 0;
  bool back = false;  // to what has led here: its cost is counted there
  std::vector<CallPlace> places;
};

struct FunctionHeat {
  FunctionId function;
  HotFunction hot;       // shares of zero where nothing seems to run it
  std::size_t rank = 0;  // by self, from 1; 0: without a share
  double runs = 0;       // as HotPaths::frequency
  double own_share = 0;  // of its runs, those that begin there
  std::vector<LoopId> loops;
  std::vector<CallerHeat> callers;  // most runs first
  std::size_t more_callers = 0;
  double more_share = 0;            // of its runs, by callers that are not listed
  std::vector<CalleeHeat> callees;  // dearest first
  std::size_t more_callees = 0;
};

inline constexpr std::size_t listed_callers = 10, listed_callees = 10, longest_chain = 12;

FunctionHeat explain_heat(const Model& model, const CallGraph& graph, const CallFlows& flows, const HotPaths& hot,
                          FunctionId function);

}  // namespace assay
