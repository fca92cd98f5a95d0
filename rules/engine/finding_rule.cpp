// See finding_rule.h. The table `conditions` is the list of all conditions.
#include "rules/engine/finding_rule.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>

#include "analyzer/base/text.h"
#include "rules/engine/problems.h"
#include "rules/engine/yaml_tree.h"

namespace assay {
namespace {

using Words = std::vector<std::string_view>;

constexpr std::array<std::string_view, 3> level_words = {"note", "warning", "error"};
constexpr std::array<std::string_view, 5> subject_words = {"call", "site", "loop", "function", "suppression"};
constexpr std::array<std::string_view, 4> fault_words = {"without-reason", "unknown-rule", "expired", "unused"};
constexpr std::array<std::string_view, 4> bound_words = {"condition", "constant", "collection", "endless"};
constexpr std::array<std::string_view, 3> heat_words = {"cpu", "only", "any"};
constexpr std::array once_words = {std::string_view{"function"}, std::string_view{"file"}};
constexpr std::array<std::string_view, 10> kind_words = {"unknown", "service", "library", "cli",  "worker",
                                                         "ui",      "data",    "tests",   "docs", "infrastructure"};
constexpr std::array<std::string_view, 15> language_words = {"none",       "c",   "cpp",  "python", "javascript",
                                                             "typescript", "tsx", "java", "kotlin", "scala",
                                                             "csharp",     "go",  "rust", "ruby",   "php"};

std::vector<std::string> spelled_all(const char* const* names) {
  std::vector<std::string> all;
  for (std::size_t i = 0; names[i] != nullptr; ++i) all.push_back(kebab_case(names[i]));
  return all;
}

// FunctionFlag's values are bits; their names by position.
std::vector<std::string> function_flags() {
  std::vector<std::string> all;
  for (unsigned bit = 0; bit < 32; ++bit) {
    const char* name = facts::EnumNameFunctionFlag(static_cast<facts::FunctionFlag>(1U << bit));
    if (name == nullptr || *name == '\0') break;
    all.push_back(kebab_case(name));
  }
  return all;
}

Words views(const std::vector<std::string>& words) { return {words.begin(), words.end()}; }
template <std::size_t N>
Words views(const std::array<std::string_view, N>& words) {
  return {words.begin(), words.end()};
}

class Reader {
 public:
  Reader(const EmbeddedFile& file, const YamlNode& root, std::span<const std::string> criteria, Problems& problems)
      : file_(file), root_(root), criteria_(criteria), problems_(problems), fields_(root, file.path, problems) {}

  FindingRule read() {
    FindingRule rule;
    rule.path = file_.path;
    if (!fields_.has_only({"title", "level", "heat", "once", "languages", "match", "where", "message", "why", "instead",
                           "criteria", "sources", "examples"}))
      return rule;
    const std::string_view path = file_.path;
    const std::size_t slash = path.rfind('/');
    rule.id = path.substr(slash + 1, path.rfind('.') - slash - 1);
    const std::string_view folder = path.substr(0, slash);
    rule.family = folder.substr(folder.rfind('/') + 1);
    rule.title = fields_.text("title");
    rule.level = static_cast<Level>(word(fields_, "level", "level", views(level_words)));
    if (root_.find("heat") != nullptr) rule.heat = static_cast<Heat>(word(fields_, "heat", "heat", views(heat_words)));
    if (root_.find("once") != nullptr)
      rule.once = static_cast<Once>(word(fields_, "once", "scope", views(once_words)) + 1);
    rule.languages = static_cast<std::uint32_t>(bits(fields_, "languages", "language", views(language_words)));
    if ((rule.languages >> static_cast<unsigned>(facts::Language::TypeScript) & 1U) != 0)
      rule.languages |= 1U << static_cast<unsigned>(facts::Language::Tsx);
    rule.subject = static_cast<RuleSubject>(word(fields_, "match", "subject", views(subject_words)));
    rule.message = fields_.text("message");
    rule.why = fields_.text("why");
    rule.instead = fields_.text("instead");
    rule.criteria = fields_.list("criteria");
    rule.sources = fields_.list("sources");
    for (const std::string& name : rule.criteria) {
      if (!std::binary_search(criteria_.begin(), criteria_.end(), name))
        fields_.problem(fields_.line_of("criteria"), unknown_word("criterion", name, criteria_));
    }
    if (const YamlNode* where = fields_.map("where")) read_conditions(*where, rule);
    read_examples(rule);
    return rule;
  }

 private:
  std::size_t word(YamlFields& fields, std::string_view key, std::string_view what, const Words& known) {
    const std::string text = fields.text(key);
    const auto at = std::find(known.begin(), known.end(), text);
    if (at != known.end()) return static_cast<std::size_t>(at - known.begin());
    if (!text.empty()) fields.problem(fields.line_of(key), unknown_word(what, text, known));
    return 0;
  }

