// See profile_builder.h.
#include "parsers/profiles/profile_builder.h"

#include <fmt/format.h>

#include <cmath>

namespace assay {

ProfileBuilder::ProfileBuilder(std::string kind, const ProfileLimits& limits) : limits_(limits) {
  profile_.kind = std::move(kind);
  profile_.nodes.emplace_back();  // the root
}

std::uint32_t ProfileBuilder::frame(ProfileFrame frame) {
  if (frame.name.size() > limits_.name_bytes) frame.name.resize(limits_.name_bytes);
  if (frame.file.size() > limits_.name_bytes) frame.file.resize(limits_.name_bytes);
  std::string key = frame.name;
  key += '\0';
  key += frame.file;
  for (const std::uint32_t number : {frame.line, frame.start_line, frame.column}) {
    key += '\0';
    key += std::to_string(number);
  }
  const auto known = frame_numbers_.find(key);
  if (known != frame_numbers_.end()) return known->second;
  if (profile_.frames.size() >= limits_.frames || text_bytes_ + key.size() > limits_.text_bytes) {
    ++crowded_;
    if (other_ == none) {
      other_ = static_cast<std::uint32_t>(profile_.frames.size());
      profile_.frames.push_back({"(others)", {}});
    }
    return other_;
  }
  text_bytes_ += key.size();
  const auto number = static_cast<std::uint32_t>(profile_.frames.size());
  profile_.frames.push_back(std::move(frame));
  frame_numbers_.emplace(std::move(key), number);
  return number;
}

std::uint32_t ProfileBuilder::child_of(std::uint32_t parent, std::uint32_t frame) {
  const std::uint64_t key = std::uint64_t{parent} << 32 | frame;
  const auto known = children_.find(key);
  if (known != children_.end()) return known->second;
  if (profile_.nodes.size() >= limits_.nodes) return none;
  const auto number = static_cast<std::uint32_t>(profile_.nodes.size());
  profile_.nodes.push_back({parent, frame, 0});
  children_.emplace(key, number);
  return number;
}

void ProfileBuilder::add_stack(std::span<const std::uint32_t> outer_first, double weight) {
  if (!(weight > 0) || !std::isfinite(weight)) {
    if (weight != 0) damaged();
    return;
  }
  if (outer_first.empty()) return;
  ++profile_.samples;
  profile_.total += weight;
  if (outer_first.size() > depth_left()) {
    ++cut_stacks_;
    outer_first = outer_first.last(depth_left());
  }
  steps_ += outer_first.size();
  std::uint32_t node = 0;
  for (const std::uint32_t frame : outer_first) {
    node = child_of(node, frame);
    if (node == none) break;
  }
  if (node != none) {
    profile_.nodes[node].self += weight;
  } else {  // its callers are lost, its place is not
    ++flattened_;
    profile_.rows.push_back({outer_first.back(), outer_first.back(), weight, 0});
  }
}

void ProfileBuilder::add_row(const ProfileRow& row) {
  if (!(row.self >= 0) || !(row.calls >= 0) || !std::isfinite(row.self + row.calls) ||
      profile_.rows.size() >= limits_.rows) {
    damaged();
    return;
  }
  ++profile_.samples;
  profile_.total += row.self;
  profile_.rows.push_back(row);
}

RuntimeProfile ProfileBuilder::finish() {
  const auto say = [&](std::string_view what, std::uint64_t count) {
    if (count > 0) profile_.notes.push_back(fmt::format("{}: {}", what, count));
  };
  say("entries that could not be read and are left out", damaged_);
  say("stacks without their outermost callers, being too deep or too many", cut_stacks_);
  say("stacks without their callers, there being too many different ones", flattened_);
  say("frames without their names, there being too many different ones", crowded_);
  return std::move(profile_);
}

}  // namespace assay
