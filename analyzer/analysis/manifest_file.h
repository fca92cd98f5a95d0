// A manifest of the repository, as its reader understood it.
#pragma once

#include <string>

#include "analyzer/facts/facts_generated.h"

namespace assay {

struct ManifestFile {
  std::string path;
  facts::ManifestT manifest;
};

}  // namespace assay
