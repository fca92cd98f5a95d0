// See argument_fit.h.
#include "analyzer/analysis/argument_fit.h"

#include <algorithm>

#include "analyzer/facts/languages.h"

namespace assay {

void keep_fitting(const Model& model, facts::Language language, const facts::Call& call,
                  std::vector<FunctionId>& targets, std::size_t begin) {
  constexpr std::uint8_t uncounted = 255;  // arguments, or more
  const std::uint32_t given = call.arguments();
  if (begin == targets.size() || given == uncounted) return;
  const auto first = targets.begin() + static_cast<std::ptrdiff_t>(begin);
  const auto takes = [&](FunctionId f) -> std::uint32_t { return model.function(f).parameters(); };
  const bool exact =
      has_overloads(language) && std::any_of(first, targets.end(), [&](FunctionId f) { return takes(f) == given; });
  // One parameter may stand for any number of arguments; without defaults each other needs one.
  const bool needs_all = has_no_defaults(language);
  const auto unfit = [&](FunctionId f) { return (exact && takes(f) != given) || (needs_all && takes(f) > given + 1); };
  targets.erase(std::remove_if(first, targets.end(), unfit), targets.end());
}

}  // namespace assay