  std::uint64_t bits(YamlFields& fields, std::string_view key, std::string_view what, const Words& known) {
    std::uint64_t set = 0;
    for (const std::string& text : fields.list(key)) {
      const auto at = std::find(known.begin(), known.end(), text);
      if (at != known.end()) {
        set |= std::uint64_t{1} << static_cast<std::size_t>(at - known.begin());
      } else {
        fields.problem(fields.line_of(key), unknown_word(what, text, known));
      }
    }
    return set;
  }

  EffectSet effects(YamlFields& fields, std::string_view key) {
    const std::span<const std::string_view> names = effect_names();
    const std::uint64_t written = bits(fields, key, "effect", {names.begin(), names.end()});
    const auto is_written = [&](Effect effect) { return (written >> static_cast<unsigned>(effect) & 1U) != 0; };
    EffectSet set;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const auto effect = static_cast<Effect>(i);
      if (is_written(effect) || is_written(family_of(effect))) set.insert(EffectSet::of({effect}));
    }
    return set;
  }

  std::optional<bool> flag(YamlFields& fields, std::string_view key) {
    const std::string text = fields.optional_text(key);
    if (text.empty()) return std::nullopt;
    if (text != "true" && text != "false")
      fields.problem(fields.line_of(key), fmt::format("`{}` is true or false, write one of them", key));
    return text == "true";
  }

  std::optional<std::uint32_t> count(YamlFields& fields, const YamlNode& where, std::string_view key) {
    if (where.find(key) == nullptr) return std::nullopt;
    const double value = fields.number(key).value_or(0);
    if (value < 0 || value > 1e6) fields.problem(fields.line_of(key), "a count lies between 0 and 1000000");
    return static_cast<std::uint32_t>(std::clamp(value, 0.0, 1e6));
  }

  void read_conditions(const YamlNode& where, FindingRule& rule) {
    YamlFields f(where, file_.path, problems_);
    f.has_only({"in",
                "not_in",
                "loop_depth",
                "loop",
                "not_around",
                "function_reaches_not",
                "component",
                "not_component",
                "has",
                "has_not",
                "function_name",
                "parameter_type",
                "also",
                "branches_at_most",
                "in_task",
                "search",
                "path_not",
                "function_name_not",
                "loop_without",
                "items_not",
                "program",
                "caught_not",
                "includes_not",
                "own_loop",
                "last_constant",
                "before_not",
                "rounds_at_least",
                "task_reaches",
                "outlives_round",
                "reaches_by",
                "also_not",
                "second_literal",
                "field_argument",
                "variable_argument",
                "not_detail",
                "named",
                "crosses",
                "target_computes",
                "under_lock",
                "unbounded",
                "option",
                "option_not",
                "after",
                "type",
                "not_with",
                "made_empty",
                "every_round",
                "last_in_round",
                "only_statement",
                "effect",
                "reaches",
                "name",
                "not_name",
                "receiver",
                "not_receiver",
                "blocking",
                "awaited",
                "spawned",
                "deferred",
                "constructs",
                "passes_function",
                "error_path",
                "known",
                "cost",
                "arguments_at_least",
                "arguments_at_most",
                "positional_at_most",
                "site",
                "detail",
                "any_error",
                "before",
                "literal",
                "calls_at_most",
                "bound",
                "calls",
                "calls_not",
                "computing",
                "fault",
                "nested"});
    const std::vector<std::string> flags = function_flags(), sites = spelled_all(facts::EnumNamesSiteKind());
    const auto narrow = [](std::uint64_t set) { return static_cast<std::uint32_t>(set); };
    FindingConditions& c = rule.where;
    c.in = narrow(bits(f, "in", "property of a function", views(flags)));
    c.not_in = narrow(bits(f, "not_in", "property of a function", views(flags)));
    c.loop_depth = count(f, where, "loop_depth").value_or(0);
    c.loop = bits(f, "loop", "bound", views(bound_words));
    c.not_around = effects(f, "not_around");
    c.function_reaches_not = effects(f, "function_reaches_not");
    c.kinds = narrow(bits(f, "component", "kind", views(kind_words)));
    c.not_kinds = narrow(bits(f, "not_component", "kind", views(kind_words)));
    c.sites = narrow(bits(f, "has", "kind of site", views(sites)));
    c.not_sites = narrow(bits(f, "has_not", "kind of site", views(sites)));
    c.function_names = f.list("function_name");
    c.parameter_types = f.list("parameter_type");
    c.also = f.list("also");
    c.branches_at_most = count(f, where, "branches_at_most");
    c.in_task = flag(f, "in_task");
    c.search = flag(f, "search");
    c.path_not = f.list("path_not");
    c.function_names_not = f.list("function_name_not");
    c.loop_without = f.list("loop_without");
    c.items_not = f.list("items_not");
    c.program = flag(f, "program");
    c.caught_not = f.list("caught_not");
    c.includes_not = f.list("includes_not");
    c.own_loop = flag(f, "own_loop");
    c.last_constant = flag(f, "last_constant");
    c.before_not = f.list("before_not");
    c.rounds_at_least = count(f, where, "rounds_at_least").value_or(0);
    c.task_reaches = effects(f, "task_reaches");
    c.outlives_round = flag(f, "outlives_round");
    c.reaches_by = f.list("reaches_by");
    c.also_not = f.list("also_not");
    c.second_literal = flag(f, "second_literal");
    c.field_argument = flag(f, "field_argument");
    c.variable_argument = flag(f, "variable_argument");
    c.not_details = f.list("not_detail");
    c.named = flag(f, "named");
    c.crosses = flag(f, "crosses");
    c.target_computes = flag(f, "target_computes");
    c.under_lock = flag(f, "under_lock");
    c.unbounded = flag(f, "unbounded");
    c.options = f.list("option");
    c.not_options = f.list("option_not");
    c.after = f.list("after");
    c.types = f.list("type");
    c.not_with = f.list("not_with");
    c.made_empty = flag(f, "made_empty");
    c.every_round = flag(f, "every_round");
    c.last_in_round = flag(f, "last_in_round");
    c.only_statement = flag(f, "only_statement");
    c.effect = effects(f, "effect");
    c.reaches = effects(f, "reaches");
    c.names = f.list("name");
    c.not_names = f.list("not_name");
    c.receivers = f.list("receiver");
    c.not_receivers = f.list("not_receiver");
    c.blocking = flag(f, "blocking");
    c.awaited = flag(f, "awaited");
    c.spawned = flag(f, "spawned");
    c.deferred = flag(f, "deferred");
    c.constructs = flag(f, "constructs");
    c.passes_function = flag(f, "passes_function");
    c.error_path = flag(f, "error_path");
    c.known = flag(f, "known");
    c.literal = flag(f, "literal");
    c.any_error = flag(f, "any_error");
    c.before = effects(f, "before");
    c.calls_at_most = count(f, where, "calls_at_most");
    const std::span<const std::string_view> costs = cost_names();
    c.costs = narrow(bits(f, "cost", "cost", {costs.begin(), costs.end()}));
    c.arguments_at_least = count(f, where, "arguments_at_least");
    c.arguments_at_most = count(f, where, "arguments_at_most");
    c.positional_at_most = count(f, where, "positional_at_most");
    c.site = narrow(bits(f, "site", "kind of site", views(sites)));
    c.details = f.list("detail");
    c.bound = bits(f, "bound", "bound", views(bound_words));
    c.calls = effects(f, "calls");
    c.calls_not = effects(f, "calls_not");
    if (where.find("computing") != nullptr) c.computing = f.number("computing").value_or(0);
    c.nested = count(f, where, "nested").value_or(0);
    c.faults = bits(f, "fault", "fault", views(fault_words));
    if (rule.subject == RuleSubject::Suppression && c.faults.none())
      f.problem(where.line, "a rule about suppressions needs `fault`, add it");
    if (rule.subject == RuleSubject::Call && c.effect.empty() && c.reaches.empty() && c.names.empty())
      f.problem(where.line, "a rule about calls needs `effect`, `reaches` or `name`, add one");
    if (rule.subject == RuleSubject::Site && c.site == 0)
      f.problem(where.line, "a rule about sites needs `site`, add it");
  }

