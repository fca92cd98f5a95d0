// The progress line on standard error: only on a terminal, never mixed into the report.
#pragma once

#include <cstddef>

namespace assay {

class ProgressLine {
 public:
  explicit ProgressLine(bool shown) : shown_(shown) {}
  ~ProgressLine() { clear(); }
  void update(std::size_t done, std::size_t all);
  void clear();

 private:
  bool shown_;
  bool drawn_ = false;
};

}  // namespace assay
