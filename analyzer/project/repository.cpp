// See repository.h.
#include "analyzer/project/repository.h"

#include <fcntl.h>
#include <git2.h>
#include <git2/sys/repository.h>
#include <sys/stat.h>

#include "analyzer/base/text.h"
#include "analyzer/project/content.h"
#include "analyzer/project/git_store.h"
#include "analyzer/project/walk.h"

namespace assay {
namespace {

constexpr std::uint64_t kMaxPointerFile = 64 * 1024;  // bytes of `.git`, HEAD or commondir
constexpr off_t kMaxReferences = 256 * 1024 * 1024;   // bytes of packed-refs
constexpr int kMaxHops = 5;                           // from one symbolic reference to the next, as in git

bool is_folder(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// libgit2 opens what it finds: a pipe in its place would block it, a huge file would fill the memory.
bool is_safe_to_open(const std::string& path) {
  struct stat status {};
  if (stat(path.c_str(), &status) != 0) return true;  // absent
  return S_ISDIR(status.st_mode) || (S_ISREG(status.st_mode) && status.st_size <= kMaxReferences);
}

std::string read_pointer_file(const std::string& folder, const std::string& name) {
  const FileDescriptor fd(open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!fd) return {};
  const Result<std::string> text = read_beneath(fd.get(), name, kMaxPointerFile);
  return text ? std::string(trim(*text)) : std::string();
}

std::string resolve(const std::string& base, std::string_view path) {
  return path.starts_with('/') ? std::string(path) : base + "/" + std::string(path);
}

std::string git_folder_of(const std::string& root) {
  const std::string dot_git = root + "/.git";
  if (is_folder(dot_git)) return dot_git;
  const std::string text = read_pointer_file(root, ".git");
  constexpr std::string_view kKey = "gitdir:";
  if (!text.starts_with(kKey) || text.find('\0') != std::string::npos) return {};
  return resolve(root, trim(std::string_view(text).substr(kKey.size())));
}

std::string head_revision(const Repository& repository) {
  for (const char* name : {"/HEAD", "/commondir", "/packed-refs", "/config", "/gitdir"}) {
    if (!is_safe_to_open(repository.git_folder + name) || !is_safe_to_open(repository.common + name)) return {};
  }
  git_repository* opened = nullptr;
  // Opened as bare and given an empty configuration, libgit2 does not look into the repository's own, which may
  // include any file of this machine.
  if (git_repository_open_bare(&opened, repository.git_folder.c_str()) != 0) return {};
  const GitRepository handle(opened);
  git_config* empty = nullptr;
  if (git_config_new(&empty) != 0) return {};
  const GitConfig config(empty);
  git_repository_set_config(handle.get(), config.get());

  std::string name = "HEAD";
  for (int hop = 0; hop < kMaxHops; ++hop) {
    if (!is_safe_to_open(repository.git_folder + "/" + name) || !is_safe_to_open(repository.common + "/" + name)) break;
    git_reference* found = nullptr;
    if (git_reference_lookup(&found, handle.get(), name.c_str()) != 0) break;
    const GitReference reference(found);
    if (const git_oid* id = git_reference_target(reference.get())) {
      return hex_of(*id);
    }
    const char* next = git_reference_symbolic_target(reference.get());
    if (next == nullptr) break;
    name = next;
  }
  return {};
}

}  // namespace

Repository find_repository(const std::string& folder) {
  Repository repository;
  std::string at = folder == "/" ? "" : folder;
  struct stat status {};
  while (lstat((at + "/.git").c_str(), &status) != 0 || !(S_ISDIR(status.st_mode) || S_ISREG(status.st_mode))) {
    if (at.empty()) return repository;
    at.resize(at.rfind('/'));
  }
  repository.root = at.empty() ? "/" : at;
  repository.git_folder = git_folder_of(at);
  if (repository.git_folder.empty()) return repository;
  const std::string common = read_pointer_file(repository.git_folder, "commondir");
  repository.common = common.empty() ? repository.git_folder : resolve(repository.git_folder, common);
  repository.library = std::make_shared<GitLibrary>();
  repository.revision = head_revision(repository);
  return repository;
}

std::vector<std::string> read_submodule_paths(std::string_view gitmodules) {
  std::vector<std::string> paths;
  for (std::string_view line : split(gitmodules, '\n')) {
    line = trim(line);
    if (!line.starts_with("path")) continue;
    line = trim(line.substr(4));
    if (!line.starts_with('=')) continue;
    line = trim(line.substr(1));
    if (line.size() >= 2 && line.starts_with('"') && line.ends_with('"')) line = line.substr(1, line.size() - 2);
    while (line.ends_with('/')) line.remove_suffix(1);
    if (!line.empty()) paths.emplace_back(line);
  }
  return paths;
}

}  // namespace assay
