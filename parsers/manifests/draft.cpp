#include "parsers/manifests/draft.h"

#include <algorithm>

#include "parsers/manifests/paths.h"
#include "parsers/manifests/text.h"

namespace assay::manifests {

namespace {

// Linear search is for short lists; longer ones may hold the same text twice.
constexpr std::size_t searched = 500;

void clean(std::string& text) { text = clean_utf8(text, max_text); }

void clean(std::vector<std::string>& list) {
  for (std::string& text : list) clean(text);
}

bool says_nothing(const UnitT& unit) {
  return unit.name.empty() && unit.kind == UnitKind::Unknown && unit.sources.empty() && unit.entries.empty() &&
         unit.members.empty() && unit.dependencies.empty() && unit.links.empty() && unit.includes.empty();
}

}  // namespace

UnitT& Draft::unit(std::string_view directory, std::string_view name) {
  if (manifest_.units.size() == max_units) {
    note("more than " + std::to_string(max_units) + " units, the rest is not read");
    overflow_ = UnitT();
    return overflow_;
  }
  UnitT& unit = *manifest_.units.emplace_back(std::make_unique<UnitT>());
  unit.directory = directory;
  unit.name = name;
  return unit;
}

void Draft::depend(UnitT& unit, const Requirement& requirement) {
  if (trim(requirement.name).empty()) return;
  if (dependencies_ == max_dependencies) {
    note("more than " + std::to_string(max_dependencies) + " dependencies, the rest is not read");
    return;
  }
  ++dependencies_;
  DependencyT& dependency = *unit.dependencies.emplace_back(std::make_unique<DependencyT>());
  dependency.name = clean_utf8(trim(requirement.name), max_text);
  dependency.version = clean_utf8(trim(requirement.version), max_text);
  dependency.ecosystem = requirement.ecosystem;
  dependency.scope = requirement.scope;
  dependency.locked = requirement.locked;
  dependency.line = requirement.line;
}

void Draft::link(UnitT& unit, std::string_view name, std::uint32_t line) {
  if (name.starts_with("-l")) name.remove_prefix(2);
  if (name.empty() || name.starts_with('-') || name.find_first_of("$@<>(){}%\\ ") != std::string_view::npos) return;
  if (unit.links.size() >= max_links) return;
  const auto is_same = [&](const auto& link) { return link->name == name; };
  if (std::any_of(unit.links.begin(), unit.links.end(), is_same)) return;
  facts::LinkT& link = *unit.links.emplace_back(std::make_unique<facts::LinkT>());
  link.name = clean_utf8(name, max_text);
  link.line = line;
}

void Draft::note(std::string_view text) {
  if (manifest_.notes.size() < max_notes) add_once(manifest_.notes, text);
}

ManifestT Draft::finish() {
  std::erase_if(manifest_.units, [](const auto& unit) { return says_nothing(*unit); });
  for (const auto& unit : manifest_.units) {
    clean(unit->name);
    clean(unit->reason);
    clean(unit->sources);
    clean(unit->entries);
    clean(unit->members);
    clean(unit->aliases);
    clean(unit->includes);
  }
  clean(manifest_.notes);
  return std::move(manifest_);
}

void state_kind(UnitT& unit, UnitKind kind, std::string reason) {
  if (unit.kind != UnitKind::Unknown) return;
  unit.kind = kind;
  unit.reason = std::move(reason);
}

void add_once(std::vector<std::string>& list, std::string_view text) {
  text = trim(text);
  if (text.empty() || list.size() >= max_list) return;
  if (list.size() < searched && std::find(list.begin(), list.end(), text) != list.end()) return;
  list.emplace_back(text);
}

void add_path(std::vector<std::string>& list, std::string_view directory, std::string_view relative) {
  if (const auto path = join_path(directory, relative)) add_once(list, *path);
}

void add_include(UnitT& unit, std::string_view relative) {
  if (const auto path = join_path(unit.directory, relative)) add_once(unit.includes, path->empty() ? "." : *path);
}

std::string local_version(std::string_view path) { return "path:" + std::string(path); }

}  // namespace assay::manifests
