// See compiler_targets.h.
#include "analyzer/analysis/compiler_targets.h"

#include <algorithm>
#include <tuple>

namespace assay {
namespace {

auto key(const facts::Override& o) { return std::tuple(o.base(), o.symbol()); }

}  // namespace

CompilerTargets::CompilerTargets(const Model& model) : model_(model), overrides_(model.overrides) {
  functions_.reserve(model.symbols.size());
  for (const facts::Symbol& s : model.symbols) functions_.try_emplace(s.symbol(), FunctionId{s.function()});
  std::sort(overrides_.begin(), overrides_.end(), [](const auto& a, const auto& b) { return key(a) < key(b); });
  const auto last =
      std::unique(overrides_.begin(), overrides_.end(), [](const auto& a, const auto& b) { return key(a) == key(b); });
  overrides_.erase(last, overrides_.end());
}

std::span<const facts::Target> CompilerTargets::targets_of(std::uint32_t call) const {
  const auto [begin, end] = std::equal_range(
      model_.targets.begin(), model_.targets.end(), facts::Target(0, call + 1, 0, facts::TargetKind::Function, false),
      [](const facts::Target& a, const facts::Target& b) { return a.call() < b.call(); });
  return {begin, end};
}

FunctionId CompilerTargets::function(std::uint64_t symbol) const {
  const auto found = functions_.find(symbol);
  return found == functions_.end() ? FunctionId{} : found->second;
}

std::span<const facts::Override> CompilerTargets::overriding(std::uint64_t base) const {
  const auto [begin, end] =
      std::equal_range(overrides_.begin(), overrides_.end(), facts::Override(0, base),
                       [](const facts::Override& a, const facts::Override& b) { return a.base() < b.base(); });
  return {begin, end};
}

}  // namespace assay
