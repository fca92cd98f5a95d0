// Resolves role tables and fields against compiled grammars; see grammar.h.
#include "parsers/syntax/grammar.h"

#include <string>
#include <unordered_set>

#include "parsers/language.h"

namespace assay {
namespace {

constexpr std::string_view field_names[] = {"",
                                            "alias",
                                            "alternative",
                                            "argument",
                                            "arguments",
                                            "attribute",
                                            "body",
                                            "cause",
                                            "condition",
                                            "consequence",
                                            "constructor",
                                            "declarator",
                                            "default",
                                            "function",
                                            "initializer",
                                            "interfaces",
                                            "key",
                                            "left",
                                            "macro",
                                            "method",
                                            "module",
                                            "name",
                                            "object",
                                            "operand",
                                            "operator",
                                            "parameter",
                                            "parameters",
                                            "path",
                                            "pattern",
                                            "receiver",
                                            "result",
                                            "return",
                                            "right",
                                            "scope",
                                            "source",
                                            "superclass",
                                            "superclasses",
                                            "trait",
                                            "type",
                                            "type_arguments",
                                            "update",
                                            "value",
                                            "callee",
                                            "class",
                                            "element",
                                            "collection",
                                            "subject",
                                            "expression",
                                            "modifiers",
                                            "members",
                                            "property",
                                            "block",
                                            "return_type",
                                            "returns"};
static_assert(std::size(field_names) == static_cast<std::size_t>(Field::Count));

// Operator tokens mean the same in all thirteen languages; they only count below Binary, Unary and assignments.
struct Token {
  std::string_view text;
  Role role;
};
constexpr Token operator_tokens[] = {
    {"+", Role::ArithmeticToken},   {"-", Role::ArithmeticToken},   {"*", Role::ArithmeticToken},
    {"/", Role::ArithmeticToken},   {"%", Role::ArithmeticToken},   {"**", Role::ArithmeticToken},
    {"//", Role::ArithmeticToken},  {"+=", Role::ArithmeticToken},  {"-=", Role::ArithmeticToken},
    {"*=", Role::ArithmeticToken},  {"/=", Role::ArithmeticToken},  {"%=", Role::ArithmeticToken},
    {"<", Role::ArithmeticToken},   {">", Role::ArithmeticToken},   {"<=", Role::ArithmeticToken},
    {">=", Role::ArithmeticToken},  {"==", Role::ArithmeticToken},  {"!=", Role::ArithmeticToken},
    {"===", Role::ArithmeticToken}, {"!==", Role::ArithmeticToken}, {"@", Role::ArithmeticToken},
    {"&", Role::BitToken},          {"|", Role::BitToken},          {"^", Role::BitToken},
    {"~", Role::BitToken},          {"<<", Role::BitToken},         {">>", Role::BitToken},
    {">>>", Role::BitToken},        {"&=", Role::BitToken},         {"|=", Role::BitToken},
    {"^=", Role::BitToken},         {"<<=", Role::BitToken},        {">>=", Role::BitToken},
    {">>>=", Role::BitToken},       {"&^", Role::BitToken},         {"&&", Role::LogicToken},
    {"||", Role::LogicToken},       {"and", Role::LogicToken},      {"or", Role::LogicToken},
    {"??", Role::LogicToken},       {"?:", Role::LogicToken}};

}  // namespace

std::string_view field_name(Field field) { return field_names[static_cast<std::size_t>(field)]; }

std::string_view Node::kind() const {
  if (node_.id == nullptr) return {};
  const TSSymbol own = symbol();
  return own < grammar_->kinds.size() ? grammar_->kinds[own] : std::string_view(ts_node_type(node_));
}

Role Node::role() const {
  if (node_.id == nullptr) return Role::None;
  return grammar_->role_of(symbol()).role;
}

Node Node::child(Field field) const {
  if (node_.id == nullptr) return {};
  const TSFieldId id = grammar_->id_of(field);
  if (id == 0) return {};
  return {assay_child_by_field(node_, id), *grammar_, text_};
}

Node Node::named_child(std::uint32_t index) const {
  if (node_.id == nullptr) return {};
  return {ts_node_named_child(node_, index), *grammar_, text_};
}

Node Node::first_of_kind(std::string_view wanted) const {
  Node found;
  for_each_child([&](const Node& child, Field) {
    if (!child.is_kind(wanted)) return true;
    found = child;
    return false;
  });
  return found;
}

Field Node::field_of(const Grammar& grammar, TSFieldId id) { return grammar.field_of(id); }

Grammar resolve_grammar(const LanguageSpec& spec) {
  Grammar grammar;
  grammar.language = spec.grammar();
  const std::uint32_t symbols = ts_language_symbol_count(grammar.language);
  grammar.roles.assign(symbols, {});
  grammar.kinds.assign(symbols, {});
  for (std::uint32_t symbol = 0; symbol < symbols; ++symbol) {
    const TSSymbolType type = ts_language_symbol_type(grammar.language, static_cast<TSSymbol>(symbol));
    const char* symbol_name = ts_language_symbol_name(grammar.language, static_cast<TSSymbol>(symbol));
    if (symbol_name != nullptr) grammar.kinds[symbol] = symbol_name;
    if (symbol_name == nullptr || (type != TSSymbolTypeRegular && type != TSSymbolTypeAnonymous)) continue;
    const std::string_view name = symbol_name;
    if (type == TSSymbolTypeAnonymous) {
      for (const Token& token : operator_tokens) {
        if (token.text == name) grammar.roles[symbol].role = token.role;
      }
    }
    // A kind means the named node; a token of that name only where there is no such node ("await", "lambda").
    if (type == TSSymbolTypeAnonymous &&
        ts_language_symbol_for_name(grammar.language, name.data(), static_cast<std::uint32_t>(name.size()), true) !=
            0) {
      continue;
    }
    for (const KindRole& kind : spec.kinds) {
      if (kind.kind == name) grammar.roles[symbol] = {kind.role, kind.detail};
    }
  }
  grammar.plain.resize(symbols);
  for (std::uint32_t symbol = 0; symbol < symbols; ++symbol) {
    grammar.plain[symbol] =
        grammar.roles[symbol].role == Role::None &&
        ts_language_symbol_type(grammar.language, static_cast<TSSymbol>(symbol)) == TSSymbolTypeAnonymous;
  }
  for (std::size_t i = 1; i < static_cast<std::size_t>(Field::Count); ++i) {
    const std::string_view name = field_names[i];
    grammar.field_ids[i] =
        ts_language_field_id_for_name(grammar.language, name.data(), static_cast<std::uint32_t>(name.size()));
  }
  grammar.fields.assign(ts_language_field_count(grammar.language) + 1, Field::None);
  for (std::size_t i = 1; i < static_cast<std::size_t>(Field::Count); ++i) {
    if (grammar.field_ids[i] != 0) grammar.fields[grammar.field_ids[i]] = static_cast<Field>(i);
  }
  return grammar;
}

std::vector<std::string> check_spec(const LanguageSpec& spec) {
  const TSLanguage* language = spec.grammar();
  std::unordered_set<std::string_view> known;
  for (std::uint32_t symbol = 0; symbol < ts_language_symbol_count(language); ++symbol) {
    const TSSymbolType type = ts_language_symbol_type(language, static_cast<TSSymbol>(symbol));
    const char* name = ts_language_symbol_name(language, static_cast<TSSymbol>(symbol));
    if (name != nullptr && (type == TSSymbolTypeRegular || type == TSSymbolTypeAnonymous)) known.insert(name);
  }
  std::vector<std::string> missing;
  for (const KindRole& kind : spec.kinds) {
    if (!known.contains(kind.kind)) missing.emplace_back(kind.kind);
  }
  return missing;
}

}  // namespace assay
