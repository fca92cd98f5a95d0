// Headers that many units share, parsed once: in a worker of its own, the only one that may write, and into one private
// folder, which is gone afterwards.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/workers/pool.h"
#include "parsers/cxx/libclang.h"
#include "parsers/cxx/standard_prefix.h"

namespace assay {

// A private folder, removed with all in it at the end.
class PrivateFolder {
 public:
  PrivateFolder();
  PrivateFolder(const PrivateFolder&) = delete;
  PrivateFolder& operator=(const PrivateFolder&) = delete;
  ~PrivateFolder();
  const std::string& path() const { return path_; }  // absolute, links resolved; empty: it cannot be made

 private:
  std::string path_;
};

struct Precompiled {
  std::string path;                // empty: there is none
  std::vector<std::string> files;  // absolute paths of what it was made from
};

// By unit, what it may be parsed with. A prefix that does not compile is left out.
struct PrecompiledPrefixes {
  std::vector<Precompiled> prefixes;
  std::vector<std::uint32_t> of_unit;  // position plus one; 0: none

  const Precompiled* find(std::uint32_t unit) const {
    return unit < of_unit.size() && of_unit[unit] != 0 ? &prefixes[of_unit[unit] - 1] : nullptr;
  }
};

// `readable`: folders beside the system's that may be included from. Must be called while the process has one thread.
PrecompiledPrefixes precompile_prefixes(const LibClang& clang, const std::vector<SharedPrefix>& prefixes,
                                        std::size_t units, const std::vector<std::string>& readable,
                                        const PrivateFolder& folder, const PoolOptions& options);

}  // namespace assay
