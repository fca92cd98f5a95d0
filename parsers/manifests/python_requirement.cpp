#include "parsers/manifests/python_requirement.h"

#include <algorithm>

#include "parsers/manifests/text.h"

namespace assay::manifests {

namespace {

bool is_name_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

}  // namespace

PythonRequirement parse_python_requirement(std::string_view text) {
  text = trim(text);
  const auto name_end =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), is_name_byte) - text.begin());
  const std::string_view name = text.substr(0, name_end);
  std::string_view rest = trim(text.substr(name_end));
  if (name.empty() || name.front() == '-' || name.front() == '.') return {};
  if (rest.starts_with('[')) rest = trim(cut(rest, "]").tail);
  if (rest.starts_with('@')) return {name, trim(cut(rest.substr(1), " ;").head)};
  rest = trim(cut(rest, ";").head);
  if (rest.starts_with('(') && rest.ends_with(')')) rest = trim(rest.substr(1, rest.size() - 2));
  constexpr std::string_view comparison = "<>=!~";
  if (!rest.empty() && comparison.find(rest.front()) == std::string_view::npos) return {};
  return {name, rest};
}

void add_python_requirement(Draft& draft, UnitT& unit, std::string_view text, DependencyScope scope,
                            std::uint32_t line) {
  const PythonRequirement requirement = parse_python_requirement(text);
  draft.depend(unit, {requirement.name, requirement.version, "pypi", scope, false, line});
}

void add_python_table(Draft& draft, UnitT& unit, Value table, DependencyScope scope) {
  for (const Value item : table) {
    if (item.key() == "python") continue;  // the interpreter
    // A list gives one table per platform: the first stands for all.
    const Value entry = item.is_list() && item.size() > 0 ? *item.begin() : item;
    std::string version(entry.is_map() ? entry["version"].text() : entry.text());
    if (entry["path"].is_text()) version = local_version(entry["path"].text());
    if (entry["git"].is_text()) version = entry["git"].text();
    const bool optional = entry["optional"].is_true();
    draft.depend(unit, {item.key(), version, "pypi", optional ? DependencyScope::Optional : scope, false, item.line()});
  }
}

void state_kind_by_classifier(UnitT& unit, std::string_view classifier) {
  if (classifier.starts_with("Topic :: Software Development :: Libraries")) {
    state_kind(unit, UnitKind::Library, "its classifier is `" + std::string(classifier) + "`");
  }
}

}  // namespace assay::manifests
