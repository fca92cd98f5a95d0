// See flips.h.
#include "rules/engine/flips.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <iterator>
#include <optional>

namespace assay {
namespace {

constexpr int halvings = 40;

// Where along one signal something happens, and which rules it can move.
struct Track {
  std::vector<double> stops;
  std::vector<std::size_t> rules;
  double span = 0;  // of the widest ramp
};

std::vector<Track> tracks_of(const RuleSet& rules) {
  std::vector<Track> tracks(rules.inputs.size());
  const auto touch = [&](const Input& input, std::size_t rule) -> Track& {
    Track& track = tracks[input.index];
    if (track.rules.empty() || track.rules.back() != rule) track.rules.push_back(rule);
    return track;
  };
  for (std::size_t i = 0; i < rules.verdicts.size(); ++i) {
    const VerdictRule& rule = rules.verdicts[i];
    Track& ramp = touch(rule.input, i);
    ramp.stops.insert(ramp.stops.end(), {rule.from, rule.to});
    ramp.span = std::max(ramp.span, std::abs(rule.to - rule.from));
    for (const std::vector<Comparison>* list : {&rule.when, &rule.any}) {
      for (const Comparison& comparison : *list) {
        // Just beside the threshold too: the comparison may exclude the threshold itself.
        const double step = 1e-6 * std::max(1.0, std::abs(comparison.threshold));
        std::vector<double>& stops = touch(comparison.input, i).stops;
        stops.insert(stops.end(), {comparison.threshold - step, comparison.threshold, comparison.threshold + step});
      }
    }
  }
  return tracks;
}

bool is_any_of(std::string_view id, std::initializer_list<std::string_view> families) {
  return std::any_of(families.begin(), families.end(), [&](std::string_view family) { return id.starts_with(family); });
}

// A program that gained a user interface would be another program; one that computed more would not.
bool can_vary(const SignalName& signal, double now) {
  if (signal.unit == "flag" || is_any_of(signal.id, {"language.", "kind.", "dependency.", "size.", "test."}))
    return false;
  return now > 0 || is_any_of(signal.id, {"compute.", "io.", "alloc.", "concurrency.", "safety."});
}

// `value` with two digits, rounded away from `from`.
double rounded_away(double value, double from) {
  if (value == 0) return 0;
  const double unit = std::pow(10.0, std::floor(std::log10(std::abs(value))) - 1);
  return (value > from ? std::ceil(value / unit) : std::floor(value / unit)) * unit;
}

class Search {
 public:
  Search(const RuleSet& rules, std::span<const double> values, const TeamAnswers& team, Answer choice)
      : rules_(rules),
        values_(values.begin(), values.end()),
        strengths_(scaled_strengths(rules, values)),
        sums_(rules, strengths_),
        first_(first_sums(rules, team, values)),
        settled_(settled_shares(rules, values)),
        choice_(choice) {}

  struct Found {
    double value = 0;
    Answer to = Answer::Keep;
  };

  std::optional<Found> nearest(std::size_t input, const Track& track, double most) {
    const double now = values_[input];
    std::vector<double> stops = track.stops;
    stops.insert(stops.end(), {0, most});
    std::optional<Found> nearest;
    for (const bool up : {false, true}) {
      std::vector<double> way;
      for (const double stop : stops) {
        if (stop >= 0 && stop <= most && (up ? stop > now : stop < now)) way.push_back(stop);
      }
      std::sort(way.begin(), way.end());
      if (!up) std::reverse(way.begin(), way.end());
      double before = now;
      for (const double stop : way) {
        if (choice_at(input, track, stop) == choice_) {
          before = stop;
          continue;
        }
        const Found found = narrow(input, track, before, stop);
        if (!nearest || std::abs(found.value - now) < std::abs(nearest->value - now)) nearest = found;
        break;
      }
    }
    return nearest;
  }

 private:
  Answer choice_at(std::size_t input, const Track& track, double value) {
    const double now = values_[input];
    values_[input] = value;
    GroupSums varied = sums_;
    for (const std::size_t rule : track.rules)
      varied.change(rule, strengths_[rule], scaled_strength(rules_, rules_.verdicts[rule], values_));
    values_[input] = now;
    return varied.choice(first_, settled_);
  }

