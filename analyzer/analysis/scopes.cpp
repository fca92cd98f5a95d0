// See scopes.h.
#include "analyzer/analysis/scopes.h"

#include <algorithm>
#include <tuple>

namespace assay {

void FileScopes::enter(FileId file) {
  const FileRow& row = model_.files[file.index()];
  aliases_.clear();
  wildcards_.clear();
  typed_.clear();
  for (std::uint32_t i = row.imports.begin; i < row.imports.end; ++i) {
    const facts::Import& import = model_.imports[i];
    if (import.alias() != 0) aliases_.push_back({NameId{import.alias()}, i});
    if ((import.flags() & static_cast<std::uint16_t>(facts::ImportFlag::Wildcard)) != 0) wildcards_.push_back(i);
  }
  std::stable_sort(aliases_.begin(), aliases_.end(), [](const Alias& a, const Alias& b) { return a.name < b.name; });
  for (std::uint32_t i = row.variables.begin; i < row.variables.end; ++i) {
    const facts::Variable& v = model_.variables[i];
    if ((v.type_name() == 0 && v.value() == 0) || v.kind() == facts::VariableKind::Field) continue;
    typed_.push_back({v.function(), NameId{v.name()}, NameId{v.type_name()}, NameId{v.value()}});
  }
  std::stable_sort(typed_.begin(), typed_.end(), [](const Typed& a, const Typed& b) {
    return std::tie(a.function, a.name) < std::tie(b.function, b.name);
  });
}

const facts::Import* FileScopes::import_of(NameId alias) const {
  const auto found = std::lower_bound(aliases_.begin(), aliases_.end(), alias,
                                      [](const Alias& a, NameId name) { return a.name < name; });
  return found != aliases_.end() && found->name == alias ? &model_.imports[found->import] : nullptr;
}

FileScopes::Known FileScopes::known_of(FunctionId function, NameId name) const {
  const auto find = [&](std::uint32_t scope) -> const Typed* {
    const auto found = std::lower_bound(
        typed_.begin(), typed_.end(), std::pair(scope, name),
        [](const Typed& t, const auto& key) { return std::tie(t.function, t.name) < std::tie(key.first, key.second); });
    return found != typed_.end() && found->function == scope && found->name == name ? &*found : nullptr;
  };
  for (std::uint32_t scope = function.value;; scope = model_.functions[scope - 1].parent()) {
    if (const Typed* found = find(scope)) return {found->type, found->value};
    if (scope == 0) break;
  }
  // Top-level code's locals are the file's variables.
  const std::uint32_t module = model_.file_of(function).functions.begin + 1;
  const Typed* found = function.value == module ? nullptr : find(module);
  return found != nullptr ? Known{found->type, found->value} : Known{};
}

NameId FileScopes::enclosing_type(FunctionId function) const {
  for (; function; function = FunctionId{model_.function(function).parent()}) {
    if (const NameId owner = symbols_.owner(function)) return owner;
  }
  return {};
}

}  // namespace assay
