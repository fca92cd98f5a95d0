// See component_scan.h. Each table of each file is read once, in order; what a function needs from several tables is
// collected by the function's position in its file.
#include "analyzer/analysis/component_scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

#include "analyzer/analysis/signal_persistence.h"
#include "analyzer/analysis/signal_words.h"
#include "analyzer/facts/languages.h"

namespace assay {
namespace {

using facts::CallFlag;
using facts::FunctionFlag;
using facts::SiteKind;

bool has(const facts::Call& call, CallFlag flag) { return (call.flags() & static_cast<std::uint16_t>(flag)) != 0; }

// What a helper script in another language does is not what the component does: its language has this share of the lines.
constexpr double least_share_of_a_listener = 0.05;

bool is_event(Effect effect) {
  return effect == Effect::IoNet || effect == Effect::SyncChannel || effect == Effect::Listen ||
         covers(Effect::Wait, effect);
}

bool reaches_event(EffectSet reached) {
  for (const Effect e : {Effect::IoNet, Effect::Wait, Effect::SyncChannel, Effect::Listen}) {
    if (reached.contains(e)) return true;
  }
  return false;
}

class ComponentWalk {
 public:
  ComponentWalk(const AnalysedCode& source, const Component& component)
      : source_(source), model_(source.model), component_(component), persistence_(source.model, source.catalogs) {
    if (!component.files.empty()) self_ = source.components.of_file[component.files.front().index()];
  }

  void file(FileId id) {
    id_ = id;
    file_ = &model_.files[id.index()];
    if (file_->test) return;
    scan_.files.push_back({.file = id, .code_lines = file_->code_lines});
    scan_.words += file_->words;
    for (std::size_t i = 0; i < topic_count; ++i) scan_.topics[i] += file_->topics[i];
    functions();
    loops();
    imports();
    calls();
    sites();
    types();
    finish_file();
  }

  ComponentScan finish() {
    persistence_.settle(scan_);
    for (const FileScan& file : scan_.files) scan_.code_lines += file.code_lines;
    // A crumb of code with one call in it is no density of hundreds.
    scan_.kloc = std::max(0.5, scan_.code_lines / 1000.0);
    return std::move(scan_);
  }

 private:
  // What calls and sites add up to for one row of Function.
  struct Sums {
    double library = 0, native = 0, serialize = 0, allocations = 0;
    std::uint32_t unit = 0;  // index in units_ of the named function or top-level code that the row counts to
    bool test = false;
  };

  // Is the file's language more than a helper's?
  bool speaks_for_component() const {
    const auto language = component_.languages.find(std::string(language_name(file_->language)));
    const std::uint32_t lines = language == component_.languages.end() ? 0 : language->second;
    return lines >= least_share_of_a_listener * component_.code_lines;
  }

  std::uint32_t local(std::uint32_t function) const { return function - 1 - file_->functions.begin; }
  Sums& sums(std::uint32_t function) { return sums_[local(function)]; }
  FunctionScan& unit_of(std::uint32_t function) { return units_[sums(function).unit]; }
  double cost(std::uint32_t function) const { return source_.hot_paths.self[function - 1]; }
  FileScan& row() { return scan_.files.back(); }

  // Parents come before their children, so that a closure finds what it counts to.
  void functions() {
    sums_.assign(file_->functions.size(), {});
    units_.clear();
    std::uint32_t test_lines = 0;
    for (std::uint32_t i = file_->functions.begin; i < file_->functions.end; ++i) {
      const FunctionId id = FunctionId::of_index(i);
      const facts::Function& f = model_.functions[i];
      Sums& own = sums_[i - file_->functions.begin];
      const Sums* parent = f.parent() == 0 ? nullptr : &sums(f.parent());
      own.test = model_.has(id, FunctionFlag::Test) || (parent != nullptr && parent->test);
      if (own.test && (parent == nullptr || !parent->test))
        test_lines += f.end_line() - std::min(f.line(), f.end_line()) + 1;
      if (parent != nullptr && model_.has(id, FunctionFlag::Lambda)) {
        own.unit = parent->unit;
      } else {
        own.unit = static_cast<std::uint32_t>(units_.size());
        units_.push_back({.id = id, .file = id_});
      }
      if (own.test) continue;
      FunctionScan& unit = units_[own.unit];
      const double runs = source_.hot_paths.frequency[i];
      scan_.cost += source_.hot_paths.self[i];
      unit.cost += source_.hot_paths.self[i];
      unit.computing += runs * static_cast<double>(f.arithmetic() + f.bitwise() + f.indexing());
      unit.working += runs * static_cast<double>(f.operations());
      unit.arithmetic += f.arithmetic();
      unit.bitwise += f.bitwise();
      unit.indexing += f.indexing();
      unit.operations += f.operations();
      unit.loops += f.loops();
      unit.branches += f.branches();
      unit.loop_depth = std::max<std::uint32_t>(unit.loop_depth, f.loop_depth());
      unit.reached.insert(source_.effects.reached[i]);
      row().loops += f.loops();
      row().branches += f.branches();
    }
    row().code_lines -= std::min(row().code_lines, test_lines);
  }

