// composer.json and composer.lock.

#include "parsers/manifests/document.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"

namespace assay::manifests {

namespace {

// php, ext-json, lib-curl: the platform, not packages.
std::string_view ecosystem_of(std::string_view name) {
  return name.find('/') == std::string_view::npos ? "system" : "packagist";
}

void add_required(Draft& draft, UnitT& unit, Value list, DependencyScope scope) {
  for (const Value item : list) {
    draft.depend(unit, {item.key(), item.text(), ecosystem_of(item.key()), scope, false, item.line()});
  }
}

// A namespace or class map names folders or files, one or a list of them.
void add_autoload(UnitT& unit, Value autoload) {
  for (const char* kind : {"psr-4", "psr-0", "classmap", "files"}) {
    for (const Value entry : autoload[kind]) {
      if (entry.is_text()) add_path(unit.sources, unit.directory, entry.text());
      for (const Value folder : entry) add_path(unit.sources, unit.directory, folder.text());
    }
  }
}

}  // namespace

void read_composer_json(const Input& input, Draft& draft) {
  const Document document = load_json(input.bytes);
  draft.note(document.trouble());
  const Value root = document.root();
  UnitT& unit = draft.unit(input.directory, root["name"].text());
  const Value programs = root["bin"];
  if (programs.is_text()) add_path(unit.entries, input.directory, programs.text());
  for (const Value program : programs) add_path(unit.entries, input.directory, program.text());
  if (!unit.entries.empty()) {
    state_kind(unit, UnitKind::Cli, "`bin` in composer.json names " + counted(unit.entries.size(), "command"));
  }
  const std::string_view type = root["type"].text();
  if (!type.empty() && type != "project" && type != "metapackage") {
    state_kind(unit, UnitKind::Library, "`type` in composer.json is `" + std::string(type) + "`");
  }
  add_autoload(unit, root["autoload"]);
  for (const Value repository : root["repositories"]) {
    if (repository["type"].text() == "path") add_once(unit.members, repository["url"].text());
  }
  add_required(draft, unit, root["require"], DependencyScope::Runtime);
  add_required(draft, unit, root["require-dev"], DependencyScope::Development);
}

void read_composer_lock(const Input& input, Draft& draft) {
  const Document document = load_json(input.bytes);
  draft.note(document.trouble());
  UnitT& unit = draft.unit(input.directory);
  for (const bool development : {false, true}) {
    for (const Value package : document.root()[development ? "packages-dev" : "packages"]) {
      draft.depend(
          unit, {package["name"].text(), package["version"].text(), "packagist",
                 development ? DependencyScope::Development : DependencyScope::Runtime, true, package["name"].line()});
    }
  }
}

}  // namespace assay::manifests
