// The code that a report shows: read again from the scanned folder. A file that has changed since the scan, or cannot be
// read, is as if it were not there.
#pragma once

#include <string>

#include "analyzer/analysis/model.h"

namespace assay {

class ScannedFolder {
 public:
  explicit ScannedFolder(const std::string& root);  // empty: there is none
  ~ScannedFolder();
  ScannedFolder(const ScannedFolder&) = delete;
  ScannedFolder& operator=(const ScannedFolder&) = delete;

  std::string bytes_of(const FileRow& file) const;  // what the scan read, or nothing

 private:
  int fd_;
};

}  // namespace assay
