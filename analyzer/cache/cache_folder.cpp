// See cache_folder.h.
#include "analyzer/cache/cache_folder.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "analyzer/base/text.h"

namespace assay {
namespace {

// Absolute paths only, as the XDG Base Directory Specification asks.
std::string default_folder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return std::string(cache) + "/assay";
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? std::string(home) + "/.cache/assay" : "";
}

// mkdir -p, open to the user alone. Returns 0 or the error number.
int make_folders(const std::string& path) {
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    if (mkdir(path.substr(0, end).c_str(), 0700) != 0 && errno != EEXIST && end == std::string::npos) return errno;
    if (end == std::string::npos) return 0;
  }
}

std::string resolved(const std::string& path) {
  char buffer[PATH_MAX];
  return realpath(path.c_str(), buffer) == nullptr ? "" : buffer;
}

bool is_below(const std::string& path, const std::string& folder) {
  return path == folder || folder == "/" || path.starts_with(folder + "/");
}

}  // namespace

Result<StorePlace> find_store(const std::string& asked, const std::string& scanned) {
  const std::string wanted = asked.empty() ? default_folder() : asked;
  const auto refuse = [&](std::string_view why) {
    return failure(fmt::format("no cache in `{}`: {}", printable(wanted), why));
  };
  if (wanted.empty()) return failure("no cache: neither XDG_CACHE_HOME nor HOME names a folder; give `--cache-dir`");
  if (const int error = make_folders(wanted); error != 0 && error != EROFS) return refuse(std::strerror(error));
  StorePlace place;
  place.folder = resolved(wanted);
  struct stat info {};
  if (place.folder.empty() || stat(place.folder.c_str(), &info) != 0) return refuse(std::strerror(errno));
  if (!S_ISDIR(info.st_mode)) return refuse("it is not a folder");
  const std::string root = scanned.empty() ? "" : resolved(scanned);
  if (!asked.empty() && !root.empty() && is_below(place.folder, root))
    return refuse("it lies in the scanned folder, whose authors could then decide what is found; choose one outside");
  if ((info.st_mode & S_IWOTH) != 0) return refuse("everybody may write there; `chmod o-w` it");
  bool own = info.st_uid == geteuid();
  if (lstat(Store::path_of(place).c_str(), &info) == 0) {
    if (!S_ISREG(info.st_mode) || (info.st_mode & S_IWOTH) != 0) return refuse("its file is not one that assay made");
    own = own && info.st_uid == geteuid();
  }
  if (!own && asked.empty()) return refuse("it belongs to another user");
  place.read_only = !own || access(place.folder.c_str(), W_OK) != 0;
  return place;
}

}  // namespace assay
