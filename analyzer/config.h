// assay.yaml: what a team settles once. A file in the scanned root is data with reduced power: it names components,
// patterns and rule files below that root, never places to write to or programs.
#pragma once

#include <string>
#include <vector>

#include "analyzer/analysis/components.h"
#include "analyzer/base/result.h"
#include "reports/report.h"
#include "rules/engine/questions.h"

namespace assay {

struct Config {
  std::string path;  // empty: there is none
  std::string text;  // as it was read
  std::vector<NamedComponent> components;
  std::vector<std::string> include, exclude;
  std::vector<std::string> packs;     // own rules and catalogues, as written
  ReportText report;                  // its logo is a path, as written
  std::vector<ContextEntry> context;  // the team's answers, as written
};

// `file`: given with `-c`; empty: assay.yaml, assay.yml or assay.json in `root`, if any. Errors name the line and the
// nearest known key.
Result<Config> load_config(const std::string& root, const std::string& file);

// The commented file that `assay init` writes, with the team's answers as far as they were given.
std::string config_template(const std::vector<NamedComponent>& found, std::span<const Question> questions,
                            const TeamAnswers& team);

// The `context` section of a configuration: an answered question as a line, the others as comments with their choices.
std::string context_section(std::span<const Question> questions, const TeamAnswers& team);

}  // namespace assay
