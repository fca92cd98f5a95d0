// See decision_model.h.
#include "rules/engine/decision_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "rules/engine/yaml_tree.h"

namespace assay {
namespace {

const std::vector<std::string> units = {"share", "per kloc", "per 1000 operations", "per 1000 words", "count",
                                        "lines", "flag"};
const std::vector<std::string> directions = {"rust", "go", "keep", "plan"};

bool contains(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

class ModelReader {
 public:
  explicit ModelReader(std::span<const EmbeddedFile> files) : files_(files) {}

  Result<DecisionModel> read() {
    with_file("criteria.yaml", [&](const YamlNode& root) { read_criteria(root); });
    with_file("signals.yaml", [&](const YamlNode& root) { read_signals(root); });
    with_file("gains.yaml", [&](const YamlNode& root) { read_gains(root); });
    with_file("scoring.yaml", [&](const YamlNode& root) { read_scoring(root); });
    with_file("questions.yaml", [&](const YamlNode& root) { read_questions(root); });
    if (problems_.any()) return tl::unexpected(problems_.error());
    return std::move(model_);
  }

 private:
  template <class Read>
  void with_file(std::string_view name, Read read) {
    const std::string ending = fmt::format("model/{}", name);
    const EmbeddedFile* found = nullptr;
    for (const EmbeddedFile& file : files_) {
      if (file.path != ending && !file.path.ends_with("/" + ending)) continue;
      if (found != nullptr)
        return problems_.add(file.path, 0, fmt::format("stands beside {}, remove one", found->path));
      found = &file;
    }
    if (found == nullptr) return problems_.add(fmt::format("rules/{}", ending), 0, "the file is missing, add it");
    path_ = found->path;
    const Result<YamlNode> root = parse_yaml(*found);
    if (root) {
      read(*root);
    } else {
      problems_.add(root.error());
    }
  }

  // The only key of a file: its entries, which are maps with known keys.
  template <class Read>
  void each_entry(const YamlNode& root, std::string_view key, std::initializer_list<std::string_view> known,
                  Read read) {
    YamlFields top(root, path_, problems_);
    const YamlNode* map = top.map(key);
    if (map == nullptr) return;
    for (const YamlNode& item : map->items) {
      YamlFields fields(item, path_, problems_);
      if (fields.has_only(known)) read(item, fields);
    }
  }

  void read_criteria(const YamlNode& root) {
    YamlFields(root, path_, problems_).has_only({"criteria"});
    each_entry(root, "criteria", {"says", "theme", "points_to", "sources"},
               [&](const YamlNode& item, YamlFields& fields) {
                 Criterion& criterion = model_.criteria[item.key];
                 criterion.says = fields.text("says");
                 if (item.find("theme") != nullptr) criterion.theme = fields.text("theme");
                 criterion.points_to = fields.list("points_to");
                 criterion.sources = fields.list("sources");
                 if (criterion.points_to.empty())
                   fields.problem(item.line, "`points_to` is empty, name the answers or `plan`");
                 for (const std::string& word : criterion.points_to) {
                   if (!contains(directions, word))
                     fields.problem(fields.line_of("points_to"), unknown_word("answer", word, directions));
                 }
               });
  }

  void read_signals(const YamlNode& root) {
    YamlFields(root, path_, problems_).has_only({"signals"});
    model_.signals = family_signals();
    each_entry(root, "signals", {"unit", "label"}, [&](const YamlNode& item, YamlFields& fields) {
      const std::string unit = fields.text("unit");
      if (!unit.empty() && !contains(units, unit))
        fields.problem(fields.line_of("unit"), unknown_word("unit", unit, units));
      model_.signals.push_back({item.key, unit, fields.text("label")});
    });
    std::sort(model_.signals.begin(), model_.signals.end(),
              [](const SignalName& a, const SignalName& b) { return a.id < b.id; });
    const auto twice = std::adjacent_find(model_.signals.begin(), model_.signals.end(),
                                          [](const SignalName& a, const SignalName& b) { return a.id == b.id; });
    if (twice != model_.signals.end())
      problems_.add(path_, 0, fmt::format("signal `{}` is defined already, remove it", twice->id));
  }

  void read_gains(const YamlNode& root) {
    YamlFields fields(root, path_, problems_);
    fields.has_only({"columns", "languages"});
    const YamlNode* columns = fields.map("columns");
    const YamlNode* languages = fields.map("languages");
    if (columns == nullptr || languages == nullptr) return;
    std::vector<std::string>& names = model_.gains.columns;
    for (const YamlNode& column : columns->items) names.push_back(column.key);
    for (const YamlNode& item : languages->items) {
      YamlFields row(item, path_, problems_);
      LanguageGains language;
      language.share.signal = "language." + item.key;
      language.gain.assign(names.size(), 0);
      if (model_.signal(language.share.signal) == nullptr)
        row.problem(item.line, fmt::format("unknown language {}, remove it", quoted(item.key)));
      for (std::size_t i = 0; i < names.size(); ++i) {
        const auto gain = row.number(names[i]);
        if (gain && (*gain < 0 || *gain > 1))
          row.problem(row.line_of(names[i]), "a gain must lie in [0, 1], correct it");
        language.gain[i] = gain.value_or(0);
      }
      for (const std::string& word : row.list("settled")) {
        const auto at = std::find_if(answers.begin(), answers.end(), [&](Answer a) { return answer_name(a) == word; });
        if (at == answers.end()) {
          row.problem(row.line_of("settled"), unknown_word("answer", word, directions));
        } else {
          language.settled[static_cast<std::size_t>(*at)] = true;
        }
      }
      language.decisions = in_range(row, "decisions", 0, 1e6);
      for (const YamlNode& entry : item.items) {
        if (entry.key != "settled" && entry.key != "decisions" && !contains(names, entry.key))
          row.problem(entry.line, unknown_word("column", entry.key, names));
      }
      model_.gains.languages.push_back(std::move(language));
    }
    std::sort(model_.gains.languages.begin(), model_.gains.languages.end(),
              [](const LanguageGains& a, const LanguageGains& b) { return a.share.signal < b.share.signal; });
  }

  double in_range(YamlFields& fields, std::string_view key, double least, double most) {
    const auto value = fields.number(key);
    if (value && (*value < least || *value > most)) {
      fields.problem(fields.line_of(key), fmt::format("`{}` must lie in [{}, {}], correct it", key, least, most));
    }
    return value ? std::clamp(*value, least, most) : least;
  }

  ConfidenceFloor read_floor(YamlFields& levels, std::string_view level) {
    ConfidenceFloor floor;
    const YamlNode* item = levels.map(level);
    if (item == nullptr) return floor;
    YamlFields fields(*item, path_, problems_);
    fields.has_only({"parsed", "resolved", "lines", "evidence", "margin", "stability", "agreement"});
    floor.parsed = in_range(fields, "parsed", 0, 1);
    floor.resolved = in_range(fields, "resolved", 0, 1);
    floor.lines = in_range(fields, "lines", 0, 1e6);
    floor.evidence = in_range(fields, "evidence", 0, 100);
    floor.margin = in_range(fields, "margin", 0, 1);
    floor.stability = in_range(fields, "stability", 0, 1);
    floor.agreement = in_range(fields, "agreement", 0, 1);
    return floor;
  }

  void read_scoring(const YamlNode& root) {
    YamlFields fields(root, path_, problems_);
    fields.has_only({"prior", "temperature", "near_tie", "sensitivity", "flips", "confidence", "groups"});
    Scoring& scoring = model_.scoring;
    scoring.prior = in_range(fields, "prior", -10, 10);
    scoring.temperature = in_range(fields, "temperature", 0.1, 10);
    scoring.near_tie = in_range(fields, "near_tie", 0, 1);
    scoring.flips = static_cast<std::uint32_t>(in_range(fields, "flips", 0, 20));
    if (const YamlNode* item = fields.map("sensitivity")) {
      YamlFields sensitivity(*item, path_, problems_);
      sensitivity.has_only({"runs", "spread", "seed"});
      scoring.runs = static_cast<std::uint32_t>(in_range(sensitivity, "runs", 1, 10'000));
      scoring.spread = in_range(sensitivity, "spread", 0, 1);
      scoring.seed = static_cast<std::uint64_t>(in_range(sensitivity, "seed", 0, 1e15));
    }
    if (const YamlNode* item = fields.map("confidence")) {
      YamlFields levels(*item, path_, problems_);
      levels.has_only({"high", "medium", "decisions"});
      scoring.fewest_decisions = in_range(levels, "decisions", 0, 1e6);
      scoring.high = read_floor(levels, "high");
      scoring.medium = read_floor(levels, "medium");
    }
    if (const YamlNode* groups = fields.map("groups")) {
      YamlFields caps(*groups, path_, problems_);
      for (const YamlNode& group : groups->items) scoring.caps[group.key] = in_range(caps, group.key, 0.1, 10);
    }
  }

  void read_questions(const YamlNode& root) {
    YamlFields(root, path_, problems_).has_only({"questions"});
    each_entry(root, "questions", {"asks", "label", "criteria", "sources", "gain", "options"},
               [&](const YamlNode& item, YamlFields& fields) {
                 Question question;
                 question.id = item.key;
                 question.asks = fields.text("asks");
                 question.label = fields.text("label");
                 question.criteria = fields.list("criteria");
                 question.sources = fields.list("sources");
                 question.gain = fields.optional_text("gain");
                 for (const std::string& criterion : question.criteria) {
                   if (!model_.criteria.contains(criterion))
                     fields.problem(fields.line_of("criteria"), fmt::format("unknown criterion {}", quoted(criterion)));
                 }
                 const std::vector<std::string>& columns = model_.gains.columns;
                 const auto column = std::find(columns.begin(), columns.end(), question.gain);
                 if (!question.gain.empty() && column == columns.end())
                   fields.problem(fields.line_of("gain"), unknown_word("gain", question.gain, columns));
                 question.gain_column = static_cast<std::uint32_t>(column - columns.begin());
                 if (const YamlNode* options = fields.map("options")) {
                   for (const YamlNode& option : options->items) question.options.push_back(read_option(option));
                 }
                 model_.questions.push_back(std::move(question));
               });
  }

  QuestionOption read_option(const YamlNode& node) {
    YamlFields fields(node, path_, problems_);
    fields.has_only({"label", "rust", "go", "keep"});
    QuestionOption option{node.key, fields.text("label"), {}};
    for (const Answer answer : answers) {
      const std::string key(answer_name(answer));
      if (node.find(key) != nullptr) option.weights[static_cast<std::size_t>(answer)] = in_range(fields, key, -3, 3);
    }
    return option;
  }

  std::span<const EmbeddedFile> files_;
  std::string_view path_;  // of the file being read
  DecisionModel model_;
  Problems problems_;
};

}  // namespace

const SignalName* DecisionModel::signal(std::string_view id) const {
  const auto at = std::lower_bound(signals.begin(), signals.end(), id,
                                   [](const SignalName& s, std::string_view name) { return s.id < name; });
  return at != signals.end() && at->id == id ? &*at : nullptr;
}

Result<DecisionModel> read_decision_model(std::span<const EmbeddedFile> files) { return ModelReader(files).read(); }

}  // namespace assay
