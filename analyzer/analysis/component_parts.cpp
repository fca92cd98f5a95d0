// See component_parts.h.
#include "analyzer/analysis/component_parts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <map>
#include <set>
#include <tuple>

#include "analyzer/base/text.h"

namespace assay {
namespace {

// Splitting: only what is larger than this, into folders of at least that many code lines.
constexpr std::uint32_t split_above = 600;
constexpr std::uint32_t smallest_part = 60;
// A declared package is a unit already: its pieces must be worth a verdict of their own.
constexpr std::uint32_t smallest_piece_of_package = 600;
// A folder above this size is split once more; below it, one verdict can still be defended file by file.
constexpr std::uint32_t split_again_above = 50'000;
constexpr std::size_t most_components = 400;
constexpr std::string_view several_targets = "*";  // no target's name

// Formats that make their folder a component: packages of a language's own ecosystem.
bool is_package(std::string_view format) {
  static const std::set<std::string_view> formats = {
      "package.json", "pyproject.toml", "setup.py", "setup.cfg",     "Pipfile",     "pom.xml",
      "build.gradle", "build.sbt",      "csproj",   "fsproj",        "vbproj",      "go.mod",
      "Cargo.toml",   "gemspec",        "Gemfile",  "composer.json", "requirements"};
  return formats.contains(format);
}

// Build files stand in many folders of one project: of each tool, only the outermost one makes a component. -1: none.
int build_tool(std::string_view format) {
  if (format == "CMakeLists.txt") return 0;
  if (format == "meson.build") return 1;
  if (format == "Makefile" || format == "Kbuild" || format == "Makefile.am" || format == "configure.ac") return 2;
  if (format == "Dockerfile") return 3;
  return -1;
}

// The subfolder of `folder` that holds `path`; empty: the file lies in `folder` itself.
std::string_view child_folder(std::string_view path, std::string_view folder) {
  const std::size_t begin = folder.empty() ? 0 : folder.size() + 1;
  const std::size_t slash = path.find('/', begin);
  return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

bool is_source_prefix(std::string_view folder) {
  constexpr std::array<std::string_view, 19> names = {
      "src",      "lib", "app", "source", "Source",   "main",    "java",   "kotlin", "scala",     "packages",
      "internal", "pkg", "cmd", "apps",   "services", "modules", "crates", "libs",   "components"};
  return std::find(names.begin(), names.end(), folder) != names.end();
}

// Projects that lie somewhere inside a folder of tests are what is tested on, not parts of the repository; a folder of
// tests may be a project itself.
bool is_test_material(std::string_view folder) {
  constexpr std::array<std::string_view, 9> names = {"test",     "tests",     "testdata",     "testData", "test-data",
                                                     "fixtures", "__tests__", "__fixtures__", "it"};
  for (std::size_t begin = 0, end = folder.find('/'); end != std::string_view::npos;
       begin = end + 1, end = folder.find('/', begin)) {
    const std::string_view above = folder.substr(begin, end - begin);
    const bool maven_tests = above != "it" || (begin >= 4 && folder.substr(begin - 4, 4) == "src/");
    if (maven_tests && std::find(names.begin(), names.end(), above) != names.end()) return true;
  }
  return false;
}

class PartFinder {
 public:
  PartFinder(const Model& model, const std::vector<ManifestFile>& manifests, const std::vector<BuildTarget>& targets,
             std::string_view repository)
      : model_(model), manifests_(manifests), repository_(repository), taken_(model.files.size(), false) {
    name_targets(targets);
  }

  std::vector<Part> run(const std::vector<NamedComponent>& named) {
    std::vector<Part> parts = named_parts(named);
    for (Part& part : rooted_parts()) parts.push_back(std::move(part));
    std::vector<Part> done;
    // Work list instead of recursion: a split part may be split again.
    while (!parts.empty()) {
      Part part = std::move(parts.back());
      parts.pop_back();
      if (part.files.empty() && !part.fixed) continue;
      const bool whole = part.fixed || done.size() + parts.size() > most_components;
      std::vector<Part> pieces = whole ? std::vector<Part>{} : split(part);
      if (pieces.empty()) {
        done.push_back(std::move(part));
      } else {
        for (Part& piece : pieces) parts.push_back(std::move(piece));
      }
    }
    for (std::size_t i = 0, folders = done.size(); i < folders && done.size() < most_components; ++i) {
      if (done[i].fixed) continue;
      std::vector<Part> pieces = split_along_targets(done[i]);
      std::move(pieces.begin(), pieces.end(), std::back_inserter(done));
    }
    std::sort(done.begin(), done.end(),
              [](const Part& a, const Part& b) { return std::tie(a.root, a.name) < std::tie(b.root, b.name); });
    return done;
  }

 private:
  // Of which one target each file is made a part.
  void name_targets(const std::vector<BuildTarget>& targets) {
    target_of_.resize(model_.files.size());
    for (const BuildTarget& target : targets) {
      for (const std::uint32_t file : target.files) {
        std::string_view& known = target_of_[file];
        known = known.empty() || known == target.name ? target.name : several_targets;
      }
    }
  }

  // Moves what only one target is made of to a part of its own, where several are made of the files of one folder. The largest
  // stays with what they share.
  std::vector<Part> split_along_targets(Part& part) const {
    std::map<std::string_view, std::set<std::string_view>> targets_of_folder;
    for (const std::uint32_t file : part.files) {
      if (!target_of_[file].empty()) targets_of_folder[folder_of(model_.files[file].path)].insert(target_of_[file]);
    }
    std::map<std::string_view, Part> pieces;
    for (const std::uint32_t file : part.files) {
      const std::string_view target = target_of_[file];
      if (target.empty() || target == several_targets) continue;
      if (targets_of_folder[folder_of(model_.files[file].path)].size() > 1) take(pieces[target], file);
    }
    std::erase_if(pieces, [](const auto& piece) { return piece.second.lines < smallest_piece_of_package; });
    if (pieces.size() < 2) return {};
    const auto largest = std::max_element(pieces.begin(), pieces.end(),
                                          [](const auto& a, const auto& b) { return a.second.lines < b.second.lines; });
    pieces.erase(largest);
    std::vector<Part> split;
    for (auto& entry : pieces) {
      const std::string_view target = entry.first;
      Part& piece = entry.second;
      piece.root = part.root;
      piece.name = piece_name(part, part.root.empty() ? std::string(target) : part.root + '/' + std::string(target));
      piece.package = part.package;
      for (const std::uint32_t file : piece.files) piece.paths.push_back(model_.files[file].path);
      part.lines -= piece.lines;
      std::erase_if(part.files, [&](std::uint32_t file) {
        return std::binary_search(piece.files.begin(), piece.files.end(), file);
      });
      split.push_back(std::move(piece));
    }
    return split;
  }

  void take(Part& part, std::uint32_t file) const {
    part.files.push_back(file);
    part.lines += model_.files[file].code_lines;
  }

  std::vector<Part> named_parts(const std::vector<NamedComponent>& named) {
    std::vector<Part> parts;
    for (const NamedComponent& one : named) {
      Part part;
      part.name = part.package = one.name;
      part.fixed = true;
      for (const std::string& path : one.paths) part.paths.push_back(trimmed_path(path));
      part.root = part.paths.empty() ? std::string{} : part.paths.front();
      for (std::uint32_t i = 0; i < model_.files.size(); ++i) {
        const auto holds = [&](const std::string& path) { return lies_below(model_.files[i].path, path); };
        if (taken_[i] || std::none_of(part.paths.begin(), part.paths.end(), holds)) continue;
        taken_[i] = true;
        take(part, i);
      }
      parts.push_back(std::move(part));
    }
    return parts;
  }

  // One part per folder that a package or an outermost build file makes a root, and the repository itself.
  std::map<std::string, Part> roots() const {
    std::map<std::string, Part> parts;
    const auto root = [&](const std::string& folder) -> Part& {
      Part& part = parts[folder];
      part.root = folder;
      return part;
    };
    root("").name = root("").package = std::string(repository_);
    std::map<int, std::set<std::string>> build_folders;
    for (const ManifestFile& file : manifests_) {
      const bool package = is_package(file.manifest.format);
      const int tool = build_tool(file.manifest.format);
      if (!package && tool < 0) continue;
      for (const auto& unit : file.manifest.units) {
        const std::string folder = trimmed_path(unit->directory);
        if (is_test_material(folder)) continue;
        if (!package) {
          build_folders[tool].insert(folder);
          continue;
        }
        Part& part = root(folder);
        part.declared = true;
        if (part.name.empty()) part.name = unit->name;
        if (!unit->name.empty()) part.package = unit->name;
      }
    }
    for (const auto& [tool, folders] : build_folders) {
      const std::string* outermost = nullptr;  // in order, a folder comes after those above it
      for (const std::string& folder : folders) {
        if (outermost != nullptr && lies_below(folder, *outermost)) continue;
        outermost = &folder;
        root(folder);
      }
    }
    for (auto& [folder, part] : parts) {
      if (part.name.empty()) part.name = std::string(file_name(folder));
      part.paths = {folder.empty() ? "." : folder};
    }
    return parts;
  }

  std::vector<Part> rooted_parts() {
    std::map<std::string, Part> parts = roots();
    const auto deepest = [&](std::string_view path) -> Part& {
      for (;;) {
        path = folder_of(path);
        const auto found = parts.find(std::string(path));
        if (found != parts.end()) return found->second;
      }
    };
    for (std::uint32_t i = 0; i < model_.files.size(); ++i) {
      if (!taken_[i]) take(deepest(model_.files[i].path), i);
    }
    // A build file with a few lines beside it is a part of what lies around it. Deepest first.
    for (auto at = parts.rbegin(); at != parts.rend(); ++at) {
      Part& part = at->second;
      if (part.declared || part.root.empty() || part.lines >= smallest_part) continue;
      Part& around = deepest(part.root);
      for (const std::uint32_t file : part.files) take(around, file);
      std::sort(around.files.begin(), around.files.end());
      part.files.clear();
    }
    std::vector<Part> all;
    for (auto& entry : parts) all.push_back(std::move(entry.second));
    return all;
  }

  struct Folders {
    std::string folder;
    std::map<std::string, Part> children;
    std::vector<std::uint32_t> loose;  // files in `folder` itself
  };

  // The folder along which `part` is split: below prefixes such as src/main/java/com/example.
  Folders branching(const Part& part, std::uint32_t least) const {
    Folders found;
    found.folder = part.root;
    for (;;) {
      found.children.clear();
      found.loose.clear();
      for (const std::uint32_t file : part.files) {
        const std::string& path = model_.files[file].path;
        const std::string child(lies_below(path, found.folder) ? child_folder(path, found.folder) : std::string_view{});
        if (child.empty()) {
          found.loose.push_back(file);
        } else {
          take(found.children[child], file);
        }
      }
      // Crumbs beside the one folder that is worth a part do not make it less of a prefix.
      const std::string* main = nullptr;
      for (const auto& [name, child] : found.children) {
        if (child.lines < least) continue;
        if (main != nullptr) return found;
        main = &name;
      }
      if (main == nullptr) return found;
      const Part& child = found.children.at(*main);
      if (child.lines < split_above || (part.lines - child.lines) * 10 > child.lines) return found;
      found.folder = std::string(*main);
    }
  }

  // The parts of `part` along its folders; empty: it stays whole.
  std::vector<Part> split(const Part& part) const {
    if (part.remainder || part.lines < split_above) return {};
    std::uint32_t least = part.declared ? smallest_piece_of_package : smallest_part;
    if (part.lines > split_again_above) least = std::max(least, part.lines / 200);
    Folders found = branching(part, least);
    std::vector<Part> pieces;
    Part rest = part;
    rest.files = std::move(found.loose);
    for (auto& [name, child] : found.children) {
      if (child.lines < least) {
        rest.files.insert(rest.files.end(), child.files.begin(), child.files.end());
        continue;
      }
      child.root = name;
      child.name = piece_name(part, name);
      child.paths = {name};
      child.declared = part.declared;
      child.package = part.package;
      // Once split, only what is still very large is split again.
      child.remainder = child.lines < split_again_above && !is_source_prefix(file_name(name));
      pieces.push_back(std::move(child));
    }
    rest.lines = 0;
    for (const std::uint32_t file : rest.files) rest.lines += model_.files[file].code_lines;
    if (pieces.empty()) return {};
    if (pieces.size() == 1 && (rest.lines < least || pieces[0].root == part.root)) return {};
    std::sort(rest.files.begin(), rest.files.end());
    rest.remainder = true;
    if (!rest.files.empty()) pieces.push_back(std::move(rest));
    return pieces;
  }

  static std::string piece_name(const Part& part, const std::string& folder) {
    if (part.root.empty() || !lies_below(folder, part.root)) return folder;
    const std::string name = part.name.empty() ? std::string(file_name(part.root)) : part.name;
    return name + "/" + folder.substr(part.root.size() + 1);
  }

  const Model& model_;
  const std::vector<ManifestFile>& manifests_;
  std::string_view repository_;
  std::vector<bool> taken_;                  // by file: the user named its component
  std::vector<std::string_view> target_of_;  // by file: the build target that it is part of; empty: none
};

}  // namespace

std::vector<Part> find_parts(const Model& model, const std::vector<ManifestFile>& manifests,
                             const std::vector<BuildTarget>& targets, const std::vector<NamedComponent>& named,
                             std::string_view repository) {
  return PartFinder(model, manifests, targets, repository).run(named);
}

bool lies_below(std::string_view path, std::string_view folder) {
  if (folder.empty() || folder == ".") return true;
  return path.starts_with(folder) && (path.size() == folder.size() || path[folder.size()] == '/');
}

std::string trimmed_path(std::string path) {
  while (path.starts_with("./")) path.erase(0, 2);
  while (path.ends_with("/")) path.pop_back();
  return path == "." ? std::string{} : path;
}

}  // namespace assay
