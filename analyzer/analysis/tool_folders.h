// Which folders hold what people run by hand, or a build does? Nothing of the product depends on such files.
#pragma once

#include <string_view>

namespace assay {

bool is_tool_folder(std::string_view name);

}  // namespace assay
