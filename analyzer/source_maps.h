// Frames of compiled or bundled JavaScript, put back to the sources that it was made from.
#pragma once

#include <string>

#include "analyzer/facts/runtime_profile.h"

namespace assay {

// Maps lie in `folder` (searched with all below it; empty: none), or in the repository beside the script, or inside it; a
// script's folder may have been built elsewhere, so its path is matched from the end. Nothing outside of the two folders is
// read. Sources that the repository does not have stay unmapped. What was mapped and which maps are damaged becomes a note of the profile.
void map_sources(RuntimeProfile& profile, const std::string& root, const std::string& folder);

}  // namespace assay
