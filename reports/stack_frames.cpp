// See stack_frames.h.
#include "reports/stack_frames.h"

#include <algorithm>

#include "analyzer/base/text.h"

namespace assay {

EstimatedStacks estimated_stacks(const Report& report) {
  return expand_stacks(find_call_flows(report.model, report.order, report.entries, report.hot_paths), report.hot_paths);
}

std::vector<FunctionId> stack_of(const EstimatedStacks& stacks, std::size_t frame) {
  std::vector<FunctionId> functions;
  for (auto at = static_cast<std::uint32_t>(frame + 1); at != 0; at = stacks.frames[at - 1].caller)
    functions.push_back(stacks.frames[at - 1].function);
  std::reverse(functions.begin(), functions.end());
  return functions;
}

std::string frame_name(const Model& model, FunctionId function) {
  if (!function) return "(entries too small to show)";
  const std::string name = printable(model.qualified_name(function));
  if (name.empty()) return "(anonymous)";
  return model.has(function, facts::FunctionFlag::Module) ? name + " " + printable(model.file_of(function).path) : name;
}

}  // namespace assay
