// Who calls whom, what library calls do, and how each of it is known.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "analyzer/analysis/catalog.h"
#include "analyzer/analysis/manifest_file.h"
#include "analyzer/analysis/model.h"
#include "analyzer/analysis/symbols.h"

namespace assay {

// How the target of a call is known. Reports print it.
enum class CallEvidence : std::uint8_t {
  Unresolved,  // nothing in the repository or the catalogue explains it
  Compiler,    // a compiler's front end says so
  Resolved,    // through scopes, imports, evident types or the class hierarchy
  Value,       // a variable is called that may hold these: function_values.h
  Name,        // candidates of that name only; their share is divided
  Library      // outside the repository: imported from elsewhere, or in the catalogue
};

// What a call runs is known: in the repository, or a library's. A name alone is a guess.
constexpr bool is_resolved(CallEvidence evidence) {
  return evidence != CallEvidence::Unresolved && evidence != CallEvidence::Name;
}

// Catalogues by language; null where a language does not occur.
using Catalogs = std::array<const Catalog*, static_cast<std::size_t>(facts::Language::MAX) + 1>;

struct CallGraph {
  // Candidates of call index i: targets[first[i], first[i + 1]); several share the call evenly.
  std::vector<std::uint32_t> first;
  std::vector<FunctionId> targets;
  std::vector<CallEvidence> evidence;  // by call index
  std::vector<std::uint16_t> effect;   // by call index: position in `effects` plus one; 0: none known
  std::vector<CallEffect> effects;     // distinct ones
  std::vector<FileId> included;        // by import index: the file that an #include means; none: not in the repository
  std::size_t resolved = 0;            // calls with a target in the repository or a known library

  std::span<const FunctionId> targets_of(std::size_t call) const {
    return {targets.data() + first[call], first[call + 1] - first[call]};
  }
  const CallEffect* effect_of(std::size_t call) const {
    return effect[call] == 0 ? nullptr : &effects[effect[call] - 1];
  }
};

// `repository` is the repository's own name: imports that begin with it are looked for inside. `manifests` say where headers
// are looked for. The same at any number of threads, of which it uses at most `threads`.
CallGraph resolve_calls(const Model& model, const Symbols& symbols, const Catalogs& catalogs,
                        std::string_view repository, std::size_t threads = 1,
                        const std::vector<ManifestFile>& manifests = {});

}  // namespace assay
