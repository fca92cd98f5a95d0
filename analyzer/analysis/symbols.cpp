// See symbols.h.
#include "analyzer/analysis/symbols.h"

#include <algorithm>

#include "analyzer/analysis/module_paths.h"
#include "analyzer/base/pair_key.h"
#include "analyzer/base/sort_unique.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

// Of more types of one name some lie anywhere, and no file that a person writes imports more.
constexpr std::size_t most_homonyms = 64, most_imports = 1000;

// Modules that are written from where one stands, or from a root that the project defines.
bool is_relative(std::string_view module) {
  const std::string_view first = module.substr(0, module.find_first_of(".:/"));
  return first.empty() || first == "crate" || first == "super" || first == "self" || first == "@" || first == "~" ||
         first.front() == '#';
}

// As file names and names in code write it: ActiveRecord, active_record, active-record.
bool is_same_word(std::string_view a, std::string_view b) {
  const auto next = [](std::string_view text, std::size_t at) {
    while (at < text.size() && (text[at] == '_' || text[at] == '-')) ++at;
    return at;
  };
  std::size_t i = next(a, 0), j = next(b, 0);
  for (; i < a.size() && j < b.size(); i = next(a, i + 1), j = next(b, j + 1)) {
    if (to_lower(a[i]) != to_lower(b[j])) return false;
  }
  return i >= a.size() && j >= b.size();
}

}  // namespace

Symbols::Symbols(const Model& model) : model_(model) {
  const std::size_t name_count = model.names.size();
  simple_.resize(name_count);
  for (std::uint32_t i = 0; i < name_count; ++i) {
    const std::string_view text = model.names.text(i);
    const std::size_t dot = text.find_last_of('.');
    NameId last{i};
    if (dot != std::string_view::npos && dot + 1 < text.size()) {
      last = model.names.find(text.substr(dot + 1));
      if (!last) last = NameId{i};
    }
    simple_[i] = last;
  }

  owners_.assign(model.functions.size(), NameId{});
  for (std::size_t i = 0; i < model.functions.size(); ++i) {
    if (const std::uint32_t type = model.functions[i].type(); type != 0)
      owners_[i] = simple(NameId{model.types[type - 1].name()});
  }
  const NameId self = model.names.find("this");
  for (const facts::Variable& v : model.variables) {  // owners declared elsewhere (Go receivers, C++ A::f)
    if (v.kind() == facts::VariableKind::Parameter && self && v.name() == self.value && v.function() != 0 &&
        model.functions[v.function() - 1].type() == 0) {
      owners_[v.function() - 1] = simple(NameId{v.type_name()});
    }
  }

  const auto usable = [&](std::size_t i) {
    return model.functions[i].name() != 0 &&
           (model.functions[i].flags() & static_cast<std::uint32_t>(facts::FunctionFlag::Lambda)) == 0;
  };
  function_rows_.first.assign(name_count + 1, 0);
  for (std::size_t i = 0; i < model.functions.size(); ++i) {
    if (usable(i)) ++function_rows_.first[model.functions[i].name() + 1];
  }
  for (std::size_t i = 1; i <= name_count; ++i) function_rows_.first[i] += function_rows_.first[i - 1];
  functions_.resize(function_rows_.first.back());
  std::vector<std::uint32_t> next(function_rows_.first.begin(), function_rows_.first.end() - 1);
  for (std::size_t i = 0; i < model.functions.size(); ++i) {
    if (usable(i)) functions_[next[model.functions[i].name()]++] = FunctionId::of_index(i);
  }
  for (std::size_t i = 0; i < name_count; ++i) {
    std::sort(functions_.begin() + function_rows_.first[i], functions_.begin() + function_rows_.first[i + 1],
              [&](FunctionId a, FunctionId b) { return std::pair(owner(a), a) < std::pair(owner(b), b); });
  }

  type_rows_.first.assign(name_count + 1, 0);
  for (const facts::Type& t : model.types) ++type_rows_.first[simple(NameId{t.name()}).value + 1];
  type_rows_.first[1] = 0;  // types without a name
  for (std::size_t i = 1; i <= name_count; ++i) type_rows_.first[i] += type_rows_.first[i - 1];
  types_.resize(type_rows_.first.back());
  next.assign(type_rows_.first.begin(), type_rows_.first.end() - 1);
  for (std::size_t i = 0; i < model.types.size(); ++i) {
    const NameId name = simple(NameId{model.types[i].name()});
    if (name) types_[next[name.value]++] = TypeId::of_index(i);
  }

  for (const facts::Base& b : model.bases) {
    const NameId type = simple(NameId{model.types[b.type() - 1].name()});
    const NameId base = meant(NameId{b.name()}, model.type_file[b.type() - 1]);
    if (!type || !base || type == base) continue;
    bases_[type.value].push_back(base);
    derived_[base.value].push_back(type);
  }
  for (auto& entry : bases_) sort_unique(entry.second);
  for (auto& entry : derived_) sort_unique(entry.second);

  // Of fields that are set from a parameter, (function, name) of that.
  std::unordered_map<std::uint64_t, NameId> parameter_types;
  const auto is_set_from = [](const facts::Variable& v) {
    return v.kind() == facts::VariableKind::Field && v.type() != 0 && v.type_name() == 0 && v.value() != 0;
  };
  for (const facts::Variable& v : model.variables) {
    if (is_set_from(v)) parameter_types.try_emplace(pair_key(v.function(), v.value()));
  }
  for (const facts::Variable& v : model.variables) {
    if (v.kind() != facts::VariableKind::Parameter || v.type_name() == 0 || parameter_types.empty()) continue;
    const auto asked = parameter_types.find(pair_key(v.function(), v.name()));
    if (asked != parameter_types.end()) asked->second = NameId{v.type_name()};
  }
  for (const facts::Variable& v : model.variables) {
    if (v.kind() != facts::VariableKind::Field || v.type() == 0) continue;
    NameId type{v.type_name()};
    if (is_set_from(v)) type = parameter_types.find(pair_key(v.function(), v.value()))->second;
    const std::uint64_t field = pair_key(simple(NameId{model.types[v.type() - 1].name()}).value, v.name());
    if (type) field_types_.try_emplace(field, type);
    if (!type && v.value() != 0) field_values_.try_emplace(field, NameId{v.value()});
  }
}

