// Do the examples of finding rules come out as they say? Each is parsed and analysed like a repository of one file.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "rules/engine/finding_rule.h"

namespace assay {

// One line for each line of code that is found and should not be, or the other way round; empty: all is as it says. Parses
// in this process: rule files are the team's own, not the scanned repository's.
std::vector<std::string> failed_finding_examples(std::span<const FindingRule> rules);

}  // namespace assay
