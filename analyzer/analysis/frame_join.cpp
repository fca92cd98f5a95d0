// See frame_join.h.
#include "analyzer/analysis/frame_join.h"

#include <algorithm>
#include <unordered_set>

#include "analyzer/analysis/symbol_parts.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

// Functions of one name that a symbol is compared with; where more share a name, a guess would be worth little.
constexpr std::size_t most_candidates = 2000;

// The parts of a path, `.` and `..` left out: they are relative to folders that nobody knows any more.
std::vector<std::string_view> path_parts(std::string_view path) {
  std::vector<std::string_view> parts;
  for (std::size_t begin = 0; begin <= path.size();) {
    std::size_t end = path.find_first_of("/\\", begin);
    if (end == path.npos) end = path.size();
    const std::string_view part = path.substr(begin, end - begin);
    if (!part.empty() && part != "." && part != "..") parts.push_back(part);
    begin = end + 1;
  }
  return parts;
}

std::string folder_before(std::string_view path, std::size_t matched) {
  const std::vector<std::string_view> parts = path_parts(path);
  std::string folder;
  for (std::size_t i = 0; i + matched < parts.size(); ++i) folder.append(parts[i]).append("/");
  return folder;
}

// How well two spellings of a function agree: names from the end that are equal; 0 where both have one that is not.
struct Agreement {
  std::size_t equal = 0, left_of_symbol = 0, left_of_function = 0;
};

Agreement agreement(const std::vector<std::string>& symbol, const std::vector<std::string>& function) {
  Agreement found;
  while (found.equal < symbol.size() && found.equal < function.size() &&
         symbol[symbol.size() - 1 - found.equal] == function[function.size() - 1 - found.equal])
    ++found.equal;
  found.left_of_symbol = symbol.size() - found.equal;
  found.left_of_function = function.size() - found.equal;
  return found;
}

std::uint32_t distance(std::uint32_t a, std::uint32_t b) { return a > b ? a - b : b - a; }

}  // namespace

FrameJoin::FrameJoin(const Model& model, std::span<const RuntimeProfile> profiles) : model_(model) {
  for (std::size_t i = 0; i < model.files.size(); ++i)
    by_base_name_[file_name(model.files[i].path)].push_back(FileId::of_index(i));
  by_line_.resize(model.files.size());
  for (std::size_t i = 0; i < model.functions.size(); ++i) {
    const FunctionId id = FunctionId::of_index(i);
    if (model.has(id, facts::FunctionFlag::Module)) continue;
    by_line_[model.function_file[i].index()].push_back(id);
    const std::string_view name = model.names.text(model.function(id).name());
    if (model.named(id) == id && !name.empty()) by_name_[name].push_back(id);
  }
  for (std::vector<FunctionId>& functions : by_line_) {
    std::stable_sort(functions.begin(), functions.end(),
                     [&](FunctionId a, FunctionId b) { return model.function(a).line() < model.function(b).line(); });
  }
  trust_folders(profiles);
}

// The repository's files that agree with most of a path's end.
std::vector<FrameJoin::FileMatch> FrameJoin::best_files(std::string_view path) const {
  const std::vector<std::string_view> parts = path_parts(path);
  std::vector<FileMatch> best;
  if (parts.empty()) return best;
  const auto files = by_base_name_.find(parts.back());
  if (files == by_base_name_.end()) return best;
  for (const FileId file : files->second) {
    const std::vector<std::string_view> own = path_parts(model_.files[file.index()].path);
    std::size_t equal = 0;
    while (equal < own.size() && equal < parts.size() && own[own.size() - 1 - equal] == parts[parts.size() - 1 - equal])
      ++equal;
    // Of two files of one name in different folders, neither is the other.
    if (equal < own.size() && equal < parts.size() && equal == 1) continue;
    if (!best.empty() && equal < best.front().parts) continue;
    if (!best.empty() && equal > best.front().parts) best.clear();
    best.push_back({file, equal});
  }
  return best;
}

// A file directly below the root agrees with every file of its name anywhere. Such a match counts only below the folder
// where most of the profile's files were found.
void FrameJoin::trust_folders(std::span<const RuntimeProfile> profiles) {
  std::unordered_set<std::string_view> seen;
  for (const RuntimeProfile& profile : profiles) {
    for (const ProfileFrame& frame : profile.frames) {
      if (frame.file.empty() || !seen.insert(frame.file).second) continue;
      const std::vector<FileMatch> files = best_files(frame.file);
      if (files.empty()) continue;
      std::size_t& matched = folders_[folder_before(frame.file, files.front().parts)];
      most_matched_ = std::max(most_matched_, ++matched);
    }
  }
}

std::vector<FileId> FrameJoin::files_of(const std::string& path) const {
  const auto known = known_paths_.find(path);
  if (known != known_paths_.end()) return known->second;
  std::vector<FileId> files;
  for (const FileMatch& match : best_files(path)) {
    const std::string folder = folder_before(path, match.parts);
    const auto matched = folders_.find(folder);
    const bool trusted =
        match.parts > 1 || folder.empty() || (matched != folders_.end() && matched->second == most_matched_);
    if (trusted) files.push_back(match.file);
  }
  known_paths_.emplace(path, files);
  return files;
}

