// Where do the files of a scan come from: a folder on disk, or the tree of a commit? What comes after does not know.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/result.h"
#include "analyzer/project/repository.h"
#include "analyzer/project/walk.h"

namespace assay {

// Where a scanned folder lies on this machine; nothing of it but the name is ever printed.
struct Place {
  std::string folder;     // absolute, links resolved
  std::string name;       // its last part
  Repository repository;  // around it; without a root: none
  std::string prefix;     // from the repository's root to it, with a last '/'; empty: it is the root, or there is none
};

// Fails when there is no such folder.
Result<Place> find_place(const std::string& folder);

// What workers read files through. One for each process, made in it.
class FileReader {
 public:
  virtual ~FileReader() = default;
  // At most `limit` bytes of the regular file `path`, which lies below the scanned folder. The error's message is the
  // reason for coverage.skipped ("is a named pipe", "permission denied", …).
  virtual Result<std::string> read(const std::string& path, std::uint64_t limit) = 0;
};

class FileSource {
 public:
  explicit FileSource(Place place) : place_(std::move(place)) {}
  virtual ~FileSource() = default;
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  const Place& place() const { return place_; }
  // Commit id of what is scanned; of a work tree that of HEAD. Empty: none.
  virtual std::string revision() const = 0;
  // The folders from the repository's root down to the one that holds the scanned folder; none where that is the root.
  virtual std::vector<std::unique_ptr<FolderFiles>> above() const = 0;
  // Fails when the scanned folder cannot be read.
  virtual Result<void> walk(FolderVisitor& visitor) const = 0;
  virtual Result<std::unique_ptr<FileReader>> open_reader() const = 0;
  // Whether the files lie in `place().folder` as they are read, so that a compiler may be asked about them.
  virtual bool on_disk() const { return false; }

 private:
  Place place_;
};

}  // namespace assay