  void read_examples(FindingRule& rule) {
    const YamlNode* list = root_.find("examples");
    if (list == nullptr || list->kind != YamlNode::Kind::List || list->items.empty()) {
      fields_.problem(root_.line, "`examples` is missing, show code that is found and code that is not");
      return;
    }
    for (const YamlNode& item : list->items) {
      YamlFields example(item, file_.path, problems_);
      if (!example.has_only({"language", "code", "elsewhere"})) continue;
      FindingExample read;
      read.line = item.line;
      read.language = static_cast<facts::Language>(word(example, "language", "language", views(language_words)));
      read.code = example.text("code");
      read.elsewhere = example.optional_text("elsewhere");
      rule.examples.push_back(std::move(read));
    }
  }

  const EmbeddedFile& file_;
  const YamlNode& root_;
  std::span<const std::string> criteria_;
  Problems& problems_;
  YamlFields fields_;
};

bool is_finding_file(std::string_view path) {
  return path.ends_with(".yaml") &&
         (path.starts_with("findings/") || path.find("/findings/") != std::string_view::npos);
}

}  // namespace

std::string_view level_name(Level level) { return level_words[static_cast<std::size_t>(level)]; }

Result<std::vector<FindingRule>> load_finding_rules(std::span<const EmbeddedFile> files,
                                                    std::span<const std::string> criteria) {
  Problems problems;
  std::map<std::string, FindingRule> by_id;
  for (const EmbeddedFile& file : files) {
    if (!is_finding_file(file.path)) continue;
    const Result<YamlNode> root = parse_yaml(file);
    if (!root) {
      problems.add(root.error());
      continue;
    }
    FindingRule rule = Reader(file, *root, criteria, problems).read();
    const std::string id = rule.id;
    const auto [at, fresh] = by_id.emplace(id, std::move(rule));
    if (!fresh)
      problems.add(file.path, 0, fmt::format("rule `{}` stands in {} already, rename one", id, at->second.path));
  }
  if (problems.any()) return tl::unexpected(problems.error());
  std::vector<FindingRule> rules;
  for (auto& entry : by_id) rules.push_back(std::move(entry.second));
  return rules;
}

}  // namespace assay
