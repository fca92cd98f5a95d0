// io.* and alloc.*: what the component waits for, and what it makes for the allocator to do.
#include <array>
#include <string>

#include "analyzer/analysis/effect_path.h"
#include "analyzer/analysis/signal_families.h"
#include "analyzer/analysis/signal_words.h"

namespace assay {
namespace {

std::string waiting_words(const Subject& s, const FunctionScan& f, std::string_view what, EffectSet wanted) {
  const Model& model = s.model();
  std::string words(model.qualified_name(f.id));
  words.append(" reaches ").append(what);
  const std::string path = effect_path(model, s.source.calls, s.source.order, s.source.effects, f.id, wanted);
  if (!path.empty()) return words.append(path.find("→") == std::string::npos ? " through " : ": ").append(path);
  if (f.waiting_call != 0) words.append(" through ").append(call_words(model, model.calls[f.waiting_call - 1]));
  return words;
}

// Functions that wait for something, each shown where its first such call stands.
template <class Holds, class Weigh>
Tally waiting(const Subject& s, std::string_view what, EffectSet wanted, Holds holds, Weigh weigh) {
  Tally tally;
  for (const FunctionScan& f : s.scan.functions) {
    if (!holds(f)) continue;
    tally.count += weigh(f);
    const facts::Call* call = f.waiting_call == 0 ? nullptr : &s.model().calls[f.waiting_call - 1];
    tally.evidence.add(f.cost, f.file, call == nullptr ? s.row(f).line() : call->line(),
                       [&s, &f, what, wanted] { return waiting_words(s, f, what, wanted); });
  }
  return tally;
}

double one(const FunctionScan&) { return 1; }
double cost(const FunctionScan& f) { return f.cost; }
bool is_waiting(const FunctionScan& f) { return !is_pure(f); }

Tally reach_share(const Subject& s) {
  return share_of(waiting(s, "I/O", outside_waits, is_waiting, one), s.scan.functions.size());
}

Tally hot_share(const Subject& s) {
  Tally tally = waiting(s, "I/O", outside_waits, is_waiting, cost);
  tally.count = s.scan.cost > 0 ? tally.count / s.scan.cost : 0;
  return tally;
}

Tally db_share(const Subject& s) {
  const auto holds = [](const FunctionScan& f) { return f.reached.contains(Effect::IoDb); };
  return share_of(waiting(s, "a database", EffectSet::of({Effect::IoDb}), holds, one), s.scan.functions.size());
}

Tally net_share(const Subject& s) {
  const auto holds = [](const FunctionScan& f) {
    return f.reached.contains(Effect::IoNet) || f.reached.contains(Effect::Listen);
  };
  return share_of(waiting(s, "the network", EffectSet::of({Effect::IoNet, Effect::Listen}), holds, one),
                  s.scan.functions.size());
}

Tally io_in_loops(const Subject& s) { return s.scan.io_in_loops; }
Tally allocations_in_loops(const Subject& s) { return s.scan.allocations_in_loops; }
Tally strings_in_loops(const Subject& s) { return s.scan.strings_in_loops; }

Tally allocating_share(const Subject& s) {
  return sum_over_functions(s, "allocates where it is hot", s.scan.cost,
                            [](const FunctionScan& f) { return f.allocating_cost; });
}

Tally blocking_share(const Subject& s) {
  Tally tally = s.scan.blocking_waits;
  tally.count = s.scan.waits > 0 ? tally.count / s.scan.waits : 0;
  return tally;
}

Tally allocations_per_operation(const Subject& s) {
  Tally tally = allocating_share(s);
  tally.count = s.scan.operations > 0 ? s.scan.allocations / s.scan.operations : 0;
  return tally;
}

constexpr std::array measures = {
    Measure{"io.reach_share", Unit::Share, reach_share},
    Measure{"io.hot_share", Unit::Share, hot_share},
    Measure{"io.db_share", Unit::Share, db_share},
    Measure{"io.net_share", Unit::Share, net_share},
    Measure{"io.blocking_share", Unit::Share, blocking_share},
    Measure{"io.in_loop_density", Unit::PerKloc, io_in_loops},
    Measure{"alloc.per_operation", Unit::PerOperations, allocations_per_operation},
    Measure{"alloc.loop_density", Unit::PerKloc, allocations_in_loops},
    Measure{"alloc.string_density", Unit::PerKloc, strings_in_loops},
    Measure{"alloc.hot_share", Unit::Share, allocating_share},
};

}  // namespace

std::span<const Measure> io_measures() { return measures; }

}  // namespace assay
