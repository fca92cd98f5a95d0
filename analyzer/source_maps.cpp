// See source_maps.h.
#include "analyzer/source_maps.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include "analyzer/base/text.h"
#include "analyzer/project/content.h"
#include "analyzer/project/walk.h"
#include "parsers/profiles/frame_text.h"
#include "parsers/profiles/read_profile.h"
#include "parsers/profiles/source_map.h"

namespace assay {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_maps = 20'000;  // files in the maps' folder that are looked at

// Nothing is found in one that cannot be opened.
class SearchedFolder {
 public:
  explicit SearchedFolder(const std::string& path)
      : fd_(path.empty() ? -1 : open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {}

  bool has(const std::string& path) const {
    struct stat info {};
    return fd_ && fstatat(fd_.get(), path.c_str(), &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode);
  }

  // Empty: there is none.
  std::optional<std::string> read(const std::string& path) const {
    if (!fd_) return std::nullopt;
    Result<std::string> text = read_beneath(fd_.get(), path, SourceMap::max_bytes);
    if (!text) return std::nullopt;
    return std::move(*text);
  }

 private:
  FileDescriptor fd_;
};

bool is_script(std::string_view path) {
  return path.ends_with(".js") || path.ends_with(".mjs") || path.ends_with(".cjs") || path.ends_with(".jsx");
}

// `a/b/c.js`, `b/c.js`, `c.js` of /x/../a/b/c.js: longest first.
std::vector<std::string> ends_of(std::string_view path) {
  std::vector<std::string_view> parts;
  for (const std::string_view part : split(path, '/')) {
    if (!part.empty() && part != "." && part != "..") parts.push_back(part);
  }
  std::vector<std::string> ends;
  for (std::size_t first = 0; first < parts.size(); ++first) {
    std::string end;
    for (std::size_t i = first; i < parts.size(); ++i) end.append(i == first ? "" : "/").append(parts[i]);
    ends.push_back(std::move(end));
  }
  return ends;
}

class SourceMaps {
 public:
  SourceMaps(const std::string& root, const std::string& folder) : root_(root), folder_(folder) { list(folder); }

  // Null: there is none for this script.
  const SourceMap* of(const std::string& script) {
    const auto known = maps_.find(script);
    if (known != maps_.end()) return known->second.get();
    std::unique_ptr<SourceMap>& map = maps_[script];
    const std::optional<std::string> text = text_of(script);
    if (!text) return nullptr;
    Result<SourceMap> parsed = SourceMap::parse(*text);
    if (parsed) {
      map = std::make_unique<SourceMap>(std::move(*parsed));
    } else {
      damaged_.push_back(fmt::format("the source map of {} is not used: {}", script, parsed.error().message));
    }
    return map.get();
  }

  // Published packages bring maps of sources that they do not bring.
  bool has_source(const std::string& source) {
    const auto known = sources_.find(source);
    if (known != sources_.end()) return known->second;
    const std::vector<std::string> ends = ends_of(source);
    return sources_[source] =
               std::any_of(ends.begin(), ends.end(), [&](const std::string& end) { return root_.has(end); });
  }

  std::size_t used() const {
    return static_cast<std::size_t>(
        std::count_if(maps_.begin(), maps_.end(), [](const auto& m) { return m.second != nullptr; }));
  }
  std::vector<std::string>& damaged() { return damaged_; }

 private:
  // Names of the maps' folder, links left out.
  void list(const std::string& folder) {
    if (folder.empty()) return;
    std::error_code error;
    fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, error), end;
    for (std::size_t seen = 0; !error && entry != end && seen < most_maps; entry.increment(error), ++seen) {
      std::error_code unknown;
      if (!entry->is_regular_file(unknown) || entry->is_symlink(unknown)) continue;
      const std::string path = entry->path().lexically_relative(folder).generic_string();
      const std::string_view plain = path.ends_with(".gz") ? std::string_view(path).substr(0, path.size() - 3) : path;
      if (plain.ends_with(".map")) listed_[std::string(file_name(plain))].push_back(path);
    }
    for (auto& [name, paths] : listed_) std::sort(paths.begin(), paths.end());
  }

  std::optional<std::string> text_of(const std::string& script) const {
    const std::vector<std::string> ends = ends_of(script);
    if (std::optional<std::string> text = from_folder(ends)) return text;
    for (const std::string& end : ends) {
      if (std::optional<std::string> text = root_.read(end + ".map")) return text;
      if (std::optional<std::string> text = from_script(end)) return text;
    }
    return std::nullopt;
  }

  std::optional<std::string> from_folder(const std::vector<std::string>& ends) const {
    if (ends.empty()) return std::nullopt;
    const auto paths = listed_.find(ends.back() + ".map");
    if (paths == listed_.end()) return std::nullopt;
    for (const std::string& end : ends) {
      for (const std::string& path : paths->second) {
        for (const std::string_view tail : {".map", ".map.gz"}) {
          const std::string wanted = end + std::string(tail);
          if (path != wanted && !path.ends_with("/" + wanted)) continue;
          std::optional<std::string> text = folder_.read(path);
          if (!text || tail == ".map") return text;
          bool truncated = false;
          Result<std::string> plain = decompress(*text, SourceMap::max_bytes, truncated);
          if (!plain || truncated) return std::nullopt;
          return std::move(*plain);
        }
      }
    }
    return std::nullopt;
  }

  // What the script says of its map: the map itself, or its file.
  std::optional<std::string> from_script(const std::string& path) const {
    const std::optional<std::string> script = root_.read(path);
    if (!script) return std::nullopt;
    const std::string_view url = source_mapping_url(*script);
    if (url.empty()) return std::nullopt;
    if (std::optional<std::string> inside = inline_source_map(url)) return inside;
    const std::string beside = (fs::path(folder_of(path)) / path_of_url(url)).lexically_normal().generic_string();
    return beside.starts_with("..") ? std::nullopt : root_.read(beside);
  }

  SearchedFolder root_, folder_;
  std::map<std::string, std::vector<std::string>> listed_;  // x.js.map → paths below the maps' folder
  std::map<std::string, std::unique_ptr<SourceMap>> maps_;  // by script
  std::map<std::string, bool> sources_;                     // is it in the repository?
  std::vector<std::string> damaged_;
};

}  // namespace

void map_sources(RuntimeProfile& profile, const std::string& root, const std::string& folder) {
  SourceMaps maps(root, folder);
  std::size_t mapped = 0;
  for (ProfileFrame& frame : profile.frames) {
    if (frame.line == 0 || !is_script(frame.file)) continue;
    const SourceMap* map = maps.of(frame.file);
    if (map == nullptr) continue;
    const std::optional<SourceMap::Original> original = map->find(frame.line, frame.column > 0 ? frame.column - 1 : 0);
    if (!original || original->source.empty()) continue;
    std::string source = path_of_url(original->source);
    if (!maps.has_source(source)) continue;
    frame.file = std::move(source);
    frame.line = original->line;
    if (frame.start_line != 0) frame.start_line = original->line;
    frame.column = original->column + 1;
    // A minifier's name says nothing; others are the function's own, while the map may name what stands beside it.
    if (!original->name.empty() && frame.name.size() <= 2) frame.name = original->name;
    ++mapped;
  }
  for (std::string& note : maps.damaged()) profile.notes.push_back(std::move(note));
  if (mapped > 0)
    profile.notes.push_back(
        fmt::format("frames put back to their sources: {}, by {} source maps", mapped, maps.used()));
}

}  // namespace assay
