// What a parser sees of a text: the visible nodes, with their places, but those inside of comments.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "parsers/language.h"
#include "parsers/syntax/tree_walk.h"

namespace assay {

// Symbol; first byte, the byte behind the last; row, column, last row.
using SeenNode = std::tuple<TSSymbol, std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t, std::uint32_t>;

inline std::vector<SeenNode> nodes_of(const LanguageSpec& spec, const TSInput& input) {
  const std::unique_ptr<TSParser, void (*)(TSParser*)> parser(ts_parser_new(), &ts_parser_delete);
  ts_parser_set_language(parser.get(), spec.grammar());
  const std::unique_ptr<TSTree, void (*)(TSTree*)> tree(ts_parser_parse(parser.get(), nullptr, input), &ts_tree_delete);
  const Grammar grammar = resolve_grammar(spec);
  const std::unique_ptr<AssayWalk, void (*)(AssayWalk*)> walk(assay_walk_new(), &assay_walk_delete);
  assay_walk_start(walk.get(), tree.get(), nullptr);
  std::vector<SeenNode> nodes;
  AssayNode node;
  std::uint32_t tag = 0;
  while (assay_walk_next(walk.get(), &node, &tag) == ASSAY_WALK_ENTER) {
    nodes.emplace_back(node.symbol, node.begin, node.end, node.row, node.column, node.end_row);
    if (grammar.role_of(node.symbol).role == Role::Comment) assay_walk_skip(walk.get());
  }
  return nodes;
}

// Reads `text` as it is, in one piece; it must outlive the parse.
inline TSInput plain_input(const std::string& text) {
  const auto read = [](void* payload, std::uint32_t byte, TSPoint, std::uint32_t* length) {
    const std::string& all = *static_cast<const std::string*>(payload);
    *length = byte < all.size() ? static_cast<std::uint32_t>(all.size() - byte) : 0;
    return *length > 0 ? all.data() + byte : "";
  };
  return {const_cast<std::string*>(&text), read, TSInputEncodingUTF8, nullptr};
}

}  // namespace assay
