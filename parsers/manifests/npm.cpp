// package.json and what stands beside it: which commands, entry files and workspaces an npm package declares.

#include <algorithm>
#include <array>

#include "parsers/manifests/document.h"
#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"

namespace assay::manifests {

namespace {

// Commands that serve or build a user interface; a script that runs one states what the package is.
constexpr std::array<std::string_view, 14> ui_commands = {
    "react-scripts", "ng",   "vite",   "vue-cli-service", "next",       "nuxt",     "gatsby",
    "astro",         "expo", "parcel", "react-native",    "svelte-kit", "electron", "webpack-dev-server"};

// Commands whose first plain argument is the file that they run.
constexpr std::array<std::string_view, 8> runners = {"node", "nodemon",     "ts-node",    "tsx",
                                                     "bun",  "ts-node-dev", "babel-node", "pm2"};

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

bool is_script_file(std::string_view word) {
  return word.ends_with(".js") || word.ends_with(".ts") || word.ends_with(".mjs") || word.ends_with(".cjs") ||
         word.ends_with(".mts") || word.ends_with(".tsx");
}

void add_dependencies(Draft& draft, UnitT& unit, Value list, DependencyScope scope) {
  for (const Value item : list) {
    if (!item.key().empty()) draft.depend(unit, {item.key(), item.text(), "npm", scope, false, item.line()});
  }
}

// `bin` is one path, or a map from command to path.
void add_bin(UnitT& unit, Value bin) {
  if (bin.is_text() && !bin.text().empty()) {
    add_path(unit.entries, unit.directory, bin.text());
    state_kind(unit, UnitKind::Cli, "`bin` in package.json names a command");
  } else if (bin.is_map() && bin.size() > 0) {
    for (const Value command : bin) add_path(unit.entries, unit.directory, command.text());
    state_kind(unit, UnitKind::Cli, "`bin` in package.json names " + counted(bin.size(), "command"));
  }
}

// `node --flag server.js` → server.js; true: it runs one.
bool add_run_file(UnitT& unit, std::string_view script) {
  const std::size_t before = unit.entries.size();
  bool runs = false;
  for (const std::string_view word : words(script)) {
    if (word == "&&" || word == ";" || word == "||" || word == "|") runs = false;
    if (runs && is_script_file(word)) {
      add_path(unit.entries, unit.directory, word);
      runs = false;
    }
    if (holds(runners, word)) runs = true;
  }
  return unit.entries.size() > before;
}

// The first word of each command in a script, assignments of the environment left out.
std::string_view ui_command(std::string_view script) {
  bool first = true;
  for (const std::string_view word : words(script)) {
    if (word == "&&" || word == ";" || word == "||" || word == "|" || word == "npx" || word == "cross-env") {
      first = true;
    } else if (first && word.find('=') == std::string_view::npos) {
      if (holds(ui_commands, word)) return word;
      first = false;
    }
  }
  return {};
}

void add_scripts(UnitT& unit, Value scripts, bool published) {
  for (const Value script : scripts) {
    if (!script.is_text()) continue;
    const std::string_view name = script.key();
    const bool starts = name == "start" || name.starts_with("start:") || name == "serve" || name == "worker";
    if (starts && add_run_file(unit, script.text()) && unit.started.empty()) {
      unit.started = "script `" + std::string(name) + "` in package.json";
    }
    // A library may use the same tools to show or bundle itself.
    if (published || !(starts || name == "dev" || name == "build" || name == "web")) continue;
    const std::string_view command = ui_command(script.text());
    if (command.empty()) continue;
    state_kind(unit, UnitKind::Ui,
               "script `" + std::string(name) + "` in package.json runs `" + std::string(command) + "`");
  }
}

// `workspaces` is a list of globs, or a map with the list in `packages`.
void add_workspaces(UnitT& unit, Value workspaces) {
  for (const Value glob : workspaces.is_map() ? workspaces["packages"] : workspaces)
    add_once(unit.members, glob.text());
}

}  // namespace

void read_package_json(const Input& input, Draft& draft) {
  const Document document = load_json(input.bytes);
  draft.note(document.trouble());
  const Value root = document.root();
  UnitT& unit = draft.unit(input.directory, root["name"].text());

  std::string_view library_field;
  for (const std::string_view field : {"main", "module", "exports", "types", "typings", "browser"}) {
    const Value value = root[field];
    if (!value.exists()) continue;
    if (library_field.empty()) library_field = field;
    if (value.is_text() && field != "types" && field != "typings")
      add_path(unit.entries, input.directory, value.text());
  }
  // `npm init` writes a `main` into every application: alone it says nothing.
  const bool meant_for_others = library_field != "main" || root["files"].exists() || root["publishConfig"].exists() ||
                                root["repository"].exists() || root["exports"].exists() || root["types"].exists();
  const bool published = !library_field.empty() && meant_for_others && !root["private"].is_true();
  add_bin(unit, root["bin"]);
  if (root["engines"]["vscode"].exists() && root["contributes"].exists()) {
    state_kind(unit, UnitKind::Ui, "`contributes` in package.json extends an editor");
  }
  add_scripts(unit, root["scripts"], published);
  if (published) {
    state_kind(unit, UnitKind::Library,
               "`" + std::string(library_field) + "` in package.json names what importers get");
  }
  add_workspaces(unit, root["workspaces"]);

  add_dependencies(draft, unit, root["dependencies"], DependencyScope::Runtime);
  add_dependencies(draft, unit, root["peerDependencies"], DependencyScope::Runtime);
  add_dependencies(draft, unit, root["optionalDependencies"], DependencyScope::Optional);
  add_dependencies(draft, unit, root["devDependencies"], DependencyScope::Development);
}

void read_workspace_list(const Input& input, Draft& draft) {
  const Document document = input.name.ends_with(".json") ? load_json(input.bytes) : load_yaml(input.bytes);
  draft.note(document.trouble());
  UnitT& unit = draft.unit(input.directory);
  for (const Value glob : document.root()["packages"]) add_once(unit.members, glob.text());
}

void read_angular_json(const Input& input, Draft& draft) {
  const Document document = load_json(input.bytes);
  draft.note(document.trouble());
  for (const Value project : document.root()["projects"]) {
    const auto directory = join_path(input.directory, project["root"].text());
    if (!project.is_map() || !directory) continue;
    UnitT& unit = draft.unit(*directory, project.key());
    add_path(unit.sources, input.directory, project["sourceRoot"].text());
    const Value options = project["architect"]["build"]["options"];
    for (const std::string_view field : {"main", "browser"}) {
      if (options[field].is_text()) add_path(unit.entries, input.directory, options[field].text());
    }
    const std::string_view type = project["projectType"].text();
    if (type == "application") state_kind(unit, UnitKind::Ui, "`projectType` in angular.json is `application`");
    if (type == "library") state_kind(unit, UnitKind::Library, "`projectType` in angular.json is `library`");
  }
}

void read_nx_project(const Input& input, Draft& draft) {
  const Document document = load_json(input.bytes);
  const Value root = document.root();
  // Other tools use this file name, too: without these members it is none of ours.
  if (!root["targets"].is_map() && !root["projectType"].is_text()) return;
  draft.note(document.trouble());
  UnitT& unit = draft.unit(input.directory, root["name"].text());
  if (root["projectType"].text() == "library") {
    state_kind(unit, UnitKind::Library, "`projectType` in project.json is `library`");
  }
  // Nx states paths from the workspace root, which this file does not tell; inside its own folder it does.
  const std::string_view sources = root["sourceRoot"].text();
  if (!sources.empty() && sources.starts_with(input.directory)) add_path(unit.sources, {}, sources);
}

}  // namespace assay::manifests
