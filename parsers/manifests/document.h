// A JSON, TOML or YAML text as one tree with line numbers, whatever is wrong with it.
//
// Nodes lie in one vector and refer to each other by position, so that neither building, reading nor freeing a tree
// recurses. Asking a value for something that it is not gives the missing value: readers need no checks of their own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace assay::manifests {

inline constexpr std::size_t max_document_depth = 100;
inline constexpr std::size_t max_document_nodes = 2'000'000;

class Value;

class Document {
 public:
  enum class Kind : std::uint8_t { Missing, Null, Text, Number, Bool, List, Map, Alias };

  struct Node {
    Kind kind = Kind::Missing;
    std::uint32_t line = 0;   // of the key where there is one; 0: not known
    std::uint32_t first = 0;  // first child; the target of an Alias
    std::uint32_t last = 0;   // last child
    std::uint32_t next = 0;   // sibling
    std::uint32_t count = 0;  // children
    std::string key;          // empty in lists
    std::string text;         // scalars as written, quotes off
  };

  Document() : nodes_(1) {}

  Value root() const;
  const std::string& trouble() const { return trouble_; }  // empty: all was read

  // For the loaders. Appends below `parent` (0: the root); 0 when the document is full.
  std::uint32_t add(std::uint32_t parent, Kind kind, std::uint32_t line, std::string key, std::string text);
  void refer(std::uint32_t alias, std::uint32_t target) { nodes_[alias].first = target; }
  const Node& node(std::uint32_t id) const { return nodes_[id]; }
  void set_trouble(std::string reason);
  bool full() const { return nodes_.size() >= max_document_nodes; }

 private:
  friend class Value;
  std::vector<Node> nodes_;  // 0: the missing value, 1: the root
  std::string trouble_;
};

// One node of a document, which must outlive it.
class Value {
 public:
  using Kind = Document::Kind;

  Value(const Document& document, std::uint32_t node) : document_(&document), node_(node) {}

  bool exists() const { return node_ != 0; }
  bool is_map() const { return kind() == Kind::Map; }
  bool is_list() const { return kind() == Kind::List; }
  bool is_text() const { return kind() == Kind::Text; }
  bool is_scalar() const { return is_text() || kind() == Kind::Number || kind() == Kind::Bool; }
  bool is_true() const { return is_scalar() && text() == "true"; }
  bool is_false() const { return is_scalar() && text() == "false"; }
  Kind kind() const { return target().kind; }
  std::string_view key() const { return node().key; }
  std::string_view text() const { return target().text; }  // empty for lists and maps
  std::uint32_t line() const { return node().line; }
  std::size_t size() const { return target().count; }

  // The member of that name; YAML's merge key `<<` is followed.
  Value operator[](std::string_view key) const;

  class Iterator {
   public:
    Iterator(const Document& document, std::uint32_t node) : document_(&document), node_(node) {}
    Value operator*() const { return Value(*document_, node_); }
    Iterator& operator++();
    bool operator==(const Iterator& other) const { return node_ == other.node_; }

   private:
    const Document* document_;
    std::uint32_t node_;
  };
  Iterator begin() const;
  Iterator end() const { return Iterator(*document_, 0); }

 private:
  const Document::Node& node() const { return document_->nodes_[node_]; }
  const Document::Node& target() const;  // behind aliases

  const Document* document_;
  std::uint32_t node_;
};

Document load_json(std::string_view text);  // comments are allowed
Document load_toml(std::string_view text);
Document load_yaml(std::string_view text);  // the first document only

}  // namespace assay::manifests
