// What each stage of a run costs: `--timings`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace assay {

class Timings {
 public:
  Timings();

  // What has run since the last call was `stage`, on so many items.
  void done(const char* stage, std::uint64_t items);

  // One row per stage: wall time, CPU time of this process and the workers that have ended, items, the most memory that this
  // process has had so far, and, where workers ran, that of the largest of them.
  std::string table() const;

 private:
  struct Moment {
    double wall = 0, cpu = 0;           // seconds
    std::uint64_t own = 0, worker = 0;  // kilobytes
  };
  struct Row {
    const char* stage;
    std::uint64_t items;
    Moment begin, end;
  };
  static Moment now();

  Moment last_;
  std::vector<Row> rows_;
};

}  // namespace assay
