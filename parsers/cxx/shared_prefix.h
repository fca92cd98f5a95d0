// What several units begin with, so that it may be parsed once for them (analyzer/workers/precompile.h).
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "parsers/cxx/compile_database.h"

namespace assay {

// Below, one more parse does not pay.
inline constexpr std::size_t fewest_prefix_units = 4;

struct SharedPrefix {
  std::vector<std::string> arguments;  // that the headers are parsed with
  std::vector<std::string> headers;    // as #include takes them: <vector>, "/absolute/path.h"
  std::vector<std::uint32_t> units;    // positions in the plan, ascending
};

struct PrefixQuestion {
  const std::vector<CompileUnit>* units = nullptr;
  std::string root;                                                   // absolute
  std::function<bool(const std::string& path)> is_source;             // a repository path of C or C++
  std::function<std::string(const std::string& path)> text;           // of such a path; empty: it cannot be read
  std::function<bool(const std::string& absolute_path)> file_exists;  // in a folder that is included from

  // The project's file that an #include of `name` means in `from`, a repository path, with these flags; empty: none.
  std::string resolve(const std::string& from, const std::string& name, const std::vector<std::string>& folders) const;
};

// The folders that a unit's flags name, in their order.
std::vector<std::string> folders_of(const CompileUnit& unit);
bool names_folder(const std::string& flag);  // the next argument is one

}  // namespace assay
