// Which functions does a framework call? Those that are registered as a route, a message handler or a task: by a call
// that the catalogue knows as one (`app.get("/", f)`, also as a decorator), by an annotation that it knows, or as methods of
// a type below one of the framework's (`class Orders(View): def get`) or of what was generated for a remote service.
#pragma once

#include "analyzer/analysis/call_graph.h"

namespace assay {

// Sets FunctionFlag::Handler. Found are closures that begin on the line of the call, functions of the same file that are
// its first argument, functions below the annotation, and methods that the catalogue names or, where it says that all may be,
// public ones that nothing in the repository is known to call; names in tables are not. Types are known by their simple names.
void mark_handlers(Model& model, const CallGraph& graph, const Catalogs& catalogs);

}  // namespace assay
