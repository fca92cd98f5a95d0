// See git_store.h.
#include "analyzer/project/git_store.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <git2/sys/repository.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <set>
#include <vector>

#include "analyzer/base/text.h"
#include "analyzer/project/content.h"
#include "analyzer/project/walk.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t max_references =
    256 * 1024 * 1024;                          // bytes of packed-refs and other files that are read whole
constexpr std::size_t max_entries = 2'000'000;  // files of git's own that are looked at
constexpr std::size_t max_alternates = 32;
constexpr std::uint64_t max_alternates_file = 64 * 1024;  // bytes
// Packs are mapped in pieces: workers have little address space (worker.cpp).
constexpr std::size_t pack_window = 32U << 20U;
constexpr std::size_t pack_windows = 256U << 20U;
constexpr std::size_t max_kept_tree = 4U << 20U;  // bytes; what is kept in all has a limit of its own

// Folders in a git folder that reading objects and references does not touch.
bool is_beside(const std::string& name) {
  return name == "hooks" || name == "modules" || name == "lfs" || name == "annex" || name == "worktrees";
}

// The first file below `folder` that would make a reader wait or fill the memory; none: there is none. Sockets fail at once.
std::optional<std::string> find_trap(const std::string& folder, std::size_t& seen) {
  std::vector<fs::path> todo{folder};
  while (!todo.empty()) {
    const fs::path at = std::move(todo.back());
    todo.pop_back();
    std::error_code error;
    for (fs::directory_iterator entry(at, error), end; !error && entry != end; entry.increment(error)) {
      if (++seen > max_entries) return "more files than are looked at";
      std::error_code ignored;
      const std::string name = entry->path().filename().string();
      if (entry->is_symlink(ignored)) {
        const fs::file_status target = entry->status(ignored);
        if (fs::is_fifo(target) || fs::is_character_file(target) || fs::is_block_file(target)) return name;
      } else if (entry->is_directory(ignored)) {
        if (!is_beside(name) || at != fs::path(folder)) todo.push_back(entry->path());
      } else if (entry->is_fifo(ignored) || entry->is_character_file(ignored) || entry->is_block_file(ignored)) {
        return name;
      } else if (at == fs::path(folder) && entry->file_size(ignored) > max_references) {
        return name;
      }
    }
  }
  return std::nullopt;
}

std::vector<std::string> alternates_of(const std::string& objects) {
  const FileDescriptor fd(::open(objects.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return {};
  const Result<std::string> text = read_beneath(fd.get(), "info/alternates", max_alternates_file);
  std::vector<std::string> result;
  if (!text) return result;
  for (const std::string_view line : split(*text, '\n')) {
    if (line.empty() || line.starts_with('#')) continue;
    result.push_back(line.starts_with('/') ? std::string(line) : objects + "/" + std::string(line));
  }
  return result;
}

// Every folder that objects are read from, the repository's own first.
std::vector<std::string> object_folders(const std::string& common) {
  std::vector<std::string> folders{common + "/objects"};
  for (std::size_t at = 0; at < folders.size() && folders.size() < max_alternates; ++at) {
    for (std::string& folder : alternates_of(folders[at])) {
      if (std::find(folders.begin(), folders.end(), folder) == folders.end()) folders.push_back(std::move(folder));
    }
  }
  return folders;
}

bool has_promises(const std::string& objects) {
  std::error_code error;
  for (fs::directory_iterator entry(objects + "/pack", error), end; !error && entry != end; entry.increment(error)) {
    if (entry->path().extension() == ".promisor") return true;
  }
  return false;
}

bool is_file(const std::string& path) {
  struct stat status {};
  return lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0;
}

}  // namespace

GitLibrary::GitLibrary() {
  git_libgit2_init();
  // The owner matters to those who run what a repository configures; nothing is run here.
  git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0);
  // Trees above 4 KB would not be kept, and be unpacked again for every file that is looked up in them.
  git_libgit2_opts(GIT_OPT_SET_CACHE_OBJECT_LIMIT, GIT_OBJECT_TREE, max_kept_tree);
  git_libgit2_opts(GIT_OPT_SET_MWINDOW_SIZE, pack_window);
  git_libgit2_opts(GIT_OPT_SET_MWINDOW_MAPPED_LIMIT, pack_windows);
}

GitLibrary::~GitLibrary() { git_libgit2_shutdown(); }

Result<GitStore> GitStore::open(const Repository& repository) {
  if (repository.git_folder.empty()) return failure("there is no git repository here");
  std::size_t seen = 0;
  std::set<std::string> folders{repository.git_folder, repository.common};
  const std::vector<std::string> objects = object_folders(repository.common);
  folders.insert(objects.begin(), objects.end());
  for (const std::string& folder : folders) {
    if (const std::optional<std::string> trap = find_trap(folder, seen))
      return failure(fmt::format("git's own files are not read: `{}` among them is no plain file or too large", *trap));
  }
  GitStore store;
  git_repository* opened = nullptr;
  // Opened as bare and given an empty configuration, libgit2 does not look into the repository's own, which may
  // include any file of this machine.
  if (git_repository_open_bare(&opened, repository.git_folder.c_str()) != 0)
    return failure(fmt::format("the git repository cannot be opened: {}", git_reason()));
  store.repository_.reset(opened);
  git_config* empty = nullptr;
  if (git_config_new(&empty) != 0) return failure(git_reason());
  const GitConfig config(empty);
  git_repository_set_config(store.get(), config.get());
  git_odb* odb = nullptr;
  if (git_repository_odb(&odb, store.get()) != 0) return failure(git_reason());
  store.objects_.reset(odb);
  store.shallow_ = is_file(repository.common + "/shallow");
  store.partial_ = std::any_of(objects.begin(), objects.end(), has_promises);
  return store;
}

GitCommit GitStore::commit(const git_oid& id) const {
  git_commit* found = nullptr;
  return GitCommit(git_commit_lookup(&found, get(), &id) == 0 ? found : nullptr);
}

std::string hex_of(const git_oid& id) {
  std::array<char, GIT_OID_HEXSZ + 1> hex{};
  return git_oid_tostr(hex.data(), hex.size(), &id);
}

std::string blob_id_of(std::string_view bytes) {
  git_oid id;
  return git_odb_hash(&id, bytes.data(), bytes.size(), GIT_OBJECT_BLOB) == 0 ? hex_of(id) : std::string();
}

std::string git_reason() {
  const git_error* error = git_error_last();
  return error == nullptr || error->message == nullptr ? "git's data is broken" : printable(error->message);
}

}  // namespace assay
