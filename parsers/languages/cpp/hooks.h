// What C++ adds to the hooks of the C family (parsers/languages/c/family.h).
#pragma once

#include "parsers/language.h"

namespace assay::cpp {

FunctionParts function(const Node& node, const Ancestors& around);
TypeParts type(const Node& node, const Ancestors& around);
void imports(const Node& node, std::vector<ImportParts>& out);
CallParts call(const Node& node, const Ancestors& around);
LoopParts loop(const Node& node, facts::LoopBound guess);
SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around);

}  // namespace assay::cpp
