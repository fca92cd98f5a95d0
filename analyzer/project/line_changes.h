// Which lines of a text did a change add or alter?
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace assay {

// First and last line, ascending. Where lines only went, the two around the gap. Binary texts have none.
std::vector<std::pair<std::uint32_t, std::uint32_t>> changed_lines(std::string_view before, std::string_view after);

}  // namespace assay
