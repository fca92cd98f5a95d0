// See findings.h. Rules are looked up by what they are about (an effect, a name, a kind of site), so that a call that no
// rule speaks of costs two look-ups.
#include "rules/engine/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "analyzer/analysis/file_ranges.h"
#include "analyzer/base/parallel.h"
#include "analyzer/base/text.h"
#include "rules/engine/fingerprint.h"
#include "rules/engine/place_conditions.h"
#include "rules/engine/suppressions.h"

namespace assay {
namespace {

using facts::FunctionFlag;

// The functions that make up this share of a component's own cost, most costly first, are its hot paths, as long as each
// has a part of the repository's cost that somebody would notice.
constexpr double hot_share = 0.5;
constexpr double least_heat = 0.005;

// Whether the first place where `folder` (with its slash) stands in the path begins a segment, or a word of one where
// `words` says so.
bool lies_in(std::string_view path, std::string_view folder, bool words) {
  const std::size_t at = path.find(folder);
  if (at == std::string_view::npos) return false;
  return at == 0 || path[at - 1] == '/' || (words && path[at - 1] == '-');
}

// Code that shows how something is used is judged as little as tests are.
constexpr std::array<std::string_view, 11> example_folders = {"benchsuite/", "examples/", "example/",   "samples/",
                                                              "demo/",       "demos/",    "tutorials/", "benchmarks/",
                                                              "benchmark/",  "benches/",  "bench/"};
// What runs once, by hand or when something is built or brought up to date: its time is nobody's concern.
constexpr std::array<std::string_view, 25> one_off_folders = {"docs/",
                                                              "doc/",
                                                              "bin/",
                                                              "build_tools/",
                                                              "build-tools/",
                                                              "tooling/",
                                                              "hack/",
                                                              ".github/",
                                                              "migrations/",
                                                              "migration/",
                                                              "migrate/",
                                                              "Migrations/",
                                                              "Migration/",
                                                              "seeds/",
                                                              "seeders/",
                                                              "Seeders/",
                                                              "seed/",
                                                              "scripts/",
                                                              "script/",
                                                              "releases/",
                                                              "release/",
                                                              "xtask/",
                                                              "management/commands/",
                                                              "Console/Commands/",
                                                              "cmd/dev/"};
constexpr std::array<std::string_view, 6> one_off_names = {"Seed",   "seed",      "migrat",
                                                           "Migrat", "benchmark", "bench_"};  // in a file's own

enum class Occasion : std::uint8_t { Production, Example, OneOff };

Occasion occasion_of(std::string_view path) {
  const auto any = [](const auto& words, auto holds) { return std::any_of(words.begin(), words.end(), holds); };
  if (any(example_folders, [&](std::string_view folder) { return lies_in(path, folder, true); }))
    return Occasion::Example;
  const std::string_view name = file_name(path);
  const bool hidden = path.starts_with('.') || path.find("/.") != std::string_view::npos;  // settings of tools
  const bool one_off =
      hidden || any(one_off_folders, [&](std::string_view folder) { return lies_in(path, folder, false); }) ||
      any(one_off_names, [&](std::string_view word) { return name.find(word) != std::string_view::npos; });
  return one_off ? Occasion::OneOff : Occasion::Production;
}

std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 60;
  return text.size() <= longest ? std::string(text) : std::string(text.substr(0, longest)) + "…";
}

void replace(std::string& text, std::string_view mark, std::string_view value) {
  for (std::size_t at = text.find(mark); at != std::string::npos; at = text.find(mark, at + value.size()))
    text.replace(at, mark.size(), value);
}

class Search {
 public:
  Search(const AnalysedCode& source, std::span<const FindingRule> rules)
      : source_(source), model_(source.model), rules_(rules), conditions_(source) {
    index_rules();
    find_hot();
  }

