// See history.h. The walk over commits is our own: that of libgit2 1.5 stops at the edge of a shallow clone with an error.
#include "analyzer/project/history.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cctype>
#include <ctime>
#include <map>
#include <queue>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "analyzer/base/sort_unique.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

constexpr std::size_t max_ancestors = 200'000;  // commits of a shallow clone that are searched for a common one

struct OidHash {
  std::size_t operator()(const git_oid& id) const {
    std::size_t value = 0;
    for (std::size_t i = 0; i < sizeof value; ++i) value = value << 8U | id.id[i];
    return value;
  }
};
struct OidEqual {
  bool operator()(const git_oid& a, const git_oid& b) const { return git_oid_equal(&a, &b) != 0; }
};
using OidSet = std::unordered_set<git_oid, OidHash, OidEqual>;

// Commits newest first by their own dates, each once; parents that the clone does not hold are passed over.
class CommitWalk {
 public:
  CommitWalk(const GitStore& store, const git_oid& start) : store_(store) { push(start); }

  // Null at the end.
  GitCommit next() {
    if (queue_.empty()) return nullptr;
    const git_oid id = queue_.top().second;
    queue_.pop();
    GitCommit commit = store_.commit(id);
    for (unsigned i = 0; i < git_commit_parentcount(commit.get()); ++i) push(*git_commit_parent_id(commit.get(), i));
    return commit;
  }

  bool cut() const { return cut_; }
  const OidSet& seen() const { return seen_; }

 private:
  void push(const git_oid& id) {
    if (!seen_.insert(id).second) return;
    const GitCommit commit = store_.commit(id);
    if (commit == nullptr) {
      cut_ = true;
      return;
    }
    queue_.emplace(git_commit_time(commit.get()), id);
  }

  // Equal times in the order of their ids, so that the walk does not depend on anything else.
  struct Older {
    bool operator()(const std::pair<git_time_t, git_oid>& a, const std::pair<git_time_t, git_oid>& b) const {
      return a.first != b.first ? a.first < b.first : git_oid_cmp(&a.second, &b.second) < 0;
    }
  };
  const GitStore& store_;
  std::priority_queue<std::pair<git_time_t, git_oid>, std::vector<std::pair<git_time_t, git_oid>>, Older> queue_;
  OidSet seen_;
  bool cut_ = false;
};

class HistoryReader {
 public:
  explicit HistoryReader(const GitStore& store) : store_(store) {}

  ChangeHistory read(const git_oid& start, std::size_t depth) {
    CommitWalk walk(store_, start);
    std::size_t looked_at = 0;
    const char* broken = nullptr;
    for (GitCommit commit = walk.next(); commit != nullptr; commit = walk.next()) {
      if (looked_at == 0) history_.newest = git_commit_time(commit.get());
      if (++looked_at > depth) {
        history_.end = fmt::format("--history-depth {}", depth);
        return std::move(history_);
      }
      if (!add(*commit)) broken = "folders are missing among git's objects";
      if (broken != nullptr) break;
    }
    history_.end = broken != nullptr ? broken
                   : walk.cut()      ? "a shallow clone: `git fetch --unshallow`"
                                     : "the first commit";
    return std::move(history_);
  }

 private:
  // False: its trees cannot be read.
  bool add(const git_commit& commit) {
    const unsigned parents = git_commit_parentcount(&commit);
    if (parents > 1) return true;
    GitCommit parent;
    if (parents == 1) {
      parent = store_.commit(*git_commit_parent_id(&commit, 0));
      if (parent == nullptr) return true;  // the clone was cut here: what changed cannot be seen
    }
    git_tree *before = nullptr, *after = nullptr;
    if (git_commit_tree(&after, &commit) != 0) return false;
    const GitTree new_tree(after);
    if (parent != nullptr && git_commit_tree(&before, parent.get()) != 0) return false;
    const GitTree old_tree(before);
    git_diff_options options;
    git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
    options.flags = GIT_DIFF_IGNORE_SUBMODULES | GIT_DIFF_SKIP_BINARY_CHECK;
    git_diff* found = nullptr;
    if (git_diff_tree_to_tree(&found, store_.get(), before, after, &options) != 0) return false;
    const GitDiff diff(found);
    const std::size_t count = git_diff_num_deltas(diff.get());
    follow_renames(*diff);
    if (count > largest_change) {
      ++history_.sweeping;
      return true;
    }
    Change change;
    change.time = git_commit_time(&commit);
    change.author = author_of(*git_commit_author(&commit));
    for (std::size_t i = 0; i < count; ++i) change.files.push_back(row_of(present_name(path_of(*diff, i))));
    sort_unique(change.files);
    if (!change.files.empty()) history_.changes.push_back(std::move(change));
    return true;
  }

  static std::string path_of(git_diff& diff, std::size_t i) {
    const git_diff_delta* delta = git_diff_get_delta(&diff, i);
    return delta->status == GIT_DELTA_DELETED ? delta->old_file.path : delta->new_file.path;
  }

