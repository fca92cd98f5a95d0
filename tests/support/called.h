// What the calls of literal sources run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/analysis/hot_paths.h"
#include "tests/support/literal_model.h"

namespace assay {

struct Called {
  Model model;
  CallGraph graph;

  explicit Called(const Sources& sources, const Catalogs& catalogs = {}) : model(model_of(sources)) {
    const Symbols symbols(model);
    graph = resolve_calls(model, symbols, catalogs, "shop");
  }

  // The qualified names of what the calls of `name` may run, in order.
  std::vector<std::string> targets(std::string_view name) const {
    std::vector<std::string> found;
    for (std::size_t i = 0; i < model.calls.size(); ++i) {
      if (model.names.text(model.calls[i].name()) != name) continue;
      for (const FunctionId f : graph.targets_of(i))
        found.push_back(model.file_of(f).path + ' ' + std::string(model.qualified_name(f)));
    }
    return found;
  }

  HotPaths hot_paths(const std::vector<std::string>& entries = {}) const {
    const CallOrder order = order_calls(model, graph);
    return rank_hot_paths(model, measure_costs(model, graph), order, find_entries(model, order, entries));
  }
};

using Functions = std::vector<std::string>;  // paths and qualified names

}  // namespace assay
