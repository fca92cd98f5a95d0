// Short ways to read a manifest and to say what it should hold.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/manifests/manifests.h"

namespace assay {

using Texts = std::vector<std::string>;

// The unit of that name; an empty one and a failure where there is none.
inline const UnitT& unit_of(const ManifestT& manifest, std::string_view name) {
  static const UnitT none;
  for (const auto& unit : manifest.units) {
    if (unit->name == name) return *unit;
  }
  ADD_FAILURE() << "no unit `" << name << "`";
  return none;
}

// "name version" of the dependencies with that scope, in the order of the manifest.
inline Texts dependencies_of(const UnitT& unit, facts::DependencyScope scope = facts::DependencyScope::Runtime) {
  Texts texts;
  for (const auto& dependency : unit.dependencies) {
    if (dependency->scope == scope) texts.push_back(dependency->name + ' ' + dependency->version);
  }
  return texts;
}

inline const DependencyT& dependency_of(const UnitT& unit, std::string_view name) {
  static const DependencyT none;
  for (const auto& dependency : unit.dependencies) {
    if (dependency->name == name) return *dependency;
  }
  ADD_FAILURE() << "no dependency `" << name << "`";
  return none;
}

}  // namespace assay
