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
//   compute.* io.* alloc.* …   one line each below; rules/model/signals.yaml says what they are called in a report
//
// Words used below. Test code (FileRow::test, FunctionFlag::Test) is left out everywhere but in test.share.
//   kloc       code lines outside tests / 1000, at least 0.2: one call in a ten-line file is no density of 100
//   function   named functions; what their closures do counts to them. Top-level code is not one unless said
//   cost       HotPaths::self of a function, closures counted to it, as a share of the component's total; 0 where that is 0
//   I/O        io.net, io.file, io.db, io.process, listen, wait.sleep (console and logging are not)
//   pure       Effects::reached holds no I/O
//   tight      share of (arithmetic + bitwise + indexing) in Function::operations
//   scanner    a function that itself does no I/O, has a loop or calls itself, has ≥ 4 branches or a Switch site, and steps
//              over its input: indexing > 0 inside the loop, or a call named like one of charAt charCodeAt codePointAt
//              getc ungetc peek advance next_char isdigit isalpha isalnum isspace ord startswith startsWith slice substr
//   tree       a function of a recursive group (CallOrder; also FunctionFlag::Recursive) or named visit…, that itself does
//              no I/O
//   words      of a name: split at '_', at changes from lower to upper case and at digits, lower case; a listed word also
//              stands for its forms in -s, -er, -or, -ing, -ed, -ize, -izer
//
//   id                           unit      definition
//   compute.share                share     cost in pure functions
//   compute.tight_share          share     Σ cost × tight over pure functions
//   compute.bitwise_share        share     Σ cost × bitwise / operations
//   compute.nested_share         share     cost in pure functions with loops ≥ 2 deep (Function::loop_depth)
//   compute.nested_density       per kloc  Loop rows with depth ≥ 2 in pure functions
//   compute.scanner_density      per kloc  scanners
//   compute.scanner_share        share     cost in scanners
//   compute.tree_density         per kloc  pure trees
//   compute.tree_share           share     cost in pure trees
//   compute.native_share         share     cost of catalogued calls with CallEffect::native in the component's whole cost
//   compute.serialize_share      share     cost of calls with effect cpu.serialize in the component's whole cost, native or not
//   io.reach_share               share     functions that are not pure
//   io.db_share                  share     functions that reach io.db
//   io.net_share                 share     functions that reach io.net or listen
//   io.handler_share             share     handlers (entry.handler_density's) that reach io.db or io.net; 0 without handlers
//   io.loop_density              per kloc  calls at loop_depth ≥ 1 that are I/O or resolve to a function that reaches it
//   alloc.loop_density           per kloc  Alloc… sites and calls with effect alloc.* at loop_depth ≥ 1
//   alloc.string_density         per kloc  AllocString sites at loop_depth ≥ 1
//   alloc.hot_rate               share     Σ cost × (Σ frequency of Alloc… sites and alloc.* calls) / operations, ≤ 1 a function
//   concurrency.spawn_density    per kloc  Spawn sites, calls flagged Spawned, calls with effect spawn.* (a place once)
//   concurrency.fan_out_density  per kloc  those of them in functions that reach I/O, or whose spawned function does
//   concurrency.lock_density     per kloc  Lock sites and calls with effect sync.lock
//   concurrency.channel_density  per kloc  Channel sites and calls with effect sync.channel
//   concurrency.atomic_density   per kloc  Atomic sites and calls with effect sync.atomic
//   concurrency.async_share      share     functions flagged Async or with an Await site
//   concurrency.shared_density   per kloc  SharedGlobal sites; 0 where the component spawns no thread and takes no lock
//   concurrency.loop_density     per kloc  event loops: Endless loops with a call inside (nested loops too) that is io.net,
//                                          wait.*, sync.channel or listen or resolves to a function that reaches one;
//                                          and calls with effect wait.event
//   concurrency.cpu_in_async     share     async functions with loops ≥ 2 deep and no Await at that depth, or with a call of
//                                          effect cpu.* and cost medium or heavy; 0 below 3 async functions
//   concurrency.blocking_async   share     async functions with a blocking call that is not Awaited; 0 below 3
//   safety.manual_density        per kloc  ManualMemory sites and calls with effect alloc.manual
//   safety.pointer_density       per kloc  PointerArithmetic sites
//   safety.byte_parser_density   per kloc  scanners in C or C++ files with a PointerArithmetic, RawCast or ManualMemory site,
//                                          or a tight of 0.25 and more
//   dynamic.density              per kloc  Dynamic sites and calls with effect dynamic or reflect
//   ffi.density                  per kloc  Native sites, calls with effect native, functions flagged Native
//   application.share            share     files that import a package of domain orm, template, ui, admin, or define a
//                                          persistence type
//   application.model_density    per kloc  persistence types: a base imported from a package of domain orm or validation,
//                                          or an annotation so imported
//   infrastructure.share         share     files that import networking, process, container, kubernetes, queue, rpc,
//                                          http-client, concurrency, async, metrics or cloud
//   entry.handler_density        per kloc  functions flagged Handler and calls with effect handler
//   entry.commands               count     commands that manifests install for users (console scripts, bin), Entry functions
//   entry.container              flag      a container, compose, Procfile or Kubernetes manifest runs the component
//   script.top_level_share       share     operations of top-level code in all operations
//   config.share                 share     code lines in files without loops and with less than 1 branch per 100 code lines
//   logic.branch_density         per kloc  Function::branches, top-level code too
//   surface.exported_share       share     functions flagged Exported
//   surface.type_density         per kloc  types that are not aliases
//   coupling.in_density          per kloc  calls from other components that resolve to a function of this one
//   coupling.out_density         per kloc  calls that resolve to a function of another component
//   names.parse                  share     functions and types with a word of: parse lex token scan grammar syntax ast
//   names.codec                  share     … encode decode codec compress inflate deflate marshal unmarshal pack unpack varint
//   names.crypto                 share     … encrypt decrypt cipher hmac digest hash sign verify nonce keypair merkle
//   names.storage                share     … page segment wal journal btree compact snapshot bucket shard replica posting
//   names.kernel                 share     … irq dma mmap ioctl syscall driver device firmware register interrupt
//   names.network                share     … proxy route listen accept socket forward upstream broker relay gateway tunnel
//   names.agent                  share     … agent daemon watch poll tail collect ship probe heartbeat supervise runner executor
//   names.render                 share     … render widget view layout style theme form component screen page template
//   names.plugin                 share     … plugin extension hook addon middleware
//   test.share                   share     test lines in all code lines
//   size.code_lines              count     code lines outside tests
//   size.functions               count     functions
//   size.lines_per_function      count     code lines / functions
struct Signal {
  std::string id;
  double value = 0;
  std::string unit;                // "share", "per kloc", "count", "flag"
  std::vector<Evidence> evidence;  // strongest first, at most 20
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
