// Which language does a file's name promise?
#pragma once

#include <span>
#include <string_view>
#include <unordered_map>

#include "analyzer/facts/languages.h"

namespace assay {

class LanguageNames {
 public:
  // `languages` must outlive this.
  explicit LanguageNames(std::span<const LanguageMarks> languages);

  // By whole name, then by the longest known extension. `.h` is C here; content decides later.
  // None: not known, or told by content only.
  Language of_file(std::string_view name) const;

  // By the language's own name, case ignored.
  Language named(std::string_view name) const;

 private:
  std::span<const LanguageMarks> languages_;
  std::unordered_map<std::string_view, Language> extensions_;
  std::unordered_map<std::string_view, Language> names_;
  bool has_c_ = false;
};

// Whether only the content tells what a file with this name is: no extension, or one that many languages share.
bool is_told_by_content(std::string_view name);

// The last extension of a file name with its dot, as written; empty: none. A name that begins with its only dot
// has none.
std::string_view extension_of(std::string_view name);

}  // namespace assay
