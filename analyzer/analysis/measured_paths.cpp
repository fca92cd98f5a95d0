// See measured_paths.h.
#include "analyzer/analysis/measured_paths.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "analyzer/analysis/frame_join.h"

namespace assay {
namespace {

// Unjoined frames that are listed per profile.
constexpr std::size_t most_listed = 20;

struct Costs {
  std::vector<double> self, inclusive;  // by function index
};

class ProfileReading {
 public:
  ProfileReading(const Model& model, const FrameJoin& join, const RuntimeProfile& profile, double factor, Costs& costs)
      : model_(model), profile_(profile), factor_(factor), costs_(costs), join_(join) {
    for (const ProfileFrame& frame : profile.frames) joined_.push_back(join.join(frame));
  }

  ProfileUse run() {
    use_.path = profile_.path;
    use_.kind = profile_.kind;
    use_.unit = profile_.unit;
    use_.samples = profile_.samples;
    use_.total = profile_.total;
    use_.notes = profile_.notes;
    read_rows();
    read_stacks();
    list_unjoined();
    use_.own /= profile_.total;
    use_.joined /= profile_.total;
    return std::move(use_);
  }

 private:
  void add_self(const JoinedFrame& place, std::uint32_t frame, double cost) {
    if (place.own) use_.own += cost;
    if (place.function) {
      use_.joined += cost;
      costs_.self[place.function.index()] += cost * factor_;
    } else {
      lost_[frame] += cost;
    }
  }

  // A row's cost belongs to the function that the source line lies in; code from elsewhere to what it was compiled into.
  void read_rows() {
    for (const ProfileRow& row : profile_.rows) {
      const JoinedFrame& owner = joined_[row.owner];
      JoinedFrame place = owner;
      if (row.frame != row.owner) {
        if (const JoinedFrame inner = join_.join_place(profile_.frames[row.frame]); inner.function) place = inner;
      }
      add_self(place, row.owner, row.self);
      if (owner.function) costs_.inclusive[owner.function.index()] += (row.self + row.calls) * factor_;
      if (place.function && place.function != owner.function)
        costs_.inclusive[place.function.index()] += row.self * factor_;
    }
  }

  void read_stacks() {
    const std::vector<ProfileNode>& nodes = profile_.nodes;
    std::vector<double> below(nodes.size());
    std::vector<std::uint32_t> first(nodes.size() + 1), children(nodes.size());
    for (std::size_t n = nodes.size(); n-- > 1;) {
      below[n] += nodes[n].self;
      below[nodes[n].parent] += below[n];
      ++first[nodes[n].parent + 1];
    }
    std::partial_sum(first.begin(), first.end(), first.begin());
    std::vector<std::uint32_t> next(first.begin(), first.end() - 1);
    for (std::size_t n = 1; n < nodes.size(); ++n) children[next[nodes[n].parent]++] = static_cast<std::uint32_t>(n);

    // Down and up the tree: a function counts once, where it is met first on a path.
    std::vector<std::uint32_t> on_path(model_.functions.size());
    struct Step {
      std::uint32_t node, child;
    };
    std::vector<Step> path{{0, first[0]}};
    while (!path.empty()) {
      Step& step = path.back();
      if (step.child == first[step.node + 1]) {
        if (const FunctionId f = function_of(step.node)) --on_path[f.index()];
        path.pop_back();
        continue;
      }
      const std::uint32_t child = children[step.child++];
      if (const FunctionId f = function_of(child); f && on_path[f.index()]++ == 0)
        costs_.inclusive[f.index()] += below[child] * factor_;
      if (nodes[child].self > 0) add_self(joined_[nodes[child].frame], nodes[child].frame, nodes[child].self);
      path.push_back({child, first[child]});
    }
  }

  FunctionId function_of(std::uint32_t node) const {
    return node == 0 ? FunctionId{} : joined_[profile_.nodes[node].frame].function;
  }

  void list_unjoined() {
    std::map<std::pair<std::string_view, std::string_view>, std::pair<bool, double>> places;  // own, cost
    for (const auto& [frame, cost] : lost_) {
      const ProfileFrame& lost = profile_.frames[frame];
      auto& [own, sum] = places[{lost.name, lost.file}];
      own = joined_[frame].own;
      sum += cost;
    }
    std::vector<std::pair<bool, UnjoinedFrame>> all;
    for (const auto& [place, found] : places)
      all.push_back(
          {found.first, {std::string(place.first), std::string(place.second), found.second / profile_.total}});
    std::stable_sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
      return a.first != b.first ? a.first : a.second.share > b.second.share;
    });
    for (std::size_t i = 0; i < std::min(all.size(), most_listed); ++i)
      use_.unjoined.push_back(std::move(all[i].second));
  }

  const Model& model_;
  const RuntimeProfile& profile_;
  double factor_;
  Costs& costs_;
  const FrameJoin& join_;
  std::vector<JoinedFrame> joined_;  // by frame
  std::unordered_map<std::uint32_t, double> lost_;
  ProfileUse use_;
};

// Of the cost of all profiles, what one unit of each is.
std::vector<double> factors_of(std::span<const RuntimeProfile> profiles) {
  const bool one_unit = std::all_of(profiles.begin(), profiles.end(),
                                    [&](const RuntimeProfile& p) { return p.unit == profiles.front().unit; });
  double sum = 0;
  std::vector<double> factors;
  for (const RuntimeProfile& profile : profiles) {
    const double weight = profile.weight * (one_unit ? profile.total : 1);
    sum += weight;
    factors.push_back(weight / profile.total);
  }
  for (double& factor : factors) factor /= sum;
  return factors;
}

