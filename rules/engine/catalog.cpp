#include "rules/engine/catalog.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

namespace assay {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kMaxProblems = 20;

constexpr std::array kFileKeys = {"packages"sv, "dependencies"sv, "calls"sv};
constexpr std::array kCallKeys = {"effect"sv, "blocking"sv, "cost"sv, "native"sv, "source"sv, "names"sv};

// Least number of letters to insert, delete or replace.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

std::string_view nearest_word(std::string_view word, std::span<const std::string_view> known) {
  word = word.substr(0, 64);
  return *std::min_element(known.begin(), known.end(), [&](std::string_view a, std::string_view b) {
    return edit_distance(word, a) < edit_distance(word, b);
  });
}

std::string quoted(std::string_view text) { return "`" + std::string(text) + "`"; }

// The remedy for a word that is none of `known`.
std::string unknown(std::string_view what, std::string_view word, std::span<const std::string_view> known) {
  return "unknown " + std::string(what) + " " + quoted(word) + ", did you mean " + quoted(nearest_word(word, known));
}

// `a/catalog/python/web.yaml` → `python`; empty: not a catalogue file.
std::string_view folder_of(std::string_view path) {
  if (!path.ends_with(".yaml") && !path.ends_with(".yml")) return {};
  const std::size_t file = path.rfind('/');
  if (file == std::string_view::npos || file == 0) return {};
  const std::size_t folder = path.rfind('/', file - 1);
  if (folder == std::string_view::npos) return {};
  const std::string_view above = path.substr(0, folder);
  if (above != "catalog" && !above.ends_with("/catalog")) return {};
  return path.substr(folder + 1, file - folder - 1);
}

class Reader {
 public:
  Reader(Catalog& catalog, NameStyle style) : catalog_(catalog), style_(style) {}

  // Names of one layer must differ; those of an earlier layer win silently.
  void begin_layer() { places_.clear(); }

  void read(const EmbeddedFile& file) {
    path_ = file.path;
    try {
      const YAML::Node root = YAML::Load(std::string(file.content));
      if (root.IsNull()) return;
      if (!root.IsMap()) return problem(root, "a catalogue file is a map with `packages`, `dependencies` or `calls`");
      for (const auto& entry : root) read_section(entry.first, entry.second);
    } catch (const YAML::Exception& error) {
      problem(error.mark, "the file is not valid YAML: " + error.msg + ", correct it there");
    }
  }

  const std::string& problems() const { return problems_; }

 private:
  void read_section(const YAML::Node& key, const YAML::Node& value) {
    const std::string& section = key.Scalar();
    if (section == "packages" || section == "dependencies") {
      if (!value.IsMap()) return problem(key, quoted(section) + " must be a map from names to lists of domains");
      for (const auto& entry : value) read_domains(section == "packages", entry.first, entry.second);
    } else if (section == "calls") {
      if (!value.IsSequence()) return problem(key, "`calls` must be a list of groups with `effect` and `names`");
      for (const auto& group : value) read_group(group);
    } else {
      problem(key, unknown("key", section, kFileKeys));
    }
  }

  void read_domains(bool package, const YAML::Node& key, const YAML::Node& value) {
    if (!key.IsScalar() || key.Scalar().empty()) return problem(key, "a package's name is missing, write it before `:`");
    if (!value.IsSequence() || value.size() == 0) {
      return problem(key, quoted(key.Scalar()) + " needs a list of domains, write `[" + "web-framework" + "]` or the like");
    }
    DomainSet domains;
    for (const auto& item : value) {
      const auto domain = domain_from_name(item.Scalar());
      if (!domain) return problem(item, unknown("domain", item.Scalar(), domain_names()));
      domains.insert(*domain);
    }
    if (package) {
      const std::string name = canonical_name(key.Scalar(), style_);
      if (first_place(key, "package ", name)) catalog_.add_package(name, domains);
    } else if (first_place(key, "dependency ", key.Scalar())) {
      catalog_.add_dependency(key.Scalar(), domains);
    }
  }

  void read_group(const YAML::Node& group) {
    if (!group.IsMap()) return problem(group, "a group of calls is a map with `effect` and `names`");
    CallEffect effect;
    bool known_effect = false;
    YAML::Node names;
    for (const auto& entry : group) {
      const std::string& key = entry.first.Scalar();
      const YAML::Node& value = entry.second;
      if (key == "effect") {
        known_effect = read_effect(value, effect);
        if (!known_effect) return;
      } else if (key == "cost") {
        const auto cost = cost_from_name(value.Scalar());
        if (!cost) return problem(value, unknown("cost", value.Scalar(), cost_names()));
        effect.cost = *cost;
      } else if (key == "blocking") {
        if (!read_flag(value, key, effect.blocking)) return;
      } else if (key == "native") {
        if (!read_flag(value, key, effect.native)) return;
      } else if (key == "names") {
        names = value;
      } else if (key != "source") {
        return problem(entry.first, unknown("key", key, kCallKeys));
      }
    }
    if (!known_effect) return problem(group, "the group has no `effect`, add one such as `effect: io.net`");
    if (!names.IsSequence() || names.size() == 0) return problem(group, "the group has no `names`, add a list of them");
    for (const auto& name : names) read_name(name, effect);
  }

