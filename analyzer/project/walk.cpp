// See walk.h.
#include "analyzer/project/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "analyzer/base/clock.h"
#include "analyzer/project/content.h"

namespace assay {
namespace {

constexpr std::size_t kMaxOpen = 32;           // folders of the current branch that stay open
constexpr std::size_t kListBuffer = 1U << 17;  // bytes read from a folder at once

// A folder on the branch from the start to where the walk is.
struct Level {
  FileDescriptor fd;  // closed while the walk is more than kMaxOpen levels below
  dev_t device = 0;
  ino_t inode = 0;
  std::size_t path_length = 0;    // of the path with its last '/'
  std::vector<std::string> todo;  // sub-folders to enter, the next one last
};

EntryKind kind_of_mode(mode_t mode) {
  if (S_ISREG(mode)) return EntryKind::File;
  if (S_ISDIR(mode)) return EntryKind::Folder;
  if (S_ISLNK(mode)) return EntryKind::Link;
  if (S_ISFIFO(mode)) return EntryKind::Pipe;
  if (S_ISSOCK(mode)) return EntryKind::Socket;
  if (S_ISBLK(mode) || S_ISCHR(mode)) return EntryKind::Device;
  return EntryKind::Unknown;
}

EntryKind kind_of_entry(int folder_fd, const dirent64& entry) {
  switch (entry.d_type) {
    case DT_REG: return EntryKind::File;
    case DT_DIR: return EntryKind::Folder;
    case DT_LNK: return EntryKind::Link;
    case DT_FIFO: return EntryKind::Pipe;
    case DT_SOCK: return EntryKind::Socket;
    case DT_BLK:
    case DT_CHR: return EntryKind::Device;
    default: break;
  }
  struct stat status {};  // some file systems do not tell the type in the listing
  if (fstatat(folder_fd, entry.d_name, &status, AT_SYMLINK_NOFOLLOW) != 0) return EntryKind::Unknown;
  return kind_of_mode(status.st_mode);
}

// The entries of one folder; names live in one block, as a folder may hold a million of them.
class Listing {
 public:
  Listing() : buffer_(kListBuffer) {}

  // Returns 0 or the error number.
  int read(int fd) {
    names_.clear();
    rows_.clear();
    entries_.clear();
    while (true) {
      const ssize_t got = getdents64(fd, buffer_.data(), buffer_.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return errno;
      if (got == 0) break;
      add(fd, static_cast<std::size_t>(got));
    }
    entries_.reserve(rows_.size());
    for (const Row& row : rows_) entries_.push_back({std::string_view(names_).substr(row.begin, row.length), row.kind});
    std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) { return a.name < b.name; });
    return 0;
  }

  std::span<const Entry> entries() const { return entries_; }

 private:
  struct Row {
    std::size_t begin;
    std::size_t length;
    EntryKind kind;
  };

  void add(int fd, std::size_t bytes) {
    for (std::size_t at = 0; at < bytes;) {
      const auto* entry = reinterpret_cast<const dirent64*>(buffer_.data() + at);
      at += entry->d_reclen;
      const std::string_view name = entry->d_name;
      if (name == "." || name == "..") continue;
      rows_.push_back({names_.size(), name.size(), kind_of_entry(fd, *entry)});
      names_ += name;
    }
  }

  std::vector<char> buffer_;
  std::string names_;
  std::vector<Row> rows_;
  std::vector<Entry> entries_;
};

// Kernel interfaces show files that are no files; one may be mounted below the start.
bool is_kernel_interface(int fd) {
  struct statfs status {};
  if (fstatfs(fd, &status) != 0) return false;
  constexpr std::array<long, 6> kMagics = {PROC_SUPER_MAGIC, SYSFS_MAGIC,         DEBUGFS_MAGIC,
                                           TRACEFS_MAGIC,    CGROUP2_SUPER_MAGIC, DEVPTS_SUPER_MAGIC};
  return std::find(kMagics.begin(), kMagics.end(), static_cast<long>(status.f_type)) != kMagics.end();
}

class Walk {
 public:
  explicit Walk(FolderVisitor& visitor) : visitor_(visitor) {}

