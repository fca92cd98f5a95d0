// See components.h: the second half, what manifests say about each part.
#include "analyzer/analysis/components.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "analyzer/analysis/build_targets.h"
#include "analyzer/analysis/component_parts.h"
#include "analyzer/base/sort_unique.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

using facts::UnitKind;

// What a deployment says of its folder holds for folders with nothing but deployment in them.
constexpr std::uint32_t most_lines_of_infrastructure = 60;

// Formats that run what lies in their folder as a process of its own.
bool is_deployment(std::string_view format) {
  static const std::set<std::string_view> formats = {
      "Dockerfile", "compose", "Procfile", "serverless", "Chart.yaml", "kustomization.yaml", "skaffold.yaml"};
  return formats.contains(format);
}

class Describer {
 public:
  Describer(const Model& model, const std::vector<ManifestFile>& manifests, std::string_view repository)
      : model_(model), manifests_(manifests), targets_(find_build_targets(model, manifests)), repository_(repository) {}

  const std::vector<BuildTarget>& targets() const { return targets_; }

  Components run(std::vector<Part> parts) {
    Components result;
    result.of_file.resize(model_.files.size());
    for (const Part& part : parts) {
      for (const std::string& path : part.paths)
        owners_.try_emplace(path == "." ? std::string{} : path, result.list.size());
      result.list.push_back(describe(part));
      for (const FileId file : result.list.back().files)
        result.of_file[file.index()] = ComponentId::of_index(result.list.size() - 1);
    }
    place_units(result);
    for (std::size_t i = 0; i < parts.size(); ++i) add_manifests(result.list[i], i, parts[i].root);
    link(result);
    return result;
  }

 private:
  Component describe(const Part& part) {
    Component c;
    c.name = part.name.empty() ? std::string(part.root.empty() ? repository_ : file_name(part.root)) : part.name;
    c.id = unique_id(c.name);
    c.package = part.package;
    c.paths = part.paths;
    for (std::string& path : c.paths) {
      if (path.empty()) path = ".";
    }
    for (const std::uint32_t file : part.files) {
      const FileRow& row = model_.files[file];
      c.files.push_back(FileId::of_index(file));
      c.languages[std::string(language_name(row.language))] += row.code_lines;
      c.code_lines += row.code_lines;
      if (row.test) c.test_lines += row.code_lines;
      for (std::uint32_t f = row.functions.begin; f < row.functions.end; ++f) {
        constexpr auto unnamed = static_cast<std::uint32_t>(facts::FunctionFlag::Lambda) |
                                 static_cast<std::uint32_t>(facts::FunctionFlag::Module);
        if ((model_.functions[f].flags() & unnamed) == 0) ++c.functions;
      }
    }
    return c;
  }

  void link(Components& components) const {
    std::map<std::pair<ComponentId, ComponentId>, ComponentLink> links;
    for (const TargetLink& link : find_target_links(targets_)) {
      const ComponentId from = home_of(targets_[link.from], components), to = home_of(targets_[link.to], components);
      if (!from || !to || from == to) continue;
      ComponentLink& known = links[{from, to}];
      if (known.count++ > 0) continue;
      known = {from, to, 1, std::string(link.what), targets_[link.stated].manifest->path, link.line};
    }
    for (auto& entry : links) components.links.push_back(std::move(entry.second));
  }

  // The component that most of a target's files belong to; that of its folder, below the root, where it names none.
  ComponentId home_of(const BuildTarget& target, const Components& components) const {
    std::map<ComponentId, std::size_t> files;
    for (const std::uint32_t file : target.files) ++files[components.of_file[file]];
    const auto most =
        std::max_element(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most != files.end()) return most->first;
    const std::size_t owner =
        target.unit->directory.empty() ? static_cast<std::size_t>(-1) : owner_of(target.unit->directory);
    return owner == static_cast<std::size_t>(-1) ? ComponentId{} : ComponentId::of_index(owner);
  }

  // The component whose path is the deepest above `directory`; those of a folder that was split have none.
  std::size_t owner_of(std::string_view directory) const {
    for (;; directory = folder_of(directory)) {
      const auto found = owners_.find(directory);
      if (found != owners_.end()) return found->second;
      if (directory.empty()) return static_cast<std::size_t>(-1);
    }
  }

  // With what a target is made of, or in its folder.
  void place_units(const Components& components) {
    std::unordered_map<const facts::UnitT*, std::size_t> homes;
    for (const BuildTarget& target : targets_) {
      if (!target.files.empty()) homes.emplace(target.unit, home_of(target, components).index());
    }
    for (const ManifestFile& file : manifests_) {
      for (const auto& unit : file.manifest.units) {
        std::string directory = trimmed_path(unit->directory);
        const auto home = homes.find(unit.get());
        const std::size_t owner = home == homes.end() ? owner_of(directory) : home->second;
        units_.push_back({&file, unit.get(), std::move(directory), owner});
      }
    }
  }

