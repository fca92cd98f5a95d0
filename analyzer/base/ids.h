// Typed 32-bit row numbers, so that ids of different tables cannot be mixed up.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>

namespace assay {

// A reference to row `index()` of the table that `Tag` names; 0 means "none".
template <class Tag>
struct Id {
  std::uint32_t value = 0;

  static constexpr Id of_index(std::size_t index) { return Id{static_cast<std::uint32_t>(index + 1)}; }
  constexpr std::size_t index() const { return value - 1; }
  constexpr explicit operator bool() const { return value != 0; }
  constexpr auto operator<=>(const Id&) const = default;
};

using FileId = Id<struct FileTag>;
using FunctionId = Id<struct FunctionTag>;
using TypeId = Id<struct TypeTag>;
using CallId = Id<struct CallTag>;
using LoopId = Id<struct LoopTag>;
using ComponentId = Id<struct ComponentTag>;
using NameId = Id<struct NameTag>;  // 0 is the empty text

}  // namespace assay
