// What is built here, and what it depends on: manifests and lock files → units and dependencies.
//
// Untrusted bytes in, plain data out; nothing is executed. Size, depth and counts are capped; what is cut is noted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/facts_generated.h"

namespace assay {

// The object API types of facts.fbs (ManifestT, UnitT, DependencyT) are the data.
using facts::DependencyT;
using facts::ManifestT;
using facts::UnitT;

// Does a reader exist for this repository path? Looks at the name only.
bool is_manifest(std::string_view path);

// Reads one manifest. `bytes` is decoded text. What cannot be read becomes a note; never fails, never throws.
ManifestT read_manifest(std::string_view path, std::string_view bytes);

}  // namespace assay
