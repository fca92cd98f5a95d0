#include "parsers/manifests/paths.h"

#include <algorithm>
#include <vector>

#include "parsers/manifests/text.h"

namespace assay::manifests {

std::string_view directory_of(std::string_view path) {
  const auto slash = path.rfind('/');
  return slash == std::string_view::npos ? std::string_view() : path.substr(0, slash);
}

std::optional<std::string> join_path(std::string_view directory, std::string_view relative) {
  std::string slashed(trim(relative));
  std::replace(slashed.begin(), slashed.end(), '\\', '/');
  const bool absolute =
      slashed.starts_with('/') || slashed.starts_with('~') || (slashed.size() > 1 && slashed[1] == ':');
  const bool unresolved = slashed.find("://") != std::string::npos || slashed.find("$(") != std::string::npos ||
                          slashed.find("${") != std::string::npos || slashed.find('\0') != std::string::npos;
  if (absolute || unresolved) return std::nullopt;

  std::vector<std::string_view> parts;
  for (const std::string_view source : {directory, std::string_view(slashed)}) {
    for (const std::string_view part : split(source, '/')) {
      if (part.empty() || part == ".") continue;
      if (part != "..") {
        parts.push_back(part);
      } else if (parts.empty()) {
        return std::nullopt;
      } else {
        parts.pop_back();
      }
    }
  }
  std::string result;
  for (const std::string_view part : parts) {
    if (!result.empty()) result += '/';
    result += part;
  }
  return result;
}

std::string path_to_root(std::string_view directory) {
  std::string path = ".";
  for (const std::string_view part : split(directory, '/')) {
    if (!part.empty()) path += "/..";
  }
  return path;
}

std::string_view fixed_part(std::string_view glob) {
  const auto wildcard = glob.find_first_of("*?[{");
  return wildcard == std::string_view::npos ? glob : directory_of(glob.substr(0, wildcard));
}

}  // namespace assay::manifests