  // A file that went while one of the same bytes came has been renamed; seen from now, older commits speak of the new name.
  void follow_renames(git_diff& diff) {
    std::map<std::string, std::pair<std::string, std::string>> by_content;  // blob id → (old path, new path)
    for (std::size_t i = 0; i < git_diff_num_deltas(&diff); ++i) {
      const git_diff_delta* delta = git_diff_get_delta(&diff, i);
      if (delta->status == GIT_DELTA_DELETED) by_content[hex_of(delta->old_file.id)].first = delta->old_file.path;
      if (delta->status == GIT_DELTA_ADDED) by_content[hex_of(delta->new_file.id)].second = delta->new_file.path;
    }
    for (const auto& [id, names] : by_content) {
      if (!names.first.empty() && !names.second.empty()) renamed_[names.first] = present_name(names.second);
    }
  }

  std::string present_name(const std::string& path) const {
    const auto at = renamed_.find(path);
    return at == renamed_.end() ? path : at->second;
  }

  std::uint32_t row_of(const std::string& path) {
    const auto [at, fresh] = rows_.try_emplace(path, static_cast<std::uint32_t>(history_.paths.size()));
    if (fresh) history_.paths.push_back(path);
    return at->second;
  }

  std::uint32_t author_of(const git_signature& author) {
    std::string mail = author.email == nullptr || *author.email == '\0' ? author.name : author.email;
    for (char& c : mail) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    const auto [at, fresh] = authors_.try_emplace(mail, history_.authors);
    if (fresh) ++history_.authors;
    return at->second;
  }

  const GitStore& store_;
  ChangeHistory history_;
  std::unordered_map<std::string, std::uint32_t> rows_, authors_;
  std::unordered_map<std::string, std::string> renamed_;  // earlier name → present one
};

Result<git_oid> resolve(const GitStore& store, const std::string& revision) {
  for (const std::string& name : {revision, "origin/" + revision}) {
    git_object* found = nullptr;
    if (git_revparse_single(&found, store.get(), name.c_str()) != 0) continue;
    const GitObject object(found);
    git_object* commit = nullptr;
    if (git_object_peel(&commit, object.get(), GIT_OBJECT_COMMIT) != 0) continue;
    const GitObject peeled(commit);
    return *git_object_id(peeled.get());
  }
  return failure(fmt::format("`{}` names no commit of this clone{}", printable(revision),
                             store.shallow()
                                 ? ", which is shallow: `git fetch --unshallow` (actions/checkout: "
                                   "`fetch-depth: 0`) brings the rest, `--base-report FILE` does without"
                                 : ": `git fetch` it first, or compare with a stored report, `--base-report FILE`"));
}

// The newest commit of `base`'s history that `head` comes from, as far as a shallow clone goes.
const git_oid* common_in_shallow(const GitStore& store, const git_oid& head, const git_oid& base, git_oid& found) {
  CommitWalk from_head(store, head);
  for (std::size_t i = 0; i < max_ancestors && from_head.next() != nullptr; ++i) {
  }
  CommitWalk from_base(store, base);
  std::size_t looked_at = 0;
  for (GitCommit commit = from_base.next(); commit != nullptr && looked_at < max_ancestors; commit = from_base.next()) {
    ++looked_at;
    found = *git_commit_id(commit.get());
    if (from_head.seen().contains(found)) return &found;
  }
  return nullptr;
}

}  // namespace

Result<ChangeHistory> read_history(const Repository& repository, const std::string& commit, std::size_t depth) {
  const Result<GitStore> store = GitStore::open(repository);
  if (!store) return tl::unexpected(store.error());
  git_oid id;
  if (git_oid_fromstr(&id, commit.c_str()) != 0) return failure("there is no commit yet");
  return HistoryReader(*store).read(id, depth);
}

bool is_shallow(const Repository& repository) {
  struct stat status {};
  return stat((repository.common + "/shallow").c_str(), &status) == 0;
}

std::string date_of_commit(const Repository& repository, const std::string& commit) {
  const Result<GitStore> store = GitStore::open(repository);
  git_oid id;
  if (!store || git_oid_fromstr(&id, commit.c_str()) != 0) return {};
  const GitCommit found = store->commit(id);
  if (found == nullptr) return {};
  const std::time_t seconds = git_commit_time(found.get());
  std::tm day{};
  if (gmtime_r(&seconds, &day) == nullptr || day.tm_year < 0 || day.tm_year > 8099) return {};
  return fmt::format("{:04}-{:02}-{:02}", day.tm_year + 1900, day.tm_mon + 1, day.tm_mday);
}

Result<Base> find_base(const Repository& repository, const std::string& head, const std::string& revision) {
  const Result<GitStore> store = GitStore::open(repository);
  if (!store) return tl::unexpected(store.error());
  const Result<git_oid> base = resolve(*store, revision);
  if (!base) return tl::unexpected(base.error());
  git_oid here, found;
  if (git_oid_fromstr(&here, head.c_str()) != 0) return Base{hex_of(*base), true};  // no commit yet: all is new
  const bool known = store->shallow() ? common_in_shallow(*store, here, *base, found) != nullptr
                                      : git_merge_base(&found, store->get(), &here, &*base) == 0;
  if (known) return Base{hex_of(found), git_oid_equal(&found, &*base) != 0};
  if (store->shallow())
    return failure(
        fmt::format("this clone is shallow and does not reach the commit from which HEAD and `{}` both come: "
                    "`git fetch --unshallow` (actions/checkout: `fetch-depth: 0`) brings it, `--base-report FILE` "
                    "does without",
                    printable(revision)));
  return failure(
      fmt::format("HEAD and `{}` have no history in common: compare with a stored report, `--base-report FILE`",
                  printable(revision)));
}

}  // namespace assay
