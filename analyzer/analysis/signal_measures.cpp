// See signal_measures.h. The families are generic; the computed signals are one line each in `computed`.
#include "analyzer/analysis/signal_measures.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>

#include "analyzer/analysis/component_kind.h"
#include "analyzer/analysis/component_scan.h"

namespace assay {
namespace {

using facts::FunctionFlag;
using facts::SiteKind;

// AllocObject → alloc-object
std::string kebab(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool upper = c >= 'A' && c <= 'Z';
    if (upper && !out.empty()) out += '-';
    out += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

// What the computed signals look at.
struct Subject {
  const SignalSource& source;
  const Component& component;
  const ComponentScan& scan;

  const Model& model() const { return source.model; }
  const facts::Function& row(FunctionId f) const { return source.model.function(f); }
  double per_kloc(double count) const { return count / scan.kloc; }
  double effect(Effect e) const {
    double count = 0;
    for (const auto& [effect, tally] : scan.effects) {
      if (covers(e, effect)) count += tally.count;
    }
    return count;
  }
  double sites(SiteKind kind) const { return scan.sites[static_cast<std::size_t>(kind)].count; }
  double share(double part, double whole) const { return whole > 0 ? std::clamp(part / whole, 0.0, 1.0) : 0; }

  // Functions that satisfy `holds`, hottest first in the evidence.
  template <class Holds>
  double functions_where(EvidenceList& evidence, std::string_view note, Holds holds) const {
    double count = 0;
    for (const FunctionId f : scan.functions) {
      if (!holds(f)) continue;
      ++count;
      evidence.add(source.hot_paths.self[f.index()], model().function_file[f.index()], row(f).line(),
                   fmt::format("{} {}", model().qualified_name(f), note));
    }
    return count;
  }
};

bool waits(EffectSet reached) {
  for (const Effect e : {Effect::IoNet, Effect::IoDb, Effect::IoFile, Effect::IoProcess, Effect::WaitSleep, Effect::WaitEvent}) {
    if (reached.contains(e)) return true;
  }
  return false;
}

// Loops over elements one by one, decides in many ways what each means: lexers, parsers of bytes, codecs, state machines.
bool is_scanner(const facts::Function& f) {
  return f.loops() >= 1 && f.branches() >= 6 && (f.indexing() > 0.02F * f.operations() || f.arithmetic() > 0.05F * f.operations());
}

// Nested loops whose work is arithmetic or indexing: numeric and image kernels, matching, pricing tables.
bool is_kernel(const facts::Function& f) {
  const float compute = f.arithmetic() + f.bitwise() + f.indexing();
  return f.loop_depth() >= 2 && compute > 0.1F * f.operations();
}

bool is_named_like_visitor(std::string_view name) {
  return name.starts_with("visit") || name.starts_with("Visit") || name.starts_with("accept") || name.starts_with("walk") ||
         name.starts_with("traverse") || name.starts_with("parse") || name.starts_with("Parse");
}

struct Measure {
  std::string_view id, unit;
  std::function<double(const Subject&, EvidenceList&)> value;
};

const std::vector<Measure>& computed() {
  static const std::vector<Measure> measures = {
      {"compute.share", "share", [](const Subject& s, EvidenceList& e) {
         double compute = 0, all = 0;
         for (const FunctionId f : s.scan.functions) {
           const double self = s.source.hot_paths.self[f.index()];
           all += self;
           if (waits(s.source.effects.reached[f.index()])) continue;
           compute += self;
           e.add(self, s.model().function_file[f.index()], s.row(f).line(), fmt::format("{} computes without waiting", s.model().qualified_name(f)));
         }
         return s.share(compute, all);
       }},
      {"compute.loop_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         return s.per_kloc(s.functions_where(e, "has nested loops over data", [&](FunctionId f) { return is_kernel(s.row(f)); }));
       }},
      {"compute.bitwise_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         return s.per_kloc(s.functions_where(e, "works on bits", [&](FunctionId f) { return s.row(f).bitwise() >= 2; }));
       }},
      {"compute.scanner_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         return s.per_kloc(s.functions_where(e, "scans element by element", [&](FunctionId f) { return is_scanner(s.row(f)); }));
       }},
      {"compute.tree_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         return s.per_kloc(s.functions_where(e, "walks or builds a tree", [&](FunctionId f) {
           const bool recursive = s.model().has(f, FunctionFlag::Recursive) && s.row(f).branches() >= 2;
           return recursive || is_named_like_visitor(s.model().names.text(s.row(f).name()));
         }));
       }},
      {"compute.arithmetic_share", "share", [](const Subject& s, EvidenceList&) {
         double compute = 0, all = 0;
         for (const FunctionId f : s.scan.functions) {
           const double weight = s.source.hot_paths.frequency[f.index()];
           compute += weight * static_cast<double>(s.row(f).arithmetic() + s.row(f).bitwise() + s.row(f).indexing());
           all += weight * static_cast<double>(s.row(f).operations());
         }
         return s.share(compute, all);
       }},
      {"compute.native_share", "share", [](const Subject& s, EvidenceList&) { return s.share(s.scan.native_weight, s.scan.self); }},
      {"compute.dispatch_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         e = s.scan.sites[static_cast<std::size_t>(SiteKind::Switch)].evidence;
         return s.per_kloc(s.sites(SiteKind::Switch));
       }},
      {"io.reach_share", "share", [](const Subject& s, EvidenceList& e) {
         const double count = s.functions_where(e, "reaches I/O", [&](FunctionId f) { return waits(s.source.effects.reached[f.index()]); });
         return s.share(count, static_cast<double>(s.scan.functions.size()));
       }},
      {"io.hot_share", "share", [](const Subject& s, EvidenceList&) {
         double waiting = 0, all = 0;
         for (const FunctionId f : s.scan.functions) {
           all += s.source.hot_paths.self[f.index()];
           if (waits(s.source.effects.reached[f.index()])) waiting += s.source.hot_paths.self[f.index()];
         }
         return s.share(waiting, all);
       }},
      {"io.in_loop_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         e = s.scan.io_in_loops.evidence;
         return s.per_kloc(s.scan.io_in_loops.count);
       }},
      {"alloc.loop_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         e = s.scan.allocations_in_loops.evidence;
         return s.per_kloc(s.scan.allocations_in_loops.count);
       }},
      {"alloc.string_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         e = s.scan.strings_in_loops.evidence;
         return s.per_kloc(s.scan.strings_in_loops.count);
       }},
      {"concurrency.async_share", "share", [](const Subject& s, EvidenceList& e) {
         const double count = s.functions_where(e, "is asynchronous", [&](FunctionId f) { return s.model().has(f, FunctionFlag::Async); });
         return s.share(count, static_cast<double>(s.scan.functions.size()));
       }},
      {"concurrency.spawn_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         e = s.scan.sites[static_cast<std::size_t>(SiteKind::Spawn)].evidence;
         for (const auto& [effect, tally] : s.scan.effects) {
           if (covers(Effect::Spawn, effect)) e.add_all(tally.evidence);
         }
         return s.per_kloc(s.effect(Effect::Spawn) + s.sites(SiteKind::Spawn));
       }},
      {"concurrency.lock_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         e = s.scan.sites[static_cast<std::size_t>(SiteKind::Lock)].evidence;
         return s.per_kloc(s.effect(Effect::Sync) + s.effect(Effect::WaitLock) + s.sites(SiteKind::Lock) + s.sites(SiteKind::Atomic));
       }},
      {"concurrency.shared_write_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         e = s.scan.sites[static_cast<std::size_t>(SiteKind::SharedGlobal)].evidence;
         return s.per_kloc(s.sites(SiteKind::SharedGlobal));
       }},
      {"concurrency.cpu_in_async_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         return s.per_kloc(s.functions_where(e, "computes in nested loops inside an async function", [&](FunctionId f) {
           return s.model().has(f, FunctionFlag::Async) && is_kernel(s.row(f));
         }));
       }},
      {"concurrency.blocking_in_async_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         e = s.scan.blocking_in_async.evidence;
         return s.per_kloc(s.scan.blocking_in_async.count);
       }},
      {"safety.manual_memory_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         const auto found = s.scan.effects.find(Effect::AllocManual);
         e = found != s.scan.effects.end() ? found->second.evidence : s.scan.sites[static_cast<std::size_t>(SiteKind::ManualMemory)].evidence;
         return s.per_kloc(s.effect(Effect::AllocManual) + s.sites(SiteKind::ManualMemory));
       }},
      {"safety.pointer_share", "share", [](const Subject& s, EvidenceList& e) {
         // Raw indexing and dereferencing of the languages that do not check them.
         double pointers = 0, all = 0;
         for (const FunctionId f : s.scan.functions) {
           const facts::Language language = s.model().file_of(f).language;
           all += static_cast<double>(s.row(f).operations());
           if (language != facts::Language::C && language != facts::Language::Cpp) continue;
           pointers += static_cast<double>(s.row(f).indexing());
           e.add(static_cast<double>(s.row(f).indexing()), s.model().function_file[f.index()], s.row(f).line(),
                 fmt::format("{} indexes and dereferences without checks", s.model().qualified_name(f)));
         }
         return s.share(pointers, all);
       }},
      {"safety.swallowed_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         e = s.scan.sites[static_cast<std::size_t>(SiteKind::SwallowedError)].evidence;
         return s.per_kloc(s.sites(SiteKind::SwallowedError));
       }},
      {"dynamic.density", "per kloc", [](const Subject& s, EvidenceList& e) {
         const auto found = s.scan.effects.find(Effect::Dynamic);
         if (found != s.scan.effects.end()) e = found->second.evidence;
         return s.per_kloc(s.sites(SiteKind::Dynamic) + s.effect(Effect::Dynamic) + s.effect(Effect::Reflect));
       }},
      {"size.code_lines", "lines", [](const Subject& s, EvidenceList&) { return s.scan.kloc * 1000; }},
      {"size.functions", "count", [](const Subject& s, EvidenceList&) { return static_cast<double>(s.scan.functions.size()); }},
      {"size.files", "count", [](const Subject& s, EvidenceList&) { return static_cast<double>(s.scan.files); }},
      {"size.functions_per_file", "count", [](const Subject& s, EvidenceList&) {
         return s.scan.files == 0 ? 0 : static_cast<double>(s.scan.functions.size()) / static_cast<double>(s.scan.files);
       }},
      {"surface.exported_share", "share", [](const Subject& s, EvidenceList&) {
         double exported = 0;
         for (const FunctionId f : s.scan.functions) exported += s.model().has(f, FunctionFlag::Exported) ? 1 : 0;
         return s.share(exported, static_cast<double>(s.scan.functions.size()));
       }},
      {"hot.share", "share", [](const Subject& s, EvidenceList&) { return std::min(1.0, s.scan.self); }},
      {"test.share", "share", [](const Subject& s, EvidenceList&) { return s.share(s.component.test_lines, s.component.code_lines); }},
      {"entry.main_count", "count", [](const Subject& s, EvidenceList& e) {
         return s.functions_where(e, "is an entry point", [&](FunctionId f) { return s.model().has(f, FunctionFlag::Entry); });
       }},
      {"entry.handler_density", "per kloc", [](const Subject& s, EvidenceList& e) {
         const auto found = s.scan.effects.find(Effect::Handler);
         if (found != s.scan.effects.end()) e = found->second.evidence;
         return s.per_kloc(s.effect(Effect::Handler));
       }},
      {"entry.listener_count", "count", [](const Subject& s, EvidenceList& e) {
         const auto found = s.scan.effects.find(Effect::Listen);
         if (found != s.scan.effects.end()) e = found->second.evidence;
         return s.effect(Effect::Listen);
       }},
  };
  return measures;
}

}  // namespace

