// How often a place runs relative to its function: the stack of regions that the extractor keeps.
//
//   def f(xs):            region of f           frequency 1
//     for x in xs:        region of the body    frequency 1 × rounds
//       if x is None:     region of the arm     frequency … × probability
//         raise E         the arm ends in an error: everything in it is scaled down afterwards
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace assay {

// Weighted operation counts of a region, already multiplied by its frequency.
struct Totals {
  float operations = 0, arithmetic = 0, bitwise = 0, indexing = 0, assignments = 0;

  void add(const Totals& other, float scale) {
    operations += other.operations * scale;
    arithmetic += other.arithmetic * scale;
    bitwise += other.bitwise * scale;
    indexing += other.indexing * scale;
    assignments += other.assignments * scale;
  }
};

struct Region {
  float frequency = 1;
  std::uint32_t function = 0;  // row
  std::uint32_t loop = 0;      // row of the innermost loop, 0: none
  std::uint8_t loop_depth = 0;
  std::uint8_t branch_depth = 0;
  bool error_path = false;
  float skipped = 0;     // of its runs: those that go on with the loop's next round before its end
  bool throws = false;   // ends in a throw or the like: set while inside
  bool fails = false;    // ends in a throw or the return of an error, not merely in the process's end
  bool returns = false;  // leaves the function early
  struct Rows {
    std::size_t calls = 0, sites = 0, loops = 0;
  };
  Rows first;        // rows made before the region began
  Rows last_return;  // of a function: rows made up to its last return that speaks of no error
  Totals totals;
};

// A branch arm that throws or raises: rare by definition. Ball and Larus' call and return heuristics give 0.2–0.3 for
// mere early exits; errors are an order of magnitude rarer.
inline constexpr float error_arm_scale = 0.1F;
// Return heuristic of the same paper: an arm that returns is taken in 28 % of the cases, instead of 50 %.
inline constexpr float return_arm_scale = 0.56F;
// However many arms go on with the next round, some of what follows is left at each: the rest's share is unknown.
inline constexpr float most_skipped = 0.8F;
// A handler runs when something went wrong.
inline constexpr float catch_frequency = 0.01F;
// What a function does behind its last good return and before it throws: the way there was one of two, and the rare one.
inline constexpr float failing_end_scale = 0.5F * error_arm_scale;

// Probability that the arm guarded by `condition` is taken, by the heuristics of the same paper: comparisons of a pointer
// with null fail (0.4), a value is seldom negative (0.16); Go's `err != nil` is its error path.
float arm_probability(std::string_view condition);

}  // namespace assay
