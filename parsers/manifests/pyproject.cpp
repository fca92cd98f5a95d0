// pyproject.toml: the standard project table, Poetry's, and where setuptools, Hatch or PDM say the packages lie.

#include "parsers/manifests/document.h"
#include "parsers/manifests/paths.h"
#include "parsers/manifests/python_requirement.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"

namespace assay::manifests {

namespace {

void add_scripts(UnitT& unit, Value scripts, UnitKind kind, std::string_view table) {
  if (scripts.size() == 0) return;
  for (const Value script : scripts) {
    add_once(unit.entries, script.is_map() ? script["reference"].text() : script.text());
  }
  state_kind(unit, kind, "`" + std::string(table) + "` in pyproject.toml names " + counted(scripts.size(), "command"));
}

void add_requirements(Draft& draft, UnitT& unit, Value list, DependencyScope scope) {
  for (const Value item : list) add_python_requirement(draft, unit, item.text(), scope, item.line());
}

void add_project(Draft& draft, UnitT& unit, Value project) {
  for (const Value classifier : project["classifiers"]) state_kind_by_classifier(unit, classifier.text());
  add_scripts(unit, project["scripts"], UnitKind::Cli, "project.scripts");
  add_scripts(unit, project["gui-scripts"], UnitKind::Ui, "project.gui-scripts");
  add_scripts(unit, project["entry-points"]["console_scripts"], UnitKind::Cli, "console_scripts");
  add_requirements(draft, unit, project["dependencies"], DependencyScope::Runtime);
  for (const Value extra : project["optional-dependencies"]) {
    add_requirements(draft, unit, extra, DependencyScope::Optional);
  }
}

void add_poetry(Draft& draft, UnitT& unit, Value poetry) {
  for (const Value classifier : poetry["classifiers"]) state_kind_by_classifier(unit, classifier.text());
  add_scripts(unit, poetry["scripts"], UnitKind::Cli, "tool.poetry.scripts");
  for (const Value package : poetry["packages"]) {
    const auto base = join_path(unit.directory, package["from"].text());
    if (base) add_path(unit.sources, *base, fixed_part(package["include"].text()));
  }
  add_python_table(draft, unit, poetry["dependencies"], DependencyScope::Runtime);
  add_python_table(draft, unit, poetry["dev-dependencies"], DependencyScope::Development);
  for (const Value group : poetry["group"]) {
    const bool main = group.key() == "main";
    add_python_table(draft, unit, group["dependencies"],
                     main ? DependencyScope::Runtime : DependencyScope::Development);
  }
}

// Dotted package names are folders; `package-dir` moves the roots.
void add_setuptools(UnitT& unit, Value setuptools) {
  std::string base = unit.directory;
  if (const Value root = setuptools["package-dir"][""]; root.is_text()) {
    if (const auto moved = join_path(unit.directory, root.text())) base = *moved;
  }
  const Value packages = setuptools["packages"];
  if (packages.is_list()) {
    for (const Value package : packages) {
      std::string folder(package.text());
      for (char& c : folder) c = c == '.' ? '/' : c;
      add_path(unit.sources, base, folder);
    }
  }
  for (const Value where : packages["find"]["where"]) add_path(unit.sources, unit.directory, where.text());
  for (const Value module : setuptools["py-modules"]) add_path(unit.sources, base, std::string(module.text()) + ".py");
}

}  // namespace

void read_pyproject(const Input& input, Draft& draft) {
  const Document document = load_toml(input.bytes);
  draft.note(document.trouble());
  const Value root = document.root();
  const Value project = root["project"];
  const Value tool = root["tool"];
  const Value poetry = tool["poetry"];
  UnitT& unit = draft.unit(input.directory, project["name"].exists() ? project["name"].text() : poetry["name"].text());
  add_project(draft, unit, project);
  add_poetry(draft, unit, poetry);
  add_setuptools(unit, tool["setuptools"]);
  for (const Value package : tool["hatch"]["build"]["targets"]["wheel"]["packages"]) {
    add_path(unit.sources, input.directory, package.text());
  }
  if (const Value python = tool["maturin"]["python-source"]; python.is_text()) {
    add_path(unit.sources, input.directory, python.text());
  }
  for (const Value member : tool["uv"]["workspace"]["members"]) add_once(unit.members, member.text());
  for (const Value group : root["dependency-groups"])
    add_requirements(draft, unit, group, DependencyScope::Development);
  for (const Value group : tool["pdm"]["dev-dependencies"]) {
    add_requirements(draft, unit, group, DependencyScope::Development);
  }
  add_requirements(draft, unit, tool["uv"]["dev-dependencies"], DependencyScope::Development);
  add_requirements(draft, unit, root["build-system"]["requires"], DependencyScope::Build);
  if (!unit.name.empty() && root["build-system"].is_map()) {
    state_kind(unit, UnitKind::Library, "pyproject.toml builds the package `" + unit.name + "` without commands");
  }
}

}  // namespace assay::manifests
