// All that is known of a repository once its calls are resolved: what signals are measured and findings looked for in.
#pragma once

#include "analyzer/analysis/call_graph.h"
#include "analyzer/analysis/component_callers.h"
#include "analyzer/analysis/components.h"
#include "analyzer/analysis/effects.h"
#include "analyzer/analysis/held_locks.h"
#include "analyzer/analysis/hot_paths.h"
#include "analyzer/analysis/language_library.h"
#include "analyzer/analysis/library_domains.h"

namespace assay {

struct AnalysedCode {
  const Model& model;
  const CallGraph& calls;
  const CallOrder& order;
  const Effects& effects;
  const HotPaths& hot_paths;
  const Catalogs& catalogs;
  const Components& components;
  const HeldLocks& locks;
  const LibraryDomains& libraries;
  const LanguageLibrary& language_library;
  const ComponentCallers& callers;
};

}  // namespace assay
