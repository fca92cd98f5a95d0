// Which headers of C++'s standard library would units of equal flags all read again?
//
// Nearly all of a unit's time is headers, and most of these are the standard library's. Where several units have the same
// flags, what they all include is parsed once (analyzer/workers/precompile.h). A unit takes part only if a scan of its text
// and of the project's headers that it includes shows each of those headers, outside of conditions, and no macro that could
// change what they mean: so it has the same declarations as without.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/cxx/compile_database.h"

namespace assay {

// Below, one more parse does not pay.
inline constexpr std::size_t fewest_prefix_units = 4;

struct StandardPrefix {
  std::vector<std::string> arguments;  // what its units have in common: all but the folders that they include from
  std::vector<std::string> headers;    // sorted
  std::vector<std::uint32_t> units;    // positions in the plan, ascending
};

struct PrefixQuestion {
  const std::vector<CompileUnit>* units = nullptr;
  std::string root;                                                   // absolute
  std::function<bool(const std::string& path)> is_source;             // a repository path of C or C++
  std::function<std::string(const std::string& path)> text;           // of such a path; empty: it cannot be read
  std::function<bool(const std::string& absolute_path)> file_exists;  // in a folder that is included from
};

// At most one for each set of flags; none where too few units share it.
std::vector<StandardPrefix> find_prefixes(const PrefixQuestion& question);

// What a scan of one file's text shows; for tests.
struct IncludeScan {
  std::vector<std::string> standard;  // headers of the standard library
  std::vector<std::string> others;    // as written, without quotes or brackets
  bool redefines = false;             // defines a macro that a standard header may look at
};
IncludeScan scan_includes(std::string_view text);

}  // namespace assay
