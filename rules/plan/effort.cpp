// See effort.h.
#include "rules/plan/effort.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "rules/plan/model_file.h"

namespace assay {
namespace {

using Input = double (*)(const EffortInputs&);

// The words for inputs in the file.
constexpr std::array<std::pair<std::string_view, Input>, 5> inputs_by_name = {{
    {"branches per line", [](const EffortInputs& in) { return in.branches_per_line; }},
    {"calls out per kloc", [](const EffortInputs& in) { return in.calls_out; }},
    {"test share", [](const EffortInputs& in) { return in.test_share; }},
    {"missing share", [](const EffortInputs& in) { return in.missing; }},
    {"dynamic per kloc", [](const EffortInputs& in) { return in.dynamic; }},
}};

}  // namespace

double EffortDriver::factor(const EffortInputs& inputs) const {
  const double part = std::clamp((input(inputs) - from) / (to - from), 0.0, 1.0);
  return std::exp(std::log(at_from) * (1 - part) + std::log(at_to) * part);
}

Effort estimate_effort(const EffortModel& model, const EffortInputs& inputs) {
  Effort effort;
  effort.lines = inputs.lines;
  effort.p50 = model.base * std::pow(std::max(inputs.lines, 1.0) / 1000, model.exponent);
  for (const EffortDriver& driver : model.drivers) {
    const double factor = driver.factor(inputs);
    effort.p50 *= factor;
    effort.basis.push_back({driver.name, driver.why, driver.input(inputs), factor});
  }
  const double blind = 1 - (std::clamp(inputs.known, 0.0, 1.0) + std::clamp(inputs.resolved, 0.0, 1.0)) / 2;
  const double spread = model.spread * std::pow(model.spread_when_blind, blind);
  effort.p10 = effort.p50 / spread;
  effort.p90 = effort.p50 * spread;
  return effort;
}

Result<EffortModel> read_effort_model(std::span<const EmbeddedFile> files) {
  return read_model_file<EffortModel>(
      files, "effort.yaml", [](YamlFields& fields, std::string_view path, Problems& problems, EffortModel& model) {
        fields.has_only({"base", "exponent", "spread", "spread_when_blind", "drivers"});
        model.base = number_in(fields, "base", 0.1, 100);
        model.exponent = number_in(fields, "exponent", 0.5, 2);
        model.spread = number_in(fields, "spread", 1, 10);
        model.spread_when_blind = number_in(fields, "spread_when_blind", 1, 10);
        const YamlNode* drivers = fields.map("drivers");
        if (drivers == nullptr) return;
        for (const YamlNode& item : drivers->items) {
          YamlFields row(item, path, problems);
          row.has_only({"input", "from", "to", "at_from", "at_to", "why"});
          EffortDriver driver;
          driver.name = item.key;
          driver.why = row.text("why");
          driver.from = number_in(row, "from", 0, 1e6);
          driver.to = number_in(row, "to", 0, 1e6);
          driver.at_from = number_in(row, "at_from", 0.1, 10);
          driver.at_to = number_in(row, "at_to", 0.1, 10);
          if (driver.to <= driver.from) row.problem(row.line_of("to"), "`to` must be above `from`, correct it");
          const std::string name = row.text("input");
          std::vector<std::string> known;
          for (const auto& [word, input] : inputs_by_name) {
            known.emplace_back(word);
            if (word == name) driver.input = input;
          }
          if (driver.input == nullptr) row.problem(row.line_of("input"), unknown_word("input", name, known));
          model.drivers.push_back(std::move(driver));
        }
      });
}

}  // namespace assay
