// One bounded pass over a repository's commits, newest first: which files changed, when, by whom.
#pragma once

#include <cstddef>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/facts/change_history.h"
#include "analyzer/project/git_store.h"

namespace assay {

// Looks at most at `depth` commits back from `commit`. Merges are passed through; where the clone was cut, it ends and says
// so. Fails where git's objects cannot be read at all.
Result<ChangeHistory> read_history(const Repository& repository, const std::string& commit, std::size_t depth);

// Whether the clone holds only the last commits.
bool is_shallow(const Repository& repository);

// The day of a commit, YYYY-MM-DD in UTC; empty: it cannot be read.
std::string date_of_commit(const Repository& repository, const std::string& commit);

// The commit that `revision` names, and the newest one from which both it and `head` come: the base of a comparison. A
// failure says what to do about it.
struct Base {
  std::string commit;        // what is compared with
  bool is_ancestor = false;  // `revision` itself; false: both have gone on since
};
Result<Base> find_base(const Repository& repository, const std::string& head, const std::string& revision);

}  // namespace assay
