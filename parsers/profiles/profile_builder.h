// Collects what a reader finds into a RuntimeProfile, within bounds: equal frames and equal calling contexts are kept once.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/facts/runtime_profile.h"

namespace assay {

// Bounds of memory; profiles of real programs stay far below. What goes beyond is counted and becomes a note.
struct ProfileLimits {
  std::size_t frames = 1'000'000;
  std::size_t nodes = 4'000'000;
  std::size_t rows = 16'000'000;
  std::size_t depth = 2'000;          // frames of one stack: those nearest to the leaf are kept
  std::size_t steps = 400'000'000;    // frames of all stacks, equal ones included; behind them only leaves are kept
  std::size_t name_bytes = 4'096;     // of one name or path: its front is kept
  std::size_t text_bytes = 1U << 29;  // of all names and paths
};

class ProfileBuilder {
 public:
  explicit ProfileBuilder(std::string kind, const ProfileLimits& limits = {});

  void set_unit(std::string_view unit) { profile_.unit = unit; }

  // The frame's number. Where no more fit: of one that stands for all others.
  std::uint32_t frame(ProfileFrame frame);

  // `outer_first`: frames from the program's start to the leaf. A weight that is no positive number is counted as damage.
  void add_stack(std::span<const std::uint32_t> outer_first, double weight);
  // How many frames of a further stack are worth collecting.
  std::size_t depth_left() const { return steps_ < limits_.steps ? limits_.depth : 1; }
  // Weights may be zero here.
  void add_row(const ProfileRow& row);

  // An entry that could not be read.
  void damaged() { ++damaged_; }
  void note(std::string text) { profile_.notes.push_back(std::move(text)); }

  bool empty() const { return profile_.samples == 0; }
  RuntimeProfile finish();

 private:
  std::uint32_t child_of(std::uint32_t parent, std::uint32_t frame);

  ProfileLimits limits_;
  RuntimeProfile profile_;
  std::unordered_map<std::string, std::uint32_t> frame_numbers_;
  std::unordered_map<std::uint64_t, std::uint32_t> children_;  // parent and frame → node
  std::size_t text_bytes_ = 0, steps_ = 0;
  std::uint32_t other_ = none;  // the frame for all that did not fit
  std::uint64_t damaged_ = 0, cut_stacks_ = 0, flattened_ = 0, crowded_ = 0;

  static constexpr std::uint32_t none = 0xFFFFFFFF;
};

}  // namespace assay
