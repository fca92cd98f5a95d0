// See scanned_folder.h.
#include "reports/scanned_folder.h"

#include <fcntl.h>
#include <unistd.h>
#include <xxhash.h>

#include "analyzer/project/content.h"

namespace assay {

ScannedFolder::ScannedFolder(const std::string& root)
    : fd_(root.empty() ? -1 : open(root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}

ScannedFolder::~ScannedFolder() {
  if (fd_ >= 0) close(fd_);
}

std::string ScannedFolder::bytes_of(const FileRow& file) const {
  if (fd_ < 0) return {};
  // Decoding at most doubles a file, and UTF-16 at most halves it.
  Result<std::string> bytes = read_beneath(fd_, file.path, 2 * std::uint64_t{file.bytes} + 4);
  if (!bytes || XXH3_64bits(bytes->data(), bytes->size()) != file.content_hash) return {};
  return std::move(*bytes);
}

}  // namespace assay
