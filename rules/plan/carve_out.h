// Which part of a component is worth moving into a Rust core although the rest stays?
//
// Of all sets of functions the one for which
//     Σ over the set       self cost × what its language gains × own part of its work  −  lines × the component's mean
//   − Σ over the boundary  calls, callbacks and uses of shared state × what each costs there
// is largest, found exactly by a minimum cut (minimum_cut.h). All amounts are shares of the repository's cost:
//   gain       only of functions that compute (work.h). Rust against an interpreter is worth all of such a function's cost,
//              against a JIT two fifths (gains.yaml, `speed`); none of what runs in native libraries. Where speed gains
//              nothing (C, C++) it is memory safety: a function's part of the component's places that work on addresses
//              takes the place of its cost.
//   lines      code that costs no more than the mean line of its component is not worth its port, so that the part stays
//              small; what the part cannot do without comes along because leaving it costs more.
//   crossing   a call takes the binding's nanoseconds (crossings.yaml) beside the own time of what it calls: the share of
//              the callee's runs that this call brings × its self cost × crossing time / its own time of one run.
//   seam       each function that is called across the boundary, in either direction, costs a shim: as much as its lines.
//   pinned     handlers, entry points, top-level code, and what itself waits for the outside: a core is called, it
//              computes, it returns.
// An estimate as good as the hot paths are; a measured profile makes it a measured one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "rules/engine/verdict_rule.h"
#include "rules/plan/work.h"

namespace assay {

struct CarvedFunction {
  FunctionId function;
  double share = 0;  // of the component's cost
};

// A function that the boundary runs through.
struct SeamFunction {
  FunctionId function;
  bool callback = false;  // it stays, and the part calls it
  double calls = 0;       // across the boundary per unit of work: one run of the entry points that lead here
  std::uint32_t callers = 0;
  std::string signature;  // as written; filled where the sources are at hand
};

// State with users on both sides of the boundary.
struct SplitState {
  std::string name;
  FileId file;
  std::uint32_t line = 0;
  bool is_type = false;
  std::uint32_t inside = 0, outside = 0;  // users
};

enum class Aim : std::uint8_t { Speed, Safety };

struct CarveOut {
  Aim aim = Aim::Speed;
  std::vector<CarvedFunction> functions;  // most cost first
  std::uint32_t lines = 0;
  double share_of_lines = 0;       // of the component's functions
  double share_of_cost = 0;        // of the component's; by Safety: of its places that work on addresses
  double gain = 0;                 // what remains after crossing, in the same share
  double crossing_cost = 0;        // what crossing takes of it
  double crossings = 0;            // per unit of work, both ways
  std::vector<SeamFunction> seam;  // calls into the part first, most calls first
  std::vector<SplitState> shared;
};

// Nothing where no part is worth it. `verdict`: of the component. Where that is Rust, a part may be most of it; where it is
// Go, the part is carved out of what will be Go.
std::optional<CarveOut> find_carve_out(const Work& work, const Component& component, Answer verdict);

}  // namespace assay
