// The manifest that a reader fills. It keeps the caps, so that readers need not think of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>

#include "parsers/manifests/manifests.h"

namespace assay::manifests {

inline constexpr std::size_t max_dependencies = 100'000;  // per manifest; the largest lock files seen hold some 10,000
inline constexpr std::size_t max_units = 20'000;
inline constexpr std::size_t max_list = 50'000;  // sources, entries, members of one unit
inline constexpr std::size_t max_links = 500;    // of one unit
inline constexpr std::size_t max_text = 500;     // bytes of one name, version, path or reason
inline constexpr std::size_t max_notes = 20;

using facts::DependencyScope;
using facts::UnitKind;

// One dependency as a reader states it.
struct Requirement {
  std::string_view name;
  std::string_view version;
  std::string_view ecosystem;
  DependencyScope scope = DependencyScope::Runtime;
  bool locked = false;
  std::uint32_t line = 0;
};

class Draft {
 public:
  explicit Draft(std::string format) { manifest_.format = std::move(format); }

  // A new unit; the reference stays valid.
  UnitT& unit(std::string_view directory, std::string_view name = {});

  void depend(UnitT& unit, const Requirement& requirement);

  // What it is linked with, once; not what stands for something unknown or is an option.
  void link(UnitT& unit, std::string_view name, std::uint32_t line);

  // What could not be read; the empty text is no note.
  void note(std::string_view text);

  // Cleans all texts. Units that say nothing beyond their folder are dropped.
  ManifestT finish();

 private:
  ManifestT manifest_;
  UnitT overflow_;  // takes what is beyond the cap
  std::size_t dependencies_ = 0;
};

// States the kind unless one is known: readers ask in order of strength.
void state_kind(UnitT& unit, UnitKind kind, std::string reason);

// Appends unless there, or empty, or too many.
void add_once(std::vector<std::string>& list, std::string_view text);

// Appends `relative` seen from `directory`, where that is a path in the repository.
void add_path(std::vector<std::string>& list, std::string_view directory, std::string_view relative);

// A folder in which headers are looked for, seen from the unit's; the root is ".".
void add_include(UnitT& unit, std::string_view relative);

// The version of a dependency that lies in the same repository: "path:" and the path as written.
std::string local_version(std::string_view path);

}  // namespace assay::manifests
