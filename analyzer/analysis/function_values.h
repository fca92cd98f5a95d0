// Which functions may a variable hold, and so which does a call of it run?
//
//   def apply(f): f()      apply(g)           f holds g: apply calls g
//   table = {"a": g}       table["a"]()       a container holds what any of its elements does
//   self.done = g          other.done()       a member holds what is assigned to any member of its name: a guess
//   def make(): return g   make()()           what a function may return
//   @wrap                  h()                what wrap returns, given h
//   xs.map(g)                                 a library's call that is known to run what it is given
//
// All variables of a function are one each, whoever calls it; order and branches do not matter. A variable that may hold more
// than `most_values` functions says nothing of any of them.
#pragma once

#include <span>
#include <vector>

#include "analyzer/analysis/call_graph.h"

namespace assay {

// What scopes and imports alone say of a name.
struct NamedFunctions {
  std::vector<std::uint32_t> first{0};
  std::vector<FunctionId> functions;

  std::span<const FunctionId> of(std::size_t index) const {
    return {functions.data() + first[index], first[index + 1] - first[index]};
  }
  void close() { first.push_back(static_cast<std::uint32_t>(functions.size())); }
};

// What is named where functions are handed on: up to the first bracket of a path.
struct ValueSources {
  NamedFunctions flows;                // by flow index: its source
  NamedFunctions annotations;          // by annotation index: what decorates
  std::vector<std::uint32_t> calls;    // indices of calls of an expression: f()(), d[0]()
  NamedFunctions called;               // by position in `calls`
  std::vector<std::uint32_t> members;  // indices of calls on something unknown, of a name that no library's type has
};

// Adds to `graph` what calls of variables run.
void follow_values(const Model& model, const ValueSources& sources, CallGraph& graph);

}  // namespace assay
