// See value_types.h.
#include "analyzer/analysis/value_types.h"

#include <algorithm>
#include <array>

#include "analyzer/base/pair_key.h"

namespace assay {

void ValueTypes::enter(FileId file) {
  place_ = &places_.of(file);
  known_.clear();
}

bool ValueTypes::is_self(std::string_view name) {
  static constexpr std::array<std::string_view, 6> names = {"self", "this", "cls", "$this", "_this", "that"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

ValueTypes::Received ValueTypes::of(FunctionId caller, NameId receiver) {
  constexpr int most_nested = 8;  // variables that hold results of calls on variables that do
  if (nested_ == most_nested) return {};
  const std::uint64_t key = pair_key(caller.value, receiver.value);
  const auto [known, fresh] = known_.try_emplace(key);  // until it is known, none: variables may hold each other
  if (!fresh) return known->second;
  ++nested_;
  const Received found = walk(caller, model_.names.text(receiver));
  --nested_;
  return known_[key] = found;
}

ValueTypes::Received ValueTypes::walk(FunctionId caller, std::string_view path) {
  const std::string_view first = path.substr(0, path.find('.'));
  std::size_t end = first.size();
  NameId type = head(caller, first);
  const bool known_head = static_cast<bool>(type);
  if (!type) {  // Type.create().c, module.make().c
    std::size_t begin = end + 1;
    while (begin < path.size()) {
      end = std::min(path.find('.', begin), path.size());
      if (path.substr(begin, end - begin).ends_with("()")) break;
      begin = end + 1;
    }
    if (begin >= path.size()) return {};
    const NameId before = model_.names.find(path.substr(0, begin - 1));
    const NameId name = model_.names.find(path.substr(begin, end - begin - 2));
    if (before && name) type = result(caller, before, name);
  }
  while (type && end < path.size()) {
    const std::size_t begin = end + 1;
    end = std::min(path.find('.', begin), path.size());
    const std::string_view next = path.substr(begin, end - begin);
    const bool own_field = begin == first.size() + 1 && is_self(first) && !next.ends_with("()");
    type = own_field ? head(caller, next) : member(type, next);
  }
  return {type, known_head};
}

// x, self, f(), Type()
NameId ValueTypes::head(FunctionId caller, std::string_view name) {
  if (is_self(name)) return scopes_.enclosing_type(caller);
  const bool call = name.ends_with("()");
  if (call) name.remove_suffix(2);
  const NameId id = model_.names.find(name);
  if (!id) return {};
  if (call) {
    const bool constructs = name.front() >= 'A' && name.front() <= 'Z';
    if (symbols_.is_type(id) || (constructs && scopes_.import_of(id) != nullptr)) return id;
    return result(caller, {}, id);
  }
  if (const NameId type = scopes_.variable_type(caller, id)) return type;
  NameId value = scopes_.variable_value(caller, id);
  if (const NameId own = scopes_.enclosing_type(caller); own && !value) {
    if (const NameId type = symbols_.field_type(symbols_.simple(own), id)) return type;
    value = symbols_.field_value(symbols_.simple(own), id);
  }
  return value ? of(caller, value).type : NameId{};
}

NameId ValueTypes::member(NameId type, std::string_view name) {
  const bool call = name.ends_with("()");
  if (call) name.remove_suffix(2);
  const NameId meant = types_.meant(type), id = model_.names.find(name);
  if (meant && id) {
    const NameId of_field = call ? NameId{} : symbols_.field_type(symbols_.simple(meant), id);
    if (of_field) return of_field;
    for (const FunctionId f : methods_.find(meant, id, false).own) {
      if (!place_->calls(places_.of(f))) continue;
      if (const NameId result = returned(f, meant)) return result;
    }
  }
  return library_.is_unwrapping_method(name) ? type : NameId{};
}

NameId ValueTypes::result(FunctionId caller, NameId receiver, NameId name) {
  const std::span<const FunctionId> run = calls_.surely_run(caller, receiver, name);
  for (const FunctionId f : run) {
    if (const NameId type = returned(f, symbols_.owner(f))) return type;
  }
  return !run.empty() && symbols_.is_type(name) ? name : NameId{};  // what a constructor makes
}

// As the file that declares the function means it; `self`: the type that it is called on.
NameId ValueTypes::returned(FunctionId function, NameId self) const {
  const NameId type{model_.function(function).returns()};
  if (!type) return {};
  const std::string_view text = model_.names.text(type);
  for (const std::string_view own : {"this", "Self", "self", "static"}) {
    if (text == own) return self;
  }
  return symbols_.simple(type) == type ? type : symbols_.meant(type, model_.function_file[function.index()]);
}

}  // namespace assay
