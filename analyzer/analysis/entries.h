// Where runs begin: what calls functions that nothing in the repository calls, and how much of it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/analysis/call_order.h"

namespace assay {

struct Entries {
  std::vector<double> weight;        // by function index: runs that begin there
  std::vector<std::string> unknown;  // of the names given, those that no function bears
};

// `names`: what the workload calls, `[FILE:]NAME` each; a qualified name or its end, of the file or all files whose path ends
// so. With none, main functions, handlers and whatever is called by nobody; functions of tests where there is nothing else.
Entries find_entries(const Model& model, const CallOrder& order, std::span<const std::string> names);

}  // namespace assay
