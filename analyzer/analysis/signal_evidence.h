// The places that show a signal: how many there are, and the few strongest of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <string>
#include <type_traits>
#include <vector>

#include "analyzer/analysis/model.h"
#include "analyzer/analysis/signals.h"

namespace assay {

// A text that is put together when it is asked for: of many places few are shown. `Say` is a small lambda that gives the
// text; what it refers to must outlive this, as rows of the model do and the variables of a loop over them do not.
class LateText {
 public:
  template <class Say>
  LateText(Say say) : text_([](const std::byte* at) { return (*std::launder(reinterpret_cast<const Say*>(at)))(); }) {
    static_assert(sizeof(Say) <= sizeof say_ && alignof(Say) <= alignof(void*) && std::is_trivially_copyable_v<Say>);
    new (say_) Say(say);
  }
  std::string operator()() const { return text_(say_); }

 private:
  std::string (*text_)(const std::byte* say);
  alignas(void*) std::byte say_[48];
};

// Keeps the strongest places: heaviest first, then by file and line, each line once. Bounded whatever comes in.
class EvidenceList {
 public:
  template <class Say>
  void add(double weight, FileId file, std::uint32_t line, Say note) {
    if (weight <= floor_) return;
    places_.push_back({weight, file, line, note});
    if (places_.size() > most_kept) prune();
  }
  void add_all(const EvidenceList& other);
  // `most` places; `model` gives the paths.
  std::vector<Evidence> take(const Model& model, std::size_t most) const;
  bool empty() const { return places_.empty(); }

 private:
  static constexpr std::size_t most_kept = 240, kept_after_pruning = 80;
  struct Place {
    double weight;
    FileId file;
    std::uint32_t line;
    LateText note;
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

  template <class Say>
  void add(double weight, FileId file, std::uint32_t line, Say note) {
    ++count;
    evidence.add(weight, file, line, note);
  }
  void add_all(const Tally& other) {
    count += other.count;
    evidence.add_all(other.evidence);
  }
};

}  // namespace assay
