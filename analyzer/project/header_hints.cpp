// See header_hints.h.
#include "analyzer/project/header_hints.h"

#include <algorithm>

namespace assay {
namespace {

bool is_header(const SourceFile& file) { return file.language == Language::C && file.path.ends_with(".h"); }

}  // namespace

std::uint32_t HeaderHints::add_folder(std::uint32_t parent) {
  folders_.push_back({parent, 0, 0});
  return static_cast<std::uint32_t>(folders_.size() - 1);
}

void HeaderHints::add_file(std::uint32_t folder, const SourceFile& file) {
  if (is_header(file)) {
    headers_.emplace_back(files_, folder);
  } else if (file.language == Language::C) {
    ++folders_[folder].c;
  } else if (file.language == Language::Cpp) {
    ++folders_[folder].cpp;
  }
  ++files_;
}

void HeaderHints::settle(std::vector<SourceFile>& files) {
  for (std::size_t i = folders_.size(); i-- > 1;) {
    folders_[folders_[i].parent].c += folders_[i].c;
    folders_[folders_[i].parent].cpp += folders_[i].cpp;
  }
  // A folder without sources takes the counts of the nearest one above that has any.
  for (std::size_t i = 1; i < folders_.size(); ++i) {
    if (folders_[i].c + folders_[i].cpp > 0) continue;
    folders_[i].c = folders_[folders_[i].parent].c;
    folders_[i].cpp = folders_[folders_[i].parent].cpp;
  }
  for (const auto& [row, folder] : headers_) files[row].header_of_cpp = folders_[folder].cpp > folders_[folder].c;
}

void match_headers_with_sources(std::vector<SourceFile>& files) {
  for (SourceFile& header : files) {
    if (!is_header(header)) continue;
    const std::string stem = header.path.substr(0, header.path.size() - 1);  // with the dot
    auto at = std::lower_bound(files.begin(), files.end(), stem,
                               [](const SourceFile& file, const std::string& path) { return file.path < path; });
    bool c = false;
    bool cpp = false;
    for (; at != files.end() && at->path.starts_with(stem) && at->path.find('/', stem.size()) == std::string::npos;
         ++at) {
      if (at->path.find('.', stem.size()) != std::string::npos) continue;
      cpp = cpp || at->language == Language::Cpp;
      c = c || (at->language == Language::C && !is_header(*at));
    }
    if (c != cpp) header.header_of_cpp = cpp;
  }
}

}  // namespace assay
