// What C# needs beyond tables: modifiers, accessors, imports, creation without a type's name, pointers.
#pragma once

#include <string>

#include "parsers/language.h"

namespace assay::csharp {

FunctionParts function(const Node& node, const Ancestors& around);
TypeParts type(const Node& node, const Ancestors& around);
void imports(const Node& node, std::vector<ImportParts>& out);
CallParts call(const Node& node, const Ancestors& around);
LoopParts loop(const Node& node, facts::LoopBound guess);
void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out);
SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around);
bool is_test_annotation(std::string_view name, std::string_view);

// See prepare.cpp.
std::size_t prepare(std::string& text, const MacroTable&, Branches);

}  // namespace assay::csharp
