// Which translation units does a compile_commands.json name, and with which flags may each be parsed?
//
// The file comes from the scanned tree: it is read as data. No compiler is run, and of the flags only those pass that say
// what the text means (compile_flags.h). The JSON is read here and not by libclang, whose own reader expands `@file` from
// anywhere on the disk.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace assay {

// One translation unit to parse.
struct CompileUnit {
  std::string path;                    // repository path of the main file
  std::vector<std::string> arguments;  // what passed, without a program and the main file
};

struct CompileDatabase {
  std::vector<CompileUnit> units;  // one for each file, by path; of several entries for a file, the first
  std::uint64_t entries = 0;
  std::uint64_t repeated = 0;   // of files that an earlier entry names
  std::uint64_t outside = 0;    // of files outside the root
  std::uint64_t missing = 0;    // of files that are not among those analysed: not there, ignored, of another language
  std::uint64_t malformed = 0;  // without a file or a command
  std::uint64_t dropped_flags = 0;  // that the allow-list does not have, over all units
};

struct DatabaseContext {
  std::string folder;                 // absolute, of the database: relative directories begin there
  std::vector<std::string> roots;     // absolute names of the repository's root; the first one is given to the compiler
  std::vector<std::string> readable;  // other folders that may be included from
  std::function<bool(const std::string& path)> is_source;  // a repository path that is analysed as C or C++
  std::function<Result<std::string>(const std::string& path)> read_in_repository;  // for response files
};

// Fails where the text is no database.
Result<CompileDatabase> read_compile_database(std::string text, const DatabaseContext& context);

// `a\ b "c d"` → its words, as a POSIX shell splits them; nothing is expanded.
std::vector<std::string> split_command(std::string_view command);

}  // namespace assay