  // The choice is kept at `kept` and not at `flipped`.
  Found narrow(std::size_t input, const Track& track, double kept, double flipped) {
    const double now = values_[input];
    double far = flipped, tried = NAN;
    for (int i = 0;; ++i) {
      // Two digits are shown: once both ends read the same, closer ones would read so too.
      const double readable = rounded_away(far, now);
      if (readable != tried && (i == halvings || readable == rounded_away(kept, now))) {
        tried = readable;
        const bool between = readable >= std::min(far, flipped) && readable <= std::max(far, flipped);
        const Answer choice = between ? choice_at(input, track, readable) : choice_;
        if (choice != choice_) return {readable, choice};
      }
      if (i == halvings) return {far, choice_at(input, track, far)};
      const double middle = (kept + far) / 2;
      (choice_at(input, track, middle) == choice_ ? kept : far) = middle;
    }
  }

  const RuleSet& rules_;
  std::vector<double> values_;
  std::vector<double> strengths_;
  GroupSums sums_;
  Scores first_, settled_;
  Answer choice_;
};

struct Candidate {
  double size = 0;  // of the change; 1: all of a ramp, or one unit of log-odds
  Flip flip;
};

std::vector<Flip> smallest(std::vector<Candidate> candidates, std::size_t most) {
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.size < b.size; });
  std::vector<Flip> flips;
  for (Candidate& candidate : candidates) {
    if (flips.size() == most) break;
    flips.push_back(std::move(candidate.flip));
  }
  return flips;
}

// One flip for each question that has one: the answer that moves the scores least.
std::vector<Candidate> other_answers(const RuleSet& rules, std::span<const double> values, const TeamAnswers& team,
                                     Answer choice) {
  const std::vector<double> strengths = scaled_strengths(rules, values);
  const Scores settled = settled_shares(rules, values);
  std::vector<Candidate> candidates;
  for (std::size_t i = 0; i < rules.model.questions.size(); ++i) {
    const Question& question = rules.model.questions[i];
    const std::uint32_t now = i < team.size() ? team[i] : 0;
    const Scores given = answer_weights(rules, i, now, values);
    std::optional<Candidate> nearest;
    for (std::uint32_t option = 1; option <= question.options.size(); ++option) {
      if (option == now) continue;
      TeamAnswers changed = team;
      changed.resize(rules.model.questions.size(), 0);
      changed[i] = option;
      const Answer to = best(score(rules, strengths, first_sums(rules, changed, values), settled));
      if (to == choice) continue;
      const Scores weights = answer_weights(rules, i, option, values);
      double size = 0;
      for (std::size_t a = 0; a < weights.size(); ++a) size = std::max(size, std::abs(weights[a] - given[a]));
      if (nearest && nearest->size <= size) continue;
      Flip flip;
      flip.question = question.id;
      flip.option = question.options[option - 1].id;
      flip.change = now == 0 ? fmt::format("if {} were: {}", question.label, question.options[option - 1].label)
                             : fmt::format("if {} were: {} instead of {}", question.label,
                                           question.options[option - 1].label, question.options[now - 1].label);
      flip.to = to;
      nearest = Candidate{size, std::move(flip)};
    }
    if (nearest) candidates.push_back(std::move(*nearest));
  }
  return candidates;
}

}  // namespace

std::vector<Flip> find_flips(const RuleSet& rules, std::span<const double> values, const TeamAnswers& team,
                             Answer choice) {
  const std::vector<Track> tracks = tracks_of(rules);
  Search search(rules, values, team, choice);
  std::vector<Candidate> candidates;
  for (std::size_t input = 0; input < tracks.size(); ++input) {
    const SignalName* signal = rules.model.signal(rules.inputs[input]);
    const Track& track = tracks[input];
    if (signal == nullptr || track.rules.empty() || !can_vary(*signal, values[input])) continue;
    const double most = signal->unit == "share" ? 1 : *std::max_element(track.stops.begin(), track.stops.end());
    const auto found = search.nearest(input, track, std::max(most, 0.0));
    if (!found) continue;
    const double now = values[input];
    const std::string change =
        fmt::format("if {} were {} {} instead of {}", signal->label, found->value > now ? "at least" : "at most",
                    show_value(found->value, signal->unit), show_value(now, signal->unit));
    const double span = track.span > 0 ? track.span : std::max(1.0, most);
    candidates.push_back(
        {std::abs(found->value - now) / span, {signal->id, "", "", now, found->value, change, found->to}});
  }
  std::vector<Flip> flips = smallest(std::move(candidates), rules.model.scoring.flips);
  std::vector<Flip> by_answer = smallest(other_answers(rules, values, team, choice), rules.model.scoring.flips);
  std::move(by_answer.begin(), by_answer.end(), std::back_inserter(flips));
  return flips;
}

}  // namespace assay
