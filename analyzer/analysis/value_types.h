// Of what type is what a call is made on? Followed member by member through variables, fields and what calls return.
//
//   x.f()          the type that x states, or that of the call whose result it holds
//   self.a.f()     the type of the field a, or of what it is set from
//   m().n().f()    what m says it returns, there what n does
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <unordered_map>

#include "analyzer/analysis/file_places.h"
#include "analyzer/analysis/library_calls.h"
#include "analyzer/analysis/scopes.h"
#include "analyzer/analysis/type_methods.h"
#include "analyzer/analysis/written_types.h"

namespace assay {

// Looked at from one file at a time; not thread-safe, as it remembers what it found. Refers to what it is made from, all of
// which must have entered the same file.
class ValueTypes {
 public:
  // Who knows what calls run.
  class Calls {
   public:
    virtual ~Calls() = default;
    // What a call of `name` in `caller` surely runs, on `receiver` or, where that is none, by its bare name; good until the
    // next question. It may ask for types itself.
    virtual std::span<const FunctionId> surely_run(FunctionId caller, NameId receiver, NameId name) = 0;
  };

  ValueTypes(const Model& model, const Symbols& symbols, const FilePlaces& places, const FileScopes& scopes,
             WrittenTypes& types, TypeMethods& methods, const LibraryCalls& library, Calls& calls)
      : model_(model),
        symbols_(symbols),
        places_(places),
        scopes_(scopes),
        types_(types),
        methods_(methods),
        library_(library),
        calls_(calls) {}

  void enter(FileId file);

  struct Received {
    NameId type;              // as written, or a simple name; none: not evident
    bool known_head = false;  // the path begins with something of known type, which has no such member
  };
  // `receiver`: what stands before the last dot of a call in `caller`.
  Received of(FunctionId caller, NameId receiver);

  // What stands for the own instance.
  static bool is_self(std::string_view name);

 private:
  Received walk(FunctionId caller, std::string_view path);
  NameId head(FunctionId caller, std::string_view name);
  NameId member(NameId type, std::string_view name);
  NameId result(FunctionId caller, NameId receiver, NameId name);
  NameId returned(FunctionId function, NameId self) const;

  const Model& model_;
  const Symbols& symbols_;
  const FilePlaces& places_;
  const FileScopes& scopes_;
  WrittenTypes& types_;
  TypeMethods& methods_;
  const LibraryCalls& library_;
  Calls& calls_;
  const FilePlace* place_ = nullptr;                   // of the file
  int nested_ = 0;                                     // questions that wait for others
  std::unordered_map<std::uint64_t, Received> known_;  // by (function, path), of the file at hand
};

}  // namespace assay
