// What kind of thing is a component, where its manifests do not say? From its signals, with the reason in words.
#pragma once

#include "analyzer/analysis/components.h"
#include "analyzer/analysis/signals.h"

namespace assay {

// Sets `kind` and `kind_reason` where `kind` is Unknown; tests and interfaces are recognised even against the manifest,
// which speaks of the whole package. Leaves a kind that a manifest stated alone otherwise.
void decide_kind(Component& component, const Signals& signals);

}  // namespace assay
