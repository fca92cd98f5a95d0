// Where do the finding rules hold? Every place in the code that a rule describes, with its level by how hot the place is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/analysis/analysed_code.h"
#include "rules/engine/finding_rule.h"

namespace assay {

struct Finding {
  std::uint32_t rule = 0;  // row of the rules
  Level level = Level::Note;
  FileId file;
  FunctionId function;  // a named function or a file's top-level code
  ComponentId component;
  std::uint32_t line = 0, column = 0, end_line = 0;  // column 0: the line as a whole
  double heat = 0;                                   // share of the repository's own cost that the function has
  std::string message;
  std::string fingerprint;  // 16 hexadecimal digits; the same wherever the place moves to within its function
};

// By file, line, column and rule. Test code is left out.
std::vector<Finding> find_findings(const AnalysedCode& source, std::span<const FindingRule> rules);

}  // namespace assay
