// Where a manifest's relative paths lie in the repository. Pure text; the file system is not asked.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace assay::manifests {

// The folder of `path`; empty: the root.
std::string_view directory_of(std::string_view path);

// `relative` seen from `directory`, without "." and ".." parts; backslashes count as slashes.
// Nothing for absolute paths, addresses, unresolved variables, and what lies outside the repository.
std::optional<std::string> join_path(std::string_view directory, std::string_view relative);

// From `directory` up to the repository's root: "./../..", or "." there.
std::string path_to_root(std::string_view directory);

// The folder that a glob surely lies in: what stands before its first part with a wildcard.
std::string_view fixed_part(std::string_view glob);

}  // namespace assay::manifests
