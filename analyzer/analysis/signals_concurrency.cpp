// concurrency.*: what runs at the same time, what it shares, and what keeps it waiting.
#include <algorithm>
#include <array>

#include "analyzer/analysis/signal_families.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

using facts::FunctionFlag;
using facts::SiteKind;

Tally spawns(const Subject& s) {
  Tally tally = s.scan.of(SiteKind::Spawn);
  tally.add_all(s.effect(Effect::Spawn));
  return tally;
}

Tally fan_outs(const Subject& s) { return s.scan.fan_outs; }

Tally locks(const Subject& s) {
  Tally tally = s.scan.of(SiteKind::Lock);
  tally.add_all(s.scan.of(SiteKind::Atomic));
  tally.add_all(s.effect(Effect::Sync));
  tally.add_all(s.scan.of(Effect::WaitLock));
  return tally;
}

// Where nothing runs at the same time, a write to module state is no race.
Tally shared_writes(const Subject& s) {
  const bool concurrent = spawns(s).count > 0 || locks(s).count > 0;
  return concurrent ? s.scan.of(SiteKind::SharedGlobal) : Tally{};
}

Tally async_share(const Subject& s) {
  const auto holds = [&](const FunctionScan& f) { return s.has(f, FunctionFlag::Async); };
  return share_of(functions_where(s, "is asynchronous", holds), s.scan.functions.size());
}

Tally event_loops(const Subject& s) { return s.scan.event_loops; }

Tally computing_tasks(const Subject& s) {
  return functions_where(
      s, "computes in nested loops while other tasks wait",
      [&](const FunctionScan& f) { return s.has(f, FunctionFlag::Async) && is_kernel(f); },
      [&](const FunctionScan& f) { return loop_line(s, f); });
}

Tally blocking_calls(const Subject& s) { return s.scan.blocking_in_async; }

Tally lock_waits(const Subject& s) { return s.scan.lock_waits; }

// Types that take one message after the other: Akka, Pekko, Akka.NET, Orleans.
Tally actors(const Subject& s) {
  constexpr std::array<std::string_view, 8> bases = {
      "Actor",        "AbstractActor", "UntypedActor", "AbstractBehavior",
      "ReceiveActor", "TypedActor",    "Grain",        "PersistentActor"};
  Tally tally;
  for (const FileScan& file : s.scan.files) {
    const RowRange rows = s.model().files[file.file.index()].bases;
    for (std::uint32_t i = rows.begin; i < rows.end; ++i) {
      const facts::Base& base = s.model().bases[i];
      const std::string_view name = last_name(s.model().names.text(base.name()));
      if (std::find(bases.begin(), bases.end(), name) == bases.end()) continue;
      const facts::Type& type = s.model().types[base.type() - 1];
      tally.add(1, file.file, type.line(), [&names = s.model().names, &type] {
        return std::string(names.text(type.qualified())).append(" is an actor");
      });
    }
  }
  return tally;
}

constexpr std::array measures = {
    Measure{"concurrency.spawn_density", Unit::PerKloc, spawns},
    Measure{"concurrency.fan_out_density", Unit::PerKloc, fan_outs},
    Measure{"concurrency.lock_density", Unit::PerKloc, locks},
    Measure{"concurrency.lock_across_wait_density", Unit::PerKloc, lock_waits},
    Measure{"concurrency.actor_density", Unit::PerKloc, actors},
    Measure{"concurrency.shared_write_density", Unit::PerKloc, shared_writes},
    Measure{"concurrency.async_share", Unit::Share, async_share},
    Measure{"concurrency.event_loop_density", Unit::PerKloc, event_loops},
    Measure{"concurrency.cpu_in_async_density", Unit::PerKloc, computing_tasks},
    Measure{"concurrency.blocking_in_async_density", Unit::PerKloc, blocking_calls},
};

}  // namespace

std::span<const Measure> concurrency_measures() { return measures; }

}  // namespace assay
