// See build_targets.h.
#include "analyzer/analysis/build_targets.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "analyzer/analysis/module_paths.h"
#include "analyzer/base/sort_unique.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

// Targets of one name beyond these are not looked at.
constexpr std::size_t most_namesakes = 100;

// src/libnet.a, net, libnet.la: net; app::net: net
std::string_view plain_name(std::string_view name) {
  name = file_name(name);
  if (const std::size_t colons = name.rfind("::"); colons != std::string_view::npos) name.remove_prefix(colons + 2);
  for (const std::string_view end : {".a", ".so", ".la", ".lib", ".dylib", ".dll"}) {
    if (!name.ends_with(end)) continue;
    name.remove_suffix(end.size());
    if (name.starts_with("lib")) name.remove_prefix(3);
    break;
  }
  return name;
}

}  // namespace

bool is_build_file(std::string_view format) {
  constexpr std::array<std::string_view, 4> formats = {"CMakeLists.txt", "meson.build", "Makefile", "Makefile.am"};
  return std::find(formats.begin(), formats.end(), format) != formats.end();
}

std::vector<BuildTarget> find_build_targets(const Model& model, const std::vector<ManifestFile>& manifests) {
  const auto add_file = [&](BuildTarget& target, std::string_view path) {
    const auto found =
        std::lower_bound(model.files.begin(), model.files.end(), path,
                         [](const FileRow& file, std::string_view wanted) { return file.path < wanted; });
    if (found != model.files.end() && found->path == path)
      target.files.push_back(static_cast<std::uint32_t>(found - model.files.begin()));
  };
  std::vector<BuildTarget> targets;
  for (const ManifestFile& file : manifests) {
    if (!is_build_file(file.manifest.format)) continue;
    for (const auto& unit : file.manifest.units) {
      if (unit->name.empty() || unit->kind == facts::UnitKind::Tests) continue;
      BuildTarget target{&file, unit.get(), unit->name, {}};
      for (const std::string& source : unit->sources) {
        add_file(target, source);
        for (const char* header : {".h", ".hh", ".hpp", ".hxx"})
          add_file(target, std::string(without_extension(source)) + header);
      }
      sort_unique(target.files);
      targets.push_back(std::move(target));
    }
  }
  return targets;
}

std::vector<TargetLink> find_target_links(const std::vector<BuildTarget>& targets) {
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> by_name;
  for (std::uint32_t i = 0; i < targets.size(); ++i) {
    if (targets[i].unit->kind == facts::UnitKind::Unknown) continue;
    const auto add = [&](std::string_view name) {
      std::vector<std::uint32_t>& named = by_name[plain_name(name)];
      if (named.size() < most_namesakes && (named.empty() || named.back() != i)) named.push_back(i);
    };
    add(targets[i].name);
    for (const std::string& alias : targets[i].unit->aliases) add(alias);
  }
  constexpr auto none = static_cast<std::uint32_t>(-1);
  const auto nearest = [&](std::string_view name, std::string_view folder) {
    const auto named = by_name.find(plain_name(name));
    if (named == by_name.end()) return none;
    // Of one named twice, in branches of a condition, the one whose files are known.
    const auto fit = [&](std::uint32_t target) {
      return std::pair(common_folders(targets[target].unit->directory, folder), !targets[target].files.empty());
    };
    return *std::max_element(named->second.begin(), named->second.end(),
                             [&](std::uint32_t a, std::uint32_t b) { return fit(a) < fit(b); });
  };
  std::vector<TargetLink> links;
  for (std::uint32_t i = 0; i < targets.size(); ++i) {
    const facts::UnitT& unit = *targets[i].unit;
    const std::uint32_t from = unit.kind == facts::UnitKind::Unknown ? nearest(unit.name, unit.directory) : i;
    if (from == none) continue;
    for (const auto& link : unit.links) {
      const std::string_view name = link->name;
      const bool path = name.find('/') != std::string_view::npos;
      const std::uint32_t to = nearest(name, path ? folder_of(name) : std::string_view(unit.directory));
      if (to != none && to != from) links.push_back({from, to, i, name, link->line});
    }
  }
  return links;
}

}  // namespace assay
