// What is measured about a component, as named numbers with places: the only thing that verdict rules see.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace assay {

// A place in the repository that shows a signal.
struct Evidence {
  std::string file;        // repository path
  std::uint32_t line = 0;  // 0: the whole file
  std::string note;        // a few words: the callee, the loop, the manifest's reason
};

// Families, by the first part of the id:
//   effect.E        catalogued calls with effect E (or below it: effect.io covers io.net …) per 1000 code lines
//   fact.K          sites of kind K (facts.fbs, in kebab-case) per 1000 code lines
//   domain.D        share of files that import a package of domain D (catalogue, `packages`)
//   dependency.D    1 when a declared runtime dependency is of domain D, else 0
//   kind.K          1 for the component's kind, else 0
//   language.L      share of code lines in language L, named as its folder in parsers/languages (cpp, csharp …; TSX is
//                   typescript); these shares take test code in
//   names.T         words that speak of topic T (analyzer/facts/vocabulary.h) per 1000 words of all texts: names, comments
//                   and literals; of at least 2000 words
//   compute.* io.* alloc.* …   one line each below; rules/model/signals.yaml says what they are called in a report
//
// Words used below. Test code (FileRow::test, FunctionFlag::Test) is left out everywhere but in test.share and language.*.
//   kloc       code lines outside tests / 1000, at least 0.5: three calls in a hundred lines are no density of 30
//   function   a named function; what its closures do counts to it. Top-level code is not one unless said
//   cost       HotPaths::self of a function as a share of the component's total
//   pure       Effects::reached holds none of io.net, io.db, io.file, io.process, wait.sleep, wait.event
//   scanner    loops, ≥ 6 branches, and indexing above 2 % or arithmetic above 5 % of its operations: looks at one element
//              after the other and decides in many ways what it means
//   kernel     loops ≥ 2 deep, and (arithmetic + bitwise + indexing) above 10 % of its operations
//   tree       recursive with ≥ 2 branches, or named visit…, walk…, traverse…, accept…, parse…
//
//   id                                 unit      definition
//   compute.share                      share     cost in pure functions
//   compute.arithmetic_share           share     (arithmetic + bitwise + indexing) in all operations, each × frequency
//   compute.loop_density               per kloc  kernels
//   compute.loop_share                 share     cost in pure kernels
//   compute.bitwise_density            per kloc  functions with at least 2 bit operations, weighted
//   compute.scanner_density            per kloc  scanners
//   compute.scanner_share              share     cost in pure scanners
//   compute.tree_density               per kloc  trees
//   compute.dispatch_density           per kloc  Switch sites
//   compute.native_share               share     cost of catalogued calls with CallEffect::native
//   compute.serialize_share            share     cost of calls with effect cpu.serialize, native or not
//   io.reach_share                     share     functions that are not pure
//   io.hot_share                       share     cost in functions that are not pure
//   io.blocking_share                  share     of calls that wait (as in `pure`): those that block their thread, not awaited
//   io.db_share                        share     functions that reach io.db
//   io.net_share                       share     functions that reach io.net or listen
//   io.in_loop_density                 per kloc  I/O calls at loop depth ≥ 1, error paths apart
//   alloc.per_operation                per 1000  Σ frequency × (Alloc… sites and alloc.* calls) / Σ frequency × operations
//   alloc.loop_density                 per kloc  Alloc… sites at loop depth ≥ 1
//   alloc.string_density               per kloc  AllocString sites at loop depth ≥ 1
//   alloc.hot_share                    share     Σ cost × min(1, Σ frequency of Alloc… sites and alloc.* calls / operations)
//   concurrency.spawn_density          per kloc  Spawn sites and calls with effect spawn.*
//   concurrency.fan_out_density        per kloc  those of them in functions that are not pure, or whose callee is not
//   concurrency.lock_density           per kloc  Lock and Atomic sites, calls with effect sync.* or wait.lock
//   concurrency.lock_across_wait_density  per kloc  blocking calls under a lock, and calls of functions that come to wait
//   concurrency.actor_density          per kloc  types with a base that is called as an actor library's is
//   concurrency.shared_write_density   per kloc  SharedGlobal sites; 0 where the component spawns no thread and takes no lock
//   concurrency.async_share            share     functions flagged Async
//   concurrency.event_loop_density     per kloc  Endless loops that contain (nested loops too) a call with effect io.net, wait.*,
//                                                sync.channel or listen, or one that resolves to a function that reaches one;
//                                                a Channel site counts as such a call; and calls with effect wait.event
//   concurrency.cpu_in_async_density   per kloc  async functions that are kernels
//   concurrency.blocking_in_async_density  per kloc  blocking calls in async functions, not awaited
//   safety.manual_memory_density       per kloc  ManualMemory sites and calls with effect alloc.manual
//   safety.pointer_share               share     indexing in C and C++ functions in all operations
//   safety.byte_parser_density         per kloc  scanners in C or C++ with a PointerArithmetic, RawCast or ManualMemory site, a
//                                                call with effect alloc.manual, or indexing above 10 % of their operations
//   safety.swallowed_density           per kloc  SwallowedError sites
//   dynamic.density                    per kloc  Dynamic sites and calls with effect dynamic or reflect
//   ffi.density                        per kloc  Native sites, calls with effect native, functions flagged Native
//   application.share                  share     files that import a package of domain orm, template, ui or admin, or define
//                                                a persistence type
//   application.model_density          per kloc  persistence types: a base or an annotation imported from a package of domain orm
//   infrastructure.share               share     files that import networking, process, container, kubernetes, queue, rpc,
//                                                http-client, concurrency, async, metrics or cloud
//   entry.main_count                   count     functions flagged Entry
//   entry.listener_count               count     calls with effect listen
//   entry.handler_density              per kloc  functions flagged Handler and calls with effect handler
//   entry.handler_count                count     the same, as they are
//   entry.container                    flag      a container, compose, Procfile or Kubernetes manifest runs the component
//   script.top_level_share             share     operations of top-level code in all operations
//   script.tool_share                  share     code lines in folders named scripts, tools, hack, contrib and the like
//   config.share                       share     code lines in files without loops and with less than 1 branch per 100 lines
//   purpose.effect_kinds               count     effective number of kinds of effects that its calls have
//   surface.exported_share             share     functions flagged Exported
//   surface.header_share               share     code lines of C and C++ in files that others include
//   surface.standard_share             share     code lines of the language's own library (language_library.h)
//   surface.type_density               per kloc  types that are not aliases
//   coupling.out_density               per kloc  calls that resolve to a function of another component
//   coupling.callers                   count     other components that call into this one
//   readiness.known_share              share     run-time dependencies that rules/counterparts knows
//   readiness.go_missing               share     of the known ones: those that become neither std, nor a package, nor a binding
//   readiness.rust_missing             share     … in Rust
//   readiness.go_blockers              count     of the known ones: those without a counterpart (`none`)
//   readiness.rust_blockers            count     … in Rust; rules/plan/readiness.h adds these five
//   history.changes                    count     commits without merges that touch the component (those that were looked at)
//   history.change_share               share     of all such commits
//   history.authors                    count     who wrote them
//   history.bus_factor                 count     the fewest authors who wrote half of them or more
//   history.age                        count     days from the first of them to the commit that is scanned
//   history.quiet                      count     days since the last of them
//   history.co_change                  share     of them: those that touch another component, too
//   history.hotspot                    share     Σ over files: part of the repository's cost × changes / those of the most
//                                                changed file
//   hot.share                          share     the component's part of the repository's cost
//   test.share                         share     test lines in all code lines
//   size.code_lines                    lines     code lines outside tests, as they are
//   size.functions                     count     functions
//   size.files                         count     files outside tests
//   size.functions_per_file            count     the one over the other
struct Signal {
  std::string id;
  double value = 0;
  std::string unit;  // "share", "per kloc", "per 1000 operations", "per 1000 words", "count", "lines", "flag"
  std::vector<Evidence> evidence;  // strongest first, at most 10; none where nobody shows them
};

// By id; an id that is absent has the value 0 and no evidence.
using Signals = std::map<std::string, Signal, std::less<>>;

// How much of a component the signals rest on: what a verdict's confidence is bounded by.
struct ComponentFacts {
  double parsed_share = 0;         // of its code's bytes outside syntax errors and skipped files
  double resolved_call_share = 0;  // of its calls: those with a known target, in the repository or in a library
  std::uint32_t code_lines = 0;    // outside tests
};

}  // namespace assay
