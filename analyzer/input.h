// Files that the user names on the command line: reports, baselines. They may be links or pipes.
#pragma once

#include <cstdint>
#include <string>

#include "analyzer/base/result.h"

namespace assay {

// The error's message names the file.
Result<std::string> read_named_file(const std::string& path, std::uint64_t limit);

}  // namespace assay
