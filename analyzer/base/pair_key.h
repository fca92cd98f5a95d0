// Two numbers as one key of a hash table.
#pragma once

#include <cstdint>

namespace assay {

// Different for different pairs.
constexpr std::uint64_t pair_key(std::uint32_t first, std::uint32_t second) {
  return (std::uint64_t{first} << 32U) | second;
}

}  // namespace assay
