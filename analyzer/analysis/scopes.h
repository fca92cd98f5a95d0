// What a name means inside one file: imports by alias, variables by scope, functions of the file.
#pragma once

#include <vector>

#include "analyzer/analysis/model.h"
#include "analyzer/analysis/symbols.h"

namespace assay {

class FileScopes {
 public:
  FileScopes(const Model& model, const Symbols& symbols) : model_(model), symbols_(symbols) {}

  // Makes `file` the current one. Files are visited one after the other.
  void enter(FileId file);

  // The import that binds `alias` in this file; null: none.
  const facts::Import* import_of(NameId alias) const;
  // Indices of imports that bring everything into scope: import x.*, using X, and implicit ones.
  const std::vector<std::uint32_t>& wildcards() const { return wildcards_; }
  // The type of a variable visible in `function`: its own and enclosing functions', then the file's.
  NameId variable_type(FunctionId function, NameId name) const { return known_of(function, name).type; }
  // Where the type is not evident: the path of the call whose result the variable holds; none: not that either.
  NameId variable_value(FunctionId function, NameId name) const { return known_of(function, name).value; }
  // The type whose method `function` is, through enclosing functions; none: a free function.
  NameId enclosing_type(FunctionId function) const;

 private:
  struct Alias {
    NameId name;
    std::uint32_t import;
  };
  struct Typed {
    std::uint32_t function;  // value; 0: file scope
    NameId name, type, value;
  };

  struct Known {
    NameId type, value;
  };
  Known known_of(FunctionId function, NameId name) const;

  const Model& model_;
  const Symbols& symbols_;
  std::vector<Alias> aliases_;  // sorted by name
  std::vector<Typed> typed_;    // sorted by (function, name)
  std::vector<std::uint32_t> wildcards_;
};

}  // namespace assay
