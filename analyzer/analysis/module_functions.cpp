// See module_functions.h.
#include "analyzer/analysis/module_functions.h"

#include <algorithm>

#include "analyzer/analysis/module_paths.h"
#include "analyzer/base/pair_key.h"

namespace assay {

void ModuleFunctions::enter(FileId file) {
  place_ = &places_.of(file);
  relative_.clear();
}

FunctionId ModuleFunctions::find(std::string_view module, NameId name) {
  if (symbols_.functions(name).empty()) return {};
  auto known = module_ids_.find(module);
  if (known == module_ids_.end())
    known = module_ids_.emplace(module, static_cast<std::uint32_t>(module_ids_.size())).first;
  Known& functions = module.starts_with(".") ? relative_ : absolute_by_audience_[place_->audience()];
  const auto [entry, fresh] = functions.try_emplace(pair_key(known->second, name.value));
  if (fresh) entry->second = look_up(module, name);
  return entry->second;
}

FunctionId ModuleFunctions::look_up(std::string_view module, NameId name) const {
  const bool relative = module.starts_with(".");
  std::string_view cut = module;
  const std::uint32_t last = places_.segment(take_last(cut));
  int best = 0;
  FunctionId found;
  bool tie = false;
  for (const FunctionId f : symbols_.functions(name)) {
    const FilePlace& place = places_.of(f);
    if (!place_->calls(place) || model_.function(f).parent() != 0) continue;
    const bool may_fit = place.last_stem == last || place.last_folder == last;
    int fit = may_fit ? affinity(module, model_.file_of(f).path) : 0;
    if (relative && place.folder == place_->folder) fit = std::max(fit, 1) + 1;
    if (fit == best && fit > 0) {  // of one file's, the one that lies in the fewest scopes
      const bool same_file = model_.function_file[f.index()] == model_.function_file[found.index()];
      if (same_file && model_.qualified_name(f).size() < model_.qualified_name(found).size()) found = f;
      tie = tie || !same_file;
    }
    if (fit > best) {
      best = fit;
      found = f;
      tie = false;
    }
  }
  return tie && best == 1 ? FunctionId{} : found;  // several files of that last name
}

}  // namespace assay
