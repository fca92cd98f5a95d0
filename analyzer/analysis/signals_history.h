// What git's history says about components (history.* of signals.yaml). A file's history counts to the component that holds
// it today.
// All within the commits that were looked at: `history.age` may be more than it says.
#pragma once

#include <vector>

#include "analyzer/analysis/components.h"
#include "analyzer/analysis/hot_paths.h"
#include "analyzer/analysis/signals.h"
#include "analyzer/facts/change_history.h"

namespace assay {

// One per component; empty signals where no change touches it.
std::vector<Signals> measure_history(const ChangeHistory& history, const Model& model, const Components& components,
                                     const HotPaths& hot_paths);

}  // namespace assay
