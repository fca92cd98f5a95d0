// Of the flags that a project compiles with, those that say what its text means. Everything else is dropped: what writes
// files, loads plug-ins, lifts limits or hands options on to parts of the compiler.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

struct AllowedFlags {
  std::vector<std::string> arguments;  // paths absolute
  std::uint64_t dropped = 0;           // but for those that cannot change the text's meaning: -c, -o x, -O2, -g, -W…
  bool cpp = false;                    // compiled as C++
};

// `words` are a whole command; relative paths are those of `directory`; the main file `file` (absolute) is left out.
// `place(path)` gives the folder or file that the compiler may be told instead of an absolute path; empty: none.
AllowedFlags allowed_flags(const std::vector<std::string>& words, std::string_view directory, std::string_view file,
                           const std::function<std::string(std::string path)>& place);

// `path` made absolute below `directory`, with `.` and `..` taken out by their text alone.
std::string absolute_path(std::string_view path, std::string_view directory);

// Whether `path` lies in `folder` or is it; both as absolute_path gives them.
bool lies_in_folder(std::string_view path, std::string_view folder);

}  // namespace assay
