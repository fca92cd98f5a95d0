// Where is a name defined? Functions by name and owner, types by name, fields' types, base and derived types.
//
// Types are known by their simple names (`Map.Entry` → `Entry`): several rows of one name (partial classes, impl blocks,
// homonyms in different packages) are told apart by where they lie, at the place that asks.
#pragma once

#include <span>
#include <unordered_map>
#include <vector>

#include "analyzer/analysis/model.h"

namespace assay {

class Symbols {
 public:
  explicit Symbols(const Model& model);

  // Functions and methods of this name that are not lambdas, sorted by (owner, id).
  std::span<const FunctionId> functions(NameId name) const;
  // Those whose owner type bears this name.
  std::span<const FunctionId> methods(NameId owner, NameId name) const;
  bool has_methods(NameId name) const;
  // Free functions: those without an owner.
  std::span<const FunctionId> free_functions(NameId name) const { return methods(NameId{}, name); }
  NameId owner(FunctionId function) const { return owners_[function.index()]; }

  std::span<const TypeId> types(NameId simple_name) const;
  bool is_type(NameId simple_name) const { return !types(simple_name).empty(); }
  // Simple names, sorted, without duplicates.
  std::span<const NameId> bases(NameId type) const;
  std::span<const NameId> derived(NameId type) const;
  // The declared or constructed type of a field, as written; none: not evident.
  NameId field_type(NameId type, NameId field) const;
  // Where that is not evident: the path of the call whose result the field first holds, in a method of the type or beside it;
  // none: not that either.
  NameId field_value(NameId type, NameId field) const;
  // The part after the last '.'; the name itself where there is none.
  NameId simple(NameId name) const { return simple_[name.value]; }
  // The type that a file means by what it writes: the simple name; what is written where all types of that name lie
  // elsewhere than the qualifier says: `sync.Mutex` is no Mutex of ours, though types of ours may have it as a base.
  NameId meant(NameId written, FileId file) const;

 private:
  struct Csr {
    std::vector<std::uint32_t> first;
    template <class Id>
    static std::span<const Id> row(const Csr& csr, const std::vector<Id>& rows, NameId name) {
      if (name.value + 1 >= csr.first.size()) return {};
      return {rows.data() + csr.first[name.value], csr.first[name.value + 1] - csr.first[name.value]};
    }
  };

  bool may_lie_in(TypeId type, std::string_view qualifier) const;

  const Model& model_;
  std::vector<NameId> simple_;  // by name
  std::vector<NameId> owners_;  // by function
  Csr function_rows_;
  std::vector<FunctionId> functions_;
  Csr type_rows_;
  std::vector<TypeId> types_;
  std::unordered_map<std::uint32_t, std::vector<NameId>> bases_, derived_;  // by type name
  std::unordered_map<std::uint64_t, NameId> field_types_, field_values_;    // by (type, field)
};

}  // namespace assay
