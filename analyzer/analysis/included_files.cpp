// See included_files.h.
#include "analyzer/analysis/included_files.h"

#include <algorithm>
#include <tuple>

#include "analyzer/analysis/module_paths.h"
#include "analyzer/base/text.h"
#include "analyzer/facts/languages.h"

namespace assay {
namespace {

// Folders named in the build files of one folder or for one header, and files of one name, beyond these are not looked at.
constexpr std::size_t most_folders = 100;
constexpr int most_looked_in = 300;
constexpr std::size_t most_namesakes = 500;

// folder/written without "." and ".." segments; empty: it leaves the repository.
std::string joined(std::string_view folder, std::string_view written) {
  std::string path(folder == "." ? std::string_view{} : folder);
  for (const std::string_view segment : split(written, '/')) {
    if (segment.empty() || segment == ".") continue;
    if (segment == "..") {
      if (path.empty()) return {};
      path.resize(path.rfind('/') == std::string::npos ? 0 : path.rfind('/'));
    } else {
      path.append(path.empty() ? "" : "/").append(segment);
    }
  }
  return path;
}

bool ends_with_path(std::string_view path, std::string_view written) {
  return path.ends_with(written) && (path.size() == written.size() || path[path.size() - written.size() - 1] == '/');
}

}  // namespace

IncludedFiles::IncludedFiles(const Model& model, const std::vector<ManifestFile>& manifests) : model_(model) {
  for (std::size_t i = 0; i < model.files.size(); ++i) {
    const FileRow& file = model.files[i];
    if (!is_c_family(file.language)) continue;
    files_.emplace(file.path, FileId::of_index(i));
    by_name_[file_name(file.path)].push_back(FileId::of_index(i));
  }
  if (files_.empty()) return;
  for (const ManifestFile& file : manifests) {
    for (const auto& unit : file.manifest.units) {
      if (unit->includes.empty()) continue;
      std::vector<std::string_view>& folders = folders_[unit->directory];
      for (const std::string& folder : unit->includes) {
        const bool known = std::find(folders.begin(), folders.end(), folder) != folders.end();
        if (!known && folders.size() < most_folders) folders.push_back(folder);
      }
    }
  }
}

FileId IncludedFiles::file(std::string_view folder, std::string_view written) const {
  const auto found = files_.find(joined(folder, written));
  return found == files_.end() ? FileId{} : found->second;
}

FileId IncludedFiles::find(std::string_view includer, std::string_view written, bool brackets) const {
  const auto namesakes = by_name_.find(file_name(written));
  if (namesakes == by_name_.end()) return {};  // most system headers
  std::string_view folder = folder_of(includer);
  if (const FileId beside = brackets ? FileId{} : file(folder, written)) return beside;
  for (int left = most_looked_in;; folder = folder_of(folder)) {
    if (const auto named = folders_.find(folder); named != folders_.end()) {
      for (const std::string_view headers : named->second) {
        if (--left < 0) break;
        if (const FileId found = file(headers, written)) return found;
      }
    }
    if (folder.empty()) break;
  }
  // <string.h> is the system's; <linux/slab.h> may be ours.
  if (brackets && written.find('/') == std::string_view::npos) return {};
  // Many projects have a config.h, most of them made by their build.
  const bool bare = written.find('/') == std::string_view::npos;
  const std::ptrdiff_t depth = std::count(includer.begin(), includer.end(), '/');
  FileId best;
  std::tuple<std::ptrdiff_t, std::ptrdiff_t> best_fit{-1, 0};  // near, then few folders deep
  std::size_t left = most_namesakes;
  for (const FileId candidate : namesakes->second) {
    if (left-- == 0) break;
    const std::string_view path = model_.files[candidate.index()].path;
    if (!ends_with_path(path, written)) continue;
    const std::tuple fit{static_cast<std::ptrdiff_t>(common_folders(folder_of(includer), folder_of(path))),
                         -std::count(path.begin(), path.end(), '/')};
    if (bare && 2 * std::get<0>(fit) < depth) continue;
    if (fit > best_fit) {
      best = candidate;
      best_fit = fit;
    }
  }
  return best;
}

}  // namespace assay