  // What the rules find in these files, each place as often as it is found.
  std::vector<Finding> run(FileRange files) {
    for (std::size_t i = files.begin; i < files.end; ++i) {
      const FileRow& file = model_.files[i];
      if (file.test) continue;
      file_ = &file;
      file_id_ = FileId::of_index(i);
      component_ = source_.components.of_file[i];
      conditions_.enter(file_id_);
      occasion_.reset();
      for (std::uint32_t call = file.calls.begin; call < file.calls.end; ++call) look_at_call(call);
      for (std::uint32_t site = file.sites.begin; site < file.sites.end; ++site) look_at_site(site);
      look_at_loops();
      for (std::uint32_t f = file.functions.begin; f < file.functions.end; ++f) look_at_function(f);
    }
    return std::exchange(found_, {});
  }

 private:
  void index_rules() {
    for (std::uint32_t r = 0; r < rules_.size(); ++r) {
      const FindingRule& rule = rules_[r];
      const FindingConditions& where = rule.where;
      switch (rule.subject) {
        case RuleSubject::Call:
          if (!where.names.empty()) {
            for (const std::string& name : where.names) {
              if (const NameId id = model_.names.find(name)) by_name_[id.value].push_back(r);
            }
          } else if (!where.effect.empty()) {
            for (std::size_t e = 0; e < by_effect_.size(); ++e) {
              if (where.effect.contains(static_cast<Effect>(e))) by_effect_[e].push_back(r);
            }
          } else {
            by_reach_.push_back(r);
          }
          break;
        case RuleSubject::Site:
          for (unsigned k = 0; k < 32; ++k) {
            if ((where.site >> k & 1U) != 0) by_site_[k].push_back(r);
          }
          break;
        case RuleSubject::Loop: of_loops_.push_back(r); break;
        case RuleSubject::Function: of_functions_.push_back(r); break;
        case RuleSubject::Suppression: break;  // asked of comments, when all is found
      }
    }
  }

  void find_hot() {
    cost_.assign(model_.functions.size(), 0);
    hot_.assign(model_.functions.size(), false);
    const auto component_of = [&](FunctionId f) {
      return source_.components.of_file[model_.function_file[f.index()].index()].index();
    };
    std::vector<double> all(source_.components.list.size()), seen(all.size());
    for (const HotFunction& f : source_.hot_paths.functions) all[component_of(f.function)] += f.self;
    for (const HotFunction& f : source_.hot_paths.functions) {
      cost_[f.function.index()] = f.self;
      double& sum = seen[component_of(f.function)];
      const bool runs_once = model_.has(f.function, FunctionFlag::Module);
      // Beside a round trip no computation of a function is what takes the time.
      const bool waits = source_.effects.reached[f.function.index()].meets(
          EffectSet::of({Effect::IoNet, Effect::IoDb, Effect::IoProcess}));
      const bool at_leisure = source_.components.list[component_of(f.function)].kind == facts::UnitKind::Ui;
      if (sum < hot_share * all[component_of(f.function)] && f.self >= least_heat && !runs_once && !waits &&
          !at_leisure)
        hot_[f.function.index()] = true;
      sum += f.self;
    }
  }

  void look_at_call(std::uint32_t index) {
    const facts::Call& call = model_.calls[index];
    const CallEffect* effect = source_.calls.effect_of(index);
    const auto named = by_name_.find(call.name());
    const bool own = !source_.calls.targets_of(index).empty();
    if (effect == nullptr && named == by_name_.end() && (!own || by_reach_.empty())) return;
    if (conditions_.in_test(call.caller())) return;
    if (effect != nullptr) {
      for (const std::uint32_t r : by_effect_[static_cast<std::size_t>(effect->effect)]) try_call(r, index, effect);
    }
    if (named != by_name_.end()) {
      for (const std::uint32_t r : named->second) try_call(r, index, effect);
    }
    if (own) {
      for (const std::uint32_t r : by_reach_) try_call(r, index, effect);
    }
  }

  void try_call(std::uint32_t r, std::uint32_t index, const CallEffect* effect) {
    const facts::Call& call = model_.calls[index];
    CodePlace place;
    place.function = call.caller();
    place.line = place.end_line = call.line();
    place.column = call.column();
    place.loop_depth = call.loop_depth();
    place.loop = call.loop();
    place.frequency = call.frequency();
    if (!conditions_.call_holds(rules_[r], index, place)) return;
    const std::string_view name = model_.names.text(call.name());
    const std::string_view receiver = last_receiver(model_.names.text(call.receiver()));
    place.what = receiver.empty() ? fmt::format("{}()", name) : fmt::format("{}.{}()", receiver, name);
    place.snippet = place.what;
    if (effect != nullptr) place.effect = effect_name(effect->effect);
    add(r, place);
  }

