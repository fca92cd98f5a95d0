// Which function of the repository is a profiler's frame?
//
// By file first: the repository's file that ends like the frame's, whatever folders the build put before it. Within it by
// name, then by line. Frames without a file are joined by name where their qualifiers fit.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/analysis/model.h"
#include "analyzer/facts/runtime_profile.h"

namespace assay {

struct JoinedFrame {
  FunctionId function;  // a named function or a file's top-level code; none: the frame is of no known function
  bool own = false;     // it lies in a file of the repository
};

class FrameJoin {
 public:
  FrameJoin(const Model& model, std::span<const RuntimeProfile> profiles);

  JoinedFrame join(const ProfileFrame& frame) const;
  // By place alone: the innermost function around the frame's line, if its file is the repository's.
  JoinedFrame join_place(const ProfileFrame& frame) const;

 private:
  struct FileMatch {
    FileId file;
    std::size_t parts = 0;  // path parts that agree, from the end
  };

  std::vector<FileMatch> best_files(std::string_view path) const;
  void trust_folders(std::span<const RuntimeProfile> profiles);
  std::vector<FileId> files_of(const std::string& path) const;
  FunctionId function_at(FileId file, std::uint32_t line) const;
  FunctionId by_name(std::span<const FileId> files, const ProfileFrame& frame) const;
  FunctionId by_name_alone(const ProfileFrame& frame) const;
  FunctionId find_by_name(std::string_view symbol) const;
  FunctionId top_level(FileId file) const;
  std::span<const FunctionId> named(std::string_view name) const;

  const Model& model_;
  std::unordered_map<std::string_view, std::vector<FileId>> by_base_name_;
  std::unordered_map<std::string_view, std::vector<FunctionId>> by_name_;  // functions with a name of their own
  std::unordered_map<std::string, std::size_t> folders_;  // folder before a match → files matched there
  std::size_t most_matched_ = 0;
  std::vector<std::vector<FunctionId>> by_line_;  // by file: functions, by their line
  mutable std::unordered_map<std::string, std::vector<FileId>> known_paths_;
  mutable std::unordered_map<std::string, FunctionId> known_names_;
};

}  // namespace assay
