// Things by a dense key, in one piece: a counting sort.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace assay {

// Positions in [0, count), those of one key in their order.
class Grouped {
 public:
  static constexpr std::size_t no_key = static_cast<std::size_t>(-1);

  // `key_of(position)` is below `keys`, or `no_key`: left out. It is asked twice.
  template <class KeyOf>
  Grouped(std::size_t keys, std::size_t count, const KeyOf& key_of) : first_(keys + 1, 0) {
    for (std::size_t i = 0; i < count; ++i) {
      if (const std::size_t key = key_of(i); key != no_key) ++first_[key + 1];
    }
    for (std::size_t key = 0; key < keys; ++key) first_[key + 1] += first_[key];
    positions_.resize(first_.back());
    std::vector<std::uint32_t> next(first_.begin(), first_.end() - 1);
    for (std::size_t i = 0; i < count; ++i) {
      if (const std::size_t key = key_of(i); key != no_key) positions_[next[key]++] = static_cast<std::uint32_t>(i);
    }
  }

  std::span<const std::uint32_t> of(std::size_t key) const {
    return {positions_.data() + first_[key], first_[key + 1] - first_[key]};
  }

 private:
  std::vector<std::uint32_t> first_, positions_;
};

}  // namespace assay
