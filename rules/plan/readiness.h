// What a component's dependencies become elsewhere, summed up: how much of what it stands on is there already.
#pragma once

#include <array>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/analysis/components.h"
#include "analyzer/analysis/signals.h"
#include "rules/engine/counterparts.h"
#include "rules/engine/verdict_rule.h"

namespace assay {

// Towards one answer.
struct ReadinessTowards {
  std::array<std::uint32_t, counterpart_kinds> count{};  // of dependencies, by CounterpartKind
  double ready = 0;  // share of the known ones that the standard library, a package or a binding answers
  std::vector<std::string> blockers;  // names without a counterpart, by name

  std::uint32_t of(CounterpartKind kind) const { return count[static_cast<std::size_t>(kind)]; }
};

struct Readiness {
  // At run time, from elsewhere, of an ecosystem that has a table; each name once. What only builds or tests stays
  // behind, and what only others need comes or goes with them, where manifests tell the two apart.
  std::uint32_t dependencies = 0;
  std::uint32_t known = 0;  // in the tables
  ReadinessTowards go, rust;

  double known_share() const { return dependencies == 0 ? 0 : static_cast<double>(known) / dependencies; }
  const ReadinessTowards& towards(Answer answer) const { return answer == Answer::Go ? go : rust; }
};

// The repository's own packages, which are no dependencies.
class OwnPackages {
 public:
  explicit OwnPackages(const Components& all);
  bool holds(std::string_view dependency) const;

 private:
  std::set<std::string, std::less<>> names_;  // folded: readiness.cpp
};

// The dependencies that readiness counts.
std::vector<const ComponentDependency*> moving_dependencies(const Component& component, const OwnPackages& own,
                                                            const Counterparts& counterparts);

Readiness find_readiness(const Component& component, const OwnPackages& own, const Counterparts& counterparts);

// readiness.known_share, readiness.go_missing, readiness.rust_missing and the counts readiness.go_blockers,
// readiness.rust_blockers (rules/model/signals.yaml); the evidence are the manifests' lines.
void add_readiness_signals(const Component& component, const OwnPackages& own, const Counterparts& counterparts,
                           Signals& signals);

}  // namespace assay
