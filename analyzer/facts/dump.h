// A blob's facts as short indented text: what golden files hold and `assay facts FILE` prints.
#pragma once

#include <string>

#include "analyzer/facts/facts_generated.h"

namespace assay {

std::string dump_facts(const facts::FileFacts& file);

}  // namespace assay
