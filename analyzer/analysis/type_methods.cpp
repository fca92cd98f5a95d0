// See type_methods.h.
#include "analyzer/analysis/type_methods.h"

#include <algorithm>

#include "analyzer/base/pair_key.h"

namespace assay {
namespace {

// Most types above or below one that are looked at; few real hierarchies hold more, hostile ones are cyclic.
constexpr std::size_t most_kin = 256;

}  // namespace

void TypeMethods::enter(FileId file) {
  place_ = &places_.of(file);
  found_ = &by_audience_[place_->audience()];
}

const TypeMethods::Found& TypeMethods::find(NameId type, NameId name, bool with_below) {
  const auto speaks = [&](FunctionId f) { return place_->calls(places_.of(f)); };
  const auto [entry, fresh] = found_->try_emplace(pair_key(type.value, name.value));
  Found& methods = entry->second;
  if (fresh) {
    for (const NameId holder : kin(above_, type, &Symbols::bases)) {
      methods.own = symbols_.methods(holder, name);
      if (std::any_of(methods.own.begin(), methods.own.end(), speaks)) break;
      methods.own = {};
    }
  }
  if (with_below && !methods.knows_below) {
    methods.knows_below = true;
    for (const NameId below : kin(below_, type, &Symbols::derived)) {
      if (below == type || methods.below.size() >= enough_) continue;
      for (const FunctionId f : symbols_.methods(below, name)) {
        if (speaks(f)) methods.below.push_back(f);
      }
    }
  }
  return methods;
}

// `type` and, nearest first, the types that `next` leads to, at most `most_kin`.
const std::vector<NameId>& TypeMethods::kin(Kin& known, NameId type,
                                            std::span<const NameId> (Symbols::*next)(NameId) const) const {
  const auto [entry, fresh] = known.try_emplace(type.value);
  std::vector<NameId>& found = entry->second;
  if (!fresh) return found;
  found.push_back(type);
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const NameId relative : (symbols_.*next)(found[i])) {
      if (found.size() == most_kin) return found;
      if (std::find(found.begin(), found.end(), relative) == found.end()) found.push_back(relative);
    }
  }
  return found;
}

}  // namespace assay
