// Where do the finding rules hold? Every place in the code that a rule describes, with its level by how hot the place is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/analysis/analysed_code.h"
#include "rules/engine/finding_rule.h"

namespace assay {

// Why a finding is not counted: somebody who knows the code said so, in a comment beside it or in a baseline.
enum class SilencedBy : std::uint8_t { Nothing, Comment, Baseline };

struct Silence {
  SilencedBy by = SilencedBy::Nothing;
  std::string reason;
  std::string until;  // YYYY-MM-DD, the last day; empty: for ever
};

struct Finding {
  std::uint32_t rule = 0;  // row of the rules
  Level level = Level::Note;
  FileId file;
  FunctionId function;  // a named function or a file's top-level code
  ComponentId component;
  std::uint32_t line = 0, column = 0, end_line = 0;  // column 0: the line as a whole
  double heat = 0;                                   // share of the repository's own cost that the function has
  std::string message;
  std::string fingerprint;  // see fingerprint.h
  Silence silence;

  bool counts() const { return silence.by == SilencedBy::Nothing; }
};

// By file, line, column and rule. Test code is left out. `today` (YYYY-MM-DD) decides which comments that silence findings
// have expired; empty: none. The same at any number of threads, of which it uses at most `threads`.
std::vector<Finding> find_findings(const AnalysedCode& source, std::span<const FindingRule> rules,
                                   std::string_view today = {}, std::size_t threads = 1);

}  // namespace assay
