// See work.h.
#include "rules/plan/work.h"

#include <algorithm>
#include <future>
#include <map>
#include <optional>

#include "analyzer/analysis/component_scan.h"
#include "analyzer/analysis/signal_measures.h"
#include "analyzer/base/parallel.h"
#include "analyzer/base/sort_unique.h"
#include "analyzer/base/text.h"
#include "analyzer/facts/languages.h"

namespace assay {
namespace {

using facts::FunctionFlag;
using facts::SiteKind;

// Of a library call, as CostClass says; waiting takes no computing.
double library_time(CostClass cost) {
  switch (cost) {
    case CostClass::Trivial: return 10;
    case CostClass::Light: return 300;
    case CostClass::Medium: return 10'000;
    case CostClass::Heavy: return 1'000'000;
    case CostClass::Wait: return 0;
  }
  return 0;
}

bool works_on_addresses(SiteKind kind) {
  return kind == SiteKind::PointerArithmetic || kind == SiteKind::RawCast || kind == SiteKind::ManualMemory;
}

// Per run, closures included.
struct Shape {
  double operations = 0, arithmetic = 0, bitwise = 0, indexing = 0;
  std::uint32_t branches = 0;
  std::uint32_t loop_depth = 0;
  bool repeats = false;  // loops or calls itself
};

// As compute.* in signals.h: loops within loops that calculate, or a tenth of its operations calculates, or it steps through
// its input and decides in many ways what that means, or it shifts and masks. Code that hands objects around gains little from a compiler,
// however often it runs.
bool is_computation(const Shape& shape) {
  if (!shape.repeats || shape.operations <= 0) return false;
  const double calculates = shape.arithmetic + shape.bitwise + shape.indexing;
  const bool scans =
      shape.branches >= 6 && (shape.indexing > 0.02 * shape.operations || shape.arithmetic > 0.05 * shape.operations);
  const bool nested = shape.loop_depth >= 2 && calculates > 0.05 * shape.operations;
  return nested || calculates > 0.1 * shape.operations || scans || shape.bitwise >= 2;
}

// As safety.byte_parser_density; `raw`: it works on addresses.
bool parses_bytes(const Shape& shape, bool raw, facts::Language language) {
  if (!is_c_family(language)) return false;
  return is_computation(shape) && shape.branches >= 6 && (raw || shape.indexing > 0.1 * shape.operations);
}

enum class ValueKind : std::uint8_t { Number, Text, Container, Object, Unknown };

// What a declared type holds, by its words: `const std::vector<int>&` holds many.
ValueKind kind_of_type(std::string_view type) {
  if (type.empty()) return ValueKind::Unknown;
  const std::string lower = lower_ascii(type);
  const auto has = [&](std::initializer_list<std::string_view> words) {
    return std::any_of(words.begin(), words.end(),
                       [&](std::string_view word) { return lower.find(word) != std::string::npos; });
  };
  if (has({"list", "vec", "array", "map", "dict", "set", "[]", "iterable", "sequence", "collection", "slice", "buffer",
           "bytes", "span"}))
    return ValueKind::Container;
  if (has({"str", "text"})) return ValueKind::Text;
  if (has({"int", "long", "short", "float", "double", "bool", "char", "byte", "number", "size", "decimal",
           "u8",  "u16",  "u32",   "u64",   "i8",     "i16",  "i32",  "i64",  "f32",    "f64"}))
    return ValueKind::Number;
  return ValueKind::Object;
}

double bytes_of(ValueKind kind, const CrossingModel::Bytes& bytes) {
  switch (kind) {
    case ValueKind::Number: return bytes.number;
    case ValueKind::Text: return bytes.text;
    case ValueKind::Container: return bytes.container;
    case ValueKind::Object: return bytes.object;
    case ValueKind::Unknown: break;
  }
  return bytes.unknown;
}

// 0 where the table has no row for the language.
double gain_of(const GainTable& gains, facts::Language language, std::string_view column) {
  const auto at = std::find(gains.columns.begin(), gains.columns.end(), column);
  const std::string name = "language." + std::string(language_folder(language));
  for (const LanguageGains& row : gains.languages) {
    if (row.share.signal == name && at != gains.columns.end())
      return row.gain[static_cast<std::size_t>(at - gains.columns.begin())];
  }
  return 0;
}

}  // namespace

Work::Work(const AnalysedCode& source, const Entries& entries, const CrossingModel& crossings, const GainTable& gains,
           std::size_t threads)
    : source_(source), crossings_(crossings) {
  std::future counting = std::async(
      beside(threads), [&] { return count_call_flows(source.model, source.order, entries, source.hot_paths); });
  for (std::size_t i = 0; i < speed_gain_.size(); ++i) {
    speed_gain_[i] = gain_of(gains, static_cast<facts::Language>(i), "speed");
    safety_gain_[i] = gain_of(gains, static_cast<facts::Language>(i), "safety");
  }
  const Model& model = source.model;
  const std::size_t count = model.functions.size();
  self_.assign(count, 0);
  time_.assign(count, 0);
  native_.assign(count, 0);
  bytes_.assign(count, 0);
  waits_.assign(count, false);
  computes_.assign(count, false);
  raw_.assign(count, 0);
  for (const HotFunction& hot : source.hot_paths.functions) self_[hot.function.index()] = hot.self;
  const auto named = [&](std::size_t f) { return model.named(FunctionId::of_index(f)).index(); };
  std::vector<Shape> shapes(count);
  for (std::size_t f = 0; f < count; ++f) {
    const facts::Function& row = model.functions[f];
    const std::size_t owner = named(f);
    const double operation = crossings.operation_of(model.file_of(FunctionId::of_index(f)).language);
    // A function without operations still is entered and left.
    time_[owner] += std::max(static_cast<double>(row.operations()), owner == f ? 2.0 : 0.0) * operation;
    if (waits_outside(source.effects.own[f])) waits_[owner] = true;
    Shape& shape = shapes[owner];
    shape.operations += static_cast<double>(row.operations());
    shape.arithmetic += static_cast<double>(row.arithmetic());
    shape.bitwise += static_cast<double>(row.bitwise());
    shape.indexing += static_cast<double>(row.indexing());
    shape.branches += row.branches();
    shape.loop_depth = std::max<std::uint32_t>(shape.loop_depth, row.loop_depth());
    shape.repeats = shape.repeats || row.loops() > 0 || model.has(FunctionId::of_index(f), FunctionFlag::Recursive);
  }
  for (std::size_t call = 0; call < model.calls.size(); ++call) {
    const CallEffect* effect = source.calls.effect_of(call);
    if (effect == nullptr) continue;
    if (effect->effect == Effect::AllocManual) ++raw_[named(model.calls[call].caller() - 1)];
    if (!effect->native) continue;
    native_[named(model.calls[call].caller() - 1)] +=
        library_time(effect->cost) * static_cast<double>(model.calls[call].frequency());
  }
  for (const facts::Site& site : model.sites) {
    if (works_on_addresses(site.kind())) ++raw_[named(site.function() - 1)];
  }
  std::vector<double> typed(count, 0);
  std::vector<std::optional<ValueKind>> kinds(model.names.size());  // by type name, once it was asked
  for (const facts::Variable& variable : model.variables) {
    if (variable.kind() != facts::VariableKind::Parameter || variable.function() == 0) continue;
    ++typed[variable.function() - 1];
    std::optional<ValueKind>& kind = kinds[variable.type_name()];
    if (!kind) kind = kind_of_type(model.names.text(variable.type_name()));
    bytes_[variable.function() - 1] += bytes_of(*kind, crossings.bytes);
  }
  for (std::size_t f = 0; f < count; ++f) {
    computes_[f] = is_computation(shapes[f]);
    bytes_[f] += crossings.bytes.unknown * std::max(0.0, model.functions[f].parameters() - typed[f]);
    if (parses_bytes(shapes[f], raw_[f] > 0, model.file_of(FunctionId::of_index(f)).language))
      raw_[f] += shapes[f].branches;
  }
  flows_ = counting.get();
}

std::vector<FunctionId> Work::functions_of(const Component& component) const {
  std::vector<FunctionId> functions;
  for (const FileId file : component.files) {
    const FileRow& row = source_.model.files[file.index()];
    if (row.test) continue;
    for (std::uint32_t f = row.functions.begin; f < row.functions.end; ++f) {
      const FunctionId id = FunctionId::of_index(f);
      if (source_.model.named(id) == id && !source_.model.has(id, FunctionFlag::Test)) functions.push_back(id);
    }
  }
  return functions;
}

std::uint32_t Work::lines(FunctionId f) const {
  const facts::Function& row = source_.model.function(f);
  return row.end_line() >= row.line() ? row.end_line() - row.line() + 1 : 1;
}

double Work::units_behind(std::span<const FunctionId> functions) const {
  // A component that half of the program leads to is not asked further: what is left out makes the figure per unit
  // larger, never smaller.
  constexpr std::size_t most_met = 20'000;
  std::vector<bool> met(source_.model.functions.size());
  std::size_t count = 0;
  std::vector<FunctionId> open;
  double units = 0;
  const auto meet = [&](FunctionId f) {
    if (count >= most_met || met[f.index()]) return;
    met[f.index()] = true;
    ++count;
    open.push_back(f);
    units += flows_.own[f.index()];
  };
  for (const FunctionId f : functions) meet(f);
  while (!open.empty()) {
    const FunctionId f = open.back();
    open.pop_back();
    for (const std::uint32_t row : flows_.into(f)) meet(flows_.rows[row].caller);
  }
  return units;
}

std::vector<SharedState> Work::state_of(const Component& component) const {
  const Model& model = source_.model;
  std::vector<SharedState> states;
  std::map<std::uint32_t, std::size_t> of_type;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> of_global;  // file, name
  const auto named = [&](std::uint32_t function) { return model.named(FunctionId{function}); };
  for (const FileId id : component.files) {
    const FileRow& file = model.files[id.index()];
    if (file.test) continue;
    // Types with data of their own: declared fields, fields with an evident type, or a constructor.
    std::map<std::uint32_t, bool> has_data;
    for (std::uint32_t t = file.types.begin; t < file.types.end; ++t) {
      if (model.types[t].fields() > 0 && model.types[t].kind() != facts::TypeKind::Enum) has_data[t + 1] = true;
    }
    for (std::uint32_t v = file.variables.begin; v < file.variables.end; ++v) {
      const facts::Variable& variable = model.variables[v];
      if (variable.kind() == facts::VariableKind::Field && variable.type() != 0) has_data[variable.type()] = true;
    }
    for (std::uint32_t f = file.functions.begin; f < file.functions.end; ++f) {
      const facts::Function& row = model.functions[f];
      if (row.type() != 0 && model.has(FunctionId::of_index(f), FunctionFlag::Constructor)) has_data[row.type()] = true;
    }
    for (std::uint32_t f = file.functions.begin; f < file.functions.end; ++f) {
      const FunctionId function = FunctionId::of_index(f);
      const facts::Function& row = model.functions[f];
      if (row.type() == 0 || !has_data.contains(row.type()) || model.named(function) != function) continue;
      if (model.has(function, FunctionFlag::Static) || model.has(function, FunctionFlag::Constructor) ||
          model.has(function, FunctionFlag::Abstract) || model.has(function, FunctionFlag::Test))
        continue;
      const auto [at, is_new] = of_type.emplace(row.type(), states.size());
      if (is_new) {
        const facts::Type& type = model.types[row.type() - 1];
        states.push_back({std::string(model.names.text(type.name())), id, type.line(), true, {}});
      }
      states[at->second].users.push_back(function);
    }
    for (std::uint32_t s = file.sites.begin; s < file.sites.end; ++s) {
      const facts::Site& site = model.sites[s];
      if (site.kind() != SiteKind::SharedGlobal || site.detail() == 0) continue;
      const FunctionId user = named(site.function());
      const auto [at, is_new] = of_global.emplace(std::pair{id.value, site.detail()}, states.size());
      if (is_new) states.push_back({std::string(model.names.text(site.detail())), id, site.line(), false, {}});
      states[at->second].users.push_back(user);
    }
  }
  for (SharedState& state : states) {
    sort_unique(state.users);
  }
  return states;
}

}  // namespace assay
