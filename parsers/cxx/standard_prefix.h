// Which headers of C++'s standard library would units of equal flags all read again?
//
// Nearly all of a unit's time is headers, and most of these are the standard library's. Where several units have the same
// flags, what they all include is parsed once (analyzer/workers/precompile.h). A unit takes part only if a scan of its text
// and of the project's headers that it includes shows each of those headers, outside of conditions, and no macro that could
// change what they mean: so it has the same declarations as without.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parsers/cxx/shared_prefix.h"

namespace assay {

// At most one for each set of flags; none where too few units share it.
std::vector<SharedPrefix> find_standard_prefixes(const PrefixQuestion& question);

// What a scan of one file's text shows; for tests.
struct IncludeScan {
  std::vector<std::string> standard;  // headers of the standard library
  std::vector<std::string> others;    // as written, without quotes or brackets
  bool redefines = false;             // defines a macro that a standard header may look at
};
IncludeScan scan_includes(std::string_view text);

}  // namespace assay