  void loops() {
    event_loop_.assign(file_->loops.size(), false);
    deepest_.assign(units_.size(), 0);
    for (std::uint32_t i = file_->loops.begin; i < file_->loops.end; ++i) {
      const facts::Loop& loop = model_.loops[i];
      const std::uint32_t unit = sums(loop.function()).unit;
      if (loop.depth() <= deepest_[unit]) continue;
      deepest_[unit] = loop.depth();
      units_[unit].deepest_loop = loop.line();
    }
  }

  void imports() {
    if (source_.catalogs[static_cast<std::size_t>(file_->language)] == nullptr) return;
    persistence_.enter_file(*file_);
    DomainSet domains;
    for (std::uint32_t i = file_->imports.begin; i < file_->imports.end; ++i) {
      const facts::Import& import = model_.imports[i];
      const auto& [found, own] = source_.libraries.of(i);
      if (found.empty()) continue;
      if (row().import_line == 0) row().import_line = import.line();
      if (found.contains(Domain::Orm)) persistence_.add_import(import);
      if (own) continue;
      found.each([&](Domain d) {
        if (domains.contains(d)) return;
        scan_.domains[d].add(1, id_, import.line(), [&names = model_.names, &import] {
          return fmt::format("imports {}", names.text(import.module_()));
        });
      });
      domains.insert(found);
    }
    row().domains = domains;
  }

  void calls() {
    spawned_.clear();
    for (std::uint32_t i = file_->calls.begin; i < file_->calls.end; ++i) {
      const facts::Call& call = model_.calls[i];
      const CallEffect* effect = source_.calls.effect_of(i);
      const std::span<const FunctionId> targets = source_.calls.targets_of(i);
      if (effect == nullptr && targets.empty()) continue;
      if (sums(call.caller()).test) continue;
      if (effect != nullptr) library_call(i, call, *effect);
      if (!targets.empty()) repository_call(i, call, targets);
    }
  }

  void library_call(std::uint32_t index, const facts::Call& call, const CallEffect& effect) {
    Sums& own = sums(call.caller());
    FunctionScan& unit = units_[own.unit];
    const double weight = call.loop_depth() + cost(call.caller());
    const auto note = [&](std::string_view what = {}) {
      return [&model = model_, &call, what] { return call_words(model, call, what); };
    };
    const auto add = [&](Tally& tally, std::string_view what) { tally.add(weight, id_, call.line(), note(what)); };

    if (effect.effect != Effect::Listen || speaks_for_component())
      add(scan_.effects[static_cast<std::size_t>(effect.effect)], {});
    const double price = library_cost(effect.cost) * static_cast<double>(call.frequency());
    own.library += price;
    if (effect.native) own.native += price;
    if (effect.native || effect.effect == Effect::Native) add(scan_.native_calls, "runs in compiled code");
    if (effect.effect == Effect::AllocManual) unit.raw_memory = true;
    if (effect.effect == Effect::CpuSerialize) own.serialize += price;
    if (covers(Effect::Alloc, effect.effect)) own.allocations += static_cast<double>(call.frequency());

    EffectSet set;
    set.insert(effect.effect);
    const bool waiting = waits_outside(set);
    if (waiting && unit.waiting_call == 0) unit.waiting_call = index + 1;
    const bool blocks = effect.blocking && !has(call, CallFlag::Awaited);
    if (waiting && effect.effect != Effect::IoConsole) {
      ++scan_.waits;
      if (blocks) add(scan_.blocking_waits, "blocks its thread");
      if (blocks && source_.locks.held(FunctionId{call.caller()}, call.line()))
        add(scan_.lock_waits, "waits under a lock");
    }
    const bool in_loop = call.loop_depth() > 0 && effect.effect != Effect::IoConsole && !has(call, CallFlag::ErrorPath);
    if (in_loop && (effect.blocking || family_of(effect.effect) == Effect::Io)) add(scan_.io_in_loops, "in a loop");
    if (effect.blocking && !has(call, CallFlag::Awaited) &&
        model_.has(FunctionId{call.caller()}, FunctionFlag::Async)) {
      add(scan_.blocking_in_async, "blocks an async function");
    }
    if (is_event(effect.effect)) mark_event_loops(call.loop());
    if (effect.effect == Effect::WaitEvent) add(scan_.event_loops, "waits for the next event");
    if (has(call, CallFlag::Spawned) && waiting) spawned_.push_back(call.line());
    if (covers(Effect::Spawn, effect.effect) && waits_outside(unit.reached))
      add(scan_.fan_outs, "starts work that waits");
  }

