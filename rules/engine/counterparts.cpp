// See counterparts.h.
#include "rules/engine/counterparts.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "analyzer/base/text.h"
#include "rules/engine/problems.h"
#include "rules/engine/yaml_tree.h"

namespace assay {
namespace {

// No registry allows longer names; what a hostile manifest calls a name may be megabytes.
constexpr std::size_t longest_name = 300;

// `a/counterparts/npm.yaml` → `npm`; empty: another file.
std::string_view ecosystem_of(std::string_view path) {
  const std::size_t file = path.rfind('/');
  if (file == std::string_view::npos || !path.ends_with(".yaml")) return {};
  const std::string_view folder = path.substr(0, file);
  if (folder != "counterparts" && !folder.ends_with("/counterparts")) return {};
  return path.substr(file + 1, path.size() - file - 1 - std::string_view(".yaml").size());
}

bool all_digits(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_digit); }

// The names that PyPI and crates.io do not tell apart, in one form (PEP 503 for PyPI).
std::string dashed(std::string_view name, std::string_view separators) {
  std::string out;
  for (const char c : lower_ascii(name)) {
    if (separators.find(c) == std::string_view::npos) {
      out += c;
    } else if (out.empty() || out.back() != '-') {
      out += '-';
    }
  }
  return out;
}

// "…/v5" and gopkg.in's "….v3" name a major version, not another module.
std::string_view without_major_version(std::string_view module) {
  const std::size_t mark = module.rfind(module.starts_with("gopkg.in/") ? ".v" : "/v");
  return mark != std::string_view::npos && all_digits(module.substr(mark + 2)) ? module.substr(0, mark) : module;
}

// "akka-stream_2.13" and "cats-core_3" are built for one Scala version each.
std::string_view without_scala_version(std::string_view name) {
  const std::size_t mark = name.rfind('_');
  if (mark == std::string_view::npos || name.find(':') > mark) return name;
  for (const std::string_view part : split(name.substr(mark + 1), '.')) {
    if (!all_digits(part)) return name;
  }
  return name.substr(0, mark);
}

// The spellings of one native library: find_package(PNG), libpng16, png::png, glib-2.0.
std::string library_name(std::string_view name) {
  std::string out = lower_ascii(name.substr(0, name.find("::")));
  if (out.starts_with("lib") && out.size() > 3) out.erase(0, 3);
  std::size_t end = out.size();
  while (end > 0 && (is_digit(out[end - 1]) || out[end - 1] == '.')) --end;
  const bool marked = end > 0 && (out[end - 1] == '-' || out[end - 1] == '_');
  // "x264", "bz2" and "lz4" are no versions of "x", "bz" and "lz".
  if (marked || end > 2 || (end > 0 && out.find('.', end) != std::string::npos)) out.resize(marked ? end - 1 : end);
  return out;
}

std::string canonical(std::string_view ecosystem, std::string_view name) {
  if (ecosystem == "pypi") return dashed(name, "-_.");
  if (ecosystem == "cargo") return dashed(name, "-_");
  if (ecosystem == "nuget" || ecosystem == "packagist") return lower_ascii(name);
  if (ecosystem == "go") return std::string(without_major_version(name));
  if (ecosystem == "maven") return std::string(without_scala_version(name));
  if (ecosystem == "system") return library_name(name);
  return std::string(name);
}

// What may end a prefix that stands for the whole: the next shorter name is what stands before the last of these.
std::string_view boundaries(std::string_view ecosystem) {
  if (ecosystem == "go") return "/";
  if (ecosystem == "maven") return ":.";
  return "";
}

const std::vector<std::string> levels = {"high", "medium", "low"};

bool is_level(std::string_view word) { return std::find(levels.begin(), levels.end(), word) != levels.end(); }

bool is_month(std::string_view date) {
  return date.size() == 7 && all_digits(date.substr(0, 4)) && date[4] == '-' && all_digits(date.substr(5));
}

CounterpartKind kind_of(std::string_view word, bool go) {
  if (word == "none") return CounterpartKind::None;
  if (word == "write") return CounterpartKind::Write;
  if (word.starts_with("binding ")) return CounterpartKind::Binding;
  // A module's path begins with a host; the standard library's do not.
  const bool standard = word == "std" || (go && word.substr(0, word.find('/')).find('.') == std::string_view::npos);
  return standard ? CounterpartKind::Standard : CounterpartKind::Package;
}

CounterpartKind read_packages(YamlFields& fields, std::string_view key, std::vector<std::string>& words) {
  words = fields.list(key);
  if (words.empty()) {
    fields.problem(fields.line_of(key),
                   fmt::format("`{}` names nothing, write packages, `[std]`, `[write]` or `[none]`", key));
    return CounterpartKind::Unknown;
  }
  for (const std::string_view alone : {"none", "write"}) {
    if (words.size() > 1 && std::find(words.begin(), words.end(), alone) != words.end())
      fields.problem(fields.line_of(key),
                     fmt::format("`{}` stands beside others in `{}`, remove one or the other", alone, key));
  }
  const CounterpartKind kind = kind_of(words.front(), key == "go");
  for (std::string& word : words) {
    if (kind_of(word, false) == CounterpartKind::Binding) word.erase(0, std::string_view("binding ").size());
  }
  return kind;
}

// Where it is not stated for one package, the file's holds.
void read_knowledge(YamlFields& fields, Counterpart& counterpart) {
  if (std::string date = fields.optional_text("date"); !date.empty()) counterpart.date = std::move(date);
  if (std::string level = fields.optional_text("confidence"); !level.empty()) counterpart.confidence = std::move(level);
  if (!is_month(counterpart.date)) fields.problem(fields.line_of("date"), "`date` is no month, write it as `2025-06`");
  if (!is_level(counterpart.confidence))
    fields.problem(fields.line_of("confidence"), unknown_word("confidence", counterpart.confidence, levels));
}

}  // namespace

