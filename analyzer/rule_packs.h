// A team's own rules and API catalogues: files in the shape of the built-in ones.
#pragma once

#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "rules/engine/embedded.h"

namespace assay {

struct PackFile {
  std::string path, content;
};

// YAML files at `path`, which is a file or a folder in the shape of the built-in packs (`catalog/<language>/…`,
// `findings/<family>/…`, `verdicts/…`). For paths that the user names.
Result<std::vector<PackFile>> read_pack(const std::string& path);

// The same for a path that stands in a scanned repository's own configuration: one file beneath `root`, reached without
// following links.
Result<std::vector<PackFile>> read_pack_beneath(const std::string& root, const std::string& path);

// Which of the files speak of library calls and which hold rules. Refers to `files`.
struct PackContents {
  std::vector<EmbeddedFile> rules, catalogs;
};
PackContents contents_of(const std::vector<PackFile>& files);

}  // namespace assay
