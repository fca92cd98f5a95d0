// What the catalogue says of a call that no function of the repository answers.
//
// One file at a time; not thread-safe. Answers are positions in the list of distinct effects, which belongs to it; the
// same question is answered once per file, or once per language where the file does not matter.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/analysis/call_graph.h"
#include "analyzer/analysis/scopes.h"

namespace assay {

class LibraryCalls {
 public:
  // `scopes` must have entered the same file.
  LibraryCalls(const Model& model, const Catalogs& catalogs, const FileScopes& scopes)
      : model_(model), catalogs_(catalogs), scopes_(scopes) {}

  void enter(const FileRow& file);

  struct Known {
    std::uint16_t position = 0;  // of the effect plus one; 0: the catalogue does not know it
    explicit operator bool() const { return position != 0; }
  };
  // A catalogued method name on a receiver of unknown type.
  Known method(NameId receiver, NameId name);
  // `prefix.name`, with the prefix as a module's path or what an import stands for.
  Known member(std::string_view prefix, NameId name);
  // As written, then below each wildcard import: `using System; Console.WriteLine()`, the language's own last. Without a prefix:
  // print(), malloc(), sort() of `using namespace std`.
  Known qualified(NameId prefix, NameId name);
  // Whether so many of the language's own types have a method of this name that it says nothing of any other.
  bool is_builtin_method(NameId name) { return catalog_ != nullptr && is(Builtin, name); }

  // Whether what a method of this name comes to is what its receiver holds.
  bool is_unwrapping_method(std::string_view name) const {
    return catalog_ != nullptr && catalog_->is_unwrapping_method(name);
  }

  bool does(std::uint16_t position, Effect effect) const {
    return position != 0 && effects_[position - 1].effect == effect;
  }
  const std::vector<CallEffect>& effects() const { return effects_; }

 private:
  using Cache = std::unordered_map<std::uint64_t, std::uint16_t>;  // (prefix or receiver, name) → position
  // What the catalogue may know of a name, which of most is nothing: cheaper to ask than what it does know.
  enum About : std::uint8_t {
    Asked = 1,
    Call = 2,     // a catalogued call ends in it
    Method = 4,   // so does one on a receiver of unknown type
    Builtin = 8,  // the language's own types have such a method
    Holder = 16   // all calls below what its last segment names are catalogued
  };
  struct OfLanguage {
    Cache as_written, below_implicit, methods;
    std::vector<std::uint8_t> about;  // by name
  };

  bool is(About what, NameId name) { return (about(name) & what) != 0; }
  std::uint8_t about(NameId name);
  bool holds_all_below(std::string_view path) const;
  void spell(std::string_view path);
  Known below(const std::vector<std::uint32_t>& wildcards, std::string_view prefix, NameId name);
  void find_scope_imports(const FileRow& file);
  Known note(const CallEffect& effect);

  const Model& model_;
  const Catalogs& catalogs_;
  const FileScopes& scopes_;
  const Catalog* catalog_ = nullptr;  // null: the language has none
  bool keep_slash_ = false;
  std::vector<CallEffect> effects_;
  std::array<OfLanguage, std::tuple_size_v<Catalogs>> by_language_;
  OfLanguage* known_ = nullptr;                                  // of the file's language
  Cache below_imports_;                                          // of the current file
  std::vector<std::uint32_t> scope_imports_, implicit_imports_;  // of the current file
  std::string scratch_, qualified_, method_;
};

}  // namespace assay
