// The hooks' defaults: right for grammars that use the common field names; languages call them and mend the result.
#pragma once

#include "parsers/language.h"

namespace assay {

FunctionParts default_function(const Node& node, const Ancestors& ancestors);
TypeParts default_type(const Node& node, const Ancestors& ancestors);
CallParts default_call(const Node& node, const Ancestors& ancestors);
LoopParts default_loop(const Node& node, facts::LoopBound guess);
void default_variables(const Node& node, Role role, const Ancestors& ancestors, std::vector<VariableParts>& out);
// For grammars in which an argument has a field for its name.
std::pair<Node, Node> field_named_argument(const Node& argument);
bool is_test_path(std::string_view path);

// The literal number of rounds that a loop's header states: `i < 16`, `range(10)`, `0..8`, `1 to 5`, `0 until 4`; 0: none.
float constant_rounds(std::string_view header);

// What a declaration or an assignment sets its variable to; no node: nothing.
Node given_value(const Node& declaration);
// The type that an expression evidently constructs: `new Foo()`, `Foo(…)` with a capital, `Foo.new`, `Foo{}`; else empty.
std::string_view constructed_type(const Node& value);

// How many elements a literal list has, as it stands in the text: `[a, b]`, `%w[a b]`, `listOf(a, b)`; 0: it is none.
float literal_length(std::string_view text, std::size_t longest = 400);

// Text without its quotes: "a" 'a' `a` """a""" r"a" → a.
std::string_view unquoted(std::string_view literal);

}  // namespace assay
