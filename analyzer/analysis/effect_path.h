// How does a function come to what it reaches? The evidence behind Effects::reached.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/analysis/effects.h"

namespace assay {

// A shortest way over the call graph to a library call with an effect that `wanted` has: `save → write_row → execute()`,
// beginning with what `from` calls, or `execute()` alone where `from` calls it itself. Names of closures are those of the
// functions around them. Empty: none within six calls and 64 functions, which bounds what a question may cost.
std::string effect_path(const Model& model, const CallGraph& graph, const CallOrder& order, const Effects& effects,
                        FunctionId from, EffectSet wanted);

// The same way, call by call: the first is made by `from`, the last is the library call.
struct EffectStep {
  FunctionId caller;
  std::uint32_t line = 0;  // of the call, in the caller's file
  std::string callee;      // as the path names it
};
std::vector<EffectStep> effect_steps(const Model& model, const CallGraph& graph, const CallOrder& order,
                                     const Effects& effects, FunctionId from, EffectSet wanted);

}  // namespace assay
