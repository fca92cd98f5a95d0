// From the bytes of a file to text that a parser may see, or the reason why not. Pure; runs in workers.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/base/result.h"
#include "analyzer/facts/languages.h"

namespace assay {

enum class ContentClass : std::uint8_t { Source, Generated, Minified, Binary, Prose, Unknown };

struct SourceText {
  std::string text;  // valid UTF-8 with '\n' line ends as in the file; no BOM
  facts::Encoding encoding = facts::Encoding::Utf8;
  ContentClass content = ContentClass::Source;
  std::string reason;                  // why `content` is not Source, in words for coverage.skipped
  Language language = Language::None;  // decided: shebang for files without extension, C or C++ for .h
};

// Opens `path` below `root` without following links and reads at most `limit` bytes of a regular file.
// The error's message is the reason for coverage.skipped ("is a named pipe", "permission denied", …).
Result<std::string> read_beneath(int root_fd, const std::string& path, std::uint64_t limit);

// `guess` is the language by name (None: look at the shebang); `header_of_cpp` breaks ties for .h.
SourceText decode_source(std::string_view path, std::string bytes, Language guess, bool header_of_cpp,
                         std::span<const LanguageMarks> languages);

}  // namespace assay
