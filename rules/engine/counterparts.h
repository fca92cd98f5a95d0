// What a dependency becomes in Go and in Rust: the tables in rules/counterparts/, one per package ecosystem.
//
// A name is looked up in the form its ecosystem treats as the same package:
//   pypi, cargo    case folded, `_` and `.` (pypi only) as `-`       Python_DateUtil → python-dateutil
//   nuget, packagist  case folded                                    NEWTONSOFT.JSON → newtonsoft.json
//   go             `/vN` and gopkg.in's `.vN` cut; a module stands for what lies below it   …/aws-sdk-go-v2/service/s3
//   maven          Scala's binary version cut; a group stands for its artifacts and groups  akka-stream_2.13
//   system         case folded; `lib` in front, versions and what stands behind `::` cut    libpng16, glib-2.0 → png, glib
//                  (CMake, pkg-config, Conan and vcpkg spell the same library in these ways)
//
// A file holds a `date`, a `confidence`, and `packages`, one a line: `name: {go: […], rust: […]}`, with a `date` and a
// `confidence` of its own where these differ. What stands in the lists, best first:
//   std            the standard library or the language itself; in Go also a package of it, net/http
//   NAME           a package: a module's path, a crate's name
//   binding NAME   a package that brings the same native library along: to be built, shipped and trusted as before
//   write          small enough to be written anew, or part of the port: no package needed
//   none           no package of like purpose and maturity: the dependency holds the code where it is
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

enum class CounterpartKind : std::uint8_t { Unknown, Standard, Package, Binding, Write, None };
inline constexpr std::size_t counterpart_kinds = 6;
// "unknown", "standard library", "package", "binding", "write it", "none"
std::string_view counterpart_kind_name(CounterpartKind kind);

struct Counterpart {
  std::vector<std::string> go,
      rust;  // names, best first, without the word `binding`; or one of the words write and none
  CounterpartKind go_kind = CounterpartKind::Unknown, rust_kind = CounterpartKind::Unknown;  // of the best
  std::string date;        // of this knowledge: year and month
  std::string confidence;  // "high", "medium", "low"
};

class Counterparts {
 public:
  // Null: not known. A prefix that is known answers for a longer name, where the ecosystem has such prefixes.
  const Counterpart* find(std::string_view ecosystem, std::string_view name) const;

  bool covers(std::string_view ecosystem) const { return tables_.contains(ecosystem); }
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
