// See readiness.h.
#include "rules/plan/readiness.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "analyzer/base/text.h"

namespace assay {
namespace {

constexpr std::size_t most_evidence = 20;

// Case and marks do not matter between what a package is called and what it is required as.
std::string folded(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c != '-' && c != '_' && c != '.') out += to_lower(c);
  }
  return out;
}

// Calls visit(dependency, counterpart) for each run-time dependency, each name once; a null counterpart is not known.
template <class Visit>
void each_dependency(const Component& component, const OwnPackages& own, const Counterparts& counterparts,
                     Visit visit) {
  std::set<std::pair<std::string_view, std::string_view>> met;
  const bool told_apart = std::any_of(component.dependencies.begin(), component.dependencies.end(),
                                      [](const ComponentDependency& d) { return d.stated; });
  for (const ComponentDependency& d : component.dependencies) {
    if (told_apart && !d.stated) continue;
    if (d.scope != facts::DependencyScope::Runtime || !counterparts.covers(d.ecosystem)) continue;
    if (own.holds(d.name) || !met.emplace(d.ecosystem, d.name).second) continue;
    visit(d, counterparts.find(d.ecosystem, d.name));
  }
}

void count(ReadinessTowards& towards, CounterpartKind kind, const std::string& name) {
  ++towards.count[static_cast<std::size_t>(kind)];
  if (kind == CounterpartKind::None) towards.blockers.push_back(name);
}

void settle(ReadinessTowards& towards, std::uint32_t known) {
  const std::uint32_t ready = towards.of(CounterpartKind::Standard) + towards.of(CounterpartKind::Package) +
                              towards.of(CounterpartKind::Binding);
  towards.ready = known == 0 ? 0 : static_cast<double>(ready) / known;
  std::sort(towards.blockers.begin(), towards.blockers.end());
}

void set(Signals& signals, std::string id, double value, std::string_view unit, std::vector<Evidence> evidence) {
  if (value == 0) return;  // an absent signal has the value 0
  signals[id] = {id, value, std::string(unit), std::move(evidence)};
}

}  // namespace

OwnPackages::OwnPackages(const Components& all) {
  for (const Component& one : all.list) {
    names_.insert(folded(one.name));
    if (!one.package.empty()) names_.insert(folded(one.package));
  }
}

bool OwnPackages::holds(std::string_view dependency) const { return names_.contains(folded(dependency)); }

std::vector<const ComponentDependency*> moving_dependencies(const Component& component, const OwnPackages& own,
                                                            const Counterparts& counterparts) {
  std::vector<const ComponentDependency*> moving;
  each_dependency(component, own, counterparts,
                  [&](const ComponentDependency& d, const Counterpart*) { moving.push_back(&d); });
  return moving;
}

Readiness find_readiness(const Component& component, const OwnPackages& own, const Counterparts& counterparts) {
  Readiness readiness;
  each_dependency(component, own, counterparts, [&](const ComponentDependency& d, const Counterpart* counterpart) {
    ++readiness.dependencies;
    readiness.known += counterpart != nullptr ? 1 : 0;
    count(readiness.go, counterpart == nullptr ? CounterpartKind::Unknown : counterpart->go_kind, d.name);
    count(readiness.rust, counterpart == nullptr ? CounterpartKind::Unknown : counterpart->rust_kind, d.name);
  });
  settle(readiness.go, readiness.known);
  settle(readiness.rust, readiness.known);
  return readiness;
}

void add_readiness_signals(const Component& component, const OwnPackages& own, const Counterparts& counterparts,
                           Signals& signals) {
  const Readiness readiness = find_readiness(component, own, counterparts);
  set(signals, "readiness.known_share", readiness.known_share(), "share", {});
  for (const bool go : {true, false}) {
    const ReadinessTowards& towards = go ? readiness.go : readiness.rust;
    const char* answer = go ? "go" : "rust";
    std::vector<Evidence> places;
    each_dependency(component, own, counterparts, [&](const ComponentDependency& d, const Counterpart* counterpart) {
      if (counterpart == nullptr || places.size() == most_evidence) return;
      if ((go ? counterpart->go_kind : counterpart->rust_kind) == CounterpartKind::None)
        places.push_back({d.file, d.line, fmt::format("{} has no counterpart in {}", d.name, go ? "Go" : "Rust")});
    });
    set(signals, fmt::format("readiness.{}_missing", answer), readiness.known == 0 ? 0 : 1 - towards.ready, "share",
        places);
    set(signals, fmt::format("readiness.{}_blockers", answer), static_cast<double>(towards.blockers.size()), "count",
        std::move(places));
  }
}

}  // namespace assay
