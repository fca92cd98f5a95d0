// See file_places.h.
#include "analyzer/analysis/file_places.h"

#include "analyzer/analysis/module_paths.h"
#include "analyzer/base/text.h"

namespace assay {

using facts::Language;

int family(Language language) {
  switch (language) {
    case Language::C:
    case Language::Cpp: return 1;
    case Language::JavaScript:
    case Language::TypeScript:
    case Language::Tsx: return 2;
    case Language::Java:
    case Language::Kotlin:
    case Language::Scala: return 3;
    default: return 10 + static_cast<int>(language);
  }
}

FilePlaces::FilePlaces(const Model& model) : model_(model) {
  const auto number = [](auto& numbers, std::string_view text) {
    return numbers.try_emplace(text, static_cast<std::uint32_t>(numbers.size() + 1)).first->second;
  };
  std::unordered_map<std::string_view, std::uint32_t> folders;
  places_.reserve(model.files.size());
  for (const FileRow& file : model.files) {
    const std::string_view folder = folder_of(file.path);
    places_.push_back({family(file.language), file.test, number(folders, folder),
                       number(segments_, file_name(without_extension(file.path))),
                       number(segments_, file_name(folder))});
  }
}

}  // namespace assay
