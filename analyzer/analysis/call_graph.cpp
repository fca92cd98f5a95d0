// See call_graph.h. Each call is explained by itself (call_resolver.h), in several threads; then calls of variables by what
// these may hold (function_values.h).
#include "analyzer/analysis/call_graph.h"

#include <algorithm>
#include <atomic>

#include "analyzer/analysis/call_resolver.h"
#include "analyzer/base/parallel.h"

namespace assay {

CallGraph resolve_calls(const Model& model, const Symbols& symbols, const Catalogs& catalogs,
                        std::string_view repository, std::size_t threads, const std::vector<ManifestFile>& manifests) {
  const SharedTables tables{
      model, symbols, catalogs, repository, CompilerTargets(model), FilePlaces(model), IncludedFiles(model, manifests)};
  const std::vector<FileRange> ranges = parts_of(model, threads);
  std::vector<ResolvedCalls> parts(ranges.size());
  std::vector<std::vector<CallEffect>> effects(std::max<std::size_t>(threads, 1));  // by thread
  std::atomic<std::size_t> begun = 0;
  CallGraph graph;
  graph.evidence.resize(model.calls.size());
  graph.included.resize(model.imports.size());
  graph.effect.resize(model.calls.size() + effects.size());
  in_threads(parts.size(), threads, [&] {
    const std::size_t thread = begun++;
    return [&, thread, resolver = CallResolver(tables, graph, model.calls.size() + thread)](std::size_t i) mutable {
      parts[i] = resolver.run(ranges[i]);
      parts[i].effects = thread;
      effects[thread] = resolver.effects();
    };
  });
  graph.effect.resize(model.calls.size());
  ValueSources sources;
  join(std::move(parts), effects, graph, sources);
  follow_values(model, sources, graph);
  return graph;
}

}  // namespace assay
