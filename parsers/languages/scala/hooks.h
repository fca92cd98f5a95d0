// What Scala's table of node kinds cannot say.
#pragma once

#include "parsers/language.h"

namespace assay::scala {

FunctionParts function(const Node& node, const Ancestors& around);
TypeParts type(const Node& node, const Ancestors& around);
void imports(const Node& node, std::vector<ImportParts>& out);
CallParts call(const Node& node, const Ancestors& around);
LoopParts loop(const Node& node, facts::LoopBound guess);
void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out);
bool iterates(std::string_view receiver, std::string_view name);
SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around);

}  // namespace assay::scala
