// What a compiler said of the repository's calls: a symbol means the same function in every file, so that a call in one is
// joined to the definition in another.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "analyzer/analysis/model.h"

namespace assay {

class CompilerTargets {
 public:
  explicit CompilerTargets(const Model& model);

  // Of call index `call`.
  std::span<const facts::Target> targets_of(std::uint32_t call) const;
  // The function that bears the symbol; none: its definition was not seen. Of several, the first file's.
  FunctionId function(std::uint64_t symbol) const;
  // What may run where the symbol is called, beside what bears it: near ones first, each once. At most `most` symbols are
  // looked at.
  std::vector<FunctionId> overrides(std::uint64_t symbol, std::size_t most) const;

 private:
  std::span<const facts::Override> overriding(std::uint64_t base) const;

  const Model& model_;
  std::unordered_map<std::uint64_t, FunctionId> functions_;
  std::vector<facts::Override> overrides_;  // by base, without duplicates
};

}  // namespace assay
