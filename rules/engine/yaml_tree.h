// Reads a small YAML file that strangers may have written into a plain tree.
//
// Only what a rule file needs: one document of maps, lists and scalars. Anchors, aliases and tags are refused, size, depth
// and number of nodes are bounded while the file is read, so that no file costs more than its few kilobytes suggest.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"
#include "rules/engine/embedded.h"
#include "rules/engine/problems.h"

namespace assay {

struct YamlNode {
  enum class Kind { Null, Scalar, List, Map };
  Kind kind = Kind::Null;
  int line = 0;
  std::string key;              // of an entry of a map
  std::string text;             // of a scalar
  std::vector<YamlNode> items;  // of a list, or a map's entries in the order of the file; keys differ

  const YamlNode* find(std::string_view entry) const;
};

// The document; a failure's message begins with `path:line`.
Result<YamlNode> parse_yaml(const EmbeddedFile& file);

// A map's entries by type. What is missing or of another type is told to `problems`, with the line and the remedy; the
// value returned then is empty.
class YamlFields {
 public:
  YamlFields(const YamlNode& node, std::string_view path, Problems& problems)
      : node_(node), path_(path), problems_(problems) {}

  // True where the node is a map with known keys only.
  bool has_only(std::initializer_list<std::string_view> known);

  std::string text(std::string_view key);               // one that must be there
  std::optional<double> number(std::string_view key);   // one that must be there; finite
  std::vector<std::string> list(std::string_view key);  // of scalars; absent: empty
  std::string optional_text(std::string_view key);      // absent: empty
  const YamlNode* map(std::string_view key);            // one that must be there; null where it is not

  void problem(int line, std::string_view text) { problems_.add(path_, line, text); }
  int line_of(std::string_view key) const;  // of the entry, else of the map

 private:
  const YamlNode* scalar(std::string_view key);

  const YamlNode& node_;
  std::string_view path_;
  Problems& problems_;
};

// A decimal number, nothing before or after it; not "nan" or "inf".
std::optional<double> parse_number(std::string_view text);

}  // namespace assay
