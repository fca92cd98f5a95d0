// The programs and libraries that CMake, Meson and makefiles build of this repository's files, and what they are linked with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/analysis/manifest_file.h"
#include "analyzer/analysis/model.h"

namespace assay {

// A manifest's format: CMake, Meson, make.
bool is_build_file(std::string_view format);

struct BuildTarget {
  const ManifestFile* manifest;
  const facts::UnitT* unit;
  std::string_view name;
  // By model index, sorted: those that are listed one by one, and headers named like them beside them.
  std::vector<std::uint32_t> files;
};

// By manifest, those of a manifest in its order; also what a build file adds to a target of another, which is of no kind. They
// refer to `manifests`. Tests are none.
std::vector<BuildTarget> find_build_targets(const Model& model, const std::vector<ManifestFile>& manifests);

// One target is linked with another.
struct TargetLink {
  std::uint32_t from, to;  // positions in the list of targets
  std::uint32_t stated;    // position of what states it: `from`, or what adds to it
  std::string_view what;   // as it names `to`
  std::uint32_t line;      // in its manifest; 0: not known
};

// What is linked with a target of the repository; where several bear its name, the one in the nearest folder.
std::vector<TargetLink> find_target_links(const std::vector<BuildTarget>& targets);

}  // namespace assay
