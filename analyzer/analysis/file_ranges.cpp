// See file_ranges.h.
#include "analyzer/analysis/file_ranges.h"

#include <algorithm>

namespace assay {
namespace {

// Calls that a thread of its own pays for.
constexpr std::size_t enough_calls = 10'000;
// Files differ in what their calls cost, and of tests, which often lie together, less is asked.
constexpr std::size_t parts_per_thread = 8;

}  // namespace

std::vector<FileRange> parts_of(const Model& model, std::size_t threads) {
  const std::size_t most = threads > 1 ? threads * parts_per_thread : 1;
  const std::size_t parts = std::clamp<std::size_t>(model.calls.size() / enough_calls, 1, most);
  std::vector<FileRange> ranges;
  std::size_t file = 0;
  for (std::size_t part = 1; part <= parts; ++part) {
    const std::size_t calls = model.calls.size() * part / parts, begin = file;
    while (file < model.files.size() && (part == parts || model.files[file].calls.end <= calls)) ++file;
    ranges.push_back({begin, file});
  }
  return ranges;
}

}  // namespace assay
