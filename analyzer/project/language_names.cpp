// See language_names.h.
#include "analyzer/project/language_names.h"

#include <string>

#include "analyzer/base/text.h"

namespace assay {
namespace {

constexpr std::string_view kShared = ".inc";  // PHP, C, C++, assembler, Pascal, BitBake …
constexpr std::size_t kMaxExtension = 32;     // bytes; no longer one is looked up

bool has_lower_case(std::string_view text) {
  for (const char c : text) {
    if (c >= 'a' && c <= 'z') return true;
  }
  return false;
}

}  // namespace

LanguageNames::LanguageNames(std::span<const LanguageMarks> languages) : languages_(languages) {
  for (const LanguageMarks& marks : languages) {
    for (const std::string_view extension : marks.extensions) extensions_.emplace(extension, marks.id);
    for (const std::string_view name : marks.filenames) names_.emplace(name, marks.id);
    has_c_ = has_c_ || marks.id == Language::C;
  }
  if (has_c_) extensions_[".h"] = Language::C;
  extensions_.erase(kShared);
}

Language LanguageNames::of_file(std::string_view name) const {
  if (!names_.empty()) {
    if (const auto found = names_.find(name); found != names_.end()) return found->second;
  }
  // By old custom `.C` is C++, unless the whole name comes from a file system without lower case.
  if (name.ends_with(".C") && has_lower_case(name)) return named("C++");
  char lower[kMaxExtension];
  for (std::size_t dot = name.find('.', 1); dot != std::string_view::npos; dot = name.find('.', dot + 1)) {
    const std::string_view extension = name.substr(dot);
    if (extension.size() > kMaxExtension) continue;
    for (std::size_t i = 0; i < extension.size(); ++i) lower[i] = to_lower(extension[i]);
    if (const auto found = extensions_.find({lower, extension.size()}); found != extensions_.end())
      return found->second;
  }
  return Language::None;
}

Language LanguageNames::named(std::string_view name) const {
  for (const LanguageMarks& marks : languages_) {
    if (equal_ignoring_case(marks.name, name)) return marks.id;
  }
  return Language::None;
}

bool is_told_by_content(std::string_view name) {
  const std::string_view extension = extension_of(name);
  return (extension.empty() && !name.starts_with('.')) || equal_ignoring_case(extension, kShared);
}

std::string_view extension_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0 || dot + 1 == name.size()) return {};
  return name.substr(dot);
}

}  // namespace assay
