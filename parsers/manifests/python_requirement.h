// A Python requirement in one line: `name[extra] >=1,<2 ; marker`, `name @ address`, and Poetry's tables.
#pragma once

#include <string>
#include <string_view>

#include "parsers/manifests/document.h"
#include "parsers/manifests/draft.h"

namespace assay::manifests {

struct PythonRequirement {
  std::string_view name;  // empty: not a requirement
  std::string_view version;
};

PythonRequirement parse_python_requirement(std::string_view text);

void add_python_requirement(Draft& draft, UnitT& unit, std::string_view text, DependencyScope scope,
                            std::uint32_t line);

// Poetry's and Pipenv's way: name = "^1.0", or name = {version = "^1.0", path = …, git = …, optional = true}.
void add_python_table(Draft& draft, UnitT& unit, Value table, DependencyScope scope);

// Trove classifiers state what a distribution is for.
void state_kind_by_classifier(UnitT& unit, std::string_view classifier);

}  // namespace assay::manifests
