// How often does a loop run whose bound is not known?
#pragma once

namespace assay {

// Ball and Larus, "Branch prediction for free" (PLDI 1993), found that a loop's back edge is taken in 88 % of the cases:
// 1 / (1 − 0.88) = 8.3 rounds.
inline constexpr float assumed_rounds = 8.3F;

}  // namespace assay
