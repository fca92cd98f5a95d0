// From a translation unit to what the compiler says of the repository's files: main file and the project's headers.
//
// Runs in a worker that may die at any time: libclang's parser is not made for hostile input.
#pragma once

#include <functional>
#include <string>

#include "analyzer/base/result.h"
#include "analyzer/facts/builder.h"
#include "parsers/cxx/compile_database.h"
#include "parsers/cxx/libclang.h"
#include "parsers/cxx/unit_visit.h"

namespace assay {

class UnitParser {
 public:
  // `root`: absolute, without a slash at its end; `is_source`: whether a repository path is analysed as C or C++.
  UnitParser(const LibClang& clang, std::string root, std::function<bool(const std::string& path)> is_source)
      : clang_(clang), root_(std::move(root)), is_source_(std::move(is_source)) {}

  // Headers that a unit of a lower rank gave here are not visited again: the lowest rank's answer is the one that counts.
  // Fails where the unit cannot be parsed as it is compiled; the message is the reason for the report and quotes nothing
  // that a compiler read outside the root. `text`: the main file's, where it does not lie on the disk; null: it does.
  // `precompiled`: headers that the unit includes, as precompile() wrote them; empty: none. With an error that it might be
  // to blame for, the unit is parsed without.
  Result<CompiledUnitBuilder> parse(const CompileUnit& unit, std::uint32_t rank, const std::string* text = nullptr,
                                    const std::string& precompiled = {});

 private:
  struct Parsed;
  Parsed parse_text(const CompileUnit& unit, const std::string* text, const std::string& precompiled) const;

  const LibClang& clang_;
  std::string root_;
  std::function<bool(const std::string& path)> is_source_;
  GivenHeaders given_;
};

// Parses `header` (absolute) with these flags of units and writes what it comes to to `target`. The absolute paths of
// all files that it read.
Result<std::vector<std::string>> precompile(const LibClang& clang, const std::vector<std::string>& arguments,
                                            const std::string& header, const std::string& target);

}  // namespace assay
