// See estimated_stacks.h.
#include "analyzer/analysis/estimated_stacks.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <tuple>

namespace assay {
namespace {

class Expansion {
 public:
  Expansion(const CallFlows& flows, const HotPaths& hot, const StackLimits& limits)
      : flows_(flows), limits_(limits), costs_(find_flow_costs(flows, hot)) {}

  EstimatedStacks run() {
    for (std::size_t f = 0; f < costs_.begun.size(); ++f) {
      if (costs_.begun[f] > 0) follow({costs_.begun[f], 0, 0, 1, FunctionId::of_index(f)});
    }
    while (!open_.empty()) {
      const Candidate next = open_.top();
      open_.pop();
      if (stacks_.frames.size() + 1 >= limits_.frames) {  // one is left for small entries
        cut(next);
      } else {
        expand(next);
      }
    }
    sort_depth_first();
    if (small_entries_ > 0) stacks_.frames.push_back({FunctionId{}, 0, small_entries_});
    return std::move(stacks_);
  }

 private:
  struct Candidate {
    double cost;
    std::uint32_t number;  // of candidates before it: what costs the same keeps its order
    std::uint32_t caller;  // as StackFrame's
    std::uint32_t depth;
    FunctionId function;
    bool operator<(const Candidate& other) const { return std::tie(cost, other.number) < std::tie(other.cost, number); }
  };

  void cut(const Candidate& candidate) {
    stacks_.cut += candidate.cost;
    (candidate.caller == 0 ? small_entries_ : stacks_.frames[candidate.caller - 1].self) += candidate.cost;
  }

  void follow(Candidate candidate) {
    if (candidate.cost < limits_.least || candidate.depth > limits_.depth) return cut(candidate);
    candidate.number = candidates_++;
    open_.push(candidate);
  }

  void expand(const Candidate& candidate) {
    const std::size_t f = candidate.function.index();
    const double part = candidate.cost / costs_.total[f];  // of what the function costs, so much is spent here
    stacks_.frames.push_back({candidate.function, candidate.caller, part * costs_.self[f]});
    const auto frame = static_cast<std::uint32_t>(stacks_.frames.size());
    for (const Flow& flow : flows_.from(candidate.function)) {
      const double cost = part * costs_.of_call(flows_, flow);
      if (cost > 0) follow({cost, 0, frame, candidate.depth + 1, flow.callee});
    }
  }

  // Frames were made dearest first, and so are those of one caller.
  void sort_depth_first() {
    const std::vector<StackFrame> frames = std::move(stacks_.frames);
    stacks_.frames.clear();
    std::vector<std::uint32_t> first(frames.size() + 1, 0),
        next(frames.size() + 1, 0);  // by position plus one; 0: none
    for (auto frame = static_cast<std::uint32_t>(frames.size()); frame > 0; --frame) {
      next[frame] = first[frames[frame - 1].caller];
      first[frames[frame - 1].caller] = frame;
    }
    std::vector<std::uint32_t> moved(frames.size() + 1, 0), open;
    if (first[0] != 0) open.push_back(first[0]);
    while (!open.empty()) {
      const std::uint32_t frame = open.back();
      open.pop_back();
      stacks_.frames.push_back(frames[frame - 1]);
      stacks_.frames.back().caller = moved[frames[frame - 1].caller];
      moved[frame] = static_cast<std::uint32_t>(stacks_.frames.size());
      if (next[frame] != 0) open.push_back(next[frame]);
      if (first[frame] != 0) open.push_back(first[frame]);
    }
  }

  const CallFlows& flows_;
  const StackLimits& limits_;
  const FlowCosts costs_;
  std::priority_queue<Candidate> open_;
  EstimatedStacks stacks_;
  double small_entries_ = 0;
  std::uint32_t candidates_ = 0;
};

}  // namespace

EstimatedStacks expand_stacks(const CallFlows& flows, const HotPaths& hot, const StackLimits& limits) {
  return Expansion(flows, hot, limits).run();
}

std::vector<std::uint32_t> millionths(const EstimatedStacks& stacks) {
  std::vector<std::uint32_t> parts;
  double sum = 0;
  std::uint32_t given = 0;
  for (const StackFrame& frame : stacks.frames) {
    sum += frame.self;
    const auto reached = std::max(given, static_cast<std::uint32_t>(std::lround(sum * 1'000'000)));
    parts.push_back(reached - given);
    given = reached;
  }
  return parts;
}

}  // namespace assay