  void look_at_site(std::uint32_t index) {
    const facts::Site& site = model_.sites[index];
    const std::vector<std::uint32_t>& rules = by_site_[static_cast<std::size_t>(site.kind())];
    if (rules.empty() || conditions_.in_test(site.function())) return;
    CodePlace place;
    place.function = site.function();
    place.line = place.end_line = site.line();
    place.column = site.column();
    place.loop_depth = site.loop_depth();
    place.loop = site.loop();
    place.frequency = site.frequency();
    place.what = model_.names.text(site.detail());
    place.snippet = fmt::format("{} {}", static_cast<int>(site.kind()), place.what);
    for (const std::uint32_t r : rules) {
      if (conditions_.site_holds(rules_[r], index, place)) add(r, place);
    }
  }

  void look_at_loops() {
    if (of_loops_.empty()) return;
    for (std::uint32_t i = file_->loops.begin; i < file_->loops.end; ++i) {
      const facts::Loop& loop = model_.loops[i];
      if (conditions_.in_test(loop.function())) continue;
      CodePlace place;
      place.function = loop.function();
      place.line = loop.line();
      place.end_line = loop.end_line();
      place.loop_depth = loop.depth();
      place.loop = loop.parent();
      place.what = "loop";
      place.snippet = fmt::format("loop {} {}", static_cast<int>(loop.bound()), loop.depth());
      for (const std::uint32_t r : of_loops_) {
        if (conditions_.loop_holds(rules_[r], i, place)) add(r, place);
      }
    }
  }

  void look_at_function(std::uint32_t index) {
    if (of_functions_.empty() || conditions_.in_test(index + 1)) return;
    const facts::Function& f = model_.functions[index];
    if ((f.flags() & static_cast<std::uint32_t>(FunctionFlag::Lambda)) != 0) return;
    CodePlace place;
    place.function = index + 1;
    place.line = f.line();
    place.end_line = f.end_line();
    place.what = model_.names.text(f.name());
    place.snippet = "function";
    for (const std::uint32_t r : of_functions_) {
      if (conditions_.function_holds(rules_[r], index, place)) add(r, place);
    }
  }

  void add(std::uint32_t r, const CodePlace& place) {
    const FindingRule& rule = rules_[r];
    if (!occasion_) occasion_ = occasion_of(file_->path);
    if (*occasion_ == Occasion::Example || (*occasion_ == Occasion::OneOff && rule.family != "safety")) return;
    Finding finding;
    finding.rule = r;
    finding.file = file_id_;
    finding.component = component_;
    finding.line = place.line;
    finding.column = place.column;
    finding.end_line = place.end_line;
    bool hot = false;
    std::string_view function = "<module>";
    if (place.function != 0) {
      finding.function = model_.named(FunctionId{place.function});
      finding.heat = cost_[finding.function.index()];
      hot = hot_[finding.function.index()];
      function = model_.qualified_name(finding.function);
    }
    if (rule.heat == Heat::Only && (!hot || !conditions_.may_be_hot(rule, place))) return;
    finding.level = rule.heat == Heat::Cpu && !hot ? Level::Note : rule.level;
    finding.message = rule.message;
    replace(finding.message, "{what}", shortened(place.what));
    replace(finding.message, "{function}", shortened(function));
    replace(finding.message, "{effect}", place.effect);
    replace(finding.message, "{path}", place.path);
    finding.fingerprint = fingerprint_of(rule.id, place.snippet, function);
    found_.push_back(std::move(finding));
  }

