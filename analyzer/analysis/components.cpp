// See components.h.
#include "analyzer/analysis/components.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

namespace assay {
namespace {

// Splitting: only what is larger than this, into folders of at least that many code lines.
constexpr std::uint32_t split_above = 600;
constexpr std::uint32_t smallest_part = 60;
// A folder above this size is split once more; below it, one verdict can still be defended file by file.
constexpr std::uint32_t split_again_above = 50'000;
constexpr std::size_t most_components = 400;

// Formats that make their folder a component: packages of a language's own ecosystem.
bool is_package(std::string_view format) {
  static const std::set<std::string_view> formats = {
      "package.json", "pyproject.toml", "setup.py", "setup.cfg",     "Pipfile",     "pom.xml",
      "build.gradle", "build.sbt",      "csproj",   "fsproj",        "vbproj",      "go.mod",
      "Cargo.toml",   "gemspec",        "Gemfile",  "composer.json", "requirements"};
  return formats.contains(format);
}

// Build files that stand in every folder of a project: only the outermost one makes a component.
bool is_build_file(std::string_view format) {
  static const std::set<std::string_view> formats = {"CMakeLists.txt", "meson.build",  "Makefile",  "Kbuild",
                                                     "Makefile.am",    "configure.ac", "Dockerfile"};
  return formats.contains(format);
}

// Formats that run what lies in their folder as a process of its own.
bool runs_in_container(std::string_view format) {
  static const std::set<std::string_view> formats = {"Dockerfile",         "compose",      "Procfile", "Chart.yaml",
                                                     "kustomization.yaml", "skaffold.yaml"};
  return formats.contains(format);
}

std::string runs_words(const facts::UnitT& unit, std::string_view format) {
  return unit.entries.empty() ? fmt::format("deployed by its {}", format)
                              : fmt::format("runs `{}`", unit.entries.front());
}

bool below(std::string_view path, std::string_view folder) {
  if (folder.empty() || folder == ".") return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

std::string trimmed(std::string path) {
  while (path.starts_with("./")) path.erase(0, 2);
  while (path.ends_with("/")) path.pop_back();
  return path == "." ? std::string{} : path;
}

std::string_view last_segment(std::string_view path) {
  const std::size_t slash = path.find_last_of('/');
  return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

// The subfolder of `folder` that holds `path`; empty: the file lies in `folder` itself.
std::string_view child_folder(std::string_view path, std::string_view folder) {
  const std::size_t begin = folder.empty() ? 0 : folder.size() + 1;
  const std::size_t slash = path.find('/', begin);
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

// A component under construction: the files whose deepest root it is.
struct Part {
  std::string name, root;
  std::vector<std::string> paths;
  std::vector<std::uint32_t> files;
  std::uint32_t lines = 0;
  bool fixed = false;      // named by the user: not split
  bool remainder = false;  // what is left of a split folder
};

class Discovery {
 public:
  Discovery(const Model& model, const std::vector<ManifestFile>& manifests, std::string_view repository)
      : model_(model), manifests_(manifests), repository_(repository) {}

  Components run(const std::vector<NamedComponent>& named) {
    std::vector<Part> parts = named_parts(named);
    for (Part& part : manifest_parts()) parts.push_back(std::move(part));
    std::vector<Part> done;
    // Work list instead of recursion: a split part may be split again.
    while (!parts.empty()) {
      Part part = std::move(parts.back());
      parts.pop_back();
      if (part.files.empty() && !part.fixed) continue;
      std::vector<Part> pieces =
          part.fixed || done.size() + parts.size() > most_components ? std::vector<Part>{} : split(part);
      if (pieces.empty()) {
        done.push_back(std::move(part));
      } else {
        for (Part& piece : pieces) parts.push_back(std::move(piece));
      }
    }
    std::sort(done.begin(), done.end(),
              [](const Part& a, const Part& b) { return std::tie(a.root, a.name) < std::tie(b.root, b.name); });
    return finish(std::move(done));
  }

 private:
  void take(Part& part, std::uint32_t file) {
    part.files.push_back(file);
    part.lines += model_.files[file].code_lines;
  }

  std::vector<Part> named_parts(const std::vector<NamedComponent>& named) {
    taken_.assign(model_.files.size(), false);
    std::vector<Part> parts;
    for (const NamedComponent& one : named) {
      Part part;
      part.name = one.name;
      part.fixed = true;
      for (const std::string& path : one.paths) part.paths.push_back(trimmed(path));
      part.root = part.paths.empty() ? std::string{} : part.paths.front();
      for (std::uint32_t i = 0; i < model_.files.size(); ++i) {
        if (taken_[i] || std::none_of(part.paths.begin(), part.paths.end(),
                                      [&](const std::string& p) { return below(model_.files[i].path, p); }))
          continue;
        taken_[i] = true;
        take(part, i);
      }
      parts.push_back(std::move(part));
    }
    return parts;
  }

  std::vector<Part> manifest_parts() {
    std::map<std::string, std::string> roots;  // folder → name
    roots[""] = std::string(repository_);
    std::set<std::string> build_folders;
    for (const ManifestFile& file : manifests_) {
      const bool package = is_package(file.manifest.format);
      if (!package && !is_build_file(file.manifest.format)) continue;
      for (const auto& unit : file.manifest.units) {
        const std::string folder = trimmed(unit->directory);
        if (!package) {
          build_folders.insert(folder);
        } else if (std::string& name = roots[folder]; name.empty()) {
          name = unit->name;
        }
      }
    }
    // In order, so that a folder comes after those above it.
    std::string outermost;
    bool any = false;
    for (const std::string& folder : build_folders) {
      if (any && below(folder, outermost)) continue;
      any = true;
      outermost = folder;
      roots.try_emplace(folder);
    }
    std::map<std::string, Part> parts;
    for (auto& [folder, name] : roots) {
      Part part;
      part.root = folder;
      part.name = name.empty() ? std::string(last_segment(folder)) : name;
      part.paths = {folder.empty() ? "." : folder};
      parts.emplace(folder, std::move(part));
    }
    for (std::uint32_t i = 0; i < model_.files.size(); ++i) {
      if (taken_[i]) continue;
      std::string_view folder = model_.files[i].path;
      for (;;) {  // the deepest root above the file
        const std::size_t slash = folder.find_last_of('/');
        folder = slash == std::string_view::npos ? std::string_view{} : folder.substr(0, slash);
        const auto found = parts.find(std::string(folder));
        if (found != parts.end()) {
          take(found->second, i);
          break;
        }
      }
    }
    std::vector<Part> all;
    for (auto& entry : parts) all.push_back(std::move(entry.second));
    return all;
  }

  // The parts of `part` along its folders; empty: it stays whole.
  std::vector<Part> split(const Part& part) {
    if (part.remainder || part.lines < split_above) return {};
    std::string folder = part.root;
    std::map<std::string, Part> children;
    std::vector<std::uint32_t> loose;
    for (;;) {
      children.clear();
      loose.clear();
      std::uint32_t loose_lines = 0;
      for (const std::uint32_t file : part.files) {
        const std::string& path = model_.files[file].path;
        const std::string child(below(path, folder) ? child_folder(path, folder) : std::string_view{});
        if (child.empty()) {
          loose.push_back(file);
          loose_lines += model_.files[file].code_lines;
        } else {
          take(children[child], file);
        }
      }
      // Tests and examples beside the one source folder do not make it less of a prefix.
      const Part* main = nullptr;
      std::string main_folder;
      std::uint32_t others = loose_lines;
      for (const auto& [name, child] : children) {
        if (main == nullptr || child.lines > main->lines) {
          if (main != nullptr) others += main->lines;
          main = &child;
          main_folder = name;
        } else {
          others += child.lines;
        }
      }
      if (main == nullptr) return {};
      if (main->lines < split_above || children.size() > 1 || others * 10 > main->lines) break;
      folder = main_folder;
    }
    const bool large = part.lines > split_again_above;
    const std::uint32_t least = large ? std::max(smallest_part, part.lines / 200) : smallest_part;
    std::vector<Part> pieces;
    Part rest = part;
    rest.files = loose;
    rest.lines = 0;
    for (auto& [name, child] : children) {
      if (child.lines < least) {
        rest.files.insert(rest.files.end(), child.files.begin(), child.files.end());
        continue;
      }
      child.root = name;
      child.name = piece_name(part, name);
      child.paths = {name};
      // Once split, only what is still very large is split again.
      child.remainder = child.lines < split_again_above && name != folder && !is_source_prefix(last_segment(name));
      pieces.push_back(std::move(child));
    }
    if (pieces.empty() || (pieces.size() == 1 && rest.files.empty() && pieces[0].root == part.root)) return {};
    std::sort(rest.files.begin(), rest.files.end());
    for (const std::uint32_t file : rest.files) rest.lines += model_.files[file].code_lines;
    rest.remainder = true;
    if (!rest.files.empty()) pieces.push_back(std::move(rest));
    return pieces;
  }

  static bool is_source_prefix(std::string_view folder) {
    for (std::string_view name :
         {"src", "lib", "app", "source", "Source", "main", "java", "kotlin", "scala", "packages", "internal", "pkg",
          "cmd", "apps", "services", "modules", "crates", "libs"}) {
      if (folder == name) return true;
    }
    return false;
  }

  std::string piece_name(const Part& part, const std::string& folder) const {
    if (part.root.empty() || !below(folder, part.root)) return folder;
    std::string name = part.name.empty() ? std::string(last_segment(part.root)) : part.name;
    return name + "/" + folder.substr(part.root.size() + 1);
  }

  Components finish(std::vector<Part> parts) {
    Components result;
    result.of_file.resize(model_.files.size());
    std::set<std::string> ids;
    for (Part& part : parts) {
      Component c;
      c.name = part.name.empty() ? (part.root.empty() ? std::string(repository_) : std::string(last_segment(part.root)))
                                 : part.name;
      c.id = unique_id(c.name, ids);
      c.paths = part.paths;
      for (std::string& path : c.paths) {
        if (path.empty()) path = ".";
      }
      std::sort(part.files.begin(), part.files.end());
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
        result.of_file[file] = ComponentId::of_index(result.list.size());
      }
      add_manifests(c, part);
      result.list.push_back(std::move(c));
    }
    return result;
  }

  // What the manifests in the part's own folder say; a folder split off inherits the dependencies of the one above.
  void add_manifests(Component& c, const Part& part) const {
    std::map<std::pair<std::string, std::string>, ComponentDependency> dependencies;
    for (const ManifestFile& file : manifests_) {
      for (const auto& unit : file.manifest.units) {
        const std::string directory = trimmed(unit->directory);
        const bool own = std::any_of(c.paths.begin(), c.paths.end(),
                                     [&](const std::string& p) { return below(directory, p == "." ? "" : p); }) &&
                         (!part.root.empty() || directory.empty());
        if (own) {
          c.manifests.push_back(file.path);
          if (c.container.first.empty() && runs_in_container(file.manifest.format))
            c.container = {file.path, runs_words(*unit, file.manifest.format)};
          c.entries.insert(c.entries.end(), unit->entries.begin(), unit->entries.end());
          if (unit->kind != facts::UnitKind::Unknown && c.kind == facts::UnitKind::Unknown) {
            c.kind = unit->kind;
            c.kind_reason = unit->reason;
          }
        } else if (!below(part.root, directory)) {
          continue;
        }
        for (const auto& d : unit->dependencies) {
          auto& slot = dependencies[{d->ecosystem, d->name}];
          if (slot.name.empty()) {
            slot = {d->name, d->version, d->ecosystem, d->scope, file.path, d->line};
          } else if (d->locked) {
            slot.version = d->version;
          } else if (!slot.file.empty() && slot.scope != facts::DependencyScope::Runtime) {
            slot.scope = d->scope;
          }
        }
      }
    }
    for (auto& entry : dependencies) c.dependencies.push_back(std::move(entry.second));
    std::sort(c.manifests.begin(), c.manifests.end());
    c.manifests.erase(std::unique(c.manifests.begin(), c.manifests.end()), c.manifests.end());
    std::sort(c.entries.begin(), c.entries.end());
    c.entries.erase(std::unique(c.entries.begin(), c.entries.end()), c.entries.end());
  }

  static std::string unique_id(const std::string& name, std::set<std::string>& ids) {
    std::string slug;
    for (const char ch : name) {
      const bool word =
          (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '.' || ch == '_';
      if (word) {
        slug += ch;
      } else if (!slug.empty() && slug.back() != '-') {
        slug += '-';
      }
    }
    while (slug.ends_with("-")) slug.pop_back();
    if (slug.empty()) slug = "component";
    std::string id = slug;
    for (int n = 2; !ids.insert(id).second; ++n) id = fmt::format("{}-{}", slug, n);
    return id;
  }

  const Model& model_;
  const std::vector<ManifestFile>& manifests_;
  std::string_view repository_;
  std::vector<bool> taken_;
};

}  // namespace

Components discover_components(const Model& model, const std::vector<ManifestFile>& manifests,
                               const std::vector<NamedComponent>& named, std::string_view repository) {
  return Discovery(model, manifests, repository).run(named);
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
