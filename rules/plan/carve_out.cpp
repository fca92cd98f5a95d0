// See carve_out.h.
#include "rules/plan/carve_out.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "analyzer/facts/languages.h"
#include "rules/plan/minimum_cut.h"

namespace assay {
namespace {

using facts::FunctionFlag;

// A part that wins less is not worth a second language in the build: by Amdahl's law a quarter of the cost, done in no time,
// makes the component a third faster, and the estimate of what is hot is coarse.
constexpr double least_gain = 0.25;
// Of a larger part the question is the component, not the part: its verdict answers that.
constexpr double most_lines = 1.0 / 3, most_lines_of_whole = 0.8;
// Parts that do not hang together are judged each for itself; a small one is not worth its own seam.
constexpr double least_gain_of_piece = 0.05;
// A core that is entered in more places than this is no seam that one could name.
constexpr std::size_t most_entries = 12;
constexpr std::size_t most_callbacks = 12;
// A function in the seam needs a shim that converts arguments, results and errors: about so many lines.
constexpr double lines_of_shim = 10;
// A part that mostly hands things on happens to be called often; it does not compute.
constexpr double least_computing = 0.5;
constexpr double always = std::numeric_limits<double>::max();  // a cost that forbids
// A part with less of the repository's cost would not show in a profile of the whole.
constexpr double least_of_repository = 0.01;
// Fewer places that work on addresses are reviewed by hand.
constexpr double least_raw_memory = 10;
// A type or a variable with users on both sides needs an owner, accessors and rules for its lifetime: about so many lines.
constexpr double lines_of_split_state = 30;

class Carving {
 public:
  Carving(const Work& work, const Component& component, Answer verdict)
      : work_(work), component_(component), verdict_(verdict), functions_(work.functions_of(component)) {
    for (std::uint32_t i = 0; i < functions_.size(); ++i) place_.emplace(functions_[i].value, i);
  }

  std::optional<CarveOut> run() {
    if (!weigh()) return std::nullopt;
    add_calls();
    add_shims();
    add_state();
    taken_ = best_set(gain_, partings_);
    taken_.resize(functions_.size());
    drop_small_pieces();
    take_private_helpers();
    return describe();
  }

 private:
  bool inside(FunctionId f) const {
    const auto at = place_.find(f.value);
    return at != place_.end() && taken_[at->second];
  }
  // What the function is written in when the part is carved out.
  facts::Language language(FunctionId f) const {
    return verdict_ == Answer::Go ? facts::Language::Go : work_.language(f);
  }
  const Crossing& binding(FunctionId f) const {
    const facts::Language own = language(f);
    const bool script = is_script(own) && component_.kind == facts::UnitKind::Ui;
    return script ? work_.crossings().browser : work_.crossings().binding_of(own);
  }

  bool is_pinned(FunctionId f) const {
    const Model& model = work_.source().model;
    for (const FunctionFlag flag : {FunctionFlag::Module, FunctionFlag::Handler, FunctionFlag::Entry,
                                    FunctionFlag::Native, FunctionFlag::Abstract}) {
      if (model.has(f, flag)) return true;
    }
    return work_.waits(f) || work_.language(f) == facts::Language::Rust;
  }

  // Gains and the price of lines; false: nothing can win enough.
  bool weigh() {
    double cost = 0, raw = 0, speed = 0, safety = 0;
    for (const FunctionId f : functions_) {
      cost += work_.self(f);
      raw += work_.raw_memory(f);
      lines_ += work_.lines(f);
      speed += work_.self(f) * work_.speed_gain(language(f));
      safety += work_.self(f) * work_.safety_gain(language(f));
    }
    if (cost <= 0 || lines_ == 0) return false;
    cost_ = cost;
    aim_ = speed >= safety ? Aim::Speed : Aim::Safety;
    if (aim_ == Aim::Safety && raw < least_raw_memory) return false;
    gain_.resize(functions_.size());
    double sum = 0;
    for (std::size_t i = 0; i < functions_.size(); ++i) sum += gain_[i] = own_gain(functions_[i], raw);
    if (sum < least_gain * cost_) return false;
    per_line_ = sum / lines_;
    for (std::size_t i = 0; i < functions_.size(); ++i) {
      gain_[i] -= per_line_ * work_.lines(functions_[i]);
      if (is_pinned(functions_[i])) gain_[i] = -std::numeric_limits<double>::infinity();
    }
    return true;
  }

