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
  // Calls `visit(FunctionId)` for what overrides the method, near ones first, at most `most` methods.
  template <class Visit>
  void for_each_override(std::uint64_t symbol, std::size_t most, Visit visit) const;

 private:
  std::span<const facts::Override> overriding(std::uint64_t base) const;

  const Model& model_;
  std::unordered_map<std::uint64_t, FunctionId> functions_;
  std::vector<facts::Override> overrides_;  // by base, without duplicates
};

template <class Visit>
void CompilerTargets::for_each_override(std::uint64_t symbol, std::size_t most, Visit visit) const {
  // The list grows while it is walked; what stands in it is not added again, so that cycles end.
  std::vector<std::uint64_t> seen{symbol};
  for (std::size_t i = 0; i < seen.size() && seen.size() <= most; ++i) {
    for (const facts::Override& next : overriding(seen[i])) {
      bool known = false;
      for (const std::uint64_t other : seen) known = known || other == next.symbol();
      if (known || seen.size() > most) continue;
      seen.push_back(next.symbol());
      if (const FunctionId f = function(next.symbol())) visit(f);
    }
  }
}

}  // namespace assay
