// A 128-bit digest: a name for content that is long or secret.
#pragma once

#include <compare>
#include <cstdint>

namespace assay {

struct Digest {
  std::uint64_t low = 0, high = 0;

  explicit operator bool() const { return (low | high) != 0; }  // false: none
  auto operator<=>(const Digest&) const = default;
};

}  // namespace assay
