// See source_map.h.
#include "parsers/profiles/source_map.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "analyzer/base/text.h"

namespace assay {

namespace {

using JsonArray = simdjson::dom::array;
using JsonElement = simdjson::dom::element;
using JsonObject = simdjson::dom::object;

// The format's values are signed 32-bit numbers, and no position is negative.
constexpr std::int64_t max_position = std::numeric_limits<std::int32_t>::max();

constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t no_digit = 255;

constexpr std::array<std::uint8_t, 256> base64_values = [] {
  std::array<std::uint8_t, 256> values{};
  values.fill(no_digit);
  for (std::size_t i = 0; i < base64_digits.size(); ++i) {
    values[static_cast<unsigned char>(base64_digits[i])] = static_cast<std::uint8_t>(i);
  }
  return values;
}();

std::uint8_t base64_value(char c) { return base64_values[static_cast<unsigned char>(c)]; }

// The lowest bit is the sign. "Minus 0" stands for the one value whose magnitude needs a bit more.
std::int64_t signed_value(std::uint64_t bits) {
  const auto magnitude = static_cast<std::int64_t>(bits >> 1U);
  if ((bits & 1U) == 0) return magnitude;
  return magnitude == 0 ? std::numeric_limits<std::int32_t>::min() : -magnitude;
}

// The number at `at`: digits of five bits, the lowest first; a sixth bit says that more follow. Nothing if it is cut
// off, holds a foreign character, or has more than 32 bits.
std::optional<std::int64_t> read_vlq(std::string_view text, std::size_t& at) {
  std::uint64_t bits = 0;
  for (unsigned shift = 0; shift < 35 && at < text.size(); shift += 5) {
    const std::uint8_t digit = base64_value(text[at++]);
    if (digit == no_digit) return std::nullopt;
    bits |= static_cast<std::uint64_t>(digit & 31U) << shift;
    if ((digit & 32U) != 0) continue;
    if (bits > std::numeric_limits<std::uint32_t>::max()) return std::nullopt;
    return signed_value(bits);
  }
  return std::nullopt;
}

bool in_range(std::int64_t value, std::int64_t end) { return value >= 0 && value < end; }
bool is_position(std::int64_t value) { return in_range(value, max_position); }

// `/srv/a.ts`, `webpack://app/a.ts`, `C:\a.ts`: no root goes before these.
bool is_absolute(std::string_view source) {
  if (source.starts_with('/')) return true;
  if (source.empty() || !is_alpha(source.front())) return false;
  const auto end = std::find_if_not(source.begin(), source.end(), [](char c) {
    return is_alpha(c) || is_digit(c) || c == '+' || c == '-' || c == '.';
  });
  return end != source.end() && *end == ':';
}

// The member of that name; nothing also where it is null.
std::optional<JsonElement> member(JsonObject map, std::string_view key) {
  JsonElement value;
  if (map[key].get(value) != simdjson::SUCCESS || value.is_null()) return std::nullopt;
  return value;
}

tl::unexpected<Error> malformed(std::string_view key, std::string_view expected) {
  return failure(fmt::format("`{}` of the source map is not {}", key, expected));
}

template <class T>
Result<T> required(JsonObject map, std::string_view key, std::string_view expected) {
  T value{};
  const auto found = member(map, key);
  if (!found || found->get(value) != simdjson::SUCCESS) return malformed(key, expected);
  return value;
}

// Servers put `)]}'` and the rest of a line before JSON, so that it is no script.
std::string_view without_guard(std::string_view json) {
  constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
  if (json.starts_with(byte_order_mark)) json.remove_prefix(byte_order_mark.size());
  if (json.starts_with(")]}'")) json.remove_prefix(std::min(json.find('\n'), json.size()));
  return json;
}

}  // namespace

bool SourceMap::Texts::add(std::string_view prefix, std::string_view text) {
  if (prefix.size() + text.size() > max_bytes - bytes_.size()) return false;
  bytes_.append(prefix).append(text);
  ends_.push_back(static_cast<std::uint32_t>(bytes_.size()));
  return true;
}

std::string_view SourceMap::Texts::operator[](std::size_t index) const {
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(bytes_).substr(begin, ends_[index] - begin);
}

class SourceMap::Reader {
 public:
  Result<SourceMap> run(std::string_view json) {
    if (const Result<void> read = read_json(json); !read) return tl::unexpected(read.error());
    auto& segments = map_.segments_;
    if (!std::is_sorted(segments.begin(), segments.end(), before)) {
      std::stable_sort(segments.begin(), segments.end(), before);
    }
    segments.shrink_to_fit();
    return std::move(map_);
  }

 private:
  // What a segment's fields add up to, in the order in which they are written.
  enum Field : std::size_t { Column, Source, OriginalLine, OriginalColumn, Name, field_count };
  using Sums = std::array<std::int64_t, field_count>;

  // Where a section's text begins in the generated script, and its rows in the tables.
  struct Section {
    std::uint32_t line = 0;
    std::uint32_t column = 0;  // of the section's first line only
    std::size_t first_source = 0;
    std::size_t first_name = 0;
  };

