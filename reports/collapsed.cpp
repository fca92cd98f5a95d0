// See collapsed.h.
#include "reports/collapsed.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/stack_frames.h"

namespace assay {
namespace {

// What ends a frame or a line in this format becomes something that looks alike.
std::string frame_text(const Report& report, FunctionId function) {
  std::string text = frame_name(report.model, function);
  std::replace(text.begin(), text.end(), ';', ':');
  return text;
}

}  // namespace

bool write_collapsed(const Report& report, const std::function<bool(std::string_view)>& sink) {
  const EstimatedStacks stacks = estimated_stacks(report);
  const std::vector<std::uint32_t> weights = millionths(stacks);
  for (std::size_t frame = 0; frame < weights.size(); ++frame) {
    if (weights[frame] == 0) continue;
    std::string line;
    for (const FunctionId function : stack_of(stacks, frame))
      line += (line.empty() ? "" : ";") + frame_text(report, function);
    if (!sink(fmt::format("{} {}\n", line, weights[frame]))) return false;
  }
  return true;
}

}  // namespace assay
