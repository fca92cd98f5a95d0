#include "rules/engine/catalog.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "rules/engine/catalog_text.h"
#include "rules/engine/problems.h"

namespace assay {
namespace {

using std::string_view_literals::operator""sv;

constexpr std::size_t kMaxProblems = 20;

constexpr std::array kFileKeys = {"packages"sv,           "dependencies"sv,     "calls"sv,   "builtin_methods"sv,
                                  "unwrapping_methods"sv, "standard_library"sv, "handlers"sv};
constexpr std::array kStandardKeys = {"packages"sv, "modules"sv};
constexpr std::array kCallKeys = {"effect"sv, "blocking"sv, "cost"sv, "native"sv, "unbounded"sv, "source"sv, "names"sv};

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

using Word = CatalogText::Word;
using Entry = CatalogText::Entry;

class Reader {
 public:
  Reader(Catalog& catalog, NameStyle style) : catalog_(catalog), style_(style) {}

  // Names of one layer must differ; those of an earlier layer win silently.
  void begin_layer() { places_.clear(); }

  void read(const EmbeddedFile& file) {
    path_ = file.path;
    section_ = Section::None;
    CatalogText text(file.content);
    Entry entry;
    while (text.next(entry)) {
      if (entry.indent == 0) {
        end_group();
        begin_section(entry);
      } else if (section_ == Section::Calls) {
        read_call_entry(entry);
      } else if (section_ == Section::None) {
        problem(entry.key.line,
                "the entry stands in no section, write `packages:`, `dependencies:` or `calls:` before it");
      } else if (section_ == Section::BuiltinMethods) {
        for (const Word& word : entry.words) catalog_.add_builtin_method(word.text);
      } else if (section_ == Section::UnwrappingMethods) {
        for (const Word& word : entry.words) catalog_.add_unwrapping_method(word.text);
      } else if (section_ == Section::StandardLibrary) {
        read_standard_library(entry);
      } else if (section_ == Section::Handlers) {
        read_handler_type(entry);
      } else if (section_ != Section::Unknown) {
        read_domains(entry);
      }
    }
    end_group();
    if (!text.problem().empty()) problem(text.line(), text.problem());
  }

  const std::string& problems() const { return problems_; }

 private:
  enum class Section {
    None,
    Unknown,
    Packages,
    Dependencies,
    Calls,
    BuiltinMethods,
    UnwrappingMethods,
    StandardLibrary,
    Handlers
  };

  // One item of `calls` while its entries are read.
  struct Group {
    int line = 0;            // 0: none is open
    bool broken = false;     // a problem was told
    std::size_t indent = 0;  // of its keys
    Word effect;
    CallEffect result;
    std::vector<Word> names;
    bool names_open = false;  // the last key was `names:`, its items follow
  };

  void begin_section(const Entry& entry) {
    const std::string_view key = entry.key.text;
    section_ = key == "packages"             ? Section::Packages
               : key == "dependencies"       ? Section::Dependencies
               : key == "calls"              ? Section::Calls
               : key == "builtin_methods"    ? Section::BuiltinMethods
               : key == "unwrapping_methods" ? Section::UnwrappingMethods
               : key == "standard_library"   ? Section::StandardLibrary
               : key == "handlers"           ? Section::Handlers
                                             : Section::Unknown;
    if (section_ == Section::Unknown) return problem(entry.key.line, unknown_word("key", key, kFileKeys));
    if (!entry.words.empty() || entry.item) {
      problem(entry.key.line, quoted(key) + " must be followed by indented lines, write its entries there");
    }
  }

  void read_standard_library(const Entry& entry) {
    const std::string_view key = entry.key.text;
    if (key == "packages") {
      for (const Word& word : entry.words) catalog_.add_standard_package(canonical_name(word.text, style_));
    } else if (key == "modules") {
      for (const Word& word : entry.words) catalog_.add_standard_module(word.text);
    } else {
      problem(entry.key.line, unknown_word("key", key, kStandardKeys));
    }
  }

  void read_handler_type(const Entry& entry) {
    const std::string_view key = entry.key.text;
    if (entry.item || key.empty() || !entry.list || entry.words.empty())
      return problem(entry.key.line,
                     "a type and its methods are missing, write `framework.Type: [method]` or `[\"*\"]`");
    const std::string type = canonical_name(key, style_);
    if (!first_place(entry.key.line, 'h', type)) return;
    for (const Word& word : entry.words) catalog_.add_handler_type(type, word.text);
  }

  void read_domains(const Entry& entry) {
    const std::string_view key = entry.key.text;
    if (entry.item || key.empty()) return problem(entry.key.line, "a package's name is missing, write it before `:`");
    if (!entry.list || entry.words.empty()) {
      return problem(entry.key.line, quoted(key) + " needs a list of domains, write `[http-client]` or the like");
    }
    DomainSet domains;
    for (const Word& word : entry.words) {
      const auto domain = domain_from_name(word.text);
      if (!domain) return problem(word.line, unknown_word("domain", word.text, domain_names()));
      domains.insert(*domain);
    }
    if (section_ == Section::Packages) {
      const std::string name = canonical_name(key, style_);
      if (first_place(entry.key.line, 'p', name)) catalog_.add_package(name, domains);
    } else if (first_place(entry.key.line, 'd', key)) {
      catalog_.add_dependency(key, domains);
    }
  }

