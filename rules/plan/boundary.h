// What should the boundary between a Rust core or a Go service and the rest be, and what does crossing it cost?
//
// A protocol or a file format first: builds, ownership, panics, threads and deployment stay apart. In the same process, by
// the source language's binding, where one call brings over so little work that a message would cost more than the affordable
// share of it (rules/model/crossings.yaml). Where even a binding costs more, calls are to be handed over in batches.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/plan/work.h"

namespace assay {

enum class BoundaryKind : std::uint8_t { Protocol, Files, Binding, CAbi, WebAssembly };
std::string_view boundary_kind_name(BoundaryKind kind);  // "protocol", "files", "binding", "c-abi", "webassembly"

// What crosses between a set of functions and the rest of the repository.
struct Traffic {
  double calls = 0, callbacks = 0;  // per unit of work: one run of the entry points that lead across
  double arguments = 0, bytes = 0;  // of the mean call
  double work = 0;                  // ns that a call brings over: own time of the set and of libraries, per call
  bool seen = false;                // false: nothing in the repository calls it
};
Traffic measure_traffic(const Work& work, const std::vector<FunctionId>& inside);

struct BoundaryCost {
  Crossing way;
  double time = 0;   // ns of one crossing
  double share = 0;  // of the work that it brings over; 0: not known, since no caller is seen
};

struct Boundary {
  BoundaryKind kind = BoundaryKind::Protocol;
  BoundaryCost cost;
  std::vector<BoundaryCost> others;  // the ways that were weighed against it
  Traffic traffic;
  std::uint32_t batch = 1;                // so many calls have to be handed over together
  std::vector<std::string> shared_state;  // names; state that both sides write
  std::string reason;
};

// What the crossing of a part within one process costs; nothing where its language needs no binding.
std::optional<Boundary> bind_part(const Work& work, const Component& component, const std::vector<FunctionId>& inside);

// Of a component whose verdict is Rust or Go. `listens`: it opens a listener or handles requests.
std::optional<Boundary> find_boundary(const Work& work, const Component& component, Answer verdict, bool listens);

}  // namespace assay
