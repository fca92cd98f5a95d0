// One pattern of .gitignore or .gitattributes: which paths does it mean?
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analyzer/base/glob.h"

namespace assay {

class PathPattern {
 public:
  // `pattern` without negation mark and line end. Without a slash, other than a last one, it means names at any
  // depth; with one it is anchored at the folder of its file.
  explicit PathPattern(std::string_view pattern);

  // `path` is relative to the folder of the pattern's file; `name` is its last part.
  bool matches(std::string_view path, std::string_view name, bool is_folder) const;

  // Lets a collection sort patterns by what a matching name must be, so that few have to be tried.
  // The whole name; empty: not fixed.
  std::string_view fixed_name() const { return fixed_name_; }
  // The name's end from its last dot on; empty: not fixed.
  std::string_view fixed_extension() const { return fixed_extension_; }

 private:
  std::string text_;
  std::string fixed_name_;
  std::string fixed_extension_;
  std::optional<Glob> glob_;  // nothing: `text_` is meant literally
  bool whole_path_ = false;
  bool folders_only_ = false;
};

}  // namespace assay
