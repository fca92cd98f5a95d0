// Where is the git repository around a folder, and what is checked out in it?
//
// No git command runs, no configuration is read, and nothing that is missing or broken is an error.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

class GitLibrary;

struct Repository {
  std::string root;        // absolute path of the work tree, no last '/'; empty: no repository
  std::string git_folder;  // absolute path of what `.git` is or points to; empty: broken
  std::string common;      // where a linked work tree keeps what it shares; else equal to `git_folder`
  std::string revision;    // commit id of HEAD; empty: no commit yet, or not readable
  std::shared_ptr<const GitLibrary> library;  // stays ready for those who open the repository
};

// Looks in `folder` (absolute, links resolved) and upward, as git does.
Repository find_repository(const std::string& folder);

// The paths that a .gitmodules file declares, without a last '/'.
std::vector<std::string> read_submodule_paths(std::string_view gitmodules);

}  // namespace assay
