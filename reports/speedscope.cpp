// See speedscope.h. The format: https://www.speedscope.app/file-format-schema.json
#include "reports/speedscope.h"

#include <map>

#include "analyzer/base/text.h"
#include "reports/json_writer.h"
#include "reports/stack_frames.h"

namespace assay {
namespace {

constexpr std::size_t piece = 1U << 20U;
constexpr std::uint32_t whole = 1'000'000;

class SpeedscopeReport {
 public:
  SpeedscopeReport(const Report& report, const std::function<bool(std::string_view)>& sink)
      : report_(report),
        sink_(sink),
        json_(buffer_),
        stacks_(estimated_stacks(report)),
        weights_(millionths(stacks_)) {}

  bool run() {
    const std::string name = "assay: estimated profile of " + printable(report_.name);
    json_.begin_object();
    json_.field("$schema", "https://www.speedscope.app/file-format-schema.json");
    json_.field("exporter", "assay " ASSAY_VERSION).field("name", std::string_view(name));
    json_.key("shared").begin_object();
    frames();
    json_.end_object();
    json_.key("profiles").begin_array().begin_object();
    json_.field("type", "sampled").field("name", std::string_view(name)).field("unit", "none");
    json_.field("startValue", 0).field("endValue", weights_.empty() ? 0 : whole);
    if (!samples()) return false;
    weights();
    json_.end_object().end_array().end_object();
    return sink_(buffer_);
  }

 private:
  // One per function, in the order in which stacks first show them.
  void frames() {
    json_.key("frames").begin_array();
    for (const StackFrame& frame : stacks_.frames) {
      if (!number_.try_emplace(frame.function, static_cast<std::uint32_t>(number_.size())).second) continue;
      json_.inline_next().begin_object().field("name", std::string_view(frame_name(report_.model, frame.function)));
      if (frame.function) {
        json_.path("file", report_.model.file_of(frame.function).path);
        json_.field("line", report_.model.function(frame.function).line());
      }
      json_.end_object();
    }
    json_.end_array();
  }

  bool samples() {
    json_.key("samples").begin_array();
    for (std::size_t frame = 0; frame < weights_.size(); ++frame) {
      if (weights_[frame] == 0) continue;
      json_.inline_next().begin_array();
      for (const FunctionId function : stack_of(stacks_, frame)) json_.value(number_[function]);
      json_.end_array();
      if (buffer_.size() < piece) continue;
      if (!sink_(buffer_)) return false;
      buffer_.clear();
    }
    json_.end_array();
    return true;
  }

  void weights() {
    json_.key("weights").inline_next().begin_array();
    for (const std::uint32_t weight : weights_) {
      if (weight > 0) json_.value(weight);
    }
    json_.end_array();
  }

  const Report& report_;
  const std::function<bool(std::string_view)>& sink_;
  std::string buffer_;
  JsonWriter json_;
  const EstimatedStacks stacks_;
  const std::vector<std::uint32_t> weights_;
  std::map<FunctionId, std::uint32_t> number_;  // of its frame in the file
};

}  // namespace

bool write_speedscope(const Report& report, const std::function<bool(std::string_view)>& sink) {
  return SpeedscopeReport(report, sink).run();
}

}  // namespace assay
