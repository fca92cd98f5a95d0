// What Kotlin's tables of node kinds cannot say. The hooks serve both grammars: they go by the order of children, which
// the two share, rather than by fields, which only one has.
#pragma once

#include "parsers/language.h"

namespace assay::kotlin {

FunctionParts function(const Node& node, const Ancestors& around);
TypeParts type(const Node& node, const Ancestors& around);
void imports(const Node& node, std::vector<ImportParts>& out);
CallParts call(const Node& node, const Ancestors& around);
LoopParts loop(const Node& node, facts::LoopBound guess);
void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out);
std::pair<Node, Node> named_argument(const Node& argument);
SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around);
std::size_t prepare(std::string& text, const MacroTable&, Branches);

}  // namespace assay::kotlin
