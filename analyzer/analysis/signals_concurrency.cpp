// concurrency.*: what runs at the same time, what it shares, and what keeps it waiting.
#include <array>

#include "analyzer/analysis/signal_families.h"

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

constexpr std::array measures = {
    Measure{"concurrency.spawn_density", Unit::PerKloc, spawns},
    Measure{"concurrency.fan_out_density", Unit::PerKloc, fan_outs},
    Measure{"concurrency.lock_density", Unit::PerKloc, locks},
    Measure{"concurrency.shared_write_density", Unit::PerKloc, shared_writes},
    Measure{"concurrency.async_share", Unit::Share, async_share},
    Measure{"concurrency.event_loop_density", Unit::PerKloc, event_loops},
    Measure{"concurrency.cpu_in_async_density", Unit::PerKloc, computing_tasks},
    Measure{"concurrency.blocking_in_async_density", Unit::PerKloc, blocking_calls},
};

}  // namespace

std::span<const Measure> concurrency_measures() { return measures; }

}  // namespace assay
