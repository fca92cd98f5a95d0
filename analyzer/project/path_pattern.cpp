// See path_pattern.h.
#include "analyzer/project/path_pattern.h"

#include "analyzer/base/text.h"

namespace assay {

PathPattern::PathPattern(std::string_view pattern) {
  if (pattern.ends_with('/')) {
    folders_only_ = true;
    pattern.remove_suffix(1);
  }
  whole_path_ = pattern.find('/') != std::string_view::npos;
  if (pattern.starts_with('/')) pattern.remove_prefix(1);
  text_ = pattern;
  const std::size_t last_wildcard = pattern.find_last_of("*?[\\]");
  if (last_wildcard == std::string_view::npos) {
    fixed_name_ = file_name(pattern);
    return;
  }
  glob_.emplace(pattern, whole_path_ ? Glob::Slash::Separator : Glob::Slash::Ordinary);
  const std::size_t dot = pattern.rfind('.');
  if (dot != std::string_view::npos && dot > last_wildcard && pattern.find('/', dot) == std::string_view::npos) {
    fixed_extension_ = pattern.substr(dot);
  }
}

bool PathPattern::matches(std::string_view path, std::string_view name, bool is_folder) const {
  if (folders_only_ && !is_folder) return false;
  const std::string_view subject = whole_path_ ? path : name;
  return glob_ ? glob_->matches(subject) : subject == text_;
}

}  // namespace assay