  static bool before(const Segment& a, const Segment& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  }

  Result<void> read_json(std::string_view json) {
    json = without_guard(json);
    if (json.size() > max_bytes) return failure(fmt::format("source map of more than {} MiB", max_bytes >> 20U));
    simdjson::dom::parser parser;
    JsonElement root;
    JsonObject map;
    if (parser.parse(json.data(), json.size()).get(root) != simdjson::SUCCESS) {
      return failure("source map is not valid JSON");
    }
    if (root.get(map) != simdjson::SUCCESS) return failure("source map is not a JSON object");
    const auto version = required<std::uint64_t>(map, "version", "3");
    if (!version || *version != 3) return malformed("version", "3");
    return member(map, "sections") ? read_sections(map) : read_map(map, Section{});
  }

  Result<void> read_sections(JsonObject index) {
    const auto sections = required<JsonArray>(index, "sections", "a list");
    if (!sections) return tl::unexpected(sections.error());
    for (const JsonElement element : *sections) {
      JsonObject section;
      if (element.get(section) != simdjson::SUCCESS) return malformed("sections", "a list of objects");
      if (const Result<void> read = read_section(section); !read) return read;
    }
    return {};
  }

  Result<void> read_section(JsonObject section) {
    const auto offset = required<JsonObject>(section, "offset", "an object");
    if (!offset) return tl::unexpected(offset.error());
    const auto line = required<std::uint64_t>(*offset, "line", "a line number");
    const auto column = required<std::uint64_t>(*offset, "column", "a column number");
    if (!line || *line > max_position) return malformed("line", "a line number");
    if (!column || *column > max_position) return malformed("column", "a column number");
    const auto map = required<JsonObject>(section, "map", "an object (sections by `url` are not read)");
    if (!map) return tl::unexpected(map.error());
    if (member(*map, "sections")) return failure("source map has `sections` inside of `sections`");
    return read_map(*map, Section{static_cast<std::uint32_t>(*line), static_cast<std::uint32_t>(*column),
                                  map_.sources_.size(), map_.names_.size()});
  }

  Result<void> read_map(JsonObject map, const Section& section) {
    if (const Result<void> read = read_sources(map); !read) return read;
    if (const Result<void> read = read_names(map); !read) return read;
    const auto mappings = required<std::string_view>(map, "mappings", "a text");
    if (!mappings) return tl::unexpected(mappings.error());
    return read_mappings(*mappings, section);
  }

  Result<void> read_sources(JsonObject map) {
    const auto sources = required<JsonArray>(map, "sources", "a list");
    if (!sources) return tl::unexpected(sources.error());
    std::string root;
    if (member(map, "sourceRoot")) {
      const auto written = required<std::string_view>(map, "sourceRoot", "a text");
      if (!written) return tl::unexpected(written.error());
      root = *written;
      if (!root.empty() && !root.ends_with('/')) root += '/';
    }
    for (const JsonElement element : *sources) {
      std::string_view source;
      if (!element.is_null() && element.get(source) != simdjson::SUCCESS) {
        return malformed("sources", "a list of texts");
      }
      const bool rooted = !element.is_null() && !is_absolute(source);
      if (!map_.sources_.add(rooted ? root : std::string_view(), source)) {
        return failure("`sources` of the source map are too long");
      }
    }
    return {};
  }

  Result<void> read_names(JsonObject map) {
    if (!member(map, "names")) return {};
    const auto names = required<JsonArray>(map, "names", "a list");
    if (!names) return tl::unexpected(names.error());
    for (const JsonElement element : *names) {
      std::string_view name;
      if (element.get(name) != simdjson::SUCCESS) return malformed("names", "a list of texts");
      if (!map_.names_.add({}, name)) return failure("`names` of the source map are too long");
    }
    return {};
  }

  // `AAAA,CAAC;AAED`: `;` ends a generated line, `,` a segment. All sums but the generated column run through.
  Result<void> read_mappings(std::string_view mappings, const Section& section) {
    Sums sums{};
    std::uint32_t line = 0;  // within the section; there are fewer than max_bytes
    for (std::size_t at = 0; at < mappings.size();) {
      if (mappings[at] == ';') {
        ++line;
        ++at;
        sums[Column] = 0;
      } else if (mappings[at] == ',') {
        ++at;
      } else {
        const std::size_t begin = at;
        const std::size_t fields = read_fields(mappings, at, sums);
        if (fields == 0) return failure(fmt::format("`mappings` of the source map are damaged at byte {}", begin));
        if (!add_segment(line, sums, fields, section)) {
          return failure(fmt::format("source map of more than {} segments", max_segments));
        }
      }
    }
    return {};
  }

