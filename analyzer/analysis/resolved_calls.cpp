// See resolved_calls.h.
#include "analyzer/analysis/resolved_calls.h"

#include <algorithm>

namespace assay {
namespace {

void append(const NamedFunctions& part, NamedFunctions& all) {
  const auto offset = static_cast<std::uint32_t>(all.functions.size());
  for (std::size_t i = 1; i < part.first.size(); ++i) all.first.push_back(part.first[i] + offset);
  all.functions.insert(all.functions.end(), part.functions.begin(), part.functions.end());
}

void append(const std::vector<std::uint32_t>& part, std::vector<std::uint32_t>& all) {
  all.insert(all.end(), part.begin(), part.end());
}

void append(const ValueSources& part, ValueSources& all) {
  append(part.flows, all.flows);
  append(part.annotations, all.annotations);
  append(part.calls, all.calls);
  append(part.called, all.called);
  append(part.members, all.members);
}

}  // namespace

void join(std::vector<ResolvedCalls> parts, const std::vector<std::vector<CallEffect>>& effects, CallGraph& graph,
          ValueSources& sources) {
  std::vector<std::vector<std::uint16_t>> positions;  // by list and position in it, plus one; 0: not seen yet
  for (const std::vector<CallEffect>& list : effects) positions.emplace_back(list.size() + 1);
  graph.first.reserve(graph.evidence.size() + 1);
  for (ResolvedCalls& part : parts) {
    const std::size_t begin = graph.first.size(), end = begin + part.first.size();
    for (std::size_t call = begin; call < end; ++call) {
      const std::uint16_t known = graph.effect[call];
      if (known == 0) continue;
      std::uint16_t& position = positions[part.effects][known];
      if (position == 0) {
        const CallEffect& effect = effects[part.effects][known - 1U];
        const auto found = std::find(graph.effects.begin(), graph.effects.end(), effect);
        position = static_cast<std::uint16_t>(found - graph.effects.begin() + 1);
        if (found == graph.effects.end()) graph.effects.push_back(effect);
      }
      graph.effect[call] = position;
    }
    const auto offset = static_cast<std::uint32_t>(graph.targets.size());
    for (const std::uint32_t first : part.first) graph.first.push_back(first + offset);
    graph.targets.insert(graph.targets.end(), part.targets.begin(), part.targets.end());
    graph.resolved += part.resolved;
    append(part.sources, sources);
    part = {};
  }
  graph.first.push_back(static_cast<std::uint32_t>(graph.targets.size()));
}

}  // namespace assay
