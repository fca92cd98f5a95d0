// How is a file of a hostile tree opened and read? (read_beneath of content.h)
//
// The kernel is asked to stay below the root and to follow no link (openat2, Linux 5.6); where it cannot, each
// folder of the path is opened by itself. Pipes and devices are opened without waiting and then refused. The
// bytes are read, not mapped: a mapped file that shrinks kills its reader.
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <cstdint>

#include "analyzer/project/content.h"
#include "analyzer/project/walk.h"

namespace assay {
namespace {

constexpr int kFileFlags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;

int open_in_one_step(int root_fd, const std::string& path) {
  open_how how{};
  how.flags = kFileFlags;
  how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
  while (true) {
    const auto fd = static_cast<int>(syscall(SYS_openat2, root_fd, path.c_str(), &how, sizeof how));
    // EAGAIN: something was renamed at the same time.
    if (fd >= 0 || (errno != EINTR && errno != EAGAIN)) return fd;
  }
}

// For kernels and sandboxes without openat2, and for paths longer than one call takes.
int open_step_by_step(int root_fd, std::string_view path) {
  FileDescriptor folder;
  while (true) {
    const std::size_t slash = path.find('/');
    const std::string part(path.substr(0, slash));
    if (part.empty() || part == "." || part == "..") {
      errno = ENOENT;
      return -1;
    }
    const int at = folder ? folder.get() : root_fd;
    if (slash == std::string_view::npos) return openat(at, part.c_str(), kFileFlags);
    FileDescriptor next(openat(at, part.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    if (!next) {
      // With these flags Linux says of a link that it is no folder.
      struct stat status {};
      if (errno == ENOTDIR && fstatat(at, part.c_str(), &status, AT_SYMLINK_NOFOLLOW) == 0 && S_ISLNK(status.st_mode)) {
        errno = ELOOP;
      }
      return -1;
    }
    folder = std::move(next);
    path.remove_prefix(slash + 1);
  }
}

std::string unreadable_kind(mode_t mode) {
  if (S_ISDIR(mode)) return "is a folder";
  if (S_ISFIFO(mode)) return "is a named pipe";
  if (S_ISSOCK(mode)) return "is a socket";
  return "is a device";
}

}  // namespace

Result<std::string> read_beneath(int root_fd, const std::string& path, std::uint64_t limit) {
  if (path.find('\0') != std::string::npos) return failure("name holds a zero byte");
  FileDescriptor fd(path.size() < PATH_MAX ? open_in_one_step(root_fd, path) : -1);
  const bool try_steps = path.size() >= PATH_MAX || errno == ENOSYS || errno == EPERM || errno == EINVAL;
  if (!fd && try_steps) fd = FileDescriptor(open_step_by_step(root_fd, path));
  if (!fd) {
    if (errno == ENXIO) return failure("is a socket");
    if (errno == EXDEV) return failure("lies outside the scanned folder");
    return failure(reason_of_errno(errno));
  }
  struct stat status {};
  if (fstat(fd.get(), &status) != 0) return failure(reason_of_errno(errno));
  if (!S_ISREG(status.st_mode)) return failure(unreadable_kind(status.st_mode));
  limit = std::min(limit, UINT64_MAX - 1);
  const std::string too_large = "larger than --max-file-size (" + std::to_string(limit) + " bytes)";
  const auto expected = static_cast<std::uint64_t>(std::max<off_t>(status.st_size, 0));
  if (expected > limit) return failure(too_large);

  // One byte more than expected, to notice the end in the usual case without growing.
  std::string bytes(static_cast<std::size_t>(expected) + 1, '\0');
  std::size_t filled = 0;
  while (true) {
    if (filled == bytes.size()) {  // it grew meanwhile
      if (filled > limit) return failure(too_large);
      bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(limit + 1, 2 * std::uint64_t{filled})));
    }
    const ssize_t got = read(fd.get(), bytes.data() + filled, bytes.size() - filled);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return failure(reason_of_errno(errno));
    if (got == 0) break;
    filled += static_cast<std::size_t>(got);
  }
  if (filled > limit) return failure(too_large);
  bytes.resize(filled);
  return bytes;
}

}  // namespace assay
