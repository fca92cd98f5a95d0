// Which functions run seldom, as far as their names tell: start-up and shutdown, errors, diagnostics, storing and loading.
#pragma once

#include <string_view>

namespace assay {

// Whether one of the words of a function's own name speaks of such work: `parse_error`, `loadConfig`, `printUsage`.
bool is_named_cold(std::string_view name);

}  // namespace assay
