// Which language is a text really, where its name does not tell or misleads?
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzer/facts/languages.h"

namespace assay {

struct Dialect {
  Language language = Language::None;
  std::string reason;  // why there is none, for coverage.skipped
};

// `guess` is the language by name; see decode_source.
Dialect decide_dialect(std::string_view path, std::string_view text, Language guess, bool header_of_cpp,
                       std::span<const LanguageMarks> languages);

}  // namespace assay
