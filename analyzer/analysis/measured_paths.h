// Where the time went, by profiles: they replace the estimate in every component that they reach.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/analysis/components.h"
#include "analyzer/analysis/hot_paths.h"
#include "analyzer/facts/runtime_profile.h"

namespace assay {

struct UnjoinedFrame {
  std::string name, file;
  double share = 0;  // of the profile's cost
};

// What became of one profile.
struct ProfileUse {
  std::string path, kind, unit;
  std::uint64_t samples = 0;
  double total = 0;                     // in `unit`
  double own = 0;                       // share met in files of the repository, or in functions of its names
  double joined = 0;                    // share given to functions
  std::vector<UnjoinedFrame> unjoined;  // most first; the repository's own, then others
  std::vector<std::string> notes;
};

// How well the estimate would have done, over the components measured.
struct EstimateCheck {
  std::size_t functions = 0;     // with a measured cost
  double rank_correlation = 0;   // Spearman's, of self cost, over these
  double top_5 = 0, top_10 = 0;  // share of the measured self cost in the estimate's top 5 % and 10 % of all functions
  double best_5 = 0, best_10 = 0;  // the same for the best possible order
};

struct Measurement {
  std::vector<ProfileUse> profiles;
  std::vector<ComponentId> components;  // those that are measured
  EstimateCheck check;
};

// Shares are of all profiles' cost: each weighs by its total where all have one unit, else all weigh alike, times its own
// weight. A function's `self` is then what was measured in it; `inclusive` what was measured below it, recursion counted
// once where the profile has stacks. Functions of components that no profile reached keep their estimate.
Measurement apply_profiles(const Model& model, const Components& components, std::span<const RuntimeProfile> profiles,
                           HotPaths& hot_paths);

}  // namespace assay