  const AnalysedCode& source_;
  const Model& model_;
  std::span<const FindingRule> rules_;
  PlaceConditions conditions_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> by_name_;  // of NameId
  std::array<std::vector<std::uint32_t>, static_cast<std::size_t>(Effect::Realtime) + 1> by_effect_;
  std::array<std::vector<std::uint32_t>, 32> by_site_;
  std::vector<std::uint32_t> by_reach_, of_loops_, of_functions_;
  std::vector<double> cost_;  // by function index
  std::vector<bool> hot_;
  const FileRow* file_ = nullptr;
  FileId file_id_;
  ComponentId component_;
  std::optional<Occasion> occasion_;  // of the file, once it was asked for
  std::vector<Finding> found_;
};

// From all that was found to what is told: in order, each once, and what comments silence.
class Telling {
 public:
  Telling(const AnalysedCode& source, std::span<const FindingRule> rules, std::string_view today,
          std::vector<Finding> found)
      : source_(source), model_(source.model), rules_(rules), today_(today), found_(std::move(found)) {}

  std::vector<Finding> run() {
    std::sort(found_.begin(), found_.end(), [&](const Finding& a, const Finding& b) {
      return std::tie(a.file, a.line, a.rule, a.column, a.message) <
             std::tie(b.file, b.line, b.rule, b.column, b.message);
    });
    // One line shows a rule once.
    found_.erase(std::unique(found_.begin(), found_.end(),
                             [](const Finding& a, const Finding& b) {
                               return std::tie(a.file, a.line, a.rule) == std::tie(b.file, b.line, b.rule);
                             }),
                 found_.end());
    std::stable_sort(found_.begin(), found_.end(), [](const Finding& a, const Finding& b) {
      return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
    std::set<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t>> once;  // (rule, file, function)
    std::erase_if(found_, [&](const Finding& f) {
      const Once scope = rules_[f.rule].once;
      const std::uint32_t function = scope == Once::File ? 0 : f.function.value;
      return scope != Once::No && !once.emplace(f.rule, f.file.value, function).second;
    });
    report_suppressions();
    // What is equal in all that a fingerprint says is told apart by its order.
    std::unordered_map<std::string, std::uint32_t> seen;
    for (Finding& finding : found_)
      finding.fingerprint = with_occurrence(finding.fingerprint, seen[finding.fingerprint]++);
    return std::move(found_);
  }

 private:
  // Comments that should silence something and do not, or not for long.
  void report_suppressions() {
    const std::vector<SuppressionUse> uses = apply_suppressions(model_, rules_, today_, found_);
    const std::size_t before = found_.size();
    for (const SuppressionUse& use : uses) {
      for (std::uint32_t r = 0; r < rules_.size(); ++r) {
        const FindingRule& rule = rules_[r];
        if (rule.subject != RuleSubject::Suppression) continue;
        if (use.state == SuppressionState::InForce || !rule.where.faults[static_cast<std::size_t>(use.state) - 1])
          continue;
        Finding finding;
        finding.rule = r;
        finding.level = rule.level;
        finding.file = use.file;
        finding.component = source_.components.of_file[use.file.index()];
        finding.line = finding.end_line = use.line;
        finding.message = rule.message;
        replace(finding.message, "{what}", shortened(use.rule));
        finding.fingerprint = fingerprint_of(rule.id, fmt::format("{} {}", use.rule, use.reason), "");
        found_.push_back(std::move(finding));
      }
    }
    if (found_.size() == before) return;
    std::stable_sort(found_.begin(), found_.end(), [](const Finding& a, const Finding& b) {
      return std::tie(a.file, a.line, a.column) < std::tie(b.file, b.line, b.column);
    });
  }

  const AnalysedCode& source_;
  const Model& model_;
  std::span<const FindingRule> rules_;
  std::string_view today_;
  std::vector<Finding> found_;
};

}  // namespace

std::vector<Finding> find_findings(const AnalysedCode& source, std::span<const FindingRule> rules,
                                   std::string_view today, std::size_t threads) {
  const std::vector<FileRange> ranges = parts_of(source.model, threads);
  std::vector<std::vector<Finding>> parts(ranges.size());
  in_threads(ranges.size(), threads, [&] {
    return [&, search = Search(source, rules)](std::size_t i) mutable { parts[i] = search.run(ranges[i]); };
  });
  std::vector<Finding> found;
  for (std::vector<Finding>& part : parts) std::move(part.begin(), part.end(), std::back_inserter(found));
  return Telling(source, rules, today, std::move(found)).run();
}

}  // namespace assay
