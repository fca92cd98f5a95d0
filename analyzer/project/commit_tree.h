// The files of a scan as a commit holds them, read from git's objects: nothing is checked out.
#pragma once

#include <memory>
#include <string>

#include "analyzer/project/file_source.h"
#include "analyzer/project/git_store.h"

namespace assay {

// The reason for a file whose object the clone does not hold.
inline constexpr const char* missing_object = "not among git's objects";

class CommitTree : public FileSource {
 public:
  // `commit` is an id. A commit without the scanned folder is an empty tree.
  static Result<std::unique_ptr<CommitTree>> open(Place place, const std::string& commit);

  std::string revision() const override { return commit_; }
  std::vector<std::unique_ptr<FolderFiles>> above() const override;
  Result<void> walk(FolderVisitor& visitor) const override;
  Result<std::unique_ptr<FileReader>> open_reader() const override;

  // Whether the clone may lack objects of it, which a remote promised.
  bool is_partial() const { return store_.partial(); }
  // Object id of a file below the scanned folder; empty: the tree has none of that path.
  std::string blob_id(const std::string& path) const;
  // Whether `files` has that file with the same bytes.
  bool is_same_in(FileReader& files, const std::string& path, std::uint64_t limit) const;
  // See FileReader.
  Result<std::string> read(const std::string& path, std::uint64_t limit) const;

 private:
  CommitTree(Place place, std::string commit, GitStore store)
      : FileSource(std::move(place)), commit_(std::move(commit)), store_(std::move(store)) {}

  std::string commit_;
  GitStore store_;
  GitTree root_;     // of the repository
  GitTree scanned_;  // null: the folder is not in the commit
};

}  // namespace assay
