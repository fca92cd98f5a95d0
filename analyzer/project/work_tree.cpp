// See work_tree.h.
#include "analyzer/project/work_tree.h"

#include <fcntl.h>

#include <cerrno>
#include <climits>
#include <cstdlib>

#include "analyzer/base/text.h"
#include "analyzer/project/content.h"

namespace assay {
namespace {

tl::unexpected<Error> unreadable(const std::string& folder, std::string_view reason) {
  return failure("cannot scan `" + printable(folder) + "`: " + std::string(reason));
}

// A folder that stays open with its files.
class OpenFolder : public DiskFolder {
 public:
  explicit OpenFolder(FileDescriptor fd) : DiskFolder(fd.get()), fd_(std::move(fd)) {}
  int fd() const { return fd_.get(); }

 private:
  FileDescriptor fd_;
};

class DiskReader : public FileReader {
 public:
  explicit DiskReader(int root) : root_(root) {}
  Result<std::string> read(const std::string& path, std::uint64_t limit) override {
    return read_beneath(root_, path, limit);
  }

 private:
  int root_;
};

}  // namespace

Result<Place> find_place(const std::string& folder) {
  char* resolved = realpath(folder.c_str(), nullptr);
  if (resolved == nullptr) return unreadable(folder, errno == ENOENT ? "no such folder" : reason_of_errno(errno));
  Place place;
  place.folder = resolved;
  free(resolved);
  place.name = place.folder == "/" ? "/" : std::string(file_name(place.folder));
  place.repository = find_repository(place.folder);
  const std::string& root = place.repository.root;
  const std::size_t above = root == "/" ? 1 : root.size() + 1;
  if (!root.empty() && place.folder.size() > above) place.prefix = place.folder.substr(above) + "/";
  return place;
}

Result<std::unique_ptr<WorkTree>> WorkTree::open(Place place) {
  FileDescriptor root(::open(place.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!root) return unreadable(place.folder, errno == ENOTDIR ? "not a folder" : reason_of_errno(errno));
  return std::unique_ptr<WorkTree>(new WorkTree(std::move(place), std::move(root)));
}

std::vector<std::unique_ptr<FolderFiles>> WorkTree::above() const {
  std::vector<std::unique_ptr<FolderFiles>> folders;
  const std::string& prefix = place().prefix;
  if (prefix.empty()) return folders;
  FileDescriptor at(::open(place().repository.root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (std::size_t begin = 0; at && begin < prefix.size();) {
    const std::size_t end = prefix.find('/', begin);
    FileDescriptor next(
        openat(at.get(), prefix.substr(begin, end - begin).c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
    folders.push_back(std::make_unique<OpenFolder>(std::move(at)));
    at = std::move(next);
    begin = end + 1;
  }
  return folders;
}

Result<void> WorkTree::walk(FolderVisitor& visitor) const {
  const Result<void> walked = walk_folders(root_.get(), visitor);
  return walked ? walked : unreadable(place().folder, walked.error().message);
}

Result<std::unique_ptr<FileReader>> WorkTree::open_reader() const { return std::make_unique<DiskReader>(root_.get()); }

}  // namespace assay
