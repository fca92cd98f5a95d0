// How a move would look, as JSON: the parts of the report that rules/plan finds.
#pragma once

#include <cstddef>
#include <optional>

#include "reports/json_writer.h"
#include "reports/report.h"

namespace assay {

// `carve_out`, `boundary`, `readiness` and `effort` of one component.
void write_component_plan(JsonWriter& json, const Report& report, std::size_t component);

// The value of `readiness` of a dependency: null where it is not needed at run time or not known.
void write_dependency_readiness(JsonWriter& json, const Counterpart* counterpart);

// `only`: what concerns this component alone.
void write_architecture(JsonWriter& json, const Report& report, std::optional<ComponentId> only);

}  // namespace assay
