// See compiler_targets.h.
#include "analyzer/analysis/compiler_targets.h"

#include <algorithm>
#include <tuple>
#include <unordered_set>

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

std::vector<FunctionId> CompilerTargets::overrides(std::uint64_t symbol, std::size_t most) const {
  std::vector<FunctionId> functions;
  // The list grows while it is walked; what stands in it is not added again, so that cycles end.
  std::vector<std::uint64_t> list{symbol};
  std::unordered_set<std::uint64_t> seen{symbol};
  for (std::size_t i = 0; i < list.size(); ++i) {
    for (const facts::Override& next : overriding(list[i])) {
      if (list.size() > most) return functions;
      if (!seen.insert(next.symbol()).second) continue;
      list.push_back(next.symbol());
      if (const FunctionId f = function(next.symbol())) functions.push_back(f);
    }
  }
  return functions;
}

}  // namespace assay
