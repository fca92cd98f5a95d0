// See written_types.h.
#include "analyzer/analysis/written_types.h"

#include <algorithm>

#include "analyzer/facts/languages.h"

namespace assay {

void WrittenTypes::enter(FileId file) {
  file_ = file;
  exact_imports_ = is_jvm(model_.files[file.index()].language);
  known_.clear();
}

NameId WrittenTypes::meant(NameId written) {
  const bool qualified = symbols_.simple(written) != written;
  if (!qualified && !exact_imports_) return written;
  const auto [known, fresh] = known_.try_emplace(written.value);
  if (fresh) known->second = qualified ? symbols_.meant(written, file_) : imported(written);
  return known->second;
}

NameId WrittenTypes::imported(NameId name) const {
  const facts::Import* import = scopes_.import_of(name);
  if (import == nullptr || !symbols_.is_type(name)) return name;
  const std::string_view module = model_.names.text(import->module_());
  const auto lies_there = [&](TypeId type) {
    const std::string_view package = model_.names.text(model_.files[model_.type_file[type.index()].index()].package);
    return package.empty() || module.starts_with(package) || package.ends_with(module);
  };
  const std::span<const TypeId> all = symbols_.types(name);
  return std::any_of(all.begin(), all.end(), lies_there) ? name : NameId{};
}

}  // namespace assay
