// What type does a documentation comment state? JSDoc and PHPDoc: `@param {T} x`, `@param T $x`, `@var T`, `@return T`.
//
// https://jsdoc.app/tags-param, https://docs.phpdoc.org/guide/references/phpdoc/tags
#pragma once

#include <string_view>

namespace assay {

struct DocVariable {
  std::string_view name;  // with its sigil
  std::string_view type;  // as written; empty: no variable is declared
};

// The type that `comment` gives the parameter `name` (with or without a sigil); empty: none.
std::string_view documented_parameter(std::string_view comment, std::string_view name);
// That of the variable, constant or field below it.
std::string_view documented_variable(std::string_view comment);
// That of what the function below it returns.
std::string_view documented_result(std::string_view comment);
// The variable that the comment itself declares: `@var T $x`.
DocVariable declared_in_comment(std::string_view comment);

}  // namespace assay
