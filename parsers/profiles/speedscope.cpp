// speedscope's own format: shared frames, and profiles that are sampled (stacks and weights) or evented (open, close).
#include <vector>

#include "parsers/profiles/frame_text.h"
#include "parsers/profiles/json_text.h"
#include "parsers/profiles/readers.h"

namespace assay {
namespace {

using simdjson::dom::element;

class SpeedscopeReader {
 public:
  explicit SpeedscopeReader(ProfileBuilder& out) : out_(out) {}

  Read run(element root) {
    element shared;
    if (root["shared"].get(shared)) return failure("it has no `shared.frames`");
    each(shared, "frames", [&](element frame) { frames_.push_back(out_.frame(frame_of(frame))); });
    std::uint64_t others = 0;
    bool first = true;
    each(root, "profiles", [&](element profile) {
      const std::string_view unit = text_member(profile, "unit");
      if (first) {
        unit_ = unit;
        out_.set_unit(unit);
        first = false;
      }
      if (unit != unit_) {  // seconds and bytes do not add up
        ++others;
      } else if (text_member(profile, "type") == "evented") {
        evented(profile);
      } else {
        sampled(profile);
      }
    });
    if (others > 0) out_.note(std::to_string(others) + " profiles of other units are left out");
    if (out_.empty()) return failure("it holds no samples");
    return true;
  }

 private:
  static ProfileFrame frame_of(element frame) {
    ProfileFrame read = frame_of_text(text_member(frame, "name"));
    if (const std::string_view file = text_member(frame, "file"); !file.empty()) {
      read.name = text_member(frame, "name");
      read.file = path_of_url(file);
      read.line = place_member(frame, "line");
      read.column = place_member(frame, "col");
    }
    return read;
  }

  // False: there is no such frame.
  bool push(element index) {
    std::uint64_t number = 0;
    if (index.get(number) || number >= frames_.size()) return false;
    stack_.push_back(frames_[number]);
    return true;
  }

  void sampled(element profile) {
    std::vector<double> weights;
    each(profile, "weights", [&](element weight) {
      double amount = 0;
      weights.push_back(weight.get(amount) ? -1 : amount);
    });
    std::size_t number = 0;
    each(profile, "samples", [&](element sample) {
      const double amount = number < weights.size() ? weights[number] : 1;
      ++number;
      stack_.clear();
      simdjson::dom::array indices;
      bool whole = !sample.get(indices);
      if (whole) {
        for (const element index : indices) whole = whole && push(index);
      }
      if (whole) {
        out_.add_stack(stack_, amount);
      } else {
        out_.damaged();
      }
    });
  }

  void evented(element profile) {
    stack_.clear();
    double last = number_member(profile, "startValue");
    each(profile, "events", [&](element event) {
      const double at = number_member(event, "at", last);
      out_.add_stack(stack_, at - last > 0 ? at - last : 0);
      last = at > last ? at : last;
      element frame;
      if (text_member(event, "type") == "O") {
        if (event["frame"].get(frame) || !push(frame)) out_.damaged();
      } else if (stack_.empty()) {
        out_.damaged();
      } else {
        stack_.pop_back();
      }
    });
  }

  ProfileBuilder& out_;
  std::vector<std::uint32_t> frames_, stack_;
  std::string_view unit_;
};

}  // namespace

Read read_speedscope(std::string_view text, ProfileBuilder& out) {
  return read_json(text, [&](element root) { return SpeedscopeReader(out).run(root); });
}

}  // namespace assay
