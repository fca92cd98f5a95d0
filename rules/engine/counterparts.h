// What a dependency becomes in Go and in Rust: the tables in rules/counterparts/, one per package ecosystem.
//
// A name is looked up in the form its ecosystem treats as the same package:
//   pypi, cargo    case folded, `_` and `.` (pypi only) as `-`       Python_DateUtil → python-dateutil
//   nuget, packagist  case folded                                    NEWTONSOFT.JSON → newtonsoft.json
//   go             `/vN` and gopkg.in's `.vN` cut; a module stands for what lies below it   …/aws-sdk-go-v2/service/s3
//   maven          Scala's binary version cut; a group stands for its artifacts and groups  akka-stream_2.13
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "rules/engine/embedded.h"

namespace assay {

// Package names, best first; or the word `none` (no package of like purpose and maturity). The word `std` among them is
// the standard library or the language itself.
struct Counterpart {
  std::vector<std::string> go, rust;
};

class Counterparts {
 public:
  // Null: not known. A prefix that is known answers for a longer name, where the ecosystem has such prefixes.
  const Counterpart* find(std::string_view ecosystem, std::string_view name) const;

  std::size_t size() const;

 private:
  friend Result<Counterparts> load_counterparts(std::span<const EmbeddedFile>, const std::set<std::string>&);
  using Table = std::map<std::string, Counterpart, std::less<>>;
  std::map<std::string, Table, std::less<>> tables_;  // ecosystem → canonical name → counterpart
};

// Reads the `counterparts/ECOSYSTEM.yaml` among `files` whose ecosystem is in `ecosystems`; an ecosystem without a file is
// none that is known. A failure's message holds a line `path:line: what, and what to do` for each of the first problems.
Result<Counterparts> load_counterparts(std::span<const EmbeddedFile> files, const std::set<std::string>& ecosystems);

// The ecosystems that have a file.
std::set<std::string> counterpart_ecosystems(std::span<const EmbeddedFile> files);

}  // namespace assay
