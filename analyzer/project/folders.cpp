// See folders.h.
#include "analyzer/project/folders.h"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>

#include "analyzer/base/text.h"

namespace assay {
namespace {

struct Named {
  std::string_view name;
  std::string_view reason;
};

constexpr auto kMachine = std::to_array<Named>({
    {".git", "version control data"},
    {".hg", "version control data"},
    {".svn", "version control data"},
    {".bzr", "version control data"},
    {".jj", "version control data"},
    {"_darcs", "version control data"},
    {"CVS", "version control data"},
    {"__pycache__", "cache of a tool"},
    {".mypy_cache", "cache of a tool"},
    {".pytest_cache", "cache of a tool"},
    {".ruff_cache", "cache of a tool"},
    {".gradle", "cache of a tool"},
    {".terraform", "cache of a tool"},
    {".parcel-cache", "cache of a tool"},
    {".sass-cache", "cache of a tool"},
    {".ccls-cache", "cache of a tool"},
});

struct Vendored {
  std::string_view name;
  std::string_view beside;  // an entry that must stand beside the folder; empty: the name says enough
  std::string_view reason;
};

constexpr auto kVendored = std::to_array<Vendored>({
    {"node_modules", "", "vendored folder: packages of npm"},
    {"bower_components", "", "vendored folder: packages of Bower"},
    {"jspm_packages", "", "vendored folder: packages of jspm"},
    {".yarn", "", "vendored folder: packages of Yarn"},
    {".pnpm-store", "", "vendored folder: packages of pnpm"},
    {"site-packages", "", "vendored folder: installed Python packages"},
    {".tox", "", "vendored folder: environments of tox"},
    {".nox", "", "vendored folder: environments of nox"},
    {".eggs", "", "vendored folder: packages of setuptools"},
    {"_vendor", "", "vendored folder: copies of Python packages"},
    {".bundle", "", "vendored folder: packages of Bundler"},
    {"Godeps", "", "vendored folder: packages of godep"},
    {"Pods", "Podfile", "vendored folder: packages of CocoaPods"},
    {"Carthage", "Cartfile", "vendored folder: packages of Carthage"},
    {"third_party", "", "vendored folder"},
    {"third-party", "", "vendored folder"},
    {"thirdparty", "", "vendored folder"},
    {"thirdParty", "", "vendored folder"},
    {"ThirdParty", "", "vendored folder"},
    {"Third_Party", "", "vendored folder"},
    {"3rdparty", "", "vendored folder"},
    {"3rdParty", "", "vendored folder"},
    {"3rd_party", "", "vendored folder"},
    {"3rd-party", "", "vendored folder"},
    {"vendor", "go.mod", "vendored folder: packages of Go"},
    {"vendor", "go.work", "vendored folder: packages of Go"},
    {"vendor", "Gopkg.toml", "vendored folder: packages of Go"},
    {"vendor", "glide.yaml", "vendored folder: packages of Go"},
    {"vendor", "composer.json", "vendored folder: packages of Composer"},
    {"vendor", "Gemfile", "vendored folder: packages of Bundler"},
    {"vendor", "gems.rb", "vendored folder: packages of Bundler"},
    {"vendor", "Cargo.toml", "vendored folder: packages of Cargo"},
    {"vendor", "bower.json", "vendored folder: packages of Bower"},
});

// Names that need evidence inside: a shop has vendors, a program external systems.
constexpr auto kDoubtful = std::to_array<std::string_view>(
    {"vendor", "vendors", "Vendor", "external", "externals", "extern", "deps", "dependencies"});

struct Mark {
  std::string_view entry;
  std::string_view reason;
};

// What tools leave in the folders they fill, whose names are doubtful.
constexpr auto kMarks = std::to_array<Mark>({
    {"modules.txt", "vendored folder: packages of Go"},
    {"autoload.php", "vendored folder: packages of Composer"},
    {"bundle", "vendored folder: packages of Bundler"},
});

constexpr std::size_t kMaxLooks = 64;  // sub-folders that are looked into for a licence

bool holds(std::span<const Entry> sorted, std::string_view name) {
  return std::binary_search(sorted.begin(), sorted.end(), Entry{name, EntryKind::File},
                            [](const Entry& a, const Entry& b) { return a.name < b.name; });
}

bool is_doubtful(std::string_view name) {
  return std::find(kDoubtful.begin(), kDoubtful.end(), name) != kDoubtful.end();
}

// Code that came with a licence of its own came from elsewhere.
bool holds_licensed_folder(const Folder& folder) {
  constexpr std::array<std::string_view, 7> kLicences = {"LICENSE",   "LICENSE.txt", "LICENSE.md", "COPYING",
                                                         "COPYRIGHT", "LICENCE",     "license.txt"};
  std::size_t looks = 0;
  for (const Entry& entry : folder.entries) {
    if (entry.kind != EntryKind::Folder) continue;
    if (++looks > kMaxLooks) return false;
    if (folder.files.folder_holds(entry.name, kLicences)) return true;
  }
  return false;
}

}  // namespace

std::string_view machine_folder_reason(std::string_view name) {
  for (const Named& folder : kMachine) {
    if (folder.name == name) return folder.reason;
  }
  return {};
}

std::string_view vendored_by_name(std::string_view name, std::span<const Entry> beside) {
  for (const Vendored& row : kVendored) {
    if (row.name == name && (row.beside.empty() || holds(beside, row.beside))) return row.reason;
  }
  return {};
}

std::string_view vendored_by_content(std::string_view name, const Folder& folder) {
  if (holds(folder.entries, "pyvenv.cfg")) return "vendored folder: Python environment";
  if (holds(folder.entries, "CACHEDIR.TAG")) return "marked as a cache by `CACHEDIR.TAG`";
  if (!is_doubtful(name)) return {};
  for (const Mark& mark : kMarks) {
    if (holds(folder.entries, mark.entry)) return mark.reason;
  }
  return holds_licensed_folder(folder) ? "vendored folder: parts have licences of their own" : std::string_view();
}

}  // namespace assay
