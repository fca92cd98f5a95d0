// See signal_evidence.h.
#include "analyzer/analysis/signal_evidence.h"

#include <algorithm>
#include <tuple>

namespace assay {

bool EvidenceList::ranks_before(const Place& a, const Place& b) {
  return std::tie(b.weight, a.file, a.line) < std::tie(a.weight, b.file, b.line);
}

void EvidenceList::add_all(const EvidenceList& other) {
  places_.insert(places_.end(), other.places_.begin(), other.places_.end());
  if (places_.size() > most_kept) prune();
}

void EvidenceList::prune() {
  std::stable_sort(places_.begin(), places_.end(), ranks_before);
  places_.erase(places_.begin() + std::min<std::ptrdiff_t>(std::ssize(places_), kept_after_pruning), places_.end());
  if (places_.size() == kept_after_pruning) floor_ = places_.back().weight;
}

std::vector<Evidence> EvidenceList::take(const Model& model, std::size_t most) const {
  std::vector<const Place*> sorted;
  sorted.reserve(places_.size());
  for (const Place& place : places_) sorted.push_back(&place);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Place* a, const Place* b) { return ranks_before(*a, *b); });
  std::vector<Evidence> out;
  out.reserve(std::min(most, sorted.size()));
  std::vector<std::pair<FileId, std::uint32_t>> seen;
  for (const Place* place : sorted) {
    if (out.size() == most) break;
    const std::pair key(place->file, place->line);
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
    seen.push_back(key);
    out.push_back({model.files[place->file.index()].path, place->line, place->note()});
  }
  return out;
}

}  // namespace assay
