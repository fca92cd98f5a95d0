// Cargo.toml and Cargo.lock: crates, their targets and what they depend on.

#include "parsers/manifests/document.h"
#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"

namespace assay::manifests {

namespace {

// name = "1.0", or {version, path, git, workspace, optional, package}
void add_dependencies(Draft& draft, UnitT& unit, Value table, DependencyScope scope) {
  for (const Value entry : table) {
    std::string version(entry.is_map() ? entry["version"].text() : entry.text());
    if (version.empty() && entry["path"].is_text()) version = local_version(entry["path"].text());
    if (version.empty() && entry["git"].is_text()) version = entry["git"].text();
    const std::string_view name = entry["package"].is_text() ? entry["package"].text() : entry.key();
    const bool optional = entry["optional"].is_true();
    draft.depend(unit, {name, version, "cargo", optional ? DependencyScope::Optional : scope, false, entry.line()});
  }
}

void add_all_dependencies(Draft& draft, UnitT& unit, Value section) {
  add_dependencies(draft, unit, section["dependencies"], DependencyScope::Runtime);
  for (const char* name : {"dev-dependencies", "dev_dependencies"}) {
    add_dependencies(draft, unit, section[name], DependencyScope::Development);
  }
  for (const char* name : {"build-dependencies", "build_dependencies"}) {
    add_dependencies(draft, unit, section[name], DependencyScope::Build);
  }
}

void state_library(UnitT& unit, Value library) {
  const Value types = library["crate-type"].exists() ? library["crate-type"] : library["crate_type"];
  for (const Value type : types) {
    if (type.text() == "bin") continue;
    state_kind(unit, UnitKind::Library, "`crate-type` in Cargo.toml is `" + std::string(type.text()) + "`");
  }
  if (library["proc-macro"].is_true() || library["proc_macro"].is_true()) {
    state_kind(unit, UnitKind::Library, "`proc-macro` in Cargo.toml is true");
  }
}

}  // namespace

void read_cargo_toml(const Input& input, Draft& draft) {
  const Document document = load_toml(input.bytes);
  draft.note(document.trouble());
  const Value root = document.root();
  const Value package = root["package"].exists() ? root["package"] : root["project"];
  UnitT& unit = draft.unit(input.directory, package["name"].text());

  // A library for others to link outweighs helper programs beside it.
  const Value library = root["lib"];
  state_library(unit, library);
  const Value binaries = root["bin"];
  if (binaries.size() > 0) {
    state_kind(unit, UnitKind::Cli, "`[[bin]]` in Cargo.toml names " + counted(binaries.size(), "program"));
  }
  for (const Value binary : binaries) {
    if (binary["path"].is_text()) {
      add_path(unit.entries, input.directory, binary["path"].text());
    } else if (binary["name"].is_text()) {
      add_once(unit.entries, binary["name"].text());
    }
  }
  if (const std::string_view program = package["default-run"].text(); !program.empty()) {
    add_once(unit.entries, program);
    state_kind(unit, UnitKind::Cli, "`default-run` in Cargo.toml names the program `" + std::string(program) + "`");
  }
  if (library.is_map()) state_kind(unit, UnitKind::Library, "Cargo.toml has a `[lib]` section and no `[[bin]]`");
  if (library["path"].is_text()) add_path(unit.sources, input.directory, library["path"].text());

  const Value workspace = root["workspace"];
  for (const Value member : workspace["members"]) add_once(unit.members, member.text());
  for (const Value excluded : workspace["exclude"]) add_once(unit.members, "!" + std::string(excluded.text()));
  add_all_dependencies(draft, unit, root);
  for (const Value target : root["target"]) add_all_dependencies(draft, unit, target);
  // Members inherit these by `workspace = true`; the versions stand here only.
  add_dependencies(draft, unit, workspace["dependencies"], DependencyScope::Runtime);
}

void read_cargo_lock(const Input& input, Draft& draft) {
  const Document document = load_toml(input.bytes);
  draft.note(document.trouble());
  UnitT& unit = draft.unit(input.directory);
  for (const Value package : document.root()["package"]) {
    if (!package["source"].exists()) continue;  // the repository's own
    draft.depend(unit, {package["name"].text(), package["version"].text(), "cargo", DependencyScope::Runtime, true,
                        package["name"].line()});
  }
}

}  // namespace assay::manifests
