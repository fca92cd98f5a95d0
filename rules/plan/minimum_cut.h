// Which of many things are best taken, where each one gains or costs something, and taking one without another costs, too?
//
// The problem of the closure of maximum weight with soft edges (Picard, "Maximal closure of a graph and applications to
// combinatorial problems", Management Science 1976), solved exactly by a minimum cut: what is taken lies on the source's
// side. Of several best sets it is the smallest. Amounts are rounded to a trillionth of their sum, to count in integers.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace assay {

// What it costs to take one of two things without the other; neither amount may be negative.
struct Parting {
  std::uint32_t a = 0, b = 0;
  double only_a = 0, only_b = 0;
};

// `gain[i]`: what taking thing i is worth; negative: what it costs; -infinity: it cannot be taken. Worth what remains after
// all costs, the empty set being worth nothing.
std::vector<bool> best_set(std::span<const double> gain, std::span<const Parting> partings);

}  // namespace assay
