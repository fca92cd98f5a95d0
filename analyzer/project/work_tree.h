// The files of a scan as they lie on disk.
#pragma once

#include <memory>

#include "analyzer/project/file_source.h"

namespace assay {

class WorkTree : public FileSource {
 public:
  static Result<std::unique_ptr<WorkTree>> open(Place place);

  std::string revision() const override { return place().repository.revision; }
  std::vector<std::unique_ptr<FolderFiles>> above() const override;
  Result<void> walk(FolderVisitor& visitor) const override;
  Result<std::unique_ptr<FileReader>> open_reader() const override;
  bool on_disk() const override { return true; }

 private:
  WorkTree(Place place, FileDescriptor root) : FileSource(std::move(place)), root_(std::move(root)) {}

  FileDescriptor root_;
};

}  // namespace assay
