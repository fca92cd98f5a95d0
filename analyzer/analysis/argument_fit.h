// Which of the functions that a call may run take the arguments that it gives?
#pragma once

#include <cstddef>
#include <vector>

#include "analyzer/analysis/model.h"

namespace assay {

// Of targets[begin…] leaves those that take as many arguments as `call` has, where the language chooses between overloads by
// that and one does; and takes away those that need more, where it has no defaults. `language`: of the call.
void keep_fitting(const Model& model, facts::Language language, const facts::Call& call,
                  std::vector<FunctionId>& targets, std::size_t begin);

}  // namespace assay
