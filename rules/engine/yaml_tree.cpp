// See yaml_tree.h.
#include "rules/engine/yaml_tree.h"

#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "rules/engine/yaml_pack.h"

namespace assay {
namespace {

// Far above what a readable rule file needs, far below what hurts.
constexpr std::size_t most_bytes = 256 * 1024;
constexpr std::size_t most_nodes = 20'000;
constexpr std::size_t deepest = 12;

struct Refused {
  int line;
  std::string text;
};

// Builds the tree from the parser's events, so that limits hold before anything is stored. Thrown refusals stay in this
// file: it is the only way to stop the parser.
class TreeBuilder : public YAML::EventHandler {
 public:
  YamlNode take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    scalar(mark, "", anchor, {}, YamlNode::Kind::Null);
  }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    throw Refused{line_of(mark), "an alias (`*name`) is not supported, write the value out"};
  }
  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    scalar(mark, tag, anchor, value, YamlNode::Kind::Scalar);
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::List);
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, YamlNode::Kind::Map);
  }
  void OnMapEnd() override { close(); }

 private:
  struct Level {
    YamlNode node;
    bool has_key = false;  // of a map: a key was read, its value follows
    std::string key;
    int key_line = 0;
  };

  static int line_of(const YAML::Mark& mark) { return mark.line + 1; }

  void admit(int line, const std::string& tag, YAML::anchor_t anchor) {
    if (anchor != 0) throw Refused{line, "an anchor (`&name`) is not supported, remove it"};
    if (!tag.empty() && tag != "?" && tag != "!") throw Refused{line, "a tag (`!name`) is not supported, remove it"};
    if (++nodes_ > most_nodes) throw Refused{line, fmt::format("more than {} values, split the file", most_nodes)};
  }

  bool key_expected() const {
    return !open_.empty() && open_.back().node.kind == YamlNode::Kind::Map && !open_.back().has_key;
  }

  void scalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, const std::string& value,
              YamlNode::Kind kind) {
    admit(line_of(mark), tag, anchor);
    if (key_expected()) {
      Level& level = open_.back();
      if (kind == YamlNode::Kind::Null) throw Refused{line_of(mark), "a key is empty, name it"};
      if (level.node.find(value) != nullptr) {
        throw Refused{line_of(mark), fmt::format("key {} stands here twice, remove one", quoted(value))};
      }
      level.has_key = true;
      level.key = value;
      level.key_line = line_of(mark);
      return;
    }
    YamlNode node;
    node.kind = kind;
    node.line = line_of(mark);
    node.text = value;
    add(std::move(node));
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, YamlNode::Kind kind) {
    admit(line_of(mark), tag, anchor);
    if (key_expected()) throw Refused{line_of(mark), "a key must be one word, write the list or map after it"};
    if (open_.size() == deepest)
      throw Refused{line_of(mark), fmt::format("nested more than {} deep, flatten it", deepest)};
    open_.emplace_back();
    open_.back().node.kind = kind;
    open_.back().node.line = line_of(mark);
  }

  void close() {
    YamlNode node = std::move(open_.back().node);
    open_.pop_back();
    add(std::move(node));
  }

  void add(YamlNode node) {
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = open_.back();
    if (level.has_key) {
      node.key = std::move(level.key);
      node.line = level.key_line;
      level.has_key = false;
    }
    level.node.items.push_back(std::move(node));
  }

  std::vector<Level> open_;
  YamlNode root_;
  std::size_t nodes_ = 0;
};

}  // namespace

const YamlNode* YamlNode::find(std::string_view entry) const {
  const auto at = std::find_if(items.begin(), items.end(), [&](const YamlNode& item) { return item.key == entry; });
  return kind == Kind::Map && at != items.end() ? &*at : nullptr;
}

Result<YamlNode> parse_yaml(const EmbeddedFile& file) {
  if (!file.packed.empty()) return unpack(file.packed);
  const auto refuse = [&](int line, std::string_view text) { return failure(place(file.path, line, text)); };
  if (file.content.size() > most_bytes)
    return refuse(0, fmt::format("larger than {} KiB, split it", most_bytes / 1024));
  try {
    std::istringstream stream{std::string(file.content)};
    YAML::Parser parser(stream);
    TreeBuilder builder;
    if (!parser.HandleNextDocument(builder)) return refuse(0, "the file is empty, write the rule's keys");
    YamlNode tree = builder.take();
    TreeBuilder rest;
    if (parser.HandleNextDocument(rest))
      return refuse(0, "a second document follows after `---`, move it to a file of its own");
    return tree;
  } catch (const Refused& refused) {
    return refuse(refused.line, refused.text);
  } catch (const YAML::Exception& error) {
    return refuse(error.mark.line + 1, fmt::format("this is no YAML ({}), correct the syntax", error.msg));
  } catch (const std::exception& error) {  // allocation and stream failures of the library
    return refuse(0, fmt::format("cannot be read ({}), correct the file", error.what()));
  }
}

bool YamlFields::has_only(std::initializer_list<std::string_view> known) {
  if (node_.kind != YamlNode::Kind::Map) {
    problem(node_.line, "keys are expected here, write `key: value` lines");
    return false;
  }
  const std::vector<std::string> words(known.begin(), known.end());
  bool good = true;
  for (const YamlNode& item : node_.items) {
    if (std::find(words.begin(), words.end(), item.key) != words.end()) continue;
    problem(item.line, unknown_word("key", item.key, words));
    good = false;
  }
  return good;
}

const YamlNode* YamlFields::scalar(std::string_view key) {
  const YamlNode* item = node_.find(key);
  if (item == nullptr) {
    problem(node_.line, fmt::format("key `{}` is missing, add it", key));
  } else if (item->kind != YamlNode::Kind::Scalar || item->text.empty()) {
    problem(item->line, fmt::format("`{}` needs one value, write it after `:`", key));
    item = nullptr;
  }
  return item;
}

std::string YamlFields::text(std::string_view key) {
  const YamlNode* item = scalar(key);
  return item == nullptr ? std::string{} : item->text;
}

std::optional<double> YamlFields::number(std::string_view key) {
  const YamlNode* item = scalar(key);
  if (item == nullptr) return std::nullopt;
  const std::optional<double> value = parse_number(item->text);
  if (!value) problem(item->line, fmt::format("`{}` is {}, write a number", key, quoted(item->text)));
  return value;
}

std::vector<std::string> YamlFields::list(std::string_view key) {
  std::vector<std::string> words;
  const YamlNode* item = node_.find(key);
  if (item == nullptr) return words;
  if (item->kind != YamlNode::Kind::List) {
    problem(item->line, fmt::format("`{}` must be a list, write `[…]`", key));
    return words;
  }
  for (const YamlNode& word : item->items) {
    if (word.kind == YamlNode::Kind::Scalar && !word.text.empty()) {
      words.push_back(word.text);
    } else {
      problem(word.line, fmt::format("`{}` holds something else than words, write one value per item", key));
    }
  }
  return words;
}

std::string YamlFields::optional_text(std::string_view key) {
  return node_.find(key) == nullptr ? std::string{} : text(key);
}

const YamlNode* YamlFields::map(std::string_view key) {
  const YamlNode* item = node_.find(key);
  if (item == nullptr || item->kind != YamlNode::Kind::Map) {
    problem(line_of(key), fmt::format("`{}` must hold keys of its own, write them on indented lines", key));
    return nullptr;
  }
  return item;
}

int YamlFields::line_of(std::string_view key) const {
  const YamlNode* item = node_.find(key);
  return item == nullptr ? node_.line : item->line;
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, std::chars_format::fixed);
  if (error != std::errc{} || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace assay
