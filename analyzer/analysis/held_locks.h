// Which lines run under a lock?
//
// Known from syntax (a block or a guard object, a function that is synchronised as a whole), from calls in pairs on the
// same object (lock … unlock), and from closures that a lock runs (`withLock { }`). Where a function leaves a lock on
// several ways, its first release counts: an answer of "held" is meant to be right, one of "not held" may be wrong.
#pragma once

#include <cstdint>
#include <vector>

#include "analyzer/analysis/call_graph.h"

namespace assay {

struct LockSpan {
  FunctionId function;               // closures as themselves
  std::uint32_t begin = 0, end = 0;  // lines
};

class HeldLocks {
 public:
  HeldLocks(const Model& model, const CallGraph& graph);
  // Thread-safe. False for no function.
  bool held(FunctionId function, std::uint32_t line) const;

 private:
  std::vector<LockSpan> spans_;  // by function and line, apart from each other
};

}  // namespace assay