FunctionId FrameJoin::function_at(FileId file, std::uint32_t line) const {
  const std::vector<FunctionId>& functions = by_line_[file.index()];
  const auto behind = std::upper_bound(functions.begin(), functions.end(), line, [&](std::uint32_t at, FunctionId id) {
    return at < model_.function(id).line();
  });
  if (behind == functions.begin()) return {};
  // The last to begin before the line, or what that lies in.
  FunctionId around = *(behind - 1);
  while (around && !model_.has(around, facts::FunctionFlag::Module) && model_.function(around).end_line() < line)
    around = FunctionId{model_.function(around).parent()};
  return around && !model_.has(around, facts::FunctionFlag::Module) ? model_.named(around) : FunctionId{};
}

std::span<const FunctionId> FrameJoin::named(std::string_view name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? std::span<const FunctionId>{} : std::span<const FunctionId>(found->second);
}

FunctionId FrameJoin::by_name(std::span<const FileId> files, const ProfileFrame& frame) const {
  FunctionId best;
  std::size_t best_equal = 0;
  std::uint32_t best_distance = 0;
  for (const bool dollars : {false, true}) {
    const std::vector<std::string> parts = symbol_parts(frame.name, dollars);
    if (parts.empty()) continue;
    const NameId name = model_.names.find(parts.back());
    for (const FileId file : files) {
      for (const FunctionId id : by_line_[file.index()]) {
        const facts::Function& f = model_.function(id);
        if (!name || f.name() != name.value || model_.named(id) != id) continue;
        const std::uint32_t line = frame.start_line != 0 ? frame.start_line : frame.line;
        const bool around = line >= f.line() && line <= f.end_line();
        const std::uint32_t off = line == 0 || (around && frame.start_line == 0) ? 0 : distance(f.line(), line);
        const std::size_t equal = agreement(parts, symbol_parts(model_.qualified_name(id), dollars)).equal;
        if (!best ||
            (line == 0 ? equal > best_equal : off < best_distance || (off == best_distance && equal > best_equal))) {
          best = id;
          best_equal = equal;
          best_distance = off;
        }
      }
    }
    if (best) return best;
  }
  return best;
}

FunctionId FrameJoin::top_level(FileId file) const {
  const RowRange& rows = model_.files[file.index()].functions;
  return rows.size() > 0 ? FunctionId::of_index(rows.begin) : FunctionId{};
}

// Without a file every qualifier has to fit: std::vector::push_back is not Stack::push_back. What stands before the
// function's own qualifiers must be its package or a folder.
FunctionId FrameJoin::by_name_alone(const ProfileFrame& frame) const {
  if (const auto known = known_names_.find(frame.name); known != known_names_.end()) return known->second;
  const FunctionId function = find_by_name(frame.name);
  known_names_.emplace(frame.name, function);
  return function;
}

FunctionId FrameJoin::find_by_name(std::string_view symbol) const {
  FunctionId best;
  std::size_t best_equal = 0;
  for (const bool dollars : {false, true}) {
    const std::vector<std::string> parts = symbol_parts(symbol, dollars);
    if (parts.empty()) continue;
    const std::span<const FunctionId> candidates = named(parts.back());
    for (const FunctionId id : candidates.first(std::min(candidates.size(), most_candidates))) {
      const FileRow& file = model_.file_of(id);
      const Agreement match = agreement(parts, symbol_parts(model_.qualified_name(id), dollars));
      if (match.left_of_symbol > 0 && match.left_of_function > 0) continue;
      std::size_t equal = match.equal * 2;
      if (match.left_of_symbol > 0) {
        const std::string& around = parts[match.left_of_symbol - 1];
        const std::vector<std::string_view> folders = path_parts(file.path);
        const std::string_view stem = folders.back().substr(0, folders.back().find('.'));
        const std::vector<std::string> package = symbol_parts(model_.names.text(file.package), false);
        if (stem != around && std::find(folders.begin(), folders.end(), around) == folders.end() &&
            std::find(package.begin(), package.end(), around) == package.end())
          continue;
        ++equal;
      }
      if (file.test) continue;
      if (!best || equal > best_equal) {
        best = id;
        best_equal = equal;
      }
    }
    if (best) return best;
  }
  return best;
}

JoinedFrame FrameJoin::join_place(const ProfileFrame& frame) const {
  if (frame.file.empty()) return {};
  const std::vector<FileId> files = files_of(frame.file);
  if (files.size() != 1) return {{}, !files.empty()};
  return {frame.line == 0 ? FunctionId{} : function_at(files.front(), frame.line), true};
}

JoinedFrame FrameJoin::join(const ProfileFrame& frame) const {
  if (frame.file.empty()) {
    const FunctionId function = by_name_alone(frame);
    return {function, static_cast<bool>(function)};
  }
  const std::vector<FileId> files = files_of(frame.file);
  if (files.empty()) return {};
  if (is_top_level(frame.name)) return {top_level(files.front()), true};
  if (const FunctionId function = by_name(files, frame)) return {function, true};
  for (const FileId file : files) {
    const std::uint32_t line = frame.line != 0 ? frame.line : frame.start_line;
    if (line == 0) break;
    if (const FunctionId function = function_at(file, line)) return {function, true};
    return {top_level(file), true};
  }
  return {{}, true};
}

}  // namespace assay
