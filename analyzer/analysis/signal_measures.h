// Measures a component's signals (signals.h) from the model and the analyses.
#pragma once

#include "analyzer/analysis/call_graph.h"
#include "analyzer/analysis/components.h"
#include "analyzer/analysis/effects.h"
#include "analyzer/analysis/held_locks.h"
#include "analyzer/analysis/hot_paths.h"
#include "analyzer/analysis/signals.h"

namespace assay {

// What signals are measured from; all of the whole repository.
struct SignalSource {
  const Model& model;
  const CallGraph& calls;
  const CallOrder& order;
  const Effects& effects;
  const HotPaths& hot_paths;
  const Catalogs& catalogs;
  const Components& components;
  const HeldLocks& locks;
};

// Signals of one component. Test code is left out everywhere except in `test.share`. Decides the component's kind where no
// manifest did (Component::kind is Unknown), since `kind.*` is a signal.
Signals measure_signals(const SignalSource& source, Component& component);

ComponentFacts component_facts(const SignalSource& source, const Component& component);

// The value of a signal; 0 where it is absent.
double value_of(const Signals& signals, std::string_view id);

}  // namespace assay
