// Which functions does a framework call? Those that are registered as a route, a message handler or a task: by a call
// that the catalogue knows as one (`app.get("/", f)`, also as a decorator) or by an annotation that it knows.
#pragma once

#include "analyzer/analysis/call_graph.h"

namespace assay {

// Sets FunctionFlag::Handler. Found are closures that begin on the line of the call, functions of the same file that are
// its first argument, and functions below the annotation; names in tables are not.
void mark_handlers(Model& model, const CallGraph& graph, const Catalogs& catalogs);

}  // namespace assay
