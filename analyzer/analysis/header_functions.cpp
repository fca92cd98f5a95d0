// See header_functions.h.
#include "analyzer/analysis/header_functions.h"

#include <algorithm>

#include "analyzer/base/pair_key.h"
#include "analyzer/facts/languages.h"

namespace assay {

void HeaderFunctions::enter(FileId id, std::vector<FileId>& included) {
  file_ = id;
  included_.clear();
  const FileRow& file = model_.files[id.index()];
  if (!is_c_family(file.language)) return;
  const std::uint32_t folder = places_.of(id).folder;
  for (std::uint32_t i = file.imports.begin; i < file.imports.end; ++i) {
    const facts::Import& import = model_.imports[i];
    const bool brackets = (import.flags() & static_cast<std::uint16_t>(facts::ImportFlag::System)) != 0;
    const auto [known, fresh] = known_.try_emplace(pair_key(2 * folder + brackets, import.module_()));
    if (fresh) known->second = includes_.find(file.path, model_.names.text(import.module_()), brackets);
    included[i] = known->second;
    if (known->second) included_.push_back(known->second);
  }
  std::sort(included_.begin(), included_.end());
}

// Bytes of path in common, and what is included before all that is not; 0: it does not stand in a header.
std::size_t HeaderFunctions::fit(FunctionId function) const {
  constexpr std::size_t included = 100'000;  // more than any path is long
  const std::string_view own = model_.files[file_.index()].path, path = model_.file_of(function).path;
  const std::size_t dot = path.find_last_of('.');
  if (!places_.of(file_).calls(places_.of(function)) || dot == std::string_view::npos || path[dot + 1] != 'h') return 0;
  const auto differ = std::mismatch(own.begin(), own.end(), path.begin(), path.end()).first;
  const auto common = static_cast<std::size_t>(differ - own.begin());
  return common + (std::binary_search(included_.begin(), included_.end(), model_.function_file[function.index()])
                       ? included
                       : 1);
}

std::vector<FunctionId> HeaderFunctions::find(NameId name, std::size_t most) const {
  std::vector<FunctionId> found;
  std::size_t best = 1;
  for (const FunctionId f : symbols_.free_functions(name)) {
    const std::size_t own = fit(f);
    if (own < best) continue;
    if (own > best) found.clear();
    best = own;
    if (found.size() < most) found.push_back(f);
  }
  return found;
}

}  // namespace assay
