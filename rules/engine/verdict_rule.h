// A verdict rule: how strongly one signal speaks for or against one answer.
//
// One rule, one file, `verdicts/<id>.yaml`:
//   answer: rust                    # rust | go | keep
//   criteria: [cpu-bound]           # of model/criteria.yaml: what the opinion rests on
//   group: compute                  # of model/scoring.yaml: rules that see the same thing share its cap
//   weight: 1.5                     # log-odds at full strength; negative speaks against the answer
//   also: {keep: -0.4}              # optional: what the same observation says of other answers
//   signal: compute.tight_share     # strength rises linearly from 0 at `from` to 1 at `to`;
//   from: 0.15                      #   `from` above `to`: absence counts
//   to: 0.4
//   scale: log                      # optional: strength rises with the logarithm, for densities that span magnitudes
//   when: [size.code_lines > 150]   # optional: silent unless all of them hold
//   any: [kind.cli > 0]             # optional: silent unless one of them holds
//   gain: speed                     # optional: scaled by what the source languages gain (model/gains.yaml)
//   reason: "{value} of …"          # one sentence for the report; {value} is the signal's value with its unit
//   sources: ["003"]                # optional: texts behind the rule, over and above those of its criteria
//   examples:                       # the rule's own tests; signals not named are 0
//     - signals: {compute.tight_share: 0.5, size.code_lines: 900}
//       expect: for                 # for | against | silent
// Comparisons and numbers only: a pack of rules is data that can be read before it is trusted.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/result.h"
#include "rules/engine/embedded.h"

namespace assay {

enum class Answer : std::uint8_t { Rust, Go, Keep };
inline constexpr std::array answers = {Answer::Rust, Answer::Go, Answer::Keep};
std::string_view answer_name(Answer answer);  // "rust", "go", "keep"

// A signal by name, and where its value stands once the rules are joined (RuleSet::inputs).
struct Input {
  std::string signal;
  std::uint32_t index = 0;
};

struct Comparison {
  enum class Operator : std::uint8_t { Above, AtLeast, Below, AtMost };
  Input input;
  Operator op = Operator::Above;
  double threshold = 0;

  bool holds(double value) const;
};

enum class Expectation : std::uint8_t { For, Against, Silent };

struct RuleExample {
  std::vector<std::pair<std::string, double>> signals;
  Expectation expect = Expectation::Silent;
  int line = 0;
};

struct VerdictRule {
  std::string id;    // the file's name
  std::string path;  // of the file
  Answer answer = Answer::Keep;
  std::vector<std::string> criteria;
  std::string group;
  std::uint32_t group_index = 0;  // set with group_cap where rules are joined
  double group_cap = 0;
  std::array<double, 3> weights{};  // by answer, log-odds at full strength
  Input input;
  double from = 0, to = 0;
  bool logarithmic = false;
  std::vector<Comparison> when, any;
  std::string gain;               // empty: none
  std::uint32_t gain_column = 0;  // of GainTable, set where rules are joined
  std::string reason;
  std::vector<std::string> sources;
  std::vector<RuleExample> examples;
  std::map<std::string, int, std::less<>> lines;  // of the file's keys, for messages

  double weight() const { return weights[static_cast<std::size_t>(answer)]; }  // for its own answer
  int line_of(std::string_view key) const;
  // In [0, 1]; 0 unless the conditions hold. `values` by Input::index.
  double strength(std::span<const double> values) const;
};

// Checks what can be seen in the file alone; names of criteria, groups, signals and gains are checked where rules are joined.
Result<VerdictRule> read_verdict_rule(const EmbeddedFile& file);

}  // namespace assay
