// How a move would look, in words and as a picture for a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reports/report.h"

namespace assay {

// Labelled paragraphs on one component: what a part would bring, the boundary, the dependencies, the effort. In full for
// `assay explain`, else only what a decision needs.
struct PlanParagraph {
  std::string label, text;
  std::vector<std::string> lines;  // one place each, below the text
};
std::vector<PlanParagraph> plan_paragraphs(const Report& report, std::size_t component, bool in_full);

std::string duration_words(double ns);  // "194 ns", "1.2 ms"
std::string weeks_words(double weeks);  // "0.3", "12"

// What a relation turns into when the parts move as judged: the technique of the boundary, or "" where neither end moves or
// it is a message already.
std::string_view becomes(const Report& report, const Relation& relation);

// The parts, where they go and who talks to whom; no line wider than 60 columns. Empty where there is only one part.
std::string architecture_picture(const Report& report);

}  // namespace assay