  Result<void> run(int start_fd) {
    FileDescriptor start(openat(start_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    std::string reason = start ? open_level(std::move(start)) : reason_of_errno(errno);
    if (!reason.empty()) return failure(std::move(reason));
    while (!levels_.empty()) {
      if (levels_.back().todo.empty()) {
        go_up();
      } else {
        go_down();
      }
    }
    return {};
  }

 private:
  // Reads and visits the folder `path_`. Returns why it cannot be read, or nothing.
  std::string open_level(FileDescriptor fd) {
    struct stat status {};
    if (fstat(fd.get(), &status) != 0) return reason_of_errno(errno);
    if (!levels_.empty() && status.st_dev != levels_.back().device && is_kernel_interface(fd.get())) {
      return "interface of the system's kernel";
    }
    if (const int error = listing_.read(fd.get()); error != 0) return reason_of_errno(error);
    Level level{std::move(fd), status.st_dev, status.st_ino, path_.size(), {}};
    const std::span<const Entry> entries = listing_.entries();
    const std::vector<std::size_t> rows = visitor_.enter({DiskFolder(level.fd.get()), path_, entries});
    level.todo.reserve(rows.size());
    for (std::size_t i = rows.size(); i-- > 0;) level.todo.emplace_back(entries[rows[i]].name);
    levels_.push_back(std::move(level));
    if (levels_.size() > kMaxOpen) levels_[levels_.size() - 1 - kMaxOpen].fd = FileDescriptor();
    return {};
  }

  void go_down() {
    Level& parent = levels_.back();
    const std::string name = std::move(parent.todo.back());
    parent.todo.pop_back();
    path_.resize(parent.path_length);
    path_ += name;
    path_ += '/';
    std::string reason;
    if (path_.size() > kMaxPathLength) {
      reason = "path longer than " + std::to_string(kMaxPathLength) + " bytes";
    } else if (!parent.fd) {
      reason = "moved during the scan";
    } else {
      FileDescriptor fd(openat(parent.fd.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
      reason = fd ? open_level(std::move(fd)) : reason_of_errno(errno);
    }
    if (!reason.empty()) visitor_.refuse(path_, reason);
  }

  void go_up() {
    const FileDescriptor child = std::move(levels_.back().fd);
    levels_.pop_back();
    visitor_.leave();
    if (levels_.empty()) return;
    if (!levels_.back().fd) reopen(levels_.back(), child);
  }

  // Opens a closed level again from the one below it, unless that has been moved elsewhere meanwhile.
  void reopen(Level& parent, const FileDescriptor& child) {
    if (!child) return;
    FileDescriptor fd(openat(child.get(), "..", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    struct stat status {};
    if (!fd || fstat(fd.get(), &status) != 0) return;
    if (status.st_dev == parent.device && status.st_ino == parent.inode) parent.fd = std::move(fd);
  }

  FolderVisitor& visitor_;
  Listing listing_;
  std::vector<Level> levels_;
  std::string path_;
};

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
  if (this != &other) {
    if (fd_ >= 0) close(fd_);
    fd_ = other.release();
  }
  return *this;
}

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) close(fd_);
}

int FileDescriptor::release() { return std::exchange(fd_, -1); }

std::string reason_of_errno(int error) {
  switch (error) {
    case EACCES:
    case EPERM: return "permission denied";
    case ENOENT: return "vanished during the scan";
    case ELOOP: return "symbolic link, not followed";
    case ENOTDIR: return "no longer a folder";
    case ENAMETOOLONG: return "path too long for the system";
    case EIO: return "input/output error";
    default: break;
  }
  std::array<char, 128> text{};
  return std::string("cannot be read: ") + strerror_r(error, text.data(), text.size());
}

Result<std::string> DiskFolder::read(std::string_view name, std::uint64_t limit) const {
  return read_beneath(fd_, std::string(name), limit);
}

Result<FileStatus> DiskFolder::status(std::string_view name) const {
  struct stat status {};
  if (fstatat(fd_, std::string(name).c_str(), &status, AT_SYMLINK_NOFOLLOW) != 0)
    return failure(reason_of_errno(errno));
  if (!S_ISREG(status.st_mode)) return failure("no longer a file");
  FileStatus result;
  result.size = static_cast<std::uint64_t>(status.st_size);
  if (status.st_nlink > 1) result.identity = {status.st_dev, status.st_ino};
  const std::int64_t modified = nanoseconds(status.st_mtim), changed = nanoseconds(status.st_ctim);
  result.stamp.identity = {status.st_dev, status.st_ino, static_cast<std::uint64_t>(modified),
                           static_cast<std::uint64_t>(changed)};
  result.stamp.changed = std::max(modified, changed);
  return result;
}

bool DiskFolder::folder_holds(std::string_view name, std::span<const std::string_view> files) const {
  const FileDescriptor folder(openat(fd_, std::string(name).c_str(), O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (!folder) return false;
  return std::any_of(files.begin(), files.end(), [&](std::string_view file) {
    struct stat status {};
    return fstatat(folder.get(), std::string(file).c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(status.st_mode);
  });
}

Result<void> walk_folders(int start_fd, FolderVisitor& visitor) { return Walk(visitor).run(start_fd); }

}  // namespace assay
