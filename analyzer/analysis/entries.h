// Where runs begin: what calls functions that nothing in the repository calls, and how much of it.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/analysis/call_order.h"

namespace assay {

struct Entries {
  std::vector<double> weight;        // by function index: runs that begin there
  std::vector<bool> evident;         // by function index: nothing calls it, or its kind or the user makes it an entry
  std::vector<std::string> unknown;  // of the names given, those that no function bears
};

// The named functions that `text` means, in the order of the model. `[FILE:]NAME`: a qualified name or its end, of all files
// or those whose path ends so; `FILE:LINE`: what stands on that line, as reports print places.
std::vector<FunctionId> find_functions(const Model& model, std::string_view text);

// `names`: what the workload calls, each as find_functions() takes it. With none, main functions, handlers and whatever is called by nobody; functions of tests where there is nothing else.
Entries find_entries(const Model& model, const CallOrder& order, std::span<const std::string> names);

}  // namespace assay