  // Adds one segment's differences to the sums; how many there were: 1, 4 or 5, and 0 for what is no segment.
  // Sums of fewer than max_bytes 32-bit values fit into 64 bits.
  static std::size_t read_fields(std::string_view mappings, std::size_t& at, Sums& sums) {
    std::size_t fields = 0;
    for (; at < mappings.size() && mappings[at] != ',' && mappings[at] != ';'; ++fields) {
      if (fields == field_count) return 0;
      const auto difference = read_vlq(mappings, at);
      if (!difference) return 0;
      sums[fields] += *difference;
    }
    return fields == 2 || fields == 3 ? 0 : fields;
  }

  bool add_segment(std::uint32_t line, const Sums& sums, std::size_t fields, const Section& section) {
    if (!is_position(sums[Column])) {
      ++map_.skipped_;
      return true;
    }
    if (map_.segments_.size() == max_segments) return false;
    Segment segment;
    segment.line = section.line + line;
    segment.column = static_cast<std::uint32_t>(sums[Column]) + (line == 0 ? section.column : 0);
    // One without a usable original is kept all the same: the segment before it ends here.
    if (fields > 1 && !set_original(segment, sums, fields, section)) ++map_.skipped_;
    map_.segments_.push_back(segment);
    return true;
  }

  bool set_original(Segment& segment, const Sums& sums, std::size_t fields, const Section& section) const {
    const auto sources = static_cast<std::int64_t>(map_.sources_.size() - section.first_source);
    const auto names = static_cast<std::int64_t>(map_.names_.size() - section.first_name);
    if (!in_range(sums[Source], sources) || !is_position(sums[OriginalLine]) || !is_position(sums[OriginalColumn]) ||
        (fields > Name && !in_range(sums[Name], names))) {
      return false;
    }
    segment.source = SourceId::of_index(section.first_source + static_cast<std::size_t>(sums[Source]));
    segment.original_line = static_cast<std::uint32_t>(sums[OriginalLine]);
    segment.original_column = static_cast<std::uint32_t>(sums[OriginalColumn]);
    if (fields > Name) segment.name = SourceNameId::of_index(section.first_name + static_cast<std::size_t>(sums[Name]));
    return true;
  }

  SourceMap map_;
};

Result<SourceMap> SourceMap::parse(std::string_view json) { return Reader().run(json); }

std::optional<SourceMap::Original> SourceMap::find(std::uint32_t line, std::uint32_t column) const {
  if (line == 0) return std::nullopt;
  const auto wanted = std::pair(line - 1, column);
  // Of several at one column the last counts: the text of the others is empty.
  const auto after =
      std::upper_bound(segments_.begin(), segments_.end(), wanted,
                       [](const auto& place, const Segment& s) { return place < std::pair(s.line, s.column); });
  if (after == segments_.begin()) return std::nullopt;
  const Segment& segment = *std::prev(after);
  if (segment.line != line - 1 || !segment.source) return std::nullopt;
  const std::string_view source = sources_[segment.source.index()];
  if (source.empty()) return std::nullopt;
  return Original{source, segment.original_line + 1, segment.original_column,
                  segment.name ? names_[segment.name.index()] : std::string_view()};
}

std::string_view source_mapping_url(std::string_view script) {
  constexpr std::string_view key = "sourceMappingURL=";
  for (std::string_view before = script;;) {
    const auto found = before.rfind(key);
    if (found == std::string_view::npos) return {};
    before = script.substr(0, found);
    std::string_view head = before;
    while (!head.empty() && (head.back() == ' ' || head.back() == '\t')) head.remove_suffix(1);
    if (!head.ends_with("//#") && !head.ends_with("//@")) continue;

    std::string_view value = script.substr(found + key.size());
    value = trim(value.substr(0, value.find_first_of("\r\n")));
    // A quote: this is code that writes such a comment.
    if (!value.empty() && value.find_first_of(" \t\"'`") == std::string_view::npos) return value;
    // Every earlier comment on this line would have the same end.
    before = before.substr(0, before.find_last_of("\r\n") + 1);
  }
}

std::optional<std::string> inline_source_map(std::string_view url) {
  constexpr std::string_view start = "data:application/json";
  const auto comma = url.find(',');
  if (comma == std::string_view::npos) return std::nullopt;
  const std::string header = lower_ascii(url.substr(0, comma));
  if (!header.starts_with(start) || !header.ends_with(";base64") || header[start.size()] != ';') return std::nullopt;

  std::string_view digits = trim(url.substr(comma + 1));
  const std::size_t padded = digits.size();
  for (int i = 0; i < 2 && digits.ends_with('='); ++i) digits.remove_suffix(1);
  if (digits.size() % 4 == 1 || (padded != digits.size() && padded % 4 != 0)) return std::nullopt;
  if (digits.size() / 4 * 3 > SourceMap::max_bytes) return std::nullopt;

  std::string text;
  text.reserve(digits.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  unsigned count = 0;  // of bits that are not yet written
  for (const char c : digits) {
    const std::uint8_t digit = base64_value(c);
    if (digit == no_digit) return std::nullopt;
    bits = (bits << 6U) | digit;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    text += static_cast<char>((bits >> count) & 0xFFU);
  }
  return text;
}

}  // namespace assay
