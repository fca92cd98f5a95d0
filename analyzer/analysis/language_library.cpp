// See language_library.h.
#include "analyzer/analysis/language_library.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <tuple>

#include "analyzer/analysis/module_paths.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

// A project may have an `http` or a `queue` of its own beside others of its modules, but not so many.
constexpr std::size_t fewest_modules = 12;

struct Module {
  std::string_view folder, name;
};

// a/http.py is http in a; so is a/http/__init__.py.
Module module_of(std::string_view path) {
  Module module{folder_of(path), file_name(without_extension(path))};
  if (module.name == "__init__") module = {folder_of(module.folder), file_name(module.folder)};
  return module;
}

// Folders that hold a language's library; their names are views of the model's paths.
std::set<std::string_view> library_roots(const Model& model, const Catalog& catalog, facts::Language language) {
  std::map<std::string_view, std::set<std::string_view>> modules;
  for (const FileRow& file : model.files) {
    if (file.language != language) continue;
    const Module module = module_of(file.path);
    if (catalog.is_standard_module(module.name)) modules[module.folder].insert(module.name);
  }
  std::set<std::string_view> roots;
  for (const auto& [folder, names] : modules) {
    if (names.size() >= fewest_modules) roots.insert(folder);
  }
  return roots;
}

bool lies_below_one(const std::set<std::string_view>& roots, std::string_view path) {
  for (std::string_view folder = folder_of(path);; folder = folder_of(folder)) {
    if (roots.contains(folder)) return true;
    if (folder.empty()) return false;
  }
}

}  // namespace

LanguageLibrary::LanguageLibrary(const Model& model, const Catalogs& catalogs, const Components& components)
    : holds_(model.files.size()) {
  std::array<std::set<std::string_view>, std::tuple_size_v<Catalogs>> roots;
  for (std::size_t language = 0; language < roots.size(); ++language) {
    const Catalog* catalog = catalogs[language];
    if (catalog != nullptr && catalog->has_standard_modules())
      roots[language] = library_roots(model, *catalog, static_cast<facts::Language>(language));
  }
  for (const Component& component : components.list) {
    // A package is one whole, in whatever second language some of its files are.
    const bool package = std::any_of(component.files.begin(), component.files.end(), [&](FileId id) {
      const Catalog* catalog = catalogs[static_cast<std::size_t>(model.files[id.index()].language)];
      return catalog != nullptr && catalog->is_standard(component.package);
    });
    for (const FileId id : component.files) {
      const FileRow& file = model.files[id.index()];
      const auto language = static_cast<std::size_t>(file.language);
      if (package) {
        holds_[id.index()] = true;
      } else if (const Catalog* catalog = catalogs[language]; catalog != nullptr) {
        holds_[id.index()] = catalog->is_standard(model.names.text(file.package.value)) ||
                             (!roots[language].empty() && lies_below_one(roots[language], file.path));
      }
    }
  }
}

}  // namespace assay
