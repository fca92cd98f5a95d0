// See rule_set.h.
#include "rules/engine/rule_set.h"

#include <fmt/format.h>
#include <xxhash.h>

#include <algorithm>
#include <map>
#include <random>
#include <utility>

#include "analyzer/base/sort_unique.h"
#include "rules/engine/problems.h"
#include "rules/engine/weighing.h"

namespace assay {
namespace {

bool in_folder(std::string_view path, std::string_view folder) {
  if (!path.ends_with(".yaml") && !path.ends_with(".yml")) return false;
  const std::size_t file = path.rfind('/');
  if (file == std::string_view::npos) return false;
  const std::string_view above = path.substr(0, file);
  return above == folder || (above.ends_with(folder) && above[above.size() - folder.size() - 1] == '/');
}

// Drawn once for all components, so that a rule is varied alike in each. The language standard specifies the generator;
// what becomes of its numbers is not left to the library, so that they are the same everywhere.
std::vector<double> variations_of(const Scoring& scoring, std::size_t rules) {
  std::mt19937_64 random(scoring.seed);
  std::vector<double> factors(scoring.runs * (rules + 1));
  for (double& factor : factors) {
    const double unit = static_cast<double>(random() >> 11) * 0x1.0p-53;  // in [0, 1)
    factor = 1 + scoring.spread * (2 * unit - 1);
  }
  return factors;
}

// Lengths stand before texts, so that no two sets of files hash alike by moving bytes from one to the next.
std::string digest_of(std::span<const EmbeddedFile> files, std::span<const EmbeddedFile> packs) {
  std::vector<EmbeddedFile> sorted;
  std::copy_if(files.begin(), files.end(), std::back_inserter(sorted),
               [](const EmbeddedFile& f) { return f.path.starts_with("rules/"); });
  sorted.insert(sorted.end(), packs.begin(), packs.end());
  std::sort(sorted.begin(), sorted.end(), [](const EmbeddedFile& a, const EmbeddedFile& b) {
    return std::tie(a.path, a.content) < std::tie(b.path, b.content);
  });
  std::string text;
  for (const EmbeddedFile& file : sorted) {
    text += fmt::format("{}:{}{}:", file.path.size(), file.path, file.content.size());
    text += file.content;
  }
  return fmt::format("{:016x}", XXH3_64bits(text.data(), text.size()));
}

class Joiner {
 public:
  explicit Joiner(DecisionModel model) { rules_.model = std::move(model); }

  // Rules of one layer must differ; those of a later layer replace earlier ones.
  void read_layer(std::span<const EmbeddedFile> files) {
    std::map<std::string, std::string> places;
    for (const EmbeddedFile& file : files) {
      if (!in_folder(file.path, "verdicts")) continue;
      Result<VerdictRule> rule = read_verdict_rule(file);
      if (!rule) {
        problems_.add(rule.error());
        continue;
      }
      const auto [at, is_new] = places.emplace(rule->id, rule->path);
      if (!is_new)
        problems_.add(file.path, 0, fmt::format("rule `{}` stands in {} already, rename one", rule->id, at->second));
      by_id_[rule->id] = std::move(*rule);
    }
  }

  Result<RuleSet> join() {
    std::vector<std::string> groups, criteria, signals;
    for (const auto& [name, criterion] : rules_.model.criteria) criteria.push_back(name);
    for (const auto& [name, cap] : rules_.model.scoring.caps) groups.push_back(name);
    for (const SignalName& signal : rules_.model.signals) signals.push_back(signal.id);
    for (auto& entry : by_id_) {
      VerdictRule& rule = entry.second;  // a lambda may not capture a structured binding
      const auto group = std::lower_bound(groups.begin(), groups.end(), rule.group);
      if (group != groups.end() && *group == rule.group) {
        rule.group_index = static_cast<std::uint32_t>(group - groups.begin());
        rule.group_cap = rules_.model.scoring.caps[rule.group];
      } else {
        problems_.add(rule.path, rule.line_of("group"), unknown_word("group", rule.group, groups));
      }
      for (const std::string& name : rule.criteria) {
        if (!has(criteria, name))
          problems_.add(rule.path, rule.line_of("criteria"), unknown_word("criterion", name, criteria));
      }
      each_input(rule, [&](const Input& input, std::string_view key) {
        if (!has(signals, input.signal))
          problems_.add(rule.path, rule.line_of(key), unknown_word("signal", input.signal, signals));
      });
      for (const RuleExample& example : rule.examples) {
        for (const auto& [signal, value] : example.signals) {
          if (!has(signals, signal)) problems_.add(rule.path, example.line, unknown_word("signal", signal, signals));
        }
      }
      const std::vector<std::string>& columns = rules_.model.gains.columns;
      const auto column = std::find(columns.begin(), columns.end(), rule.gain);
      if (!rule.gain.empty() && column == columns.end())
        problems_.add(rule.path, rule.line_of("gain"), unknown_word("gain", rule.gain, columns));
      rule.gain_column = static_cast<std::uint32_t>(column - columns.begin());
      rules_.verdicts.push_back(std::move(rule));
    }
    if (rules_.verdicts.empty()) problems_.add("rules/verdicts", 0, "there is no rule, add one");
    if (problems_.any()) return tl::unexpected(problems_.error());
    number_inputs();
    list_weights();
    return std::move(rules_);
  }

