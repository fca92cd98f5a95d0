// Counterfactuals: which change of a single signal would change the choice.
#pragma once

#include <span>
#include <vector>

#include "rules/engine/verdict.h"

namespace assay {

// At most Scoring::flips of them, smallest change first; a change is measured against the widest ramp that rules draw over
// the signal, so that shares and densities compare. What a component *is* (language, kind, declared dependencies, size)
// is not varied, only what was measured about its code, and no domain or vocabulary is invented that it does not have. Each flip was verified by scoring again with the changed value.
// The search walks along the values where some rule begins, ends or switches; a choice that changes and changes back
// between two of them is missed.
// Then, among them, each other answer of the team that changes the choice, those that move the scores least first.
std::vector<Flip> find_flips(const RuleSet& rules, std::span<const double> values, const TeamAnswers& team,
                             Answer choice);

}  // namespace assay
