// How does a function come to what it reaches? The evidence behind Effects::reached.
#pragma once

#include <string>

#include "analyzer/analysis/effects.h"

namespace assay {

// A shortest way over the call graph to a library call with an effect that `wanted` has: `save → write_row → execute()`,
// beginning with what `from` calls, or `execute()` alone where `from` calls it itself. Names of closures are those of the
// functions around them. Empty: none within six calls and 64 functions, which bounds what a question may cost.
std::string effect_path(const Model& model, const CallGraph& graph, const CallOrder& order, const Effects& effects,
                        FunctionId from, EffectSet wanted);

}  // namespace assay
