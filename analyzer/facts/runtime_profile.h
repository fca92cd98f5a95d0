// What a profiler saw, whatever its format: places in code, and how much cost was met there under which callers.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

// A place as the profiler names it. Empty and 0: unknown.
struct ProfileFrame {
  std::string name;        // symbol, as written: `ns::Class<int>::method(int) const`, `pkg.(*T).M`, `Class.method`
  std::string file;        // as written; URLs without their scheme
  std::uint32_t line = 0;  // where it was seen, 1-based
  std::uint32_t start_line = 0;  // where the function begins
  std::uint32_t column = 0;      // 1-based, of `line`; JavaScript only
};

// A calling context: a frame below another one. Node 0 is the root and has no frame.
struct ProfileNode {
  std::uint32_t parent = 0, frame = 0;
  double self = 0;
};

// Formats without stacks: cost of a place, by the function it was compiled into, and of the calls made from there.
struct ProfileRow {
  std::uint32_t frame = 0;  // the place: an inlined function's, where it lies in one
  std::uint32_t owner = 0;  // the function's frame; the same frame where the format knows no more
  double self = 0, calls = 0;
};

struct RuntimeProfile {
  std::string path;  // as the user gave it
  std::string kind;  // `pprof`, `callgrind` …
  std::string unit;  // `nanoseconds`, `samples`, `Ir` …
  std::vector<ProfileFrame> frames;
  std::vector<ProfileNode> nodes;  // parents before children
  std::vector<ProfileRow> rows;
  double total = 0;                // cost of all nodes and rows
  std::uint64_t samples = 0;       // stacks or rows read
  double weight = 1;               // of this profile among several
  std::vector<std::string> notes;  // what could not be read, for people
};

}  // namespace assay
