// Opens the objects and references of a git repository so that nothing of it runs, waits, or is written.
//
// What a repository configures is never read: libgit2 gets an empty configuration, so that no include, filter, hook,
// file-system monitor or promisor remote has a say. Alternates are followed, as shared clones need them, and only read.
// Pipes and devices among git's files would make a reader wait for ever: their presence refuses the repository.
#pragma once

#include <git2.h>

#include <memory>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/project/repository.h"

namespace assay {

template <class T, void (*release)(T*)>
struct GitRelease {
  void operator()(T* pointer) const { release(pointer); }
};
template <class T, void (*release)(T*)>
using GitHandle = std::unique_ptr<T, GitRelease<T, release>>;

using GitRepository = GitHandle<git_repository, git_repository_free>;
using GitReference = GitHandle<git_reference, git_reference_free>;
using GitConfig = GitHandle<git_config, git_config_free>;
using GitObject = GitHandle<git_object, git_object_free>;
using GitCommit = GitHandle<git_commit, git_commit_free>;
using GitTree = GitHandle<git_tree, git_tree_free>;
using GitTreeEntry = GitHandle<git_tree_entry, git_tree_entry_free>;
using GitBlob = GitHandle<git_blob, git_blob_free>;
using GitOdb = GitHandle<git_odb, git_odb_free>;
using GitIndex = GitHandle<git_index, git_index_free>;
using GitDiff = GitHandle<git_diff, git_diff_free>;

// Its first start reads the system's certificates, some ten milliseconds: who holds one spares that to those who follow.
class GitLibrary {
 public:
  GitLibrary();
  ~GitLibrary();
  GitLibrary(const GitLibrary&) = delete;
  GitLibrary& operator=(const GitLibrary&) = delete;
};

class GitStore {
 public:
  // Fails where there is no repository, where it is of a kind that libgit2 does not know, or holds traps.
  static Result<GitStore> open(const Repository& repository);

  git_repository* get() const { return repository_.get(); }
  git_odb* objects() const { return objects_.get(); }
  bool shallow() const { return shallow_; }  // its history ends where the clone was cut
  bool partial() const { return partial_; }  // objects are missing that a remote promised

  // A commit by its id; null where it is missing or broken.
  GitCommit commit(const git_oid& id) const;

 private:
  GitStore() : library_(std::make_unique<GitLibrary>()) {}

  std::unique_ptr<GitLibrary> library_;  // outlives the handles below
  GitRepository repository_;
  GitOdb objects_;
  bool shallow_ = false, partial_ = false;
};

std::string hex_of(const git_oid& id);

// Object id that a blob of these bytes has.
std::string blob_id_of(std::string_view bytes);

// Why libgit2 refused last, in words.
std::string git_reason();

}  // namespace assay
