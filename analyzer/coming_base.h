// A scan is the base of comparisons to come: what it leaves for them in the cache.
//
// A work tree that is just what its commit holds makes the commit known, too: then a comparison with it needs not list its
// files.
#pragma once

#include <future>
#include <optional>
#include <string>
#include <vector>

#include "analyzer/kept_snapshot.h"
#include "analyzer/pipeline.h"
#include "analyzer/project/work_tree.h"

namespace assay {

// Fills in the contents of the base's files that the work tree `head` has just as git checked them out; `checked_out` is
// what `blobs_of` says of it.
void share_contents(Inventory& base, const Inventory& head, const std::vector<FileStamp>& checked_out);

class ComingBase {
 public:
  // `gathered` from `tree` is about to be analysed: whether the commit is known is found out beside that. All but `gathered`
  // must outlive this.
  ComingBase(const WorkTree& tree, const Gathered& gathered, const ScanRequest& request, std::string rules_digest);
  ComingBase(const ComingBase&) = delete;  // what runs beside refers to it
  ComingBase& operator=(const ComingBase&) = delete;

  // Whether it can be one: false where what it comes to may be something else another time.
  bool is_lasting() const { return snapshot_.has_value(); }
  // Of what it came to.
  void keep(const Report& report);

 private:
  const WorkTree& tree_;
  const ScanRequest& request_;
  std::string rules_digest_;
  std::optional<Digest> snapshot_;  // its key
  std::future<std::optional<KnownCommit>> commit_;
};

}  // namespace assay
