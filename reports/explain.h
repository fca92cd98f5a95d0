// `assay explain`: a component's evidence as a ledger, or a rule's full text. Functions: see explain_function.h.
#pragma once

#include <string>
#include <string_view>

#include "reports/report.h"

namespace assay {

// By id or name; null: none of that name.
const Component* find_component(const Report& report, std::string_view id);
// "there is no component, rule or function `x`; did you mean `y`?"
std::string unknown_subject(const Report& report, std::string_view id);
std::string explain_component(const Report& report, const Component& component, bool color);

// Empty: there is no such rule.
std::string explain_rule(const RuleSet& rules, std::string_view id);
// One line per rule. Verdict rules: id, answer, weight, what it sees; finding rules: id, level, what it finds.
enum class RuleKind : std::uint8_t { All, Verdict, Finding };
std::string list_rules(const RuleSet& rules, RuleKind kind);

}  // namespace assay
