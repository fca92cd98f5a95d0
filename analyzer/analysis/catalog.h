// What does a library call do, and what is an imported package for? The lookup side of `rules/catalog`.
//
// Names are canonical: see `canonical_name`. A catalogue speaks of one language; who fills it is rules/engine/catalog.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "analyzer/base/text_table.h"

namespace assay {

// What a call does to the world, in families: `io` covers `io.net`. Families are never written in a catalogue.
enum class Effect : std::uint8_t {
  Io,
  IoNet,
  IoFile,
  IoDb,
  IoProcess,
  IoConsole,
  Wait,
  WaitSleep,
  WaitLock,
  WaitEvent,
  Spawn,
  SpawnThread,
  SpawnProcess,
  SpawnTask,
  Sync,
  SyncLock,
  SyncAtomic,
  SyncChannel,
  SyncOnce,
  Cpu,
  CpuHash,
  CpuCrypto,
  CpuCompress,
  CpuRegex,
  CpuSerialize,
  CpuMath,
  CpuSort,
  CpuText,
  CpuImage,
  Alloc,
  AllocCopy,
  AllocBuild,
  AllocManual,
  AllocPool,
  Gc,
  Native,
  Reflect,
  Dynamic,
  Random,
  Time,
  Exit,
  Log,
  Listen,
  Handler,
  Framework,
  Realtime,  // asks for a bounded response: priorities, pinning, memory locked against paging, spinning to a deadline
};

// All effects' names in the order of the enumeration: "io", "io.net", …
std::span<const std::string_view> effect_names();
std::string_view effect_name(Effect effect);
std::optional<Effect> effect_from_name(std::string_view name);
bool is_family(Effect effect);              // has members: io, wait, spawn, sync, cpu, alloc
Effect family_of(Effect effect);            // io.net → io; time → time
bool covers(Effect family, Effect effect);  // the same, or the family of it

// CPU of one call on ordinary input, by order of magnitude: trivial 10 ns, light 100 ns to 1 µs, medium 10 µs,
// heavy 1 ms and more. Wait: the time passes outside the CPU.
enum class CostClass : std::uint8_t { Trivial, Light, Medium, Heavy, Wait };
std::span<const std::string_view> cost_names();
std::optional<CostClass> cost_from_name(std::string_view name);

struct CallEffect {
  Effect effect = Effect::Framework;
  CostClass cost = CostClass::Light;
  bool blocking = false;   // the calling thread waits for it
  bool native = false;     // the work already runs in compiled code below the language
  bool unbounded = false;  // may wait for ever unless an option sets a limit
  bool operator==(const CallEffect&) const = default;
};

// What a package is for.
enum class Domain : std::uint8_t {
  WebFramework,
  WebServer,
  HttpClient,
  Rpc,
  Orm,
  DbDriver,
  Cache,
  Queue,
  Template,
  Ui,
  Cli,
  Crypto,
  Compression,
  Serialization,
  Numeric,
  Ml,
  Image,
  Text,
  Parser,
  Concurrency,
  Async,
  Logging,
  Testing,
  Cloud,
  Kubernetes,
  Container,
  Metrics,
  Scheduler,
  Validation,
  Config,
  Build,
  Game,
  AudioVideo,
  Embedded,
  Kernel,
  Gpu,
  Ffi,
  PluginHost,
  HostApi,
  Admin,
  Auth,
  Payment,
  Mail,
  Scraping,
  Notebook,
  I18n,
  DateTime,
  Filesystem,
  Networking,
  Process,
};

std::span<const std::string_view> domain_names();  // in the order of the enumeration: "web-framework", …
std::string_view domain_name(Domain domain);
std::optional<Domain> domain_from_name(std::string_view name);

class DomainSet {
 public:
  void insert(Domain domain) { bits_ |= bit(domain); }
  void insert(DomainSet other) { bits_ |= other.bits_; }
  bool contains(Domain domain) const { return (bits_ & bit(domain)) != 0; }
  bool empty() const { return bits_ == 0; }
  bool operator==(const DomainSet&) const = default;

  // Calls visit(Domain) for each member, in the order of the enumeration.
  template <class Visit>
  void each(Visit visit) const {
    for (std::size_t i = 0; i < domain_names().size(); ++i) {
      if (const auto domain = static_cast<Domain>(i); contains(domain)) visit(domain);
    }
  }

 private:
  static std::uint64_t bit(Domain domain) { return std::uint64_t{1} << static_cast<unsigned>(domain); }
  std::uint64_t bits_ = 0;
};

// JavaScript's module specifiers hold '/' and '@' as part of the name, other languages' do not.
enum class NameStyle : std::uint8_t { Dotted, JavaScript };

// The spelling under which names are stored and looked up: segments joined by '.'.
//   Dotted      each run of the separators `.` `::` `->` `\` `/` `#` becomes one '.'; those at the front are dropped,
//               except that a name which starts with '.' (relative) keeps one: `\PDO::query` → `PDO.query`
//   JavaScript  the text as written without `node:` in front: `node:fs/promises.readFile` → `fs/promises.readFile`
std::string canonical_name(std::string_view written, NameStyle style);

class Catalog {
 public:
  explicit Catalog(NameStyle style = NameStyle::Dotted) : style_(style) {}

