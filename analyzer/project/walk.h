// Visits the folders of a tree, each with all its entries, in an order that does not depend on the file system.
//
// Folders are opened relative to their parent and never through a link, so that renaming parts of the tree
// during the walk cannot lead it outside. There is no recursion; few folders are open at once, however deep the
// tree is; and paths may be longer than the system's PATH_MAX.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
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

enum class EntryKind : std::uint8_t { File, Folder, Link, Pipe, Socket, Device, Unknown };

struct Entry {
  std::string_view name;
  EntryKind kind;
};

// One folder as the walk meets it; valid during the call only.
struct Folder {
  int fd;
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

// Fails when the start cannot be read.
Result<void> walk_folders(int start_fd, FolderVisitor& visitor);

}  // namespace assay