  void read_call_entry(const Entry& entry) {
    if (entry.item && !entry.key.text.empty()) {
      end_group();
      group_.line = entry.key.line;
      group_.indent = entry.indent;
    } else if (group_.line == 0) {
      return problem(entry.key.line, "a group of calls begins with `- `, write `- effect: io.net` or the like");
    }
    if (entry.key.text.empty()) {
      if (group_.names_open) {
        group_.names.insert(group_.names.end(), entry.words.begin(), entry.words.end());
      } else {
        group_problem(entry.key.line, "an item stands outside of `names`, remove it");
      }
      return;
    }
    if (entry.indent != group_.indent) {
      return group_problem(entry.key.line, "the key stands in another column than its group's first, align it");
    }
    group_.names_open = false;
    read_group_key(entry);
  }

  void read_group_key(const Entry& entry) {
    const std::string_view key = entry.key.text;
    if (key == "names") {
      group_.names_open = entry.words.empty();
      if (!entry.list && !entry.words.empty())
        return group_problem(entry.key.line, "`names` must be a list, write `[…]`");
      group_.names.insert(group_.names.end(), entry.words.begin(), entry.words.end());
      return;
    }
    if (std::find(kCallKeys.begin(), kCallKeys.end(), key) == kCallKeys.end()) {
      return group_problem(entry.key.line, unknown_word("key", key, kCallKeys));
    }
    if (entry.list || entry.words.size() != 1) {
      return group_problem(entry.key.line, quoted(key) + " needs one word after `:`, write it there");
    }
    const Word value = entry.words.front();
    if (key == "effect") {
      read_effect(value);
    } else if (key == "cost") {
      const auto cost = cost_from_name(value.text);
      if (!cost) return group_problem(value.line, unknown_word("cost", value.text, cost_names()));
      group_.result.cost = *cost;
    } else if (key != "source") {
      if (value.text != "true" && value.text != "false") {
        return group_problem(value.line, quoted(key) + " must be `true` or `false`");
      }
      bool& flag = key == "blocking"    ? group_.result.blocking
                   : key == "unbounded" ? group_.result.unbounded
                                        : group_.result.native;
      flag = value.text == "true";
    }
  }

  void read_effect(const Word& value) {
    const auto found = effect_from_name(value.text);
    if (!found) return group_problem(value.line, unknown_word("effect", value.text, effect_names()));
    if (is_family(*found)) {
      const auto member = effect_names()[static_cast<std::size_t>(*found) + 1];
      return group_problem(value.line,
                           quoted(value.text) + " is a family of effects, name a member such as " + quoted(member));
    }
    group_.effect = value;
    group_.result.effect = *found;
  }

  void end_group() {
    if (group_.line != 0 && !group_.broken) {
      if (group_.effect.line == 0) {
        problem(group_.line, "the group has no `effect`, add one such as `effect: io.net`");
      } else if (group_.names.empty()) {
        problem(group_.line, "the group has no `names`, add a list of them");
      }
      if (group_.effect.line != 0) {
        for (const Word& name : group_.names) read_name(name, group_.result);
      }
    }
    group_ = Group{};
  }

  void read_name(const Word& word, CallEffect effect) {
    const bool method = word.text.starts_with("?.");
    const std::string name = method ? std::string(word.text) : canonical_name(word.text, style_);
    if (name.size() <= (method ? 2U : 0U)) return problem(word.line, "a name is empty, write it or remove its comma");
    const auto star = name.find('*');
    if (star != std::string::npos && (method || star < 2 || star + 1 != name.size() || name[star - 1] != '.')) {
      return problem(word.line, "`*` in " + quoted(word.text) + " must be the whole last segment below a known name");
    }
    if (first_place(word.line, 'c', name)) catalog_.add_call(name, effect);
  }

  // Whether the name, of a call, package or dependency, is new to this layer.
  bool first_place(int line, char kind, std::string_view name) {
    std::string key(1, kind);
    key += name;
    const auto [found, added] = places_.try_emplace(std::move(key), Place{path_, line});
    if (added) return true;
    const Place& first = found->second;
    problem(line, quoted(name) + " stands already at " + std::string(first.path) + ":" + std::to_string(first.line) +
                      ", remove one of the two");
    return false;
  }

  void group_problem(int line, const std::string& text) {
    group_.broken = true;
    problem(line, text);
  }

  void problem(int line, const std::string& text) {
    if (++problem_count_ > kMaxProblems) return;
    if (!problems_.empty()) problems_ += '\n';
    problems_ += std::string(path_) + ":" + std::to_string(line) + ": " + text;
  }

  struct Place {
    std::string_view path;
    int line;
  };

  Catalog& catalog_;
  NameStyle style_;
  std::string_view path_;
  Section section_ = Section::None;
  Group group_;
  std::unordered_map<std::string, Place> places_;
  std::string problems_;
  std::size_t problem_count_ = 0;
};

}  // namespace

NameStyle name_style(Language language) { return is_script(language) ? NameStyle::JavaScript : NameStyle::Dotted; }

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
  Catalog catalog(name_style(language));
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