  // Each add takes canonical names and returns false where the name is there already; the first one stays.
  // `name` may end in `.*` (any one name below) or begin with `?.` (a method on a receiver of unknown type;
  // `?.objects.filter` asks for the last segment of the receiver, too).
  bool add_call(std::string_view name, CallEffect effect);
  bool add_package(std::string_view module, DomainSet domains);
  bool add_dependency(std::string_view name, DomainSet domains);

  // The exact name, else `prefix.*` with the last segment cut off.
  std::optional<CallEffect> find(std::string_view qualified) const;

  // Cheap ways to say no: `find(prefix.name)` can only succeed if an exact name ends in `name`, or if any name is known below
  // a scope that ends in `prefix`'s last segment.
  bool ends_in(std::string_view name) const { return call_tails_.contains(name); }
  bool has_all_below(std::string_view holder) const { return below_tails_.contains(holder); }
  // The same for `find_method` of a call that ends in `name`.
  bool has_method(std::string_view name) const { return method_tails_.contains(name); }

  // Whether `find(scope.rest)` can succeed for any rest; `scope` is canonical.
  bool may_find_below(std::string_view scope) const { return scopes_.contains(scope); }

  // What a method of this name does whatever its receiver is. Given `user.objects.filter` it tries `objects.filter`,
  // then `filter`. The receiver's marks and brackets do not matter: `$db.query`, `self._db.query` and `db().query` are
  // `db.query`. Ask only where the receiver's type is unknown.
  std::optional<CallEffect> find_method(std::string_view call) const;

  // A method that the language's own types have: `append`, `get`, `toString`.
  void add_builtin_method(std::string_view name) { builtin_methods_.emplace(name); }
  bool is_builtin_method(std::string_view name) const { return builtin_methods_.contains(name); }

  // A method of the language's own types that comes to what its receiver holds: `unwrap`, `await`.
  void add_unwrapping_method(std::string_view name) { unwrapping_methods_.emplace(name); }
  bool is_unwrapping_method(std::string_view name) const { return unwrapping_methods_.contains(name); }

  // Types of a framework whose heirs' methods it calls: which of them, `*` for all that are public. `type` is canonical; where
  // it ends in `.*`, all types below are meant.
  void add_handler_type(std::string_view type, std::string_view method);
  // As written in the code or canonical; null: none is known. Good as long as the catalogue.
  const TextSet* handler_methods(std::string_view type) const;
  // Whether a type of this simple name can be one of them.
  bool may_be_handler_type(std::string_view simple_name) const {
    return handler_tails_.contains("*") || handler_tails_.contains(simple_name);
  }

  // A package that the language itself comes with, or one below it: `java.util`; `name` is canonical.
  void add_standard_package(std::string_view name) { standard_packages_.emplace(name); }
  bool is_standard(std::string_view name) const;
  // A module that lies in the folder of the language's own library: `http`, `argparse`.
  void add_standard_module(std::string_view name) { standard_modules_.emplace(name); }
  bool is_standard_module(std::string_view name) const { return standard_modules_.contains(name); }
  bool has_standard_modules() const { return !standard_modules_.empty(); }

  // Of the longest catalogued prefix that ends at a segment border ('.' or '/'); empty: not catalogued or relative.
  // `module` as written or canonical.
  DomainSet domains_of_import(std::string_view module) const;

  // `name` as its ecosystem writes it; case and '_' against '-' do not matter. Looks among declared names, then among
  // packages, each with the longest prefix that ends at '.', '/' or ':'.
  DomainSet domains_of_dependency(std::string_view name) const;

  std::size_t call_count() const { return calls_.size() + below_.size() + methods_.size(); }
  std::size_t package_count() const { return packages_.size(); }

 private:
  void add_scopes(std::string_view scope);
  static DomainSet longest_prefix(const TextTable<DomainSet>& table, std::string_view name, std::string_view borders);

  NameStyle style_;
  TextTable<CallEffect> calls_;                      // whole names
  TextTable<CallEffect> below_;                      // `a.b` for `a.b.*`
  TextTable<CallEffect> methods_;                    // without `?.`
  TextSet call_tails_, below_tails_, method_tails_;  // last segments of the names in the three
  TextSet scopes_;  // what names in calls_ begin with, up to a '.', and those in below_ too or are
  TextSet builtin_methods_, unwrapping_methods_;
  TextSet standard_packages_, standard_modules_;
  TextTable<TextSet> handler_types_;
  TextSet handler_tails_;               // their last segments
  TextTable<DomainSet> packages_;       // import paths
  TextTable<DomainSet> dependencies_;   // folded declared names
  TextTable<DomainSet> package_names_;  // folded import paths: dependencies that are called as they are imported
};

}  // namespace assay
