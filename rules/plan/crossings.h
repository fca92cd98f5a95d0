// What crossing from one language or process into another costs: rules/model/crossings.yaml, in nanoseconds.
#pragma once

#include <array>
#include <span>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/facts/facts_generated.h"
#include "rules/engine/embedded.h"

namespace assay {

// One way to cross.
struct Crossing {
  std::string name;               // "PyO3 extension module"
  double call = 0;                // into the new part and back
  double argument = 0, byte = 0;  // for each
  double callback = 0;            // from the new part into what stays
  std::string source, date;       // of these figures
};

struct CrossingModel {
  static constexpr std::size_t languages = static_cast<std::size_t>(facts::Language::MAX) + 1;
  std::array<double, languages> operation{};  // own time of one operation
  std::array<Crossing, languages>
      bindings{};    // into a Rust core in the same process; the name is empty where none is needed
  Crossing browser;  // for scripts that run in one
  Crossing socket, process;
  struct Bytes {
    double number = 0, text = 0, container = 0, object = 0, unknown = 0;
  } bytes;
  double affordable = 0;  // share of the work per call

  double operation_of(facts::Language language) const { return operation[static_cast<std::size_t>(language)]; }
  const Crossing& binding_of(facts::Language language) const { return bindings[static_cast<std::size_t>(language)]; }
};

// From the file whose path ends in `model/crossings.yaml`.
Result<CrossingModel> read_crossings(std::span<const EmbeddedFile> files);

}  // namespace assay
