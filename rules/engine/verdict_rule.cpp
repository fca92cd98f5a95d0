// See verdict_rule.h.
#include "rules/engine/verdict_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "rules/engine/yaml_tree.h"

namespace assay {
namespace {

constexpr double heaviest = 3;  // odds of 20 to 1: no single observation may claim more
const std::vector<std::string> answer_words = {"rust", "go", "keep"};
const std::vector<std::string> expectation_words = {"for", "against", "silent"};
const std::vector<std::string> operator_words = {">", ">=", "<", "<="};

std::optional<std::size_t> position(const std::vector<std::string>& words, std::string_view word) {
  const auto at = std::find(words.begin(), words.end(), word);
  if (at == words.end()) return std::nullopt;
  return static_cast<std::size_t>(at - words.begin());
}

std::vector<std::string_view> split_words(std::string_view text) {
  std::vector<std::string_view> words;
  while (true) {
    const std::size_t begin = text.find_first_not_of(' ');
    if (begin == std::string_view::npos) return words;
    const std::size_t end = std::min(text.find(' ', begin), text.size());
    words.push_back(text.substr(begin, end - begin));
    text.remove_prefix(end);
  }
}

// `compute.share > 0.5`
std::vector<Comparison> read_comparisons(YamlFields& fields, std::string_view key) {
  std::vector<Comparison> comparisons;
  for (const std::string& text : fields.list(key)) {
    const std::vector<std::string_view> words = split_words(text);
    const auto op = words.size() == 3 ? position(operator_words, words[1]) : std::nullopt;
    const auto threshold = words.size() == 3 ? parse_number(words[2]) : std::nullopt;
    if (!op || !threshold) {
      fields.problem(fields.line_of(key),
                     fmt::format("{} is no comparison, write `signal > number` with one of > >= < <=", quoted(text)));
      continue;
    }
    comparisons.push_back({{std::string(words[0])}, static_cast<Comparison::Operator>(*op), *threshold});
  }
  return comparisons;
}

std::vector<RuleExample> read_examples(YamlFields& fields, const YamlNode& root, std::string_view path,
                                       Problems& problems) {
  std::vector<RuleExample> examples;
  const YamlNode* list = root.find("examples");
  if (list == nullptr) return examples;
  if (list->kind != YamlNode::Kind::List) {
    fields.problem(list->line, "`examples` must be a list, begin each example with `- `");
    return examples;
  }
  for (const YamlNode& item : list->items) {
    YamlFields example(item, path, problems);
    if (!example.has_only({"signals", "expect"})) continue;
    RuleExample read;
    read.line = item.line;
    const std::string word = example.text("expect");
    const auto expect = position(expectation_words, word);
    if (!word.empty() && !expect)
      example.problem(example.line_of("expect"), unknown_word("expectation", word, expectation_words));
    if (expect) read.expect = static_cast<Expectation>(*expect);
    if (const YamlNode* signals = example.map("signals")) {
      YamlFields values(*signals, path, problems);
      for (const YamlNode& signal : signals->items)
        read.signals.emplace_back(signal.key, values.number(signal.key).value_or(0));
    }
    examples.push_back(std::move(read));
  }
  return examples;
}

// `rules/verdicts/tight-loops.yaml` → `tight-loops`
std::string id_of(std::string_view path) {
  path.remove_prefix(std::min(path.rfind('/') + 1, path.size()));
  return std::string(path.substr(0, path.rfind('.')));
}

bool is_id(std::string_view id) {
  return !id.empty() && std::all_of(id.begin(), id.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
  });
}

}  // namespace

std::string_view answer_name(Answer answer) { return answer_words[static_cast<std::size_t>(answer)]; }

bool Comparison::holds(double value) const {
  switch (op) {
    case Operator::Above: return value > threshold;
    case Operator::AtLeast: return value >= threshold;
    case Operator::Below: return value < threshold;
    case Operator::AtMost: return value <= threshold;
  }
  return false;
}

