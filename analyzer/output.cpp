// See output.h.
#include "analyzer/output.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <initializer_list>
#include <memory>
#include <utility>

#include "analyzer/base/text.h"
#include "reports/escape.h"

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

tl::unexpected<Error> cannot_write(const std::string& path, int error) {
  return failure(fmt::format("cannot write `{}`: {}", printable(path), std::strerror(error)));
}

// /dev/stdout is a link by nature, and may lead to a file: nothing below /dev is replaced.
bool is_device(const std::string& path) { return path.starts_with("/dev/"); }

bool is_set(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value != '\0';
}

}  // namespace

Result<bool> can_create(const std::string& path) {
  struct stat info {};
  if (is_device(path)) return true;
  if (lstat(path.c_str(), &info) == 0 && S_ISLNK(info.st_mode))
    return failure(
        fmt::format("will not write through the symbolic link `{}`; give the path of its target", printable(path)));
  if (stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode))
    return failure(fmt::format("`{}` is a folder; name a file in it", printable(path)));
  const std::string folder(path.find('/') == std::string::npos ? "." : path.substr(0, path.rfind('/') + 1));
  if (access(folder.c_str(), W_OK | X_OK) != 0) return cannot_write(path, errno);
  return true;
}

Result<OutputFile> OutputFile::create(const std::string& path) {
  OutputFile file;
  file.path_ = path;
  struct stat info {};
  const bool device = is_device(path);
  if (device || (stat(path.c_str(), &info) == 0 && !S_ISREG(info.st_mode) && !S_ISDIR(info.st_mode))) {
    // Written to, never replaced: /dev/null, /dev/stdout, a named pipe.
    file.fd_ = open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOCTTY | (device ? 0 : O_NOFOLLOW));
    if (file.fd_ < 0) return cannot_write(path, errno);
    return file;
  }
  if (const Result<bool> possible = can_create(path); !possible) return tl::unexpected(possible.error());
  file.temporary_ = path + ".XXXXXX";
  file.fd_ = mkostemp(file.temporary_.data(), O_CLOEXEC);
  if (file.fd_ < 0) {
    const int error = errno;
    file.temporary_.clear();
    return cannot_write(path, error);
  }
  const mode_t mask = umask(0);
  umask(mask);
  fchmod(file.fd_, 0666 & ~mask);
  return file;
}

OutputFile OutputFile::standard_output() {
  OutputFile file;
  file.fd_ = STDOUT_FILENO;
  return file;
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)), temporary_(std::move(other.temporary_)), fd_(other.fd_), error_(other.error_) {
  other.fd_ = -1;
  other.temporary_.clear();
}

OutputFile::~OutputFile() {
  if (fd_ >= 0 && !path_.empty()) close(fd_);
  if (!temporary_.empty()) unlink(temporary_.c_str());
}

bool OutputFile::write(std::string_view piece) {
  if (error_ == 0) error_ = write_all(fd_, piece);
  return error_ == 0;
}

Result<bool> OutputFile::commit() {
  if (path_.empty()) {
    if (error_ == 0 || error_ == EPIPE) return true;
    return failure(fmt::format("cannot write to standard output: {}", std::strerror(error_)));
  }
  const bool replaces = !temporary_.empty();
  if (replaces && error_ == 0 && fsync(fd_) != 0 && errno != EINVAL && errno != EROFS) error_ = errno;
  const int closed = close(std::exchange(fd_, -1));
  if (closed != 0 && error_ == 0) error_ = errno;
  if (replaces && error_ == 0 && rename(temporary_.c_str(), path_.c_str()) != 0) error_ = errno;
  if (error_ != 0) return cannot_write(path_, error_);
  temporary_.clear();
  return true;
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

std::size_t columns_of_terminal(int fd) {
  winsize size{};
  if (isatty(fd) != 1 || ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return std::clamp<std::size_t>(size.ws_col, 60, 120);
}

bool has_links(int fd) {
  if (isatty(fd) != 1) return false;
  // Each since years: Windows Terminal, Konsole, kitty; VTE from 0.50 on.
  for (const char* name : {"WT_SESSION", "KONSOLE_VERSION", "KITTY_WINDOW_ID"}) {
    if (is_set(name)) return true;
  }
  const char* vte = std::getenv("VTE_VERSION");
  if (vte != nullptr && std::atol(vte) >= 5000) return true;
  const char* program = std::getenv("TERM_PROGRAM");
  const char* term = std::getenv("TERM");
  const auto is_one_of = [](const char* value, std::initializer_list<std::string_view> known) {
    return value != nullptr && std::find(known.begin(), known.end(), value) != known.end();
  };
  return is_one_of(program, {"iTerm.app", "WezTerm", "vscode", "ghostty"}) ||
         is_one_of(term, {"alacritty", "foot", "foot-extra", "contour"});
}

std::string file_url(const std::string& folder) {
  const std::unique_ptr<char, decltype(&std::free)> absolute(realpath(folder.c_str(), nullptr), &std::free);
  if (absolute == nullptr) return {};
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  const std::string_view path(absolute.get());
  return fmt::format("file://{}{}{}", uri_path(host.data()), uri_path(path), path.ends_with('/') ? "" : "/");
}

}  // namespace assay