// Ranks from 0, equal values sharing the mean of theirs.
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<std::size_t> order(values.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return values[a] < values[b]; });
  std::vector<double> rank(values.size());
  for (std::size_t i = 0; i < order.size();) {
    std::size_t end = i;
    while (end < order.size() && values[order[end]] == values[order[i]]) ++end;
    for (std::size_t j = i; j < end; ++j) rank[order[j]] = static_cast<double>(i + end - 1) / 2;
    i = end;
  }
  return rank;
}

// Pearson's correlation of the ranks is Spearman's of the values; 0 where all are equal.
double rank_correlation(const std::vector<double>& a, const std::vector<double>& b) {
  const std::vector<double> x = ranks(a), y = ranks(b);
  const double mean = static_cast<double>(x.size() - 1) / 2;
  double xy = 0, xx = 0, yy = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    xy += (x[i] - mean) * (y[i] - mean);
    xx += (x[i] - mean) * (x[i] - mean);
    yy += (y[i] - mean) * (y[i] - mean);
  }
  return xx > 0 && yy > 0 ? xy / std::sqrt(xx * yy) : 0;
}

EstimateCheck check_estimate(const std::vector<FunctionId>& functions, const std::vector<double>& estimate,
                             const std::vector<double>& measured) {
  EstimateCheck check;
  std::vector<double> expected, met;
  for (const FunctionId f : functions) {
    if (measured[f.index()] <= 0) continue;
    expected.push_back(estimate[f.index()]);
    met.push_back(measured[f.index()]);
  }
  check.functions = met.size();
  if (met.empty()) return check;
  check.rank_correlation = rank_correlation(expected, met);
  const double all = std::accumulate(met.begin(), met.end(), 0.0);
  const auto shares_of_top = [&](const std::vector<double>& ranking) {
    std::vector<FunctionId> order = functions;
    std::stable_sort(order.begin(), order.end(),
                     [&](FunctionId a, FunctionId b) { return ranking[a.index()] > ranking[b.index()]; });
    const auto share = [&](double part) {
      const auto count = static_cast<std::size_t>(std::ceil(static_cast<double>(order.size()) * part));
      double sum = 0;
      for (std::size_t i = 0; i < count; ++i) sum += measured[order[i].index()];
      return sum / all;
    };
    return std::pair{share(0.05), share(0.10)};
  };
  std::tie(check.top_5, check.top_10) = shares_of_top(estimate);
  std::tie(check.best_5, check.best_10) = shares_of_top(measured);
  return check;
}

// Measured functions in the place of the estimated ones of their components.
void replace(const Costs& costs, const std::vector<bool>& is_measured, HotPaths& hot_paths) {
  std::vector<HotFunction> functions;
  for (const HotFunction& hot : hot_paths.functions) {
    if (!is_measured[hot.function.index()]) functions.push_back(hot);
  }
  for (std::size_t i = 0; i < is_measured.size(); ++i) {
    if (!is_measured[i]) continue;
    hot_paths.self[i] = costs.self[i];
    const double inclusive = std::min(1.0, std::max(costs.self[i], costs.inclusive[i]));
    if (inclusive <= 0) continue;
    const FunctionId id = FunctionId::of_index(i);
    functions.push_back({id, costs.self[i], inclusive, Basis::Profile});
  }
  std::stable_sort(functions.begin(), functions.end(), [](const HotFunction& a, const HotFunction& b) {
    return a.self != b.self ? a.self > b.self : a.inclusive > b.inclusive;
  });
  hot_paths.functions = std::move(functions);
}

}  // namespace

Measurement apply_profiles(const Model& model, const Components& components, std::span<const RuntimeProfile> profiles,
                           HotPaths& hot_paths) {
  Measurement measurement;
  if (profiles.empty()) return measurement;
  const std::size_t count = model.functions.size();
  Costs costs{std::vector<double>(count), std::vector<double>(count)};
  const FrameJoin join(model, profiles);
  const std::vector<double> factors = factors_of(profiles);
  for (std::size_t i = 0; i < profiles.size(); ++i)
    measurement.profiles.push_back(ProfileReading(model, join, profiles[i], factors[i], costs).run());

  std::vector<bool> reached(components.list.size()), is_measured(count);
  const auto component_of = [&](std::size_t f) { return components.of_file[model.function_file[f].index()]; };
  for (std::size_t f = 0; f < count; ++f) {
    if (costs.self[f] > 0) reached[component_of(f).index()] = true;
  }
  for (std::size_t c = 0; c < reached.size(); ++c) {
    if (reached[c]) measurement.components.push_back(ComponentId::of_index(c));
  }
  std::vector<double> estimate(count);
  for (const HotFunction& hot : hot_paths.functions) estimate[hot.function.index()] = hot.self;
  std::vector<FunctionId> functions;
  for (std::size_t f = 0; f < count; ++f) {
    const FunctionId id = FunctionId::of_index(f);
    is_measured[f] = reached[component_of(f).index()];
    if (is_measured[f] && model.named(id) == id && !model.has(id, facts::FunctionFlag::Module)) functions.push_back(id);
  }
  measurement.check = check_estimate(functions, estimate, costs.self);
  replace(costs, is_measured, hot_paths);
  return measurement;
}

}  // namespace assay
