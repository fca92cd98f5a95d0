// The rule files that are compiled into the binary.
#pragma once

#include <span>
#include <string_view>

namespace assay {

struct EmbeddedFile {
  std::string_view path;  // repository path: "rules/catalog/python/web.yaml"
  std::string_view content;
};

std::span<const EmbeddedFile> embedded_files();

}  // namespace assay