  bool read_effect(const YAML::Node& value, CallEffect& effect) {
    const auto found = effect_from_name(value.Scalar());
    if (!found) {
      problem(value, unknown("effect", value.Scalar(), effect_names()));
    } else if (is_family(*found)) {
      problem(value, quoted(value.Scalar()) + " is a family of effects, name a member such as " +
                         quoted(effect_names()[static_cast<std::size_t>(*found) + 1]));
    } else {
      effect.effect = *found;
      return true;
    }
    return false;
  }

  bool read_flag(const YAML::Node& value, std::string_view key, bool& flag) {
    if (value.Scalar() != "true" && value.Scalar() != "false") {
      problem(value, quoted(key) + " must be `true` or `false`");
      return false;
    }
    flag = value.Scalar() == "true";
    return true;
  }

  void read_name(const YAML::Node& node, CallEffect effect) {
    const std::string& written = node.Scalar();
    const bool method = written.starts_with("?.");
    const std::string name = method ? written : canonical_name(written, style_);
    const auto star = name.find('*');
    const bool whole_segment = star == std::string::npos || (star + 1 == name.size() && star > 1 && name[star - 1] == '.');
    if (name.size() <= (method ? 2U : 0U)) return problem(node, "a name is empty, write it or remove its comma");
    if (!whole_segment || (method && star != std::string::npos)) {
      return problem(node, "`*` in " + quoted(written) + " must be the whole last segment below a known name");
    }
    if (first_place(node, "call ", name)) catalog_.add_call(name, effect);
  }

  // Whether the name is new to this layer.
  bool first_place(const YAML::Node& node, std::string_view kind, const std::string& name) {
    const Place here{path_, node.Mark().line + 1};
    const auto [found, added] = places_.try_emplace(std::string(kind) + name, here);
    if (added) return true;
    const Place& first = found->second;
    problem(node, quoted(name) + " stands already at " + std::string(first.path) + ":" + std::to_string(first.line) +
                      ", remove one of the two");
    return false;
  }

  void problem(const YAML::Node& node, const std::string& text) { problem(node.Mark(), text); }
  void problem(const YAML::Mark& mark, const std::string& text) {
    if (++problem_count_ > kMaxProblems) return;
    if (!problems_.empty()) problems_ += '\n';
    problems_ += std::string(path_) + ":" + std::to_string(mark.line + 1) + ": " + text;
  }

  struct Place {
    std::string_view path;
    int line;
  };

  Catalog& catalog_;
  NameStyle style_;
  std::string_view path_;
  std::unordered_map<std::string, Place> places_;
  std::string problems_;
  std::size_t problem_count_ = 0;
};

}  // namespace

NameStyle name_style(Language language) {
  const bool script =
      language == Language::JavaScript || language == Language::TypeScript || language == Language::Tsx;
  return script ? NameStyle::JavaScript : NameStyle::Dotted;
}

std::span<const std::string_view> catalog_folders(Language language) {
  static constexpr std::array kC = {"c"sv};
  static constexpr std::array kCpp = {"cpp"sv, "c"sv};
  static constexpr std::array kPython = {"python"sv};
  static constexpr std::array kJavaScript = {"javascript"sv};
  static constexpr std::array kJava = {"java"sv};
  static constexpr std::array kKotlin = {"kotlin"sv, "java"sv};
  static constexpr std::array kScala = {"scala"sv, "java"sv};
  static constexpr std::array kCSharp = {"csharp"sv};
  static constexpr std::array kGo = {"go"sv};
  static constexpr std::array kRust = {"rust"sv};
  static constexpr std::array kRuby = {"ruby"sv};
  static constexpr std::array kPhp = {"php"sv};
  switch (language) {
    case Language::None: return {};
    case Language::C: return kC;
    case Language::Cpp: return kCpp;
    case Language::Python: return kPython;
    case Language::JavaScript:
    case Language::TypeScript:
    case Language::Tsx: return kJavaScript;
    case Language::Java: return kJava;
    case Language::Kotlin: return kKotlin;
    case Language::Scala: return kScala;
    case Language::CSharp: return kCSharp;
    case Language::Go: return kGo;
    case Language::Rust: return kRust;
    case Language::Ruby: return kRuby;
    case Language::Php: return kPhp;
  }
  return {};
}

Result<Catalog> load_catalog(std::span<const EmbeddedFile> files, Language language,
                             std::span<const EmbeddedFile> overrides) {
  Catalog catalog;
  Reader reader(catalog, name_style(language));
  for (const auto layer : {overrides, files}) {
    for (const std::string_view folder : catalog_folders(language)) {
      reader.begin_layer();
      for (const EmbeddedFile& file : layer) {
        if (folder_of(file.path) == folder) reader.read(file);
      }
    }
  }
  if (!reader.problems().empty()) return failure(reader.problems());
  return catalog;
}

}  // namespace assay