double VerdictRule::strength(std::span<const double> values) const {
  const auto holds = [&](const Comparison& c) { return c.holds(values[c.input.index]); };
  if (!std::all_of(when.begin(), when.end(), holds)) return 0;
  if (!any.empty() && std::none_of(any.begin(), any.end(), holds)) return 0;
  const double value = values[input.index];
  if (!logarithmic) return std::clamp((value - from) / (to - from), 0.0, 1.0);
  if (value <= 0) return from < to ? 0 : 1;
  return std::clamp(std::log(value / from) / std::log(to / from), 0.0, 1.0);
}

int VerdictRule::line_of(std::string_view key) const {
  const auto at = lines.find(key);
  return at == lines.end() ? 0 : at->second;
}

Result<VerdictRule> read_verdict_rule(const EmbeddedFile& file) {
  Result<YamlNode> root = parse_yaml(file);
  if (!root) return tl::unexpected(root.error());
  Problems problems;
  YamlFields fields(*root, file.path, problems);
  if (root->kind != YamlNode::Kind::Map)
    return failure(place(file.path, root->line, "a rule is made of keys, write `answer: …` and so on"));
  fields.has_only({"answer", "criteria", "group", "weight", "also", "signal", "from", "to", "scale", "when", "any",
                   "gain", "reason", "sources", "examples"});

  VerdictRule rule;
  rule.path = file.path;
  rule.id = id_of(file.path);
  for (const YamlNode& entry : root->items) rule.lines[entry.key] = entry.line;
  if (!is_id(rule.id)) fields.problem(0, "a rule's file name is its id, use lower-case letters, digits and `-`");
  const std::string answer = fields.text("answer");
  if (const auto at = position(answer_words, answer)) {
    rule.answer = static_cast<Answer>(*at);
  } else if (!answer.empty()) {
    fields.problem(fields.line_of("answer"), unknown_word("answer", answer, answer_words));
  }
  rule.criteria = fields.list("criteria");
  if (rule.criteria.empty())
    fields.problem(fields.line_of("criteria"), "`criteria` is empty, name what the opinion rests on");
  rule.group = fields.text("group");
  const auto set_weight = [&](std::string_view key, Answer of, std::optional<double> weight) {
    if (!weight) return;
    rule.weights[static_cast<std::size_t>(of)] = *weight;
    if (*weight == 0 || std::abs(*weight) > heaviest) {
      fields.problem(fields.line_of(key),
                     fmt::format("`{0}` must lie in [-{1}, {1}] and not be 0, choose another", key, heaviest));
    }
  };
  set_weight("weight", rule.answer, fields.number("weight"));
  if (const YamlNode* also = root->find("also")) {
    YamlFields others(*also, file.path, problems);
    for (const YamlNode& other : also->items) {
      const auto at = position(answer_words, other.key);
      if (!at || static_cast<Answer>(*at) == rule.answer) {
        fields.problem(other.line,
                       fmt::format("{} is no other answer, name one of rust, go and keep", quoted(other.key)));
      } else {
        set_weight("also", static_cast<Answer>(*at), others.number(other.key));
      }
    }
  }
  rule.input.signal = fields.text("signal");
  const auto from = fields.number("from");
  const auto to = fields.number("to");
  if (from && to && *from == *to) fields.problem(fields.line_of("to"), "`from` and `to` are the same, set them apart");
  rule.from = from.value_or(0);
  rule.to = to.value_or(1);
  const std::string scale = fields.optional_text("scale");
  rule.logarithmic = scale == "log";
  if (!scale.empty() && !rule.logarithmic)
    fields.problem(fields.line_of("scale"),
                   fmt::format("unknown scale {}, write `log` or leave it out", quoted(scale)));
  if (rule.logarithmic && (rule.from <= 0 || rule.to <= 0))
    fields.problem(fields.line_of("scale"), "a logarithmic scale begins above 0, raise `from` and `to`");
  rule.when = read_comparisons(fields, "when");
  rule.any = read_comparisons(fields, "any");
  rule.gain = fields.optional_text("gain");
  rule.reason = fields.text("reason");
  rule.sources = fields.list("sources");
  rule.examples = read_examples(fields, *root, file.path, problems);
  if (problems.any()) return tl::unexpected(problems.error());
  return rule;
}

}  // namespace assay
