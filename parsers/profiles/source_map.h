// Which original source, line and name does a place in generated JavaScript come from?
//
// Source maps of version 3, as ECMA-426 defines them (https://tc39.es/ecma426/), index maps included. A map whose
// text cannot be decoded is refused: every value in it is a difference to the one before, so nothing behind the damage
// could be trusted. A segment that decodes to an impossible place loses only itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/ids.h"
#include "analyzer/base/result.h"

namespace assay {

class SourceMap {
 public:
  static constexpr std::size_t max_bytes = std::size_t{64} << 20U;  // of JSON, and of all sources' names together
  static constexpr std::size_t max_segments = 4'000'000;

  // The texts live as long as the map.
  struct Original {
    std::string_view source;   // with its map's `sourceRoot`; `.` and `..` parts stay
    std::uint32_t line = 0;    // from 1
    std::uint32_t column = 0;  // from 0, in UTF-16 units
    std::string_view name;     // empty: none was recorded
  };

  // Needs up to about 15 times the text's size in passing, for JSON of nothing but tiny values.
  static Result<SourceMap> parse(std::string_view json);

  // The original of the last segment at or before the column on that generated line: lines from 1, columns from 0.
  std::optional<Original> find(std::uint32_t line, std::uint32_t column) const;

  std::size_t segments() const { return segments_.size(); }
  std::size_t skipped() const { return skipped_; }  // segments that point outside of what there is

 private:
  class Reader;

  // Texts behind one another, so that millions of short ones stay cheap.
  class Texts {
   public:
    std::size_t size() const { return ends_.size(); }
    bool add(std::string_view prefix, std::string_view text);  // false: more than max_bytes
    std::string_view operator[](std::size_t index) const;

   private:
    std::string bytes_;
    std::vector<std::uint32_t> ends_;
  };

  using SourceId = Id<struct SourceTag>;
  using SourceNameId = Id<struct SourceNameTag>;

  // From here to the next segment of its line the text has one original. Lines and columns from 0.
  struct Segment {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    SourceId source;  // none: written by the tool, or skipped
    std::uint32_t original_line = 0;
    std::uint32_t original_column = 0;
    SourceNameId name;
  };

  std::vector<Segment> segments_;  // by line, then column
  Texts sources_;                  // empty: not known
  Texts names_;
  std::size_t skipped_ = 0;
};

// The value of the script's last `//# sourceMappingURL=` comment (`//@` in old scripts); empty: there is none.
std::string_view source_mapping_url(std::string_view script);

// The text in `data:application/json;charset=utf-8;base64,…`; nothing for every other address, damaged Base64, and
// more than SourceMap::max_bytes.
std::optional<std::string> inline_source_map(std::string_view url);

}  // namespace assay
