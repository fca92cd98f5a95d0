// `assay explain FUNCTION`: its shares and their reasons, who makes it run, and where its cost goes; as text and as JSON
// ("assay-function/1", schema/assay-function.schema.json).
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/report.h"

namespace assay {

// The functions that `text` means, hottest first; see find_functions(). Behind FILE: a whole name goes before an end.
std::vector<FunctionId> functions_meant(const Report& report, std::string_view text);

std::string explain_function(const Report& report, FunctionId function, bool color);
std::string explain_function_json(const Report& report, FunctionId function);

// Several of one name: their places and shares, and how to name one.
std::string list_functions(const Report& report, std::span<const FunctionId> functions, bool color);
std::string list_functions_json(const Report& report, std::span<const FunctionId> functions);

}  // namespace assay
