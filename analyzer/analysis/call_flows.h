// Who gives a function its runs, and along which calls do most of them come from an entry point?
//
// The call graph between named functions: closures are counted to the functions around them, a function's calls of itself
// are left out. As estimated as the frequencies that it rests on.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "analyzer/analysis/entries.h"
#include "analyzer/analysis/hot_paths.h"

namespace assay {

struct Flow {
  FunctionId caller, callee;
  double per_run = 0;  // calls per run of the caller
  double runs = 0;     // of the callee, in the unit of HotPaths::frequency
};

struct CallFlows {
  std::vector<Flow> rows;                // by caller, then callee
  std::vector<std::uint32_t> out_first;  // those of caller index i: rows[out_first[i], out_first[i + 1])
  std::vector<std::uint32_t> in_rows;    // row numbers by callee, most runs first
  std::vector<std::uint32_t> in_first;   // those of callee index i: in_rows[in_first[i], in_first[i + 1])
  std::vector<double> own;               // by function index: runs that begin there, of evident entries only
  std::vector<double> arriving;          // by function index: own runs and those by calls

  // The strongest chain of calls that leads to a function: where each step back goes to a caller with the probability of
  // its share in the runs, the likeliest way to an entry point.
  std::vector<std::uint32_t> strongest;  // by function index: the row of its last call, plus one; 0: it begins here
  std::vector<std::uint32_t> place;  // by function index: chains' callers come first; no two named functions share one

  std::span<const Flow> from(FunctionId caller) const {
    return {rows.data() + out_first[caller.index()], out_first[caller.index() + 1] - out_first[caller.index()]};
  }
  std::span<const std::uint32_t> into(FunctionId callee) const {
    return {in_rows.data() + in_first[callee.index()], in_first[callee.index() + 1] - in_first[callee.index()]};
  }
};

CallFlows find_call_flows(const Model& model, const CallOrder& order, const Entries& entries, const HotPaths& hot);

// The same without the chains, for who does not ask for them: `strongest` and `place` stay empty.
CallFlows count_call_flows(const Model& model, const CallOrder& order, const Entries& entries, const HotPaths& hot);

// What functions cost with all they call, where only calls that lead on count: from a function to one that comes behind it in
// the order of the chains. They make no cycles, so a function's cost is counted once, also where it calls itself over others.
struct FlowCosts {
  std::vector<double> self, total;  // by function index, shares of the whole
  std::vector<double> begun;        // by function index: the part of `total` that begins there; all add up to one
  std::vector<double> runs;         // by function index: own ones and those by calls that lead on

  // The part of the callee's `total` that this call brings about; 0 where it leads back.
  double of_call(const CallFlows& flows, const Flow& flow) const;
};

FlowCosts find_flow_costs(const CallFlows& flows, const HotPaths& hot);

}  // namespace assay
