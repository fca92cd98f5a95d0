// See component_callers.h.
#include "analyzer/analysis/component_callers.h"

namespace assay {

ComponentCallers::ComponentCallers(const Model& model, const CallGraph& calls, const Components& components)
    : count_(components.list.size()) {
  const std::size_t count = components.list.size();
  std::vector<bool> met(count * count);  // caller × callee
  for (std::size_t f = 0; f < model.files.size(); ++f) {
    const FileRow& file = model.files[f];
    const ComponentId caller = components.of_file[f];
    if (file.test || caller == ComponentId{}) continue;
    for (std::uint32_t call = file.calls.begin; call < file.calls.end; ++call) {
      if (!is_resolved(calls.evidence[call])) continue;
      for (const FunctionId target : calls.targets_of(call)) {
        const ComponentId callee = components.of_file[model.function_file[target.index()].index()];
        if (callee == caller || callee == ComponentId{}) continue;
        const std::size_t pair = caller.index() * count + callee.index();
        if (met[pair]) continue;
        met[pair] = true;
        ++count_[callee.index()];
      }
    }
  }
}

}  // namespace assay
