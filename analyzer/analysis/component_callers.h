// How many other components call into each?
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/analysis/call_graph.h"
#include "analyzer/analysis/components.h"
#include "analyzer/analysis/model.h"

namespace assay {

// By calls outside of tests whose target is known. Constant once it is made; references it was made from are not kept.
class ComponentCallers {
 public:
  ComponentCallers(const Model& model, const CallGraph& calls, const Components& components);

  std::uint32_t of(ComponentId component) const { return count_[component.index()]; }

 private:
  std::vector<std::uint32_t> count_;  // by component
};

}  // namespace assay
