// A YAML tree as one string that is read back without a parser: what the build makes of the shipped rule files, because a
// general YAML reader would take longer for them than a scan of a small repository takes as a whole.
#pragma once

#include <string>
#include <string_view>

#include "rules/engine/yaml_tree.h"

namespace assay {

std::string pack(const YamlNode& tree);

// `packed` must come from `pack`: the build checks it, not this.
YamlNode unpack(std::string_view packed);

}  // namespace assay
