// The estimated profile as call stacks: which share of the cost is spent under which chain of calls?
//
// A tree of contexts, as a sampling profiler would find it: each function's cost is shared out to the calls that lead to it
// by how often each does (see call_flows.h), from entry points down. So a function costs the same under every caller, which
// real ones need not. Calls back into a function whose chain they continue (recursion) are folded: what they cost is in the
// shares of the functions themselves, which stay what they are in HotPaths.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/analysis/call_flows.h"

namespace assay {

struct StackLimits {
  // Share of the whole: what costs less is not followed. Five real programs of up to 10,000 functions then have up to 19,000
  // stacks, and 2 to 16 % of the cost stand on a caller.
  double least = 0.00002;
  std::uint32_t depth = 64;  // functions on top of each other
  std::size_t frames = 20'000;
};

struct StackFrame {
  FunctionId function;       // none: all entries that are too small to be shown
  std::uint32_t caller = 0;  // position of the frame below it plus one, always before it; 0: none
  double self = 0;           // share of the whole that is spent with this frame on top
};

struct EstimatedStacks {
  std::vector<StackFrame> frames;  // in depth-first order, dearest first
  double cut = 0;                  // share that stands on the last frame kept instead of on what that calls
};

// The `self` of all frames add up to one, unless nothing has a share.
EstimatedStacks expand_stacks(const CallFlows& flows, const HotPaths& hot, const StackLimits& limits = {});

// By frame: its self in whole millionths; they add up to a million where the shares add up to one.
std::vector<std::uint32_t> millionths(const EstimatedStacks& stacks);

}  // namespace assay
