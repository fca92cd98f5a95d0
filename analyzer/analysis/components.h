// What the repository is made of: the parts that are built, deployed or at least kept apart, each file in exactly one.
//
// 1. Components that the user names take their paths.
// 2. Folders with a manifest of their own (package.json, pom.xml, Cargo.toml …) are components; the deepest one wins.
// 3. A large component without manifests inside is split along its source folders, below a common prefix such as
//    src/main/java/com/example: a verdict on 100,000 lines at once helps nobody.
// 4. Where build files make several programs or libraries of one folder, what only one of them is made of is a component.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/analysis/manifest_file.h"
#include "analyzer/analysis/model.h"

namespace assay {

struct NamedComponent {
  std::string name;
  std::vector<std::string> paths;  // repository paths of folders or files; "." is the root
};

struct ComponentDependency {
  std::string name, version, ecosystem;
  facts::DependencyScope scope = facts::DependencyScope::Runtime;
  std::string file;  // the manifest that states it
  std::uint32_t line = 0;
  bool stated = false;  // by a manifest; false: it is only in a lock file, because another one needs it
};

struct Component {
  std::string id;  // unique slug: what `assay explain` takes
  std::string name;
  std::vector<std::string> paths;
  std::string package;  // by which other code imports it or what it is a piece of; empty: none known
  facts::UnitKind kind = facts::UnitKind::Unknown;
  std::string kind_reason;
  std::vector<FileId> files;                       // in path order
  std::map<std::string, std::uint32_t> languages;  // name → code lines
  std::uint32_t code_lines = 0, test_lines = 0;    // test_lines are part of code_lines
  std::uint32_t functions = 0;                     // named ones
  std::vector<ComponentDependency> dependencies;   // by (ecosystem, name)
  std::vector<std::string> entries;                // as the manifests state them
  std::vector<std::string> manifests;              // paths
  std::string program;                             // the build file's word for it where it builds a program; or empty
  std::string helper;                              // … where it builds one that runs while building; or empty
  std::string started;                             // what starts it as a process, as a manifest states it; or empty
  std::pair<std::string, std::string> container;   // manifest that runs it in a container, and how it says so; or empty
};

// Build files link what one component builds with what another does.
struct ComponentLink {
  ComponentId from, to;
  std::uint32_t count = 0;  // of pairs of targets
  std::string what;         // the target of the first of them
  std::string file;         // that states it
  std::uint32_t line = 0;   // 0: not known
};

struct Components {
  std::vector<Component> list;       // by first path
  std::vector<ComponentId> of_file;  // by file index
  std::vector<ComponentLink> links;  // by (from, to)

  // Of one of `list`.
  ComponentId id_of(const Component& component) const {
    return ComponentId::of_index(static_cast<std::size_t>(&component - list.data()));
  }
};

Components discover_components(const Model& model, const std::vector<ManifestFile>& manifests,
                               const std::vector<NamedComponent>& named, std::string_view repository);

std::string_view language_name(facts::Language language);  // "C++", as reports print it
std::string_view kind_name(facts::UnitKind kind);          // "service", …; Unknown is "library"

}  // namespace assay
