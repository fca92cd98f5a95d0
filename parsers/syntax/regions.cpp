// See regions.h.
#include "parsers/syntax/regions.h"

namespace assay {

float arm_probability(std::string_view condition) {
  condition = condition.substr(0, 80);
  const auto has = [&](std::string_view part) { return condition.find(part) != std::string_view::npos; };
  if (has("err != nil") || has("error != nil")) return 0.05F;
  if (has("unlikely(")) return 0.05F;  // the kernel's and glibc's own words
  if (has("likely(")) return 0.95F;
  if (has("== null") || has("== nil") || has("is None") || has("== NULL") || has("== nullptr") || has(".nil?"))
    return 0.4F;
  if (has("< 0") || has("== -1") || has("<= 0")) return 0.16F;
  return 0.5F;
}

}  // namespace assay
