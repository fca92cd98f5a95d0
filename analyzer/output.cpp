// See output.h.
#include "analyzer/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "analyzer/base/text.h"

namespace assay {
namespace {

int write_all(int fd, std::string_view piece) {
  while (!piece.empty()) {
    const ssize_t done = write(fd, piece.data(), piece.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return errno;
    piece.remove_prefix(static_cast<std::size_t>(done));
  }
  return 0;
}

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

}  // namespace

Result<OutputFile> OutputFile::create(const std::string& path) {
  OutputFile file;
  file.path_ = path;
  struct stat info {};
  const bool device_link = path.starts_with("/dev/");  // /dev/stdout is a link by nature
  if (!device_link && lstat(path.c_str(), &info) == 0 && S_ISLNK(info.st_mode)) {
    return failure(
        fmt::format("will not write through the symbolic link `{}`; give the path of its target", printable(path)));
  }
  if (stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode)) {
    // A device or a pipe is written to, never replaced: /dev/null, /dev/stdout, a named pipe.
    if (S_ISDIR(info.st_mode)) return failure(fmt::format("`{}` is a folder; name a file in it", printable(path)));
    file.fd_ = open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY);
    if (file.fd_ < 0) return failure(fmt::format("cannot write `{}`: {}", printable(path), std::strerror(errno)));
    return file;
  }
  file.temporary_ = path + ".XXXXXX";
  file.fd_ = mkostemp(file.temporary_.data(), O_CLOEXEC);
  if (file.fd_ < 0) {
    const int error = errno;
    file.temporary_.clear();
    return failure(fmt::format("cannot write `{}`: {}", printable(path), std::strerror(error)));
  }
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(file.fd_, 0666 & ~mask);
  return file;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::move(other.temporary_)), fd_(other.fd_), error_(other.error_) {
  other.fd_ = -1;
  other.temporary_.clear();
}

OutputFile::~OutputFile() {
  if (fd_ >= 0) close(fd_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

bool OutputFile::write(std::string_view piece) {
  if (error_ == 0) error_ = write_all(fd_, piece);
  return error_ == 0;
}

Result<bool> OutputFile::commit() {
  const bool replaces = !temporary_.empty();
  if (replaces && error_ == 0 && fsync(fd_) != 0 && errno != EINVAL && errno != EROFS) error_ = errno;
  if (replaces && error_ == 0 && rename(temporary_.c_str(), path_.c_str()) != 0) error_ = errno;
  if (error_ != 0) return failure(fmt::format("cannot write `{}`: {}", printable(path_), std::strerror(error_)));
  temporary_.clear();
  return true;
}

bool write_stdout(std::string_view piece) {
  const int error = write_all(STDOUT_FILENO, piece);
  if (error != 0) errno = error;
  return error == 0;
}

Result<bool> finish_stdout() {
  if (errno == EPIPE) return true;
  return failure(fmt::format("cannot write to standard output: {}", std::strerror(errno)));
}

bool wants_color(int fd, int color_option) {
  if (color_option != 0) return color_option > 0;
  if (is_set("NO_COLOR")) return false;
  const char* forced = std::getenv("CLICOLOR_FORCE");
  if (forced != nullptr && *forced != '\0' && std::strcmp(forced, "0") != 0) return true;
  const char* also = std::getenv("FORCE_COLOR");
  if (also != nullptr && *also != '\0' && std::strcmp(also, "0") != 0) return true;
  const char* cli = std::getenv("CLICOLOR");
  if (cli != nullptr && std::strcmp(cli, "0") == 0) return false;
  const char* term = std::getenv("TERM");
  if (term == nullptr || std::strcmp(term, "dumb") == 0) return false;
  return isatty(fd) == 1;
}

}  // namespace assay
