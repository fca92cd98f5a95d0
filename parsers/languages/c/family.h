// What C and C++ have in common: declarators, includes, variables, loops, and the text preparation.
#pragma once

#include "parsers/language.h"
#include "parsers/languages/c/macros.h"

namespace assay::cfamily {

// The innermost declarator: `**(*f)(int)` → f. Stops at 32 levels.
Node innermost_declarator(const Node& node);
// The function_declarator on the way down; no node: it declares no function.
Node function_declarator(const Node& node);

// `std::lock_guard<M> guard(lock);` in a function reads like a prototype, but makes an object.
bool declares_object(const Node& declarator, const Node& declaration, const Ancestors& around);

FunctionParts function(const Node& node, const Ancestors& around);
void imports(const Node& node, std::vector<ImportParts>& out);
LoopParts loop(const Node& node, facts::LoopBound guess);
void variables(const Node& node, Role role, const Ancestors& around, std::vector<VariableParts>& out);
SymbolRole refine(const Node& node, SymbolRole role, const Ancestors& around);
// What the grammar takes for a call: int(x), uint64_t{1}.
bool is_conversion(const Node& call);

// The line end that ends the preprocessor line at `at`: lines that end in a backslash go on.
std::size_t end_of_directive(std::string_view text, std::size_t at);
// Behind the comment that begins at `at`; a line's goes on where its last line ends in a backslash.
std::size_t end_of_comment(std::string_view text, std::size_t at);

// See prepare.cpp.
std::size_t prepare_c(std::string& text, const MacroTable& macros, Branches branches);
std::size_t prepare_cpp(std::string& text, const MacroTable& macros, Branches branches);

}  // namespace assay::cfamily
