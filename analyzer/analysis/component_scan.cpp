// See component_scan.h.
#include "analyzer/analysis/component_scan.h"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace assay {
namespace {

using facts::FunctionFlag;
using facts::SiteKind;

bool is_allocation(SiteKind kind) {
  switch (kind) {
    case SiteKind::AllocObject:
    case SiteKind::AllocContainer:
    case SiteKind::AllocString:
    case SiteKind::AllocBoxing:
    case SiteKind::AllocCopy:
    case SiteKind::AllocClosure: return true;
    default: return false;
  }
}

std::string call_note(const Model& model, const facts::Call& call) {
  const std::string_view name = model.names.text(call.name());
  return call.receiver() == 0 ? fmt::format("{}()", name) : fmt::format("{}.{}()", model.names.text(call.receiver()), name);
}

}  // namespace

void EvidenceList::add(double weight, FileId file, std::uint32_t line, std::string_view note) {
  places_.push_back({weight, file, line, std::string(note)});
  if (places_.size() > 400) prune();  // bounded whatever the component's size
}

void EvidenceList::add_all(const EvidenceList& other) {
  places_.insert(places_.end(), other.places_.begin(), other.places_.end());
  if (places_.size() > 400) prune();
}

void EvidenceList::prune() {
  std::sort(places_.begin(), places_.end(), [](const Place& a, const Place& b) {
    return std::tie(b.weight, a.file, a.line, a.note) < std::tie(a.weight, b.file, b.line, b.note);
  });
  places_.resize(std::min<std::size_t>(places_.size(), 100));
}

std::vector<Evidence> EvidenceList::take(const Model& model, std::size_t most) const {
  EvidenceList sorted = *this;
  sorted.prune();
  std::vector<Evidence> out;
  std::vector<std::pair<FileId, std::uint32_t>> seen;
  for (const Place& place : sorted.places_) {
    if (out.size() == most) break;
    const std::pair key(place.file, place.line);
    if (std::find(seen.begin(), seen.end(), key) != seen.end()) continue;
    seen.push_back(key);
    out.push_back({model.files[place.file.index()].path, place.line, place.note});
  }
  return out;
}

ComponentScan scan_component(const SignalSource& source, const Component& component) {
  const Model& model = source.model;
  ComponentScan scan;
  std::uint32_t lines = 0;
  std::uint32_t test_function_lines = 0;
  for (const FileId file_id : component.files) {
    const FileRow& file = model.files[file_id.index()];
    if (file.test) continue;
    ++scan.files;
    lines += file.code_lines;
    const auto is_test = [&](std::uint32_t function) { return model.has(FunctionId{function}, FunctionFlag::Test); };
    for (std::uint32_t i = file.functions.begin; i < file.functions.end; ++i) {
      const FunctionId id = FunctionId::of_index(i);
      const facts::Function& f = model.functions[i];
      if (model.has(id, FunctionFlag::Test)) {
        if (f.parent() == 0) test_function_lines += f.end_line() - f.line() + 1;
        continue;
      }
      scan.self += source.hot_paths.self[i];
      if (!model.has(id, FunctionFlag::Lambda) && !model.has(id, FunctionFlag::Module)) scan.functions.push_back(id);
    }

    const Catalog* catalog = source.catalogs[static_cast<std::size_t>(file.language)];
    DomainSet domains;
    std::array<std::pair<std::uint32_t, std::string_view>, 64> domain_lines{};
    for (std::uint32_t i = file.imports.begin; i < file.imports.end && catalog != nullptr; ++i) {
      const facts::Import& import = model.imports[i];
      std::string module(model.names.text(import.module_()));
      DomainSet found = catalog->domains_of_import(module);
      if (import.name() != 0) {  // from django.db import models: the package may be named one level deeper
        found.insert(catalog->domains_of_import(fmt::format("{}.{}", module, model.names.text(import.name()))));
      }
      found.each([&](Domain d) {
        if (domains.contains(d)) return;
        domain_lines[static_cast<std::size_t>(d)] = {import.line(), model.names.text(import.module_())};
      });
      domains.insert(found);
    }
    domains.each([&](Domain d) {
      Tally& tally = scan.domains[d];
      ++tally.count;
      const auto& [line, module] = domain_lines[static_cast<std::size_t>(d)];
      tally.evidence.add(1, file_id, line, fmt::format("imports {}", module));
    });

    for (std::uint32_t i = file.calls.begin; i < file.calls.end; ++i) {
      const CallEffect* effect = source.calls.effect_of(i);
      if (effect == nullptr) continue;
      const facts::Call& call = model.calls[i];
      if (is_test(call.caller())) continue;
      const std::string note = call_note(model, call);
      const double weight = call.loop_depth() + source.hot_paths.self[call.caller() - 1];
      Tally& tally = scan.effects[effect->effect];
      ++tally.count;
      tally.evidence.add(weight, file_id, call.line(), note);
      const bool waits = effect->blocking || family_of(effect->effect) == Effect::Io;
      const bool error_path = (call.flags() & static_cast<std::uint16_t>(facts::CallFlag::ErrorPath)) != 0;
      if (waits && call.loop_depth() > 0 && effect->effect != Effect::IoConsole && !error_path) {
        ++scan.io_in_loops.count;
        scan.io_in_loops.evidence.add(weight, file_id, call.line(), note + " in a loop");
      }
      const bool awaited = (call.flags() & static_cast<std::uint16_t>(facts::CallFlag::Awaited)) != 0;
      if (effect->blocking && !awaited && model.has(FunctionId{call.caller()}, FunctionFlag::Async)) {
        ++scan.blocking_in_async.count;
        scan.blocking_in_async.evidence.add(weight, file_id, call.line(), note + " blocks an async function");
      }
      if (effect->native) {
        // The call's part of its function's cost, by the same classes as the hot paths use.
        const facts::Function& caller = model.functions[call.caller() - 1];
        const double cost = effect->cost == CostClass::Heavy ? 500 : effect->cost == CostClass::Medium ? 50 : 5;
        const double share = cost * static_cast<double>(call.frequency()) / (cost * static_cast<double>(call.frequency()) + static_cast<double>(caller.operations()));
        scan.native_weight += source.hot_paths.self[call.caller() - 1] * share;
      }
    }
    for (std::uint32_t i = file.sites.begin; i < file.sites.end; ++i) {
      const facts::Site& site = model.sites[i];
      if (is_test(site.function())) continue;
      const std::string_view detail = model.names.text(site.detail());
      const double weight = site.loop_depth() + source.hot_paths.self[site.function() - 1];
      Tally& tally = scan.sites[static_cast<std::size_t>(site.kind())];
      ++tally.count;
      tally.evidence.add(weight, file_id, site.line(), detail);
      if (site.loop_depth() > 0 && is_allocation(site.kind())) {
        ++scan.allocations_in_loops.count;
        scan.allocations_in_loops.evidence.add(weight, file_id, site.line(), detail.empty() ? "allocates in a loop" : fmt::format("allocates {} in a loop", detail));
        if (site.kind() == SiteKind::AllocString) {
          ++scan.strings_in_loops.count;
          scan.strings_in_loops.evidence.add(weight, file_id, site.line(), "builds a string in a loop");
        }
      }
      if (site.kind() == SiteKind::Await) ++scan.awaits;
    }
  }
  lines -= std::min(lines, test_function_lines);
  scan.kloc = std::max(0.02, lines / 1000.0);
  return scan;
}

}  // namespace assay
