// One pass over a component's rows, shared by everything that measures it: counts, weights and the places worth showing.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "analyzer/analysis/signal_measures.h"

namespace assay {

// Keeps the strongest places of one signal: heaviest first, then by file and line, each line once.
class EvidenceList {
 public:
  void add(double weight, FileId file, std::uint32_t line, std::string_view note);
  void add_all(const EvidenceList& other);
  // `most` places; `model` gives the paths.
  std::vector<Evidence> take(const Model& model, std::size_t most = 20) const;

 private:
  struct Place {
    double weight;
    FileId file;
    std::uint32_t line;
    std::string note;
  };
  void prune();
  std::vector<Place> places_;
};

struct Tally {
  double count = 0;
  EvidenceList evidence;
};

// Plain numbers of a component without its tests.
struct ComponentScan {
  double kloc = 0;                    // thousands of code lines, at least 0.02 so that densities of crumbs stay finite
  std::size_t files = 0;
  std::vector<FunctionId> functions;  // named, not top-level code
  double self = 0;                    // their and the top-level code's share of the repository's cost
  std::map<Effect, Tally> effects;    // calls; families not included
  std::array<Tally, static_cast<std::size_t>(facts::SiteKind::MAX) + 1> sites;
  std::map<Domain, Tally> domains;    // files that import a package of the domain
  Tally allocations_in_loops, strings_in_loops;
  Tally io_in_loops;                  // calls that wait, at loop depth one or more
  Tally blocking_in_async;            // blocking calls in async functions
  double native_weight = 0;           // cost of library calls that run in native code already, as share of the repository's
  double awaits = 0;
};

ComponentScan scan_component(const SignalSource& source, const Component& component);

}  // namespace assay
