// Visits the folders of a tree, each with all its entries, in an order that does not depend on the file system.
//
// On disk folders are opened relative to their parent and never through a link, so that renaming parts of the tree
// during the walk cannot lead it outside. There is no recursion; few folders are open at once, however deep the
// tree is; and paths may be longer than the system's PATH_MAX.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analyzer/base/result.h"

namespace assay {

// Closes its descriptor. -1: none.
class FileDescriptor {
 public:
  FileDescriptor() = default;
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.release()) {}
  FileDescriptor& operator=(FileDescriptor&& other) noexcept;
  ~FileDescriptor();

  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }
  int release();

 private:
  int fd_ = -1;
};

enum class EntryKind : std::uint8_t { File, Folder, Link, Pipe, Socket, Device, Submodule, Unknown };

struct Entry {
  std::string_view name;
  EntryKind kind;
};

// Tells whether a file has been written since it was stamped the same: all of these are equal as long as its bytes are.
struct FileStamp {
  std::array<std::uint64_t, 4> identity{};  // device, inode and times of a file, or a git object's id; zeros: no stamp
  std::int64_t changed = 0;                 // nanoseconds since 1970 of the last change; 0: it never changes
};

struct FileStatus {
  std::uint64_t size = 0;
  std::pair<std::uint64_t, std::uint64_t> identity;  // equal for the names of one file; (0, 0): it has no other name
  FileStamp stamp;
};

// The files in one folder, wherever the tree is kept. Links are never followed.
class FolderFiles {
 public:
  virtual ~FolderFiles() = default;
  // A regular file, if it has no more than `limit` bytes. The error's message is the reason for coverage.skipped.
  virtual Result<std::string> read(std::string_view name, std::uint64_t limit) const = 0;
  // Of a regular file; the error is such a reason.
  virtual Result<FileStatus> status(std::string_view name) const = 0;
  // Whether the folder `name` holds a regular file of one of these names.
  virtual bool folder_holds(std::string_view name, std::span<const std::string_view> files) const = 0;
};

// One folder as the walk meets it; valid during the call only.
struct Folder {
  const FolderFiles& files;
  std::string_view path;           // relative to the start, with a last '/'; empty: the start itself
  std::span<const Entry> entries;  // sorted by name bytes
};

class FolderVisitor {
 public:
  virtual ~FolderVisitor() = default;

  // Returns the rows of `folder.entries` that are folders to enter, ascending.
  virtual std::vector<std::size_t> enter(const Folder& folder) = 0;
  // The folder entered last and not left yet is done, with all below it.
  virtual void leave() = 0;
  // A folder that `enter` asked for cannot be read.
  virtual void refuse(std::string_view path, std::string_view reason) = 0;
};

// Longest path below the start that the walk follows, in bytes.
inline constexpr std::size_t kMaxPathLength = 16'384;

// Why a system call failed, in words for coverage.skipped.
std::string reason_of_errno(int error);

// The files of a folder on disk, which stays open elsewhere.
class DiskFolder : public FolderFiles {
 public:
  explicit DiskFolder(int fd) : fd_(fd) {}
  Result<std::string> read(std::string_view name, std::uint64_t limit) const override;
  Result<FileStatus> status(std::string_view name) const override;
  bool folder_holds(std::string_view name, std::span<const std::string_view> files) const override;

 private:
  int fd_;
};

// Of a folder on disk. Fails when the start cannot be read.
Result<void> walk_folders(int start_fd, FolderVisitor& visitor);

}  // namespace assay
