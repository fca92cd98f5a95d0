// What a declaration is called in all of the repository, and what copying or destroying a type's values costs. Answers are
// kept: the same few declarations are asked for again and again.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "analyzer/facts/facts_generated.h"
#include "parsers/cxx/libclang.h"

namespace assay {

struct DeclaredFunction {
  std::uint64_t symbol = 0;
  std::string name;        // qualified, segments joined by '.', without type arguments; of a constructor its type's
  bool own = false;        // declared in the repository
  bool implicit = false;   // the compiler declares it
  bool defaulted = false;  // the compiler defines it
  bool constructor = false, destructor = false, copies = false, is_operator = false;
};

struct TypeTraits {
  std::string name;   // simple, as it is declared
  std::string scope;  // what its qualified name begins with, segments joined by '.'
  std::int64_t bytes = 0;
  bool costly_copy = false;   // copying it runs code that somebody wrote: containers, texts, and what holds them
  bool shared_owner = false;  // copying it counts
  bool lock_guard = false;
  bool atomic = false;
  CXCursor destructor{};  // null: none that somebody wrote
};

class Declarations {
 public:
  // `is_own(file)`: whether a file belongs to the repository, and its path there.
  Declarations(const LibClang& clang, std::function<std::string(CXFile)> own_path)
      : clang_(clang), own_path_(std::move(own_path)) {}

  const DeclaredFunction& function(CXCursor declared);
  // A lambda is known by its place.
  std::uint64_t lambda(CXFile file, std::uint32_t offset) const;
  // What may hold a pointer to a function: a variable, a member, a parameter; what a function returns. 0: none of these.
  std::uint64_t holder(CXCursor declared);
  std::uint64_t parameter(CXCursor function, int position);
  std::uint64_t result(std::uint64_t function) const;
  const TypeTraits& type(CXType type);
  // `std.vector` for what lies in an inline namespace, too; empty at the top.
  std::string qualified(CXCursor declared) const;
  // The primary template, or the member of it, that a specialisation was made from; else the declaration itself.
  CXCursor primary(CXCursor declared) const;

 private:
  TypeTraits traits_of(CXType type, int depth);
  const TypeTraits& type(CXType type, int depth);

  const LibClang& clang_;
  std::function<std::string(CXFile)> own_path_;
  std::unordered_map<const void*, DeclaredFunction> functions_;
  std::unordered_map<const void*, std::uint64_t> holders_;
  std::unordered_map<const void*, TypeTraits> types_;
};

}  // namespace assay
