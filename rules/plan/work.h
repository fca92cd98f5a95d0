// What the plan weighs: each function's own time, what it gains elsewhere, who calls it how often, and which state it
// shares with others. Built once per scan; all indices are those of named functions, closures are counted to these.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/analysis/analysed_code.h"
#include "analyzer/analysis/call_flows.h"
#include "rules/engine/decision_model.h"
#include "rules/plan/crossings.h"

namespace assay {

// Mutable state that several functions of a component share: a global variable that they write, or the fields of a type
// whose methods they are. Reads of globals are not in the facts.
struct SharedState {
  std::string name;
  FileId file;
  std::uint32_t line = 0;
  bool is_type = false;
  std::vector<FunctionId> users;  // for a type without its constructors
};

class Work {
 public:
  Work(const AnalysedCode& source, const Entries& entries, const CrossingModel& crossings, const GainTable& gains,
       std::size_t threads);

  const AnalysedCode& source() const { return source_; }
  const CallFlows& flows() const { return flows_; }
  const CrossingModel& crossings() const { return crossings_; }

  // Named functions of a component outside its tests, in the order of the model; top-level code is among them.
  std::vector<FunctionId> functions_of(const Component& component) const;

  double self(FunctionId f) const { return self_[f.index()]; }      // share of the repository's cost
  double own_time(FunctionId f) const { return time_[f.index()]; }  // ns of one run, calls not counted
  double native(FunctionId f) const { return native_[f.index()]; }  // ns of one run inside native libraries
  bool waits(FunctionId f) const { return waits_[f.index()]; }      // itself, for the outside
  // A compiler's kind of work: it loops or calls itself, and calculates with numbers, bits or elements; see is_computation.
  bool computes(FunctionId f) const { return computes_[f.index()]; }
  // How much of it an ownership check would have to prove: places that work on addresses and, where it steps through bytes
  // by index, its branches.
  std::uint32_t raw_memory(FunctionId f) const { return raw_[f.index()]; }
  std::uint32_t lines(FunctionId f) const;
  bool is_test(FunctionId f) const {
    return source_.model.file_of(f).test || source_.model.has(f, facts::FunctionFlag::Test);
  }
  facts::Language language(FunctionId f) const { return source_.model.file_of(f).language; }
  ComponentId component(FunctionId f) const {
    return source_.components.of_file[source_.model.function_file[f.index()].index()];
  }
  // What code in this language can gain, in [0, 1]: columns of rules/model/gains.yaml.
  double speed_gain(facts::Language language) const { return speed_gain_[static_cast<std::size_t>(language)]; }
  double safety_gain(facts::Language language) const { return safety_gain_[static_cast<std::size_t>(language)]; }

  // Bytes that one call of it carries, by the declared types of its parameters.
  double bytes_of_call(FunctionId f) const { return bytes_[f.index()]; }
  // How often entries run for all the runs that reach these functions: what "per unit of work" divides by. At least what
  // the functions' own runs are.
  double units_behind(std::span<const FunctionId> functions) const;

  std::vector<SharedState> state_of(const Component& component) const;

 private:
  const AnalysedCode& source_;
  const CrossingModel& crossings_;
  std::array<double, std::tuple_size_v<Catalogs>> speed_gain_{}, safety_gain_{};  // by language
  CallFlows flows_;
  std::vector<double> self_, time_, native_, bytes_;
  std::vector<bool> waits_, computes_;
  std::vector<std::uint32_t> raw_;
};

}  // namespace assay
