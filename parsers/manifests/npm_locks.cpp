// Which versions package-lock.json, yarn.lock and pnpm-lock.yaml pin.

#include "parsers/manifests/document.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"

namespace assay::manifests {

namespace {

DependencyScope scope_of(Value entry) {
  if (entry["dev"].is_true()) return DependencyScope::Development;
  if (entry["optional"].is_true() || entry["devOptional"].is_true()) return DependencyScope::Optional;
  return DependencyScope::Runtime;
}

// `node_modules/a/node_modules/@scope/b` → `@scope/b`; empty for what lies in the repository itself.
std::string_view package_of_folder(std::string_view folder) {
  constexpr std::string_view mark = "node_modules/";
  const auto at = folder.rfind(mark);
  return at == std::string_view::npos ? std::string_view() : folder.substr(at + mark.size());
}

// Version 1 nests `dependencies` in each other; version 2 repeats in both forms what `packages` says alone.
void add_nested(Draft& draft, UnitT& unit, Value dependencies) {
  std::vector<Value> open = {dependencies};
  while (!open.empty()) {
    const Value list = open.back();
    open.pop_back();
    for (const Value entry : list) {
      if (!entry.is_map()) continue;
      draft.depend(unit, {entry.key(), entry["version"].text(), "npm", scope_of(entry), true, entry.line()});
      if (entry["dependencies"].is_map()) open.push_back(entry["dependencies"]);
    }
  }
}

// `/@babel/core@7.1.0(react@18.0.0)`, `/@babel/core/7.1.0_react@18`, `lodash@4.17.21` → name, version
Cut split_pnpm_key(std::string_view key) {
  consume(key, "/");
  key = key.substr(0, key.find('('));
  const auto at = key.find('@', 1);
  const auto slash = key.rfind('/');
  // The older form separates by a slash; a scope's own slash stands before the version's first digit.
  const bool by_slash = slash != std::string_view::npos && slash + 1 < key.size() && key[slash + 1] >= '0' &&
                        key[slash + 1] <= '9' && (at == std::string_view::npos || slash < at);
  const auto separator = by_slash ? slash : at;
  if (separator == std::string_view::npos) return {};
  const std::string_view version = key.substr(separator + 1);
  return {key.substr(0, separator), by_slash ? version.substr(0, version.find('_')) : version};
}

// `"@babel/core@npm:^7.1.0, @babel/core@^7.2.0"` → `@babel/core`
std::string_view package_of_selector(std::string_view selector) {
  selector = unquote(trim(cut(selector, ",").head));
  consume(selector, "\"");
  return selector.substr(0, selector.find('@', 1));
}

}  // namespace

void read_npm_lock(const Input& input, Draft& draft) {
  const Document document = load_json(input.bytes);
  draft.note(document.trouble());
  UnitT& unit = draft.unit(input.directory);
  const Value packages = document.root()["packages"];
  if (!packages.is_map()) {
    add_nested(draft, unit, document.root()["dependencies"]);
    return;
  }
  for (const Value entry : packages) {
    const std::string_view name = package_of_folder(entry.key());
    if (name.empty() || entry["link"].is_true()) continue;
    draft.depend(unit, {name, entry["version"].text(), "npm", scope_of(entry), true, entry.line()});
  }
}

// Both generations: version 1 writes `version "1.0"`, later ones are YAML with `version: 1.0`.
void read_yarn_lock(const Input& input, Draft& draft) {
  UnitT& unit = draft.unit(input.directory);
  std::string_view name;
  std::uint32_t line = 0;
  for (Lines lines(input.bytes); lines.next();) {
    const std::string_view text = lines.line();
    if (text.empty() || text.front() == '#') continue;
    if (text.front() != ' ') {
      std::string_view selector = trim(text);
      if (selector.ends_with(':')) selector.remove_suffix(1);
      name = selector == "__metadata" ? std::string_view() : package_of_selector(selector);
      // The repository's own packages are locked by their place.
      if (selector.find("@workspace:") != std::string_view::npos) name = {};
      line = lines.number();
    } else if (!name.empty() && text.starts_with("  version") && !text.starts_with("   ")) {
      std::string_view version = trim(text).substr(7);
      consume(version, ":");
      draft.depend(unit, {name, unquote(trim(version)), "npm", DependencyScope::Runtime, true, line});
      name = {};
    }
  }
}

void read_pnpm_lock(const Input& input, Draft& draft) {
  const Document document = load_yaml(input.bytes);
  draft.note(document.trouble());
  UnitT& unit = draft.unit(input.directory);
  for (const Value importer : document.root()["importers"]) {
    if (importer.key() != ".") add_once(unit.members, importer.key());
  }
  for (const Value entry : document.root()["packages"]) {
    const Cut package = split_pnpm_key(entry.key());
    draft.depend(unit, {package.head, package.tail, "npm", scope_of(entry), true, entry.line()});
  }
}

}  // namespace assay::manifests