std::span<const FunctionId> Symbols::functions(NameId name) const {
  return name ? Csr::row(function_rows_, functions_, name) : std::span<const FunctionId>{};
}

// Those without an owner come first.
bool Symbols::has_methods(NameId name) const {
  const std::span<const FunctionId> all = functions(name);
  return !all.empty() && owner(all.back());
}

std::span<const FunctionId> Symbols::methods(NameId owner_name, NameId name) const {
  const std::span<const FunctionId> all = functions(name);
  // Most names have few functions, and those of other types.
  if (all.empty() || owner_name < owner(all.front()) || owner(all.back()) < owner_name) return {};
  const auto begin =
      std::lower_bound(all.begin(), all.end(), owner_name, [&](FunctionId f, NameId o) { return owner(f) < o; });
  const auto end = std::upper_bound(begin, all.end(), owner_name, [&](NameId o, FunctionId f) { return o < owner(f); });
  return {begin, end};
}

std::span<const TypeId> Symbols::types(NameId simple_name) const {
  return simple_name ? Csr::row(type_rows_, types_, simple_name) : std::span<const TypeId>{};
}

std::span<const NameId> Symbols::bases(NameId type) const {
  const auto found = bases_.find(type.value);
  return found == bases_.end() ? std::span<const NameId>{} : std::span<const NameId>(found->second);
}

std::span<const NameId> Symbols::derived(NameId type) const {
  const auto found = derived_.find(type.value);
  return found == derived_.end() ? std::span<const NameId>{} : std::span<const NameId>(found->second);
}

NameId Symbols::meant(NameId written, FileId file) const {
  const NameId last = simple(written);
  const std::span<const TypeId> known = types(last);
  if (last == written || known.empty() || known.size() > most_homonyms) return last;
  std::string_view qualifier = model_.names.text(written);
  take_last(qualifier);
  const std::string_view nearest = take_last(qualifier);
  for (const std::string_view own : {"crate", "self", "super", "this", "static", "parent", "global"}) {
    if (nearest == own) return last;
  }
  // What the qualifier's last part is in this file: a module under another name, or what it holds.
  std::string_view module, holds;
  const FileRow& row = model_.files[file.index()];
  const NameId alias = model_.names.find(nearest);
  const auto imports = std::span(model_.imports).subspan(row.imports.begin, row.imports.size());
  for (const facts::Import& import : imports.first(std::min(imports.size(), most_imports))) {
    if (!alias || import.alias() != alias.value) continue;
    module = model_.names.text(import.module_());
    holds = model_.names.text(import.name());
    const bool relative = (import.flags() & static_cast<std::uint16_t>(facts::ImportFlag::Relative)) != 0;
    if (relative || is_relative(module)) return last;
    break;
  }
  const std::string_view in_module = take_last(module);
  const auto may_be = [&](TypeId type) {
    return may_lie_in(type, nearest) || (!in_module.empty() && may_lie_in(type, in_module)) ||
           (!holds.empty() && may_lie_in(type, holds));
  };
  return std::any_of(known.begin(), known.end(), may_be) ? last : written;
}

// Does the type's package, path, namespace or enclosing type have a part of that name?
bool Symbols::may_lie_in(TypeId type, std::string_view qualifier) const {
  const FileRow& file = model_.files[model_.type_file[type.index()].index()];
  for (std::string_view place : {model_.names.text(NameId{model_.types[type.index()].qualified()}),
                                 model_.names.text(file.package), std::string_view(file.path)}) {
    while (!place.empty()) {
      if (is_same_word(take_last(place), qualifier)) return true;
    }
  }
  return false;
}

NameId Symbols::field_type(NameId type, NameId field) const {
  const auto found = field_types_.find(pair_key(type.value, field.value));
  return found == field_types_.end() ? NameId{} : found->second;
}

NameId Symbols::field_value(NameId type, NameId field) const {
  const auto found = field_values_.find(pair_key(type.value, field.value));
  return found == field_values_.end() ? NameId{} : found->second;
}

}  // namespace assay
