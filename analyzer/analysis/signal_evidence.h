// The places that show a signal: how many there are, and the few strongest of them.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "analyzer/analysis/model.h"
#include "analyzer/analysis/signals.h"

namespace assay {

// Keeps the strongest places: heaviest first, then by file and line, each line once. Bounded whatever comes in.
class EvidenceList {
 public:
  // `words()` gives the note; it is asked only for places that may be shown.
  template <class Words>
  void add(double weight, FileId file, std::uint32_t line, Words words) {
    if (weight <= floor_) return;
    places_.push_back({weight, file, line, words()});
    if (places_.size() > most_kept) prune();
  }
  void add_all(const EvidenceList& other);
  // `most` places; `model` gives the paths.
  std::vector<Evidence> take(const Model& model, std::size_t most = 20) const;
  bool empty() const { return places_.empty(); }

 private:
  static constexpr std::size_t most_kept = 240, kept_after_pruning = 80;
  struct Place {
    double weight;
    FileId file;
    std::uint32_t line;
    std::string note;
  };
  static bool ranks_before(const Place& a, const Place& b);
  void prune();

  std::vector<Place> places_;
  // Weight of the last place that stayed. Rows come in path order, so an equal weight that comes later ranks lower.
  double floor_ = -std::numeric_limits<double>::infinity();
};

struct Tally {
  double count = 0;
  EvidenceList evidence;

  template <class Words>
  void add(double weight, FileId file, std::uint32_t line, Words words) {
    ++count;
    evidence.add(weight, file, line, words);
  }
  void add_all(const Tally& other) {
    count += other.count;
    evidence.add_all(other.evidence);
  }
};

}  // namespace assay