 private:
  static bool has(const std::vector<std::string>& sorted, const std::string& word) {
    return std::binary_search(sorted.begin(), sorted.end(), word);
  }

  template <class Rule, class Visit>
  static void each_input(Rule& rule, Visit visit) {
    visit(rule.input, "signal");
    for (auto& comparison : rule.when) visit(comparison.input, "when");
    for (auto& comparison : rule.any) visit(comparison.input, "any");
  }

  void number_inputs() {
    std::vector<std::string>& inputs = rules_.inputs;
    for (VerdictRule& rule : rules_.verdicts)
      each_input(rule, [&](const Input& input, std::string_view) { inputs.push_back(input.signal); });
    for (const LanguageGains& language : rules_.model.gains.languages) inputs.push_back(language.share.signal);
    sort_unique(inputs);
    const auto number = [&](Input& input, std::string_view = {}) {
      input.index =
          static_cast<std::uint32_t>(std::lower_bound(inputs.begin(), inputs.end(), input.signal) - inputs.begin());
    };
    for (VerdictRule& rule : rules_.verdicts) each_input(rule, number);
    for (LanguageGains& language : rules_.model.gains.languages) number(language.share);
  }

  void list_weights() {
    for (const VerdictRule& rule : rules_.verdicts) {
      rules_.weights_of.push_back(static_cast<std::uint32_t>(rules_.weights.size()));
      for (std::uint32_t a = 0; a < rule.weights.size(); ++a) {
        const auto sum = static_cast<std::uint32_t>(rule.group_index * rule.weights.size() + a);
        if (rule.weights[a] != 0) rules_.weights.push_back({rule.weights[a], rule.group_cap, a, sum});
      }
    }
    rules_.weights_of.push_back(static_cast<std::uint32_t>(rules_.weights.size()));
  }

  RuleSet rules_;
  std::map<std::string, VerdictRule> by_id_;
  Problems problems_;
};

}  // namespace

Result<RuleSet> load_rule_set(std::span<const EmbeddedFile> files, std::span<const EmbeddedFile> packs) {
  Result<DecisionModel> model = read_decision_model(files);
  if (!model) return tl::unexpected(model.error());
  std::vector<std::string> criteria;
  for (const auto& [name, criterion] : model->criteria) criteria.push_back(name);
  std::vector<EmbeddedFile> all(files.begin(), files.end());
  all.insert(all.end(), packs.begin(), packs.end());
  Result<std::vector<FindingRule>> findings = load_finding_rules(all, criteria);
  if (!findings) return tl::unexpected(findings.error());

  Joiner joiner(std::move(*model));
  joiner.read_layer(files);
  joiner.read_layer(packs);
  Result<RuleSet> rules = joiner.join();
  if (!rules) return rules;
  rules->findings = std::move(*findings);
  rules->digest = digest_of(files, packs);
  rules->variations = variations_of(rules->model.scoring, rules->verdicts.size());
  return rules;
}

std::vector<std::string> failed_examples(const RuleSet& rules) {
  std::vector<std::string> failed;
  for (const VerdictRule& rule : rules.verdicts) {
    for (const RuleExample& example : rule.examples) {
      Signals signals;
      for (const auto& [id, value] : example.signals) signals[id].value = value;
      const double weight = rule.weight() * scaled_strength(rules, rule, input_values(rules, signals));
      const Expectation seen = weight > 0 ? Expectation::For : weight < 0 ? Expectation::Against : Expectation::Silent;
      if (seen == example.expect) continue;
      failed.push_back(place(rule.path, example.line,
                             fmt::format("the rule weighs {:.2f} here, correct the rule or the example", weight)));
    }
  }
  return failed;
}

}  // namespace assay
