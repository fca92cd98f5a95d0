// What is measured about a component, as named numbers with places: the only thing that verdict rules see.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace assay {

// A place in the repository that shows a signal.
struct Evidence {
  std::string file;        // repository path
  std::uint32_t line = 0;  // 0: the whole file
  std::string note;        // a few words: the callee, the loop, the manifest's reason
};

// Families, by the first part of the id:
//   effect.E        catalogued calls with effect E (or below it: effect.io covers io.net …) per 1000 code lines
//   fact.K          sites of kind K (facts.fbs, in kebab-case) per 1000 code lines
//   domain.D        share of files that import a package of domain D (catalogue, `packages`)
//   dependency.D    1 when a declared dependency is of domain D, else 0
//   kind.K          1 for the component's kind, else 0
//   language.L      share of code lines in language L
//   compute.* io.* alloc.* concurrency.* safety.* size.* hot.* …   measured by signals.cpp, one line each there
struct Signal {
  std::string id;
  double value = 0;
  std::string unit;                // "share", "per kloc", "count", "flag"
  std::vector<Evidence> evidence;  // strongest first, at most 20
};

// By id; an id that is absent has the value 0 and no evidence.
using Signals = std::map<std::string, Signal, std::less<>>;

}  // namespace assay