  void repository_call(std::uint32_t index, const facts::Call& call, std::span<const FunctionId> targets) {
    bool waiting = false, event = false;
    for (const FunctionId target : targets) {
      const EffectSet reached = source_.effects.reached[target.index()];
      waiting = waiting || waits_outside(reached);
      event = event || reaches_event(reached);
    }
    FunctionScan& unit = unit_of(call.caller());
    if (waiting && unit.waiting_call == 0) unit.waiting_call = index + 1;
    if (event && call.loop() != 0) mark_event_loops(call.loop());
    if (waiting && has(call, CallFlag::Spawned)) spawned_.push_back(call.line());
    if (waiting && targets.size() == 1 && source_.calls.evidence[index] != CallEvidence::Name &&
        !has(call, CallFlag::Spawned) && source_.locks.held(FunctionId{call.caller()}, call.line())) {
      scan_.lock_waits.add(call.loop_depth() + cost(call.caller()), id_, call.line(),
                           [&model = model_, &call] { return call_words(model, call, "comes to wait under a lock"); });
    }
    // Where only the name fits, the target may as well be a library's.
    if (source_.calls.evidence[index] == CallEvidence::Name) return;
    const ComponentId other = source_.components.of_file[model_.function_file[targets.front().index()].index()];
    if (!other || other == self_) return;
    const std::string& owner = source_.components.list[other.index()].name;
    scan_.calls_out.add(call.loop_depth() + cost(call.caller()), id_, call.line(), [&model = model_, &call, &owner] {
      return fmt::format("{} is part of {}", call_words(model, call), owner);
    });
  }

  // All endless loops around a place.
  void mark_event_loops(std::uint32_t loop) {
    for (; loop != 0; loop = model_.loops[loop - 1].parent()) {
      if (model_.loops[loop - 1].bound() == facts::LoopBound::Endless)
        event_loop_[loop - 1 - file_->loops.begin] = true;
    }
  }

  void sites() {
    channel_lines_.clear();
    std::sort(spawned_.begin(), spawned_.end());
    for (std::uint32_t i = file_->sites.begin; i < file_->sites.end; ++i) {
      const facts::Site& site = model_.sites[i];
      Sums& own = sums(site.function());
      if (own.test) continue;
      FunctionScan& unit = units_[own.unit];
      const double weight = site.loop_depth() + cost(site.function());
      const auto note = [&](std::string_view where) {
        return [&model = model_, &site, where] { return site_words(model, site, where); };
      };
      scan_.sites[static_cast<std::size_t>(site.kind())].add(weight, id_, site.line(), note({}));
      if (is_allocation(site.kind())) {
        own.allocations += static_cast<double>(site.frequency());
        if (site.loop_depth() > 0) scan_.allocations_in_loops.add(weight, id_, site.line(), note("in a loop"));
        if (site.loop_depth() > 0 && site.kind() == SiteKind::AllocString)
          scan_.strings_in_loops.add(weight, id_, site.line(), note("in a loop"));
      }
      if (site.kind() == SiteKind::PointerArithmetic || site.kind() == SiteKind::RawCast ||
          site.kind() == SiteKind::ManualMemory)
        unit.raw_memory = true;
      if (site.kind() == SiteKind::Channel && site.loop_depth() > 0)
        channel_lines_.push_back({site.line(), site.function()});
      if (site.kind() == SiteKind::Spawn &&
          (waits_outside(unit.reached) || std::binary_search(spawned_.begin(), spawned_.end(), site.line()))) {
        scan_.fan_outs.add(weight, id_, site.line(), [] { return std::string("starts work that waits"); });
      }
    }
    channels_in_loops();
    for (std::uint32_t i = file_->loops.begin; i < file_->loops.end; ++i) {
      const facts::Loop& loop = model_.loops[i];
      if (!event_loop_[i - file_->loops.begin] || sums(loop.function()).test) continue;
      scan_.event_loops.add(cost(loop.function()), id_, loop.line(), [&model = model_, &loop] {
        return fmt::format("endless loop of {} takes what comes in", model.qualified_name(FunctionId{loop.function()}));
      });
    }
  }

