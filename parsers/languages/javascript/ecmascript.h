// What JavaScript, TypeScript and TSX have in common: node roles and hooks.
#pragma once

#include <span>
#include <vector>

#include "parsers/language.h"

namespace assay::ecmascript {

// The roles that all three share, and a language's own.
std::vector<KindRole> with(std::span<const KindRole> own);

FunctionParts function(const Node& node, const Ancestors& around);
TypeParts type(const Node& node, const Ancestors& around);
void imports(const Node& node, std::vector<ImportParts>& out);
bool call_import(const Node& node, const CallParts& call, std::vector<ImportParts>& out);
SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around);
LoopParts loop(const Node& node, facts::LoopBound guess);
void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out);
CallParts call(const Node& node, const Ancestors& around);

// Everything but names, grammar and kinds.
void fill(LanguageSpec& spec);

// JavaScript with Flow's types, by TSX's grammar: of React Native's own sources 2 % of the bytes are lost, by JavaScript's 58 %.
const LanguageSpec& with_types();

}  // namespace assay::ecmascript