double value_of(const Signals& signals, std::string_view id) {
  const auto found = signals.find(id);
  return found == signals.end() ? 0 : found->second.value;
}

Signals measure_signals(const SignalSource& source, Component& component) {
  const ComponentScan scan = scan_component(source, component);
  const Model& model = source.model;
  Signals signals;
  const auto set = [&](std::string id, double value, std::string_view unit, std::vector<Evidence> evidence) {
    if (value == 0) return;
    Signal& signal = signals[id];
    signal = {id, value, std::string(unit), std::move(evidence)};
  };

  std::map<Effect, Tally> families;
  for (const auto& [effect, tally] : scan.effects) {
    set(fmt::format("effect.{}", effect_name(effect)), tally.count / scan.kloc, "per kloc", tally.evidence.take(model));
    const Effect family = family_of(effect);
    if (family == effect) continue;
    Tally& sum = families[family];
    sum.count += tally.count;
    sum.evidence.add_all(tally.evidence);
  }
  for (const auto& [family, tally] : families) {
    set(fmt::format("effect.{}", effect_name(family)), tally.count / scan.kloc, "per kloc", tally.evidence.take(model));
  }
  for (std::size_t kind = 0; kind < scan.sites.size(); ++kind) {
    set(fmt::format("fact.{}", kebab(facts::EnumNameSiteKind(static_cast<SiteKind>(kind)))), scan.sites[kind].count / scan.kloc, "per kloc",
        scan.sites[kind].evidence.take(model));
  }
  for (const auto& [domain, tally] : scan.domains) {
    set(fmt::format("domain.{}", domain_name(domain)), scan.files == 0 ? 0 : tally.count / static_cast<double>(scan.files), "share",
        tally.evidence.take(model));
  }
  for (const ComponentDependency& dependency : component.dependencies) {
    if (dependency.scope == facts::DependencyScope::Development) continue;
    for (const Catalog* catalog : source.catalogs) {
      if (catalog == nullptr) continue;
      catalog->domains_of_dependency(dependency.name).each([&](Domain d) {
        Signal& signal = signals[fmt::format("dependency.{}", domain_name(d))];
        signal.id = fmt::format("dependency.{}", domain_name(d));
        signal.value = 1;
        signal.unit = "flag";
        if (signal.evidence.size() < 20) signal.evidence.push_back({dependency.file, dependency.line, fmt::format("depends on {}", dependency.name)});
      });
    }
  }
  const double all_lines = component.code_lines;
  for (const auto& [language, lines] : component.languages) {
    std::string id = fmt::format("language.{}", language);
    std::transform(id.begin(), id.end(), id.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '#' ? 's' : c == '+' ? 'p' : c; });
    set(id, all_lines > 0 ? lines / all_lines : 0, "share", {});
  }

  const Subject subject{source, component, scan};
  for (const Measure& measure : computed()) {
    EvidenceList evidence;
    const double value = measure.value(subject, evidence);
    set(std::string(measure.id), value, measure.unit, evidence.take(model));
  }
  decide_kind(component, signals);
  set(fmt::format("kind.{}", kind_name(component.kind)), 1, "flag", {});
  return signals;
}

ComponentFacts component_facts(const SignalSource& source, const Component& component) {
  std::uint64_t bytes = 0, errors = 0, calls = 0, resolved = 0;
  ComponentFacts facts;
  for (const FileId id : component.files) {
    const FileRow& file = source.model.files[id.index()];
    bytes += file.bytes;
    errors += file.error_bytes;
    if (!file.test) facts.code_lines += file.code_lines;
    for (std::uint32_t i = file.calls.begin; i < file.calls.end; ++i) {
      ++calls;
      const CallEvidence evidence = source.calls.evidence[i];
      if (evidence != CallEvidence::Unresolved && evidence != CallEvidence::Name) ++resolved;
    }
  }
  facts.parsed_share = bytes == 0 ? 0 : 1.0 - static_cast<double>(errors) / static_cast<double>(bytes);
  facts.resolved_call_share = calls == 0 ? 1 : static_cast<double>(resolved) / static_cast<double>(calls);
  return facts;
}

}  // namespace assay
