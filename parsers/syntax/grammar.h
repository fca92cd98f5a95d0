// A language's tables resolved against its compiled grammar: symbol → role, Field → field id.
#pragma once

#include <tree_sitter/api.h>

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "parsers/syntax/node.h"
#include "parsers/syntax/roles.h"

namespace assay {

struct SymbolRole {
  Role role = Role::None;
  std::uint8_t detail = 0;
};

struct Grammar {
  const TSLanguage* language = nullptr;
  std::vector<SymbolRole> roles;        // by symbol
  std::vector<std::string_view> kinds;  // names of symbols, by symbol
  std::vector<std::uint8_t> plain;      // by symbol: an anonymous token without a role, of which only lines are counted
  std::array<TSFieldId, static_cast<std::size_t>(Field::Count)> field_ids{};
  std::vector<Field> fields;  // by field id; None for those that nobody asks for

  SymbolRole role_of(TSSymbol symbol) const { return symbol < roles.size() ? roles[symbol] : SymbolRole{}; }
  TSFieldId id_of(Field field) const { return field_ids[static_cast<std::size_t>(field)]; }
  Field field_of(TSFieldId id) const { return id < fields.size() ? fields[id] : Field::None; }
};

// The name that grammars use for a field; "alternative" for Field::Alternative.
std::string_view field_name(Field field);

}  // namespace assay