std::string_view counterpart_kind_name(CounterpartKind kind) {
  switch (kind) {
    case CounterpartKind::Standard: return "standard library";
    case CounterpartKind::Package: return "package";
    case CounterpartKind::Binding: return "binding";
    case CounterpartKind::Write: return "write it";
    case CounterpartKind::None: return "none";
    case CounterpartKind::Unknown: break;
  }
  return "unknown";
}

const Counterpart* Counterparts::find(std::string_view ecosystem, std::string_view name) const {
  const auto table = tables_.find(ecosystem);
  if (table == tables_.end() || name.size() > longest_name) return nullptr;
  const std::string whole = canonical(ecosystem, name);
  const std::string_view ends = boundaries(ecosystem);
  std::string_view known = whole;
  for (;;) {
    const auto entry = table->second.find(known);
    if (entry != table->second.end()) return &entry->second;
    const std::size_t end = known.find_last_of(ends);
    if (end == std::string_view::npos) return nullptr;
    known = known.substr(0, end);
  }
}

std::size_t Counterparts::size() const {
  std::size_t names = 0;
  for (const auto& [ecosystem, table] : tables_) names += table.size();
  return names;
}

Result<Counterparts> load_counterparts(std::span<const EmbeddedFile> files, const std::set<std::string>& ecosystems) {
  Counterparts loaded;
  Problems problems;
  for (const EmbeddedFile& file : files) {
    const std::string ecosystem(ecosystem_of(file.path));
    if (!ecosystems.contains(ecosystem)) continue;
    const Result<YamlNode> tree = parse_yaml(file);
    if (!tree) {
      problems.add(tree.error());
      continue;
    }
    YamlFields top(*tree, file.path, problems);
    if (!top.has_only({"date", "confidence", "packages"})) continue;
    Counterpart usual;
    read_knowledge(top, usual);
    const YamlNode* packages = top.map("packages");
    if (packages == nullptr) continue;
    Counterparts::Table& table = loaded.tables_[ecosystem];
    for (const YamlNode& item : packages->items) {
      YamlFields fields(item, file.path, problems);
      if (!fields.has_only({"go", "rust", "date", "confidence"})) continue;
      Counterpart counterpart = usual;
      counterpart.go_kind = read_packages(fields, "go", counterpart.go);
      counterpart.rust_kind = read_packages(fields, "rust", counterpart.rust);
      read_knowledge(fields, counterpart);
      const auto [at, is_new] = table.emplace(canonical(ecosystem, item.key), std::move(counterpart));
      if (!is_new)
        problems.add(file.path, item.line, fmt::format("{} stands here twice, remove one", quoted(at->first)));
    }
  }
  if (problems.any()) return tl::unexpected(problems.error());
  return loaded;
}

std::set<std::string> counterpart_ecosystems(std::span<const EmbeddedFile> files) {
  std::set<std::string> ecosystems;
  for (const EmbeddedFile& file : files) {
    if (const std::string_view ecosystem = ecosystem_of(file.path); !ecosystem.empty()) ecosystems.emplace(ecosystem);
  }
  return ecosystems;
}

}  // namespace assay