  // A site does not name its loop: sweep loops and channel operations by line, the open loops on a stack.
  void channels_in_loops() {
    if (channel_lines_.empty()) return;
    std::sort(channel_lines_.begin(), channel_lines_.end());
    std::vector<std::uint32_t> order, open;
    for (std::uint32_t i = file_->loops.begin; i < file_->loops.end; ++i) order.push_back(i);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::uint32_t a, std::uint32_t b) { return model_.loops[a].line() < model_.loops[b].line(); });
    auto next = order.begin();
    for (const auto& [line, function] : channel_lines_) {
      for (; next != order.end() && model_.loops[*next].line() <= line; ++next) {
        while (!open.empty() && model_.loops[open.back()].end_line() < model_.loops[*next].line()) open.pop_back();
        open.push_back(*next);
      }
      while (!open.empty() && model_.loops[open.back()].end_line() < line) open.pop_back();
      for (std::size_t i = open.size(); i-- > 0;) {
        if (model_.loops[open[i]].function() != function) continue;
        mark_event_loops(open[i] + 1);
        break;
      }
    }
  }

  void types() {
    for (std::uint32_t i = file_->types.begin; i < file_->types.end; ++i) {
      const facts::Type& type = model_.types[i];
      const bool test = (type.flags() & static_cast<std::uint16_t>(facts::TypeFlag::Test)) != 0;
      if (test || type.kind() == facts::TypeKind::Alias) continue;
      scan_.types.push_back(TypeId::of_index(i));
      scan_.type_topics.push_back(topics_of_name(type.name()));
    }
    persistence_.leave_file(scan_.files.size() - 1);
  }

  TopicSet topics_of_name(std::uint32_t name) {
    const auto [at, fresh] = topics_by_name_.try_emplace(name);
    if (fresh) at->second = topics_of(model_.names.text(name));
    return at->second;
  }

  void finish_file() {
    for (std::uint32_t i = file_->functions.begin; i < file_->functions.end; ++i) {
      const Sums& own = sums_[i - file_->functions.begin];
      if (own.test) continue;
      FunctionScan& unit = units_[own.unit];
      const double self = source_.hot_paths.self[i];
      const double operations = model_.functions[i].operations();
      const double all = operations + own.library;
      if (all > 0) {
        unit.native_cost += self * own.native / all;
        unit.serialize_cost += self * own.serialize / all;
      }
      const double runs = source_.hot_paths.frequency[i];
      scan_.allocations += runs * own.allocations;
      scan_.operations += runs * operations;
      if (operations > 0) unit.allocating_cost += self * std::min(1.0, own.allocations / operations);
    }
    for (std::uint32_t i = file_->functions.begin; i < file_->functions.end; ++i) {
      const Sums& own = sums_[i - file_->functions.begin];
      FunctionScan& unit = units_[own.unit];
      if (own.test || unit.id != FunctionId::of_index(i)) continue;  // closures are in their unit already
      const bool named = !model_.has(unit.id, FunctionFlag::Module) && !model_.has(unit.id, FunctionFlag::Lambda);
      if (named) unit.topics = topics_of_name(model_.functions[i].name());
      (named ? scan_.functions : scan_.top_level).push_back(unit);
    }
  }

  const AnalysedCode& source_;
  const Model& model_;
  const Component& component_;
  ComponentId self_;
  ComponentScan scan_;
  PersistenceTypes persistence_;
  std::unordered_map<std::uint32_t, TopicSet> topics_by_name_;

  // Of the current file.
  FileId id_;
  const FileRow* file_ = nullptr;
  std::vector<Sums> sums_;  // by position of the function
  std::vector<FunctionScan> units_;
  std::vector<std::uint32_t> deepest_;                                  // by unit
  std::vector<bool> event_loop_;                                        // by position of the loop
  std::vector<std::uint32_t> spawned_;                                  // lines that start a task which waits
  std::vector<std::pair<std::uint32_t, std::uint32_t>> channel_lines_;  // (line, function)
};

}  // namespace

ComponentScan scan_component(const AnalysedCode& source, const Component& component) {
  ComponentWalk walk(source, component);
  for (const FileId file : component.files) walk.file(file);
  return walk.finish();
}

}  // namespace assay
