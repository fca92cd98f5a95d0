// What of a request, beside the files that it is about, decides what they come to.
#pragma once

#include <string>

#include "analyzer/cache/hasher.h"
#include "analyzer/pipeline.h"

namespace assay {

// The rules, the configuration and its packs, and how files are read. Not what the command line alone says.
void add_request(Hasher& hasher, const ScanRequest& request, const std::string& rules_digest);

}  // namespace assay
