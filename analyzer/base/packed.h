// Compressed bytes, for what is passed between processes or kept: facts and reports shrink to a half or a tenth.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

std::string pack(std::string_view bytes);  // at most two gigabytes
// What unpack() gives back as well, not compressed: where time counts more than space.
std::string pack_loosely(std::string_view bytes);
// Nothing where `packed` is not what one of these made.
std::optional<std::string> unpack(std::string_view packed);
// The same into a buffer that may serve again; what is returned lies in it or in `packed`, aligned for eight bytes.
std::optional<std::string_view> unpack(std::string_view packed, std::vector<char>& buffer);

}  // namespace assay