  double own_gain(FunctionId f, double raw) const {
    if (!work_.computes(f)) return 0;
    if (aim_ == Aim::Safety) {
      if (raw <= 0) return 0;
      return cost_ * work_.raw_memory(f) / raw * work_.safety_gain(language(f));
    }
    const double own = work_.own_time(f);
    return work_.self(f) * work_.speed_gain(language(f)) * own / (own + work_.native(f));
  }

  // What `part` of f's runs cost if each takes `time` more.
  double price(FunctionId f, double part, double time) const { return part * work_.self(f) * time / work_.own_time(f); }
  double part_of_runs(FunctionId f, double runs) const {
    const double arriving = work_.flows().arriving[f.index()];
    return arriving > 0 ? runs / arriving : 0;
  }
  double time_of_arguments(FunctionId callee) const {
    const Crossing& way = binding(callee);
    return way.argument * work_.source().model.function(callee).parameters() + way.byte * work_.bytes_of_call(callee);
  }
  double price_of_call(FunctionId callee, double part) const {
    return price(callee, part, binding(callee).call + time_of_arguments(callee));
  }
  double price_of_callback(FunctionId callee, double part) const {
    return price(callee, part, binding(callee).callback + time_of_arguments(callee));
  }

  void add_calls() {
    const CallFlows& flows = work_.flows();
    for (std::uint32_t i = 0; i < functions_.size(); ++i) {
      const FunctionId f = functions_[i];
      // Runs that begin here come from outside; so do calls of other components and of tests.
      double from_outside = part_of_runs(f, flows.own[f.index()]);
      for (const std::uint32_t row : flows.into(f)) {
        const Flow& flow = flows.rows[row];
        if (!place_.contains(flow.caller.value)) from_outside += part_of_runs(f, flow.runs);
      }
      gain_[i] -= price_of_call(f, from_outside);
      for (const Flow& flow : flows.from(f)) {
        const double part = part_of_runs(flow.callee, flow.runs);
        const auto callee = place_.find(flow.callee.value);
        if (callee == place_.end()) {
          gain_[i] -= price_of_callback(flow.callee, part);
        } else {
          // Taken caller without its callee: a callback. Taken callee without its caller: a call.
          partings_.push_back(
              {i, callee->second, price_of_callback(flow.callee, part), price_of_call(flow.callee, part)});
        }
      }
    }
  }

  // A function is in the seam when it and one that calls it part. What stands for that is a thing of its own for each
  // direction: the shim of an entry stays out unless all callers are in, that of a callback comes in with any caller.
  void add_shims() {
    const CallFlows& flows = work_.flows();
    const double shim = lines_of_shim * per_line_;
    for (std::uint32_t i = 0; i < functions_.size(); ++i) {
      const FunctionId f = functions_[i];
      const std::span<const std::uint32_t> into = flows.into(f);
      const auto from_outside = [&](std::uint32_t row) {
        return !place_.contains(flows.rows[row].caller.value) && !work_.is_test(flows.rows[row].caller);
      };
      if (flows.own[f.index()] > 0 || std::any_of(into.begin(), into.end(), from_outside)) {
        gain_[i] -= shim;
        continue;
      }
      if (into.empty()) continue;
      const auto entry = static_cast<std::uint32_t>(gain_.size()), callback = entry + 1;
      gain_.resize(gain_.size() + 2, 0);
      partings_.push_back({i, entry, shim, 0});
      partings_.push_back({callback, i, shim, 0});
      for (const std::uint32_t row : into) {
        if (!place_.contains(flows.rows[row].caller.value)) continue;  // a test
        const std::uint32_t caller = place_.at(flows.rows[row].caller.value);
        partings_.push_back({entry, caller, always, 0});
        partings_.push_back({caller, callback, always, 0});
      }
    }
    std::unordered_map<std::uint32_t, std::uint32_t> elsewhere;  // callee outside the component → its shim
    for (std::uint32_t i = 0; i < functions_.size(); ++i) {
      for (const Flow& flow : flows.from(functions_[i])) {
        if (place_.contains(flow.callee.value)) continue;
        const auto [at, is_new] = elsewhere.emplace(flow.callee.value, static_cast<std::uint32_t>(gain_.size()));
        if (is_new) gain_.push_back(-shim);
        partings_.push_back({i, at->second, always, 0});
      }
    }
  }

