// Which files belong together? The folders that the user, manifests and build files name, and large ones cut along their
// subfolders. The first half of finding components.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/analysis/build_targets.h"
#include "analyzer/analysis/components.h"

namespace assay {

// A component under construction.
struct Part {
  std::string name, root;
  std::string package;  // as the manifest names it; pieces keep it
  std::vector<std::string> paths;
  std::vector<std::uint32_t> files;  // whose deepest root it is, by index
  std::uint32_t lines = 0;
  bool fixed = false;      // named by the user: not split
  bool declared = false;   // a manifest makes it a package
  bool remainder = false;  // what is left of a split folder
};

// Each file in exactly one of them; by root and name.
std::vector<Part> find_parts(const Model& model, const std::vector<ManifestFile>& manifests,
                             const std::vector<BuildTarget>& targets, const std::vector<NamedComponent>& named,
                             std::string_view repository);

// Repository paths: "" is the root.
bool lies_below(std::string_view path, std::string_view folder);  // or is it
std::string trimmed_path(std::string path);                       // without ./ in front and / behind

}  // namespace assay