  // What the manifests of its own folders say. A folder inherits the dependencies, and no more, of those above it.
  void add_manifests(Component& c, std::size_t self, std::string_view root) const {
    std::map<std::pair<std::string, std::string>, ComponentDependency> dependencies;
    for (const PlacedUnit& placed : units_) {
      if (placed.owner == self) {
        add_unit(c, *placed.file, *placed.unit);
      } else if (!lies_below(root, placed.directory)) {
        continue;
      }
      for (const auto& d : placed.unit->dependencies) {
        auto& slot = dependencies[{d->ecosystem, d->name}];
        if (slot.name.empty()) {
          slot = {d->name, d->version, d->ecosystem, d->scope, placed.file->path, d->line, false};
        } else if (d->locked) {
          slot.version = d->version;
        } else if (slot.scope != facts::DependencyScope::Runtime) {
          slot.scope = d->scope;
        }
        slot.stated = slot.stated || !d->locked;
      }
    }
    for (auto& entry : dependencies) c.dependencies.push_back(std::move(entry.second));
    sort_unique(c.manifests);
    sort_unique(c.entries);
  }

  static void add_unit(Component& c, const ManifestFile& file, const facts::UnitT& unit) {
    c.manifests.push_back(file.path);
    c.entries.insert(c.entries.end(), unit.entries.begin(), unit.entries.end());
    if (c.started.empty()) c.started = unit.started;
    const bool deployment = is_deployment(file.manifest.format);
    if (deployment && c.container.first.empty()) {
      c.container = {file.path, unit.entries.empty() ? "deploys it" : fmt::format("runs `{}`", unit.entries.front())};
    }
    if (unit.kind == UnitKind::Unknown) return;
    // A program may as well be a server: what it does decides.
    const bool built = is_build_file(file.manifest.format);
    if (built && (unit.kind == UnitKind::Cli || unit.kind == UnitKind::Infrastructure)) {
      std::string& word = unit.kind == UnitKind::Cli ? c.program : c.helper;
      if (word.empty()) word = unit.reason;
      return;
    }
    if (!c.program.empty() && c.kind == UnitKind::Unknown) return;  // the libraries that follow are its parts
    const bool crumb = c.code_lines - c.test_lines <= most_lines_of_infrastructure;
    if (deployment && unit.kind == UnitKind::Infrastructure && !crumb) return;
    // What is deployed as a service is one, whatever its package calls itself.
    const bool serves =
        deployment && unit.kind == UnitKind::Service && (c.kind == UnitKind::Library || c.kind == UnitKind::Cli);
    if (c.kind != UnitKind::Unknown && !serves) return;
    c.kind = unit.kind;
    c.kind_reason = unit.reason;
  }

  std::string unique_id(const std::string& name) {
    std::string slug;
    for (const char ch : name) {
      const bool letter = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z');
      if (letter || (ch >= '0' && ch <= '9') || ch == '.' || ch == '_') {
        slug += ch;
      } else if (!slug.empty() && slug.back() != '-') {
        slug += '-';
      }
    }
    while (slug.ends_with("-")) slug.pop_back();
    if (slug.empty()) slug = "component";
    std::string id = slug;
    for (int n = 2; !ids_.insert(id).second; ++n) id = fmt::format("{}-{}", slug, n);
    return id;
  }

  const Model& model_;
  const std::vector<ManifestFile>& manifests_;
  std::vector<BuildTarget> targets_;
  std::string_view repository_;
  // What a manifest says of a folder, and the component that the folder belongs to.
  struct PlacedUnit {
    const ManifestFile* file;
    const facts::UnitT* unit;
    std::string directory;
    std::size_t owner;
  };
  std::map<std::string, std::size_t, std::less<>> owners_;  // path → component
  std::vector<PlacedUnit> units_;
  std::set<std::string> ids_;
};

}  // namespace

Components discover_components(const Model& model, const std::vector<ManifestFile>& manifests,
                               const std::vector<NamedComponent>& named, std::string_view repository) {
  Describer describer(model, manifests, repository);
  return describer.run(find_parts(model, manifests, describer.targets(), named, repository));
}

std::string_view language_name(facts::Language language) {
  switch (language) {
    case facts::Language::C: return "C";
    case facts::Language::Cpp: return "C++";
    case facts::Language::Python: return "Python";
    case facts::Language::JavaScript: return "JavaScript";
    case facts::Language::TypeScript:
    case facts::Language::Tsx: return "TypeScript";
    case facts::Language::Java: return "Java";
    case facts::Language::Kotlin: return "Kotlin";
    case facts::Language::Scala: return "Scala";
    case facts::Language::CSharp: return "C#";
    case facts::Language::Go: return "Go";
    case facts::Language::Rust: return "Rust";
    case facts::Language::Ruby: return "Ruby";
    case facts::Language::Php: return "PHP";
    case facts::Language::None: break;
  }
  return "unknown";
}

std::string_view kind_name(facts::UnitKind kind) {
  switch (kind) {
    case facts::UnitKind::Service: return "service";
    case facts::UnitKind::Cli: return "cli";
    case facts::UnitKind::Worker: return "worker";
    case facts::UnitKind::Ui: return "ui";
    case facts::UnitKind::Data: return "data";
    case facts::UnitKind::Tests: return "tests";
    case facts::UnitKind::Docs: return "docs";
    case facts::UnitKind::Infrastructure: return "infrastructure";
    case facts::UnitKind::Library:
    case facts::UnitKind::Unknown: break;
  }
  return "library";
}

}  // namespace assay