  // State lives on one side, each run of a user on the other side reaches over once; it is a thing of its own, that moves
  // for nothing.
  void add_state() {
    states_ = work_.state_of(component_);
    for (const SharedState& state : states_) {
      if (state.users.size() < 2) continue;
      const auto home = static_cast<std::uint32_t>(gain_.size());
      const std::uint32_t any = home + 1, all = home + 2;  // of the users are taken
      gain_.resize(gain_.size() + 3, 0);
      partings_.push_back({any, all, lines_of_split_state * per_line_, 0});
      for (const FunctionId user : state.users) {
        const auto at = place_.find(user.value);
        if (at == place_.end()) continue;
        const Crossing& way = binding(user);
        partings_.push_back({at->second, any, always, 0});
        partings_.push_back({all, at->second, always, 0});
        partings_.push_back({at->second, home, price(user, 1, way.callback), price(user, 1, way.call)});
      }
    }
  }

  // Pieces that neither call each other nor share state.
  void drop_small_pieces() {
    std::vector<std::uint32_t> piece(functions_.size());
    std::iota(piece.begin(), piece.end(), 0U);
    const auto root = [&](std::uint32_t i) {
      while (piece[i] != i) i = piece[i] = piece[piece[i]];
      return i;
    };
    for (std::uint32_t i = 0; i < functions_.size(); ++i) {
      if (!taken_[i]) continue;
      for (const Flow& flow : work_.flows().from(functions_[i])) {
        if (inside(flow.callee)) piece[root(i)] = root(place_.at(flow.callee.value));
      }
    }
    for (const SharedState& state : states_) {
      std::uint32_t first = std::numeric_limits<std::uint32_t>::max();
      for (const FunctionId user : state.users) {
        if (!inside(user)) continue;
        const std::uint32_t at = root(place_.at(user.value));
        if (first == std::numeric_limits<std::uint32_t>::max()) first = at;
        piece[at] = root(first);
      }
    }
    std::vector<double> sum(functions_.size(), 0);
    for (std::uint32_t i = 0; i < functions_.size(); ++i) {
      if (taken_[i]) sum[root(i)] += std::max(gain_[i], 0.0);
    }
    for (std::uint32_t i = 0; i < functions_.size(); ++i) {
      if (taken_[i] && sum[root(i)] < least_gain_of_piece * cost_) taken_[i] = false;
    }
  }

  // What only the part calls belongs to it, also where it seldom runs; so do constructors of types whose methods all move.
  void take_private_helpers() {
    const CallFlows& flows = work_.flows();
    std::vector<std::uint32_t> open;
    for (std::uint32_t i = 0; i < functions_.size(); ++i) {
      if (taken_[i]) open.push_back(i);
    }
    while (!open.empty()) {
      const FunctionId f = functions_[open.back()];
      open.pop_back();
      for (const Flow& flow : flows.from(f)) {
        const auto callee = place_.find(flow.callee.value);
        if (callee == place_.end() || taken_[callee->second] || is_pinned(flow.callee)) continue;
        if (flows.own[flow.callee.index()] > 0) continue;
        const auto calls_from_part = [&](std::uint32_t row) {
          return inside(flows.rows[row].caller) || work_.is_test(flows.rows[row].caller);
        };
        const std::span<const std::uint32_t> into = flows.into(flow.callee);
        if (!std::all_of(into.begin(), into.end(), calls_from_part)) continue;
        taken_[callee->second] = true;
        open.push_back(callee->second);
      }
    }
  }

  std::optional<CarveOut> describe() {
    CarveOut out;
    out.aim = aim_;
    double raw = 0, raw_inside = 0, cost_inside = 0, computing = 0, gained = 0;
    for (std::uint32_t i = 0; i < functions_.size(); ++i) {
      const FunctionId f = functions_[i];
      raw += work_.raw_memory(f);
      if (!taken_[i]) continue;
      out.functions.push_back({f, work_.self(f) / cost_});
      out.lines += work_.lines(f);
      raw_inside += work_.raw_memory(f);
      cost_inside += work_.self(f);
      if (work_.computes(f)) computing += work_.self(f);
    }
    for (const CarvedFunction& carved : out.functions) gained += own_gain(carved.function, raw);
    if (out.functions.empty()) return std::nullopt;
    std::stable_sort(out.functions.begin(), out.functions.end(),
                     [](const CarvedFunction& a, const CarvedFunction& b) { return a.share > b.share; });
    out.share_of_lines = static_cast<double>(out.lines) / lines_;
    out.share_of_cost = aim_ == Aim::Safety ? raw_inside / raw : cost_inside / cost_;
    find_seam(out);
    find_split_state(out);
    out.crossing_cost /= cost_;
    out.gain = gained / cost_ - out.crossing_cost;
    const auto callbacks = static_cast<std::size_t>(
        std::count_if(out.seam.begin(), out.seam.end(), [](const SeamFunction& s) { return s.callback; }));
    const std::size_t entries = out.seam.size() - callbacks;
    if (verdict_ != Answer::Rust && cost_inside < least_of_repository) return std::nullopt;
    if (out.gain < least_gain || out.share_of_lines > (verdict_ == Answer::Rust ? most_lines_of_whole : most_lines))
      return std::nullopt;
    if (entries == 0 || entries > most_entries || callbacks > most_callbacks) return std::nullopt;
    if (computing < least_computing * cost_inside || tears_a_type(out)) return std::nullopt;
    return out;
  }

