// The rule files that are compiled into the binary.
#pragma once

#include <span>
#include <string_view>

namespace assay {

struct EmbeddedFile {
  std::string_view path;  // repository path: "rules/catalog/python/web.yaml"
  std::string_view content;
  std::string_view packed = {};  // the same as a packed tree (yaml_pack.h); empty: not read by the YAML reader
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace assay
