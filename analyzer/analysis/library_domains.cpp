// See library_domains.h. Most imports and dependencies of a repository are the same few over and over: each is looked up once.
#include "analyzer/analysis/library_domains.h"

#include <fmt/format.h>

#include <array>
#include <string>
#include <string_view>
#include <unordered_map>

#include "analyzer/base/pair_key.h"
#include "analyzer/base/text_table.h"
#include "analyzer/facts/languages.h"

namespace assay {
namespace {

// Case and the marks '-' and '_' do not matter between a package's name and how it is imported; separators are alike.
std::string folded(std::string_view path) {
  std::string out;
  for (const char c : path) {
    if (c == '-' || c == '_') continue;
    const bool separator = c == '/' || c == ':' || c == '\\';
    out += separator ? '.' : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

// Does the module's path begin with a package of this repository?
bool begins_with_one(const TextSet& packages, std::string_view module) {
  std::string path = folded(module);
  path.erase(0, path.find_first_not_of('.'));  // PHP's \A\B from the root
  for (std::size_t end = path.find('.');; end = path.find('.', end + 1)) {
    if (packages.contains(std::string_view(path).substr(0, end))) return true;
    if (end == std::string::npos) return false;
  }
}

// Languages in which nobody opens a package of others to put something in it, as is done in C#.
bool declares_own_packages(facts::Language language) { return is_jvm(language) || language == facts::Language::Php; }

// Of the module, and of the name in it: in `from google.cloud import storage` the package is one level deeper.
DomainSet domains_of(const Catalog& catalog, std::string_view module, std::string_view name) {
  DomainSet domains = catalog.domains_of_import(module);
  if (!name.empty()) domains.insert(catalog.domains_of_import(fmt::format("{}.{}", module, name)));
  return domains;
}

}  // namespace

DomainSet LibraryDomains::of(const ComponentDependency& dependency) const {
  const auto found = dependencies_.find(dependency.name);
  return found == dependencies_.end() ? DomainSet() : found->second;
}

LibraryDomains::LibraryDomains(const Model& model, const Catalogs& catalogs, const Components& components)
    : kind_of_(model.imports.size()), kinds_(1) {
  TextSet own, seen;
  for (const Component& component : components.list) {
    if (!component.package.empty()) own.insert(folded(component.package));
    for (const ComponentDependency& dependency : component.dependencies) {
      if (!seen.insert(dependency.name).second) continue;
      DomainSet domains;
      for (const Catalog* catalog : catalogs) {
        if (catalog != nullptr) domains.insert(catalog->domains_of_dependency(dependency.name));
      }
      if (!domains.empty()) dependencies_.emplace(dependency.name, domains);
    }
  }
  for (const FileRow& file : model.files) {
    if (file.package && declares_own_packages(file.language)) own.insert(folded(model.names.text(file.package)));
  }
  std::array<std::unordered_map<std::uint64_t, std::uint32_t>, std::tuple_size_v<Catalogs>>
      known;  // (module, name) → kind
  for (const FileRow& file : model.files) {
    const auto language = static_cast<std::size_t>(file.language);
    if (catalogs[language] == nullptr) continue;
    for (std::uint32_t i = file.imports.begin; i < file.imports.end; ++i) {
      const facts::Import& import = model.imports[i];
      const std::uint64_t key = pair_key(import.module_(), import.name());
      const auto [at, fresh] = known[language].try_emplace(key, 0);
      if (fresh) {
        const std::string_view module = model.names.text(import.module_());
        const DomainSet domains = domains_of(*catalogs[language], module, model.names.text(import.name()));
        if (!domains.empty()) {
          // A header's path is a folder, no package: a kernel's own <linux/…> still says what kind of code includes it.
          const bool is_own = !is_c_family(file.language) && begins_with_one(own, module);
          at->second = static_cast<std::uint32_t>(kinds_.size());
          kinds_.push_back({domains, is_own});
        }
      }
      kind_of_[i] = at->second;
    }
  }
}

}  // namespace assay