  void find_seam(CarveOut& out) const {
    const CallFlows& flows = work_.flows();
    std::unordered_map<std::uint32_t, double> callbacks;  // calls of what stays
    std::unordered_map<std::uint32_t, std::uint32_t> callers;
    std::vector<FunctionId> behind;
    for (const CarvedFunction& carved : out.functions) {
      const FunctionId f = carved.function;
      double calls = flows.own[f.index()];
      SeamFunction entry{f, false, 0, 0, {}};
      for (const std::uint32_t row : flows.into(f)) {
        if (inside(flows.rows[row].caller) || work_.is_test(flows.rows[row].caller)) continue;
        calls += flows.rows[row].runs;
        ++entry.callers;
      }
      if (calls > 0 || entry.callers > 0) {
        entry.calls = calls;
        out.crossing_cost += price_of_call(f, part_of_runs(f, calls));
        out.seam.push_back(entry);
        behind.push_back(f);
      }
      for (const Flow& flow : flows.from(f)) {
        if (inside(flow.callee)) continue;
        callbacks[flow.callee.value] += flow.runs;
        ++callers[flow.callee.value];
        out.crossing_cost += price_of_callback(flow.callee, part_of_runs(flow.callee, flow.runs));
      }
    }
    for (const auto& [callee, runs] : callbacks)
      out.seam.push_back({FunctionId{callee}, true, runs, callers.at(callee), {}});
    const double units = std::max(work_.units_behind(behind), 1e-12);
    for (SeamFunction& seam : out.seam) {
      seam.calls /= units;
      out.crossings += seam.calls;
    }
    std::sort(out.seam.begin(), out.seam.end(), [](const SeamFunction& a, const SeamFunction& b) {
      return std::tie(a.callback, b.calls, a.function) < std::tie(b.callback, a.calls, b.function);
    });
  }

  // Methods whose type stays with most of its users would take its fields as arguments, each time.
  static bool tears_a_type(const CarveOut& out) {
    return std::any_of(out.shared.begin(), out.shared.end(),
                       [](const SplitState& state) { return state.is_type && state.inside < state.outside; });
  }

  void find_split_state(CarveOut& out) const {
    for (const SharedState& state : states_) {
      SplitState split{state.name, state.file, state.line, state.is_type, 0, 0};
      for (const FunctionId user : state.users) ++(inside(user) ? split.inside : split.outside);
      if (split.inside == 0 || split.outside == 0) continue;
      // It lives where that costs less.
      double here = 0, there = 0;
      for (const FunctionId user : state.users) {
        if (inside(user)) {
          there += price(user, 1, binding(user).callback);
        } else {
          here += price(user, 1, binding(user).call);
        }
      }
      out.crossing_cost += std::min(here, there);
      out.shared.push_back(std::move(split));
    }
  }

  const Work& work_;
  const Component& component_;
  const Answer verdict_;
  std::vector<FunctionId> functions_;
  std::unordered_map<std::uint32_t, std::uint32_t> place_;  // function → position in functions_
  Aim aim_ = Aim::Speed;
  double cost_ = 0;
  std::uint32_t lines_ = 0;
  double per_line_ = 0;       // gain of the mean line
  std::vector<double> gain_;  // functions, then states
  std::vector<Parting> partings_;
  std::vector<SharedState> states_;
  std::vector<bool> taken_;
};

}  // namespace

std::optional<CarveOut> find_carve_out(const Work& work, const Component& component, Answer verdict) {
  using facts::UnitKind;
  if (component.kind == UnitKind::Tests || component.kind == UnitKind::Docs) return std::nullopt;
  return Carving(work, component, verdict).run();
}

}  // namespace assay
