// What do .gitattributes files say about a file?
//
// Only the linguist-* attributes are kept, and whether git converts what it checks out. The deepest file decides, in it the
// last matching line; macros (`[attr]`) are followed one level, as a line may use one. Nothing here runs a filter.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analyzer/project/path_pattern.h"

namespace assay {

// An attribute that no line mentions has no value.
struct Attributes {
  std::optional<bool> generated;
  std::optional<bool> vendored;
  std::optional<bool> documentation;
  std::optional<bool> detectable;
  std::string language;    // linguist-language, as written; empty: not stated
  bool converted = false;  // a filter or an encoding is set: the work tree may hold other bytes than the commit
};

// The .gitattributes files that are in force in one folder of a walk.
class AttributeStack {
 public:
  // See IgnoreStack.
  bool push(std::size_t folder_length, std::string_view text);
  void pop_to(std::size_t mark);
  std::size_t mark() const { return files_.size(); }

  // Of a file (never a folder: attributes do not reach what is in one).
  Attributes of(std::string_view path) const;

  // Whether any line in force may say that a file is not vendored.
  bool may_reclaim_vendored() const { return reclaiming_ > 0; }

 private:
  enum class Name : std::uint8_t { Generated, Vendored, Documentation, Detectable, Language, Filter, Encoding };
  static constexpr std::size_t kNames = 7;
  struct Setting {
    Name name;
    std::string value;  // "" takes an earlier value back
  };
  struct Line {
    PathPattern pattern;
    std::vector<Setting> settings;
  };
  struct File {
    std::size_t folder_length;
    std::vector<Line> lines;
    std::size_t reclaiming = 0;
  };

  void read_settings(std::string_view words, std::vector<Setting>& out) const;

  std::vector<File> files_;
  std::unordered_map<std::string, std::vector<Setting>> macros_;
  std::size_t lines_ = 0;
  std::size_t reclaiming_ = 0;
};

}  // namespace assay
