// How long a move would take, as a range of person-weeks with its basis: rules/model/effort.yaml is the model.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "analyzer/base/result.h"
#include "rules/engine/embedded.h"

namespace assay {

// What an estimate rests on; shares and densities as in signals.h.
struct EffortInputs {
  double lines = 0;  // code lines to be moved, without tests and generated code
  double branches_per_line = 0;
  double calls_out = 0;   // into other components, per kloc
  double test_share = 0;  // of the component's code lines
  double missing = 0;     // share of the known dependencies that have no counterpart
  double dynamic = 0;     // dynamic features per kloc
  double known = 1;       // share of the dependencies that the tables know; 1: it has none
  double resolved = 1;    // share of calls with a known target
};

struct EffortDriver {
  std::string name, why;
  double (*input)(const EffortInputs&) = nullptr;
  double from = 0, to = 1, at_from = 1, at_to = 1;

  double factor(const EffortInputs& inputs) const;
};

struct EffortModel {
  double base = 0, exponent = 1, spread = 1, spread_when_blind = 1;
  std::vector<EffortDriver> drivers;
};

// One factor of an estimate.
struct EffortPart {
  std::string driver, why;
  double value = 0, factor = 1;
};

// Person-weeks.
struct Effort {
  double p10 = 0, p50 = 0, p90 = 0;
  double lines = 0;
  std::vector<EffortPart> basis;
};

Effort estimate_effort(const EffortModel& model, const EffortInputs& inputs);

// From the file whose path ends in `model/effort.yaml`.
Result<EffortModel> read_effort_model(std::span<const EmbeddedFile> files);

}  // namespace assay
