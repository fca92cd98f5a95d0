// Which file does an #include mean?
//
// The one beside the includer, unless it is written <…>; else the first in the folders that build files name for the includer's
// folder and, from there up, for those around it; else of the files whose paths end like what is written the nearest. A guess
// where build files compute their folders: what they are run with is not known.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/analysis/manifest_file.h"
#include "analyzer/analysis/model.h"

namespace assay {

// Refers to the model. Thread-safe once made.
class IncludedFiles {
 public:
  IncludedFiles(const Model& model, const std::vector<ManifestFile>& manifests);

  // `written` as between quotes or brackets; none where the repository has no such file of C or C++.
  FileId find(std::string_view includer, std::string_view written, bool brackets) const;

 private:
  FileId file(std::string_view folder, std::string_view written) const;

  const Model& model_;
  std::unordered_map<std::string_view, FileId> files_;                 // by path
  std::unordered_map<std::string_view, std::vector<FileId>> by_name_;  // by the path's last segment
  std::unordered_map<std::string_view, std::vector<std::string_view>>
      folders_;  // of headers, by the build file's folder
};

}  // namespace assay
