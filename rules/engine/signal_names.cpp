// See signal_names.h.
#include "rules/engine/signal_names.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "analyzer/analysis/catalog.h"
#include "analyzer/analysis/components.h"
#include "analyzer/base/text.h"
#include "analyzer/facts/facts_generated.h"
#include "analyzer/facts/vocabulary.h"

namespace assay {
namespace {

// Folders of parsers/languages.
constexpr std::array language_folders = {"c",   "cpp",    "csharp", "go",   "java",  "javascript", "kotlin",
                                         "php", "python", "ruby",   "rust", "scala", "typescript"};

std::string number(double value) {
  const double size = std::abs(value);
  if (size >= 100 || value == std::round(value)) return fmt::format("{:.0f}", value);
  return size >= 1 ? fmt::format("{:.1f}", value) : fmt::format("{:.2g}", value);
}

}  // namespace

std::vector<SignalName> family_signals() {
  std::vector<SignalName> names;
  for (const std::string_view effect : effect_names()) {
    names.push_back({fmt::format("effect.{}", effect), "per kloc",
                     fmt::format("the number of library calls with effect `{}`", effect)});
  }
  for (const facts::SiteKind kind : facts::EnumValuesSiteKind()) {
    const std::string site = kebab_case(facts::EnumNameSiteKind(kind));
    names.push_back({"fact." + site, "per kloc", fmt::format("the number of `{}` places", site)});
  }
  for (const std::string_view domain : domain_names()) {
    names.push_back({fmt::format("domain.{}", domain), "share",
                     fmt::format("the share of files that import `{}` packages", domain)});
    names.push_back({fmt::format("dependency.{}", domain), "flag", fmt::format("a declared `{}` dependency", domain)});
  }
  for (const facts::UnitKind kind : facts::EnumValuesUnitKind()) {
    if (kind == facts::UnitKind::Unknown) continue;
    names.push_back(
        {fmt::format("kind.{}", kind_name(kind)), "flag", fmt::format("being of kind {}", kind_name(kind))});
  }
  for (const char* language : language_folders) {
    names.push_back(
        {fmt::format("language.{}", language), "share", fmt::format("the share of code in `{}`", language)});
  }
  for (const Topic& topic : topics())
    names.push_back(
        {fmt::format("names.{}", topic.id), "per 1000 words", fmt::format("the number of words of {}", topic.label)});
  return names;
}

std::string show_value(double value, std::string_view unit) {
  if (unit == "share") return fmt::format("{} %", number(std::round(value * 1000) / 10));
  if (unit == "flag") return value > 0 ? "yes" : "no";
  if (unit == "lines") return fmt::format("{} lines", number(value));
  if (unit == "per kloc") return fmt::format("{} per 1000 lines", number(value));
  if (unit == "per 1000 words") return fmt::format("{} per 1000 words", number(value));
  if (unit == "per 1000 operations") return fmt::format("{} per 1000 operations", number(value));
  return number(value);
}

}  // namespace assay
