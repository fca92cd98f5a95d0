// One pass over a component's rows, shared by everything that measures it: counts, weights and the places worth showing.
#pragma once

#include <array>
#include <map>
#include <string>
#include <vector>

#include "analyzer/analysis/signal_evidence.h"
#include "analyzer/analysis/signal_measures.h"

namespace assay {

// A named function with its closures, or a file's top-level code.
struct FunctionScan {
  FunctionId id;
  FileId file;
  double cost = 0;             // share of the repository's
  double native_cost = 0;      // of it: library calls that run in compiled code below the language
  double serialize_cost = 0;   // of it: library calls that serialise
  double allocating_cost = 0;  // of it: by the share of operations that allocate
  double computing = 0;        // arithmetic, bit operations and indexing × runs
  double working = 0;          // all operations × runs
  float arithmetic = 0, bitwise = 0, indexing = 0, operations = 0;  // per run
  std::uint32_t loops = 0, branches = 0;
  std::uint32_t loop_depth = 0;
  std::uint32_t deepest_loop = 0;  // line of the first of the deepest loops; 0: none
  std::uint32_t waiting_call = 0;  // index + 1 of the first call that does or reaches I/O; 0: none
  EffectSet reached{};
  TopicSet topics = 0;      // of its name
  bool raw_memory = false;  // works on addresses: pointer arithmetic, raw casts, memory managed by hand
};

struct FileScan {
  FileId file;
  DomainSet domains{};            // of the packages it imports
  std::uint32_t import_line = 0;  // of the first import that has a domain
  std::uint32_t code_lines = 0;   // outside tests
  std::uint32_t loops = 0, branches = 0;
  bool persistence = false;  // defines a persistence type
};

// Plain numbers of a component without its tests.
struct ComponentScan {
  std::uint32_t code_lines = 0;
  double kloc = 0;  // of densities: at least 0.5
  double cost = 0;  // share of the repository's
  std::vector<FileScan> files;
  std::vector<FunctionScan> functions;
  std::vector<FunctionScan> top_level;
  std::vector<TypeId> types;                                                  // aliases apart
  std::vector<TopicSet> type_topics;                                          // of their names
  TopicCounts topics{};                                                       // words that speak of each
  std::uint64_t words = 0;                                                    // all of them
  std::array<Tally, static_cast<std::size_t>(Effect::Realtime) + 1> effects;  // calls; families not included
  std::array<Tally, static_cast<std::size_t>(facts::SiteKind::MAX) + 1> sites;
  std::map<Domain, Tally> domains;  // files that import a package of the domain
  Tally allocations_in_loops, strings_in_loops;
  Tally io_in_loops;                       // calls that wait, at loop depth one or more
  Tally blocking_in_async;                 // blocking calls in async functions
  Tally native_calls;                      // calls into compiled code below the language
  Tally lock_waits;                        // waits under a lock, itself or in what is surely called
  Tally blocking_waits;                    // calls that wait while their thread can do nothing else
  double waits = 0;                        // all calls that wait
  double allocations = 0, operations = 0;  // × runs
  Tally fan_outs;                          // places that start concurrent work which waits
  Tally event_loops;
  Tally calls_out;  // calls that resolve to another component
  Tally persistence_types;

  const Tally& of(Effect effect) const { return effects[static_cast<std::size_t>(effect)]; }
  const Tally& of(facts::SiteKind kind) const { return sites[static_cast<std::size_t>(kind)]; }
};

ComponentScan scan_component(const AnalysedCode& source, const Component& component);

// Does any of it wait for something outside the process? What is not `pure` in signals.h.
inline constexpr EffectSet outside_waits = EffectSet::of(
    {Effect::IoNet, Effect::IoDb, Effect::IoFile, Effect::IoProcess, Effect::WaitSleep, Effect::WaitEvent});
inline bool waits_outside(EffectSet reached) { return reached.meets(outside_waits); }

}  // namespace assay
