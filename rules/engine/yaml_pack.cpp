// See yaml_pack.h. A node is `kind line children key-length text-length` in decimal, each with a blank behind it, then the
// key and the text as they are, then its children.
#include "rules/engine/yaml_pack.h"

#include <fmt/format.h>

#include <charconv>
#include <iterator>

#include "analyzer/base/check.h"

namespace assay {
namespace {

class Unpacking {
 public:
  explicit Unpacking(std::string_view packed) : rest_(packed) {}

  // Recursive: files of ours, at most as deep as the YAML reader admits.
  YamlNode node() {
    YamlNode node;
    node.kind = static_cast<YamlNode::Kind>(number());
    node.line = static_cast<int>(number());
    const std::size_t children = number(), key = number(), text = number();
    node.key = take(key);
    node.text = take(text);
    node.items.reserve(children);
    for (std::size_t i = 0; i < children; ++i) node.items.push_back(this->node());
    return node;
  }

 private:
  std::size_t number() {
    std::size_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    CHECK(error == std::errc{} && end != rest_.data() + rest_.size(), "a packed rule file is damaged");
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()) + 1);
    return value;
  }

  std::string take(std::size_t length) {
    CHECK(length <= rest_.size(), "a packed rule file is damaged");
    std::string text(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return text;
  }

  std::string_view rest_;
};

void append(const YamlNode& node, std::string& out) {
  fmt::format_to(std::back_inserter(out), "{} {} {} {} {} {}{}", static_cast<int>(node.kind), node.line,
                 node.items.size(), node.key.size(), node.text.size(), node.key, node.text);
  for (const YamlNode& item : node.items) append(item, out);
}

}  // namespace

std::string pack(const YamlNode& tree) {
  std::string packed;
  append(tree, packed);
  return packed;
}

YamlNode unpack(std::string_view packed) { return Unpacking(packed).node(); }

}  // namespace assay
