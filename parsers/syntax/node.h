// A node of a syntax tree as language hooks see it: a value that borrows the tree, the text and the grammar's tables.
//
// For places that are visited rarely (functions, types, imports, loops, calls). The walk over the whole tree does not make them.
#pragma once

#include <tree_sitter/api.h>

#include <cstdint>
#include <string_view>

#include "parsers/syntax/roles.h"
#include "parsers/syntax/tree_walk.h"

namespace assay {

struct Grammar;  // grammar.h

class Node {
 public:
  static constexpr TSSymbol unknown_symbol = 0xFFFE;  // 0xFFFF is ERROR

  Node() = default;
  // `symbol` is the node's own, where it is at hand: finding it is most of what kind() and role() cost.
  Node(const TSNode& node, const Grammar& grammar, std::string_view text, TSSymbol symbol = unknown_symbol)
      : node_(node), symbol_(symbol), grammar_(&grammar), text_(text) {}

  explicit operator bool() const { return node_.id != nullptr; }
  bool same_as(const Node& other) const { return node_.id == other.node_.id && begin() == other.begin(); }
  bool is(const void* id) const { return node_.id == id; }
  const void* id() const { return node_.id; }

  std::uint32_t begin() const { return node_.id ? ts_node_start_byte(node_) : 0; }
  std::uint32_t end() const { return node_.id ? ts_node_end_byte(node_) : 0; }
  std::uint32_t line() const { return node_.id ? ts_node_start_point(node_).row + 1 : 0; }  // 1-based
  std::uint32_t size() const { return end() - begin(); }

  // The node's text in the original (unprepared) file; empty for no node.
  std::string_view text() const { return node_.id ? text_.substr(begin(), size()) : std::string_view{}; }
  // At most `limit` bytes of it.
  std::string_view text(std::size_t limit) const { return text().substr(0, limit); }

  std::string_view kind() const;
  bool is_kind(std::string_view name) const { return node_.id && kind() == name; }
  Role role() const;
  bool named() const { return node_.id && ts_node_is_named(node_); }

  Node child(Field field) const;  // no node where the grammar or this node has no such field
  std::uint32_t named_child_count() const { return node_.id ? ts_node_named_child_count(node_) : 0; }
  Node named_child(std::uint32_t index) const;      // linear in index: for small ones
  Node first_of_kind(std::string_view kind) const;  // among the direct children, anonymous ones included
  bool has_child_of_kind(std::string_view kind) const { return static_cast<bool>(first_of_kind(kind)); }

  // Calls `visit(Node child, Field field_or_None)` for each direct child, anonymous ones included, at most 10,000;
  // stops where `visit` returns false.
  template <class Visit>
  void for_each_child(Visit visit) const;

 private:
  static Field field_of(const Grammar& grammar, TSFieldId id);
  TSSymbol symbol() const { return symbol_ == unknown_symbol ? ts_node_symbol(node_) : symbol_; }

  TSNode node_{};
  TSSymbol symbol_ = unknown_symbol;
  const Grammar* grammar_ = nullptr;
  std::string_view text_;
};

template <class Visit>
void Node::for_each_child(Visit visit) const {
  if (node_.id == nullptr) return;
  struct Pass {
    const Node& parent;
    Visit& visit;
    int left;
  } pass{*this, visit, 10'000};
  assay_each_child(
      node_,
      [](void* payload, const AssayNode* child) {
        Pass& at = *static_cast<Pass*>(payload);
        const Node& parent = at.parent;
        return at.visit(Node(child->node, *parent.grammar_, parent.text_, child->symbol),
                        field_of(*parent.grammar_, child->field)) &&
               --at.left > 0;
      },
      &pass);
}

}  // namespace assay
