// See checkout.h.
//
// git's rule (Documentation/technical/racy-git): a file whose size, inode and times are those in the index is the blob that
// the index names, unless it was written in the same tick of the clock as the index itself.
#include "analyzer/project/checkout.h"

#include <sys/stat.h>

#include <cstring>

#include "analyzer/base/clock.h"
#include "analyzer/project/git_store.h"

namespace assay {
namespace {

constexpr off_t max_index = 256 * 1024 * 1024;  // bytes; it is read whole

// The index keeps the lower 32 bits of what the system tells.
bool is_untouched(const git_index_entry& entry, const SourceFile& file, std::int64_t index_written) {
  const auto [device, inode, modified, changed] = file.stamp.identity;
  const auto time_of = [](const git_index_time& time) {
    return static_cast<std::uint64_t>(nanoseconds({time.seconds, static_cast<long>(time.nanoseconds)}));
  };
  return entry.file_size == static_cast<std::uint32_t>(file.size) && entry.ino == static_cast<std::uint32_t>(inode) &&
         time_of(entry.mtime) == modified && time_of(entry.ctime) == changed && file.stamp.changed < index_written;
}

}  // namespace

std::vector<FileStamp> blobs_of(const Place& place, const std::vector<SourceFile>& files) {
  std::vector<FileStamp> blobs(files.size());
  const std::string path = place.repository.git_folder + "/index";
  struct stat status {};
  if (place.repository.git_folder.empty() || lstat(path.c_str(), &status) != 0 || !S_ISREG(status.st_mode) ||
      status.st_size > max_index)
    return blobs;
  const GitLibrary library;
  git_index* opened = nullptr;
  if (git_index_open(&opened, path.c_str()) != 0) return blobs;
  const GitIndex index(opened);
  const std::int64_t written = nanoseconds(status.st_mtim);
  for (std::size_t i = 0; i < files.size(); ++i) {
    const git_index_entry* entry = git_index_get_bypath(index.get(), (place.prefix + files[i].path).c_str(), 0);
    if (entry != nullptr && is_untouched(*entry, files[i], written))
      std::memcpy(blobs[i].identity.data(), &entry->id, sizeof entry->id);
  }
  return blobs;
}

}  // namespace assay
