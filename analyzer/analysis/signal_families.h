// The computed signals, family by family: each is one row of a table, measured by one function.
#pragma once

#include <span>
#include <string_view>

#include "analyzer/analysis/component_scan.h"

namespace assay {

// What a measure looks at.
struct Subject {
  const AnalysedCode& source;
  const Component& component;
  const ComponentScan& scan;

  const Model& model() const { return source.model; }
  const facts::Function& row(const FunctionScan& f) const { return source.model.function(f.id); }
  bool has(const FunctionScan& f, facts::FunctionFlag flag) const { return source.model.has(f.id, flag); }
  facts::Language language(const FunctionScan& f) const { return source.model.files[f.file.index()].language; }
  // Calls with the effect or one of its family.
  Tally effect(Effect family) const;
};

// What a measure counts, in its unit before it is put in relation: per kloc divides by the component's size.
enum class Unit : std::uint8_t { Share, PerKloc, PerOperations, Count, Lines, Flag };

struct Measure {
  std::string_view id;
  Unit unit;
  Tally (*measure)(const Subject&);
};

std::span<const Measure> compute_measures();
std::span<const Measure> io_measures();  // io.*, alloc.*
std::span<const Measure> concurrency_measures();
std::span<const Measure> safety_measures();   // safety.*, dynamic.*, ffi.*
std::span<const Measure> purpose_measures();  // application.*, infrastructure.*, entry.*, script.*, config.*, purpose.*
std::span<const Measure> shape_measures();    // surface.*, coupling.*, hot.*, test.*, size.*

// `Parser::next is exported`
inline auto function_note(const Subject& s, const FunctionScan& f, std::string_view words) {
  return [&model = s.model(), id = f.id, words] {
    return std::string(model.qualified_name(id)).append(" ").append(words);
  };
}

// Functions for which `holds`, costliest first in the evidence, at `line(f)`, with `words` behind the function's name.
template <class Holds, class Line>
Tally functions_where(const Subject& s, std::string_view words, Holds holds, Line line) {
  Tally tally;
  for (const FunctionScan& f : s.scan.functions) {
    if (!holds(f)) continue;
    tally.add(f.cost, f.file, line(f), function_note(s, f, words));
  }
  return tally;
}

template <class Holds>
Tally functions_where(const Subject& s, std::string_view words, Holds holds) {
  return functions_where(s, words, holds, [&](const FunctionScan& f) { return s.row(f).line(); });
}

// Σ part(f) over functions / `whole`, the largest parts in the evidence.
template <class Part, class Line>
Tally sum_over_functions(const Subject& s, std::string_view words, double whole, Part part, Line line) {
  Tally tally;
  if (whole <= 0) return tally;
  double sum = 0;
  for (const FunctionScan& f : s.scan.functions) {
    const double own = part(f);
    if (own <= 0) continue;
    sum += own;
    tally.evidence.add(own, f.file, line(f), function_note(s, f, words));
  }
  tally.count = sum / whole;
  return tally;
}

template <class Part>
Tally sum_over_functions(const Subject& s, std::string_view words, double whole, Part part) {
  return sum_over_functions(s, words, whole, part, [&](const FunctionScan& f) { return s.row(f).line(); });
}

// Share of the code lines that lie in files for which `holds`, longest first in the evidence; `note(file)` gives the words.
template <class Holds, class Note>
Tally line_share(const Subject& s, Holds holds, Note note) {
  Tally tally;
  double all = 0;
  for (const FileScan& file : s.scan.files) {
    all += file.code_lines;
    if (!holds(file)) continue;
    tally.count += file.code_lines;
    tally.evidence.add(file.code_lines, file.file, 0, [&file, note] { return note(file); });
  }
  tally.count = all > 0 ? tally.count / all : 0;
  return tally;
}

// As a share of `whole` things.
inline Tally share_of(Tally part, std::size_t whole) {
  part.count = whole == 0 ? 0 : part.count / static_cast<double>(whole);
  return part;
}

// Where a function's computing shows: its deepest loop, else its name.
inline std::uint32_t loop_line(const Subject& s, const FunctionScan& f) {
  return f.deepest_loop != 0 ? f.deepest_loop : s.row(f).line();
}

// The kinds of function that signals.h defines.
inline bool is_pure(const FunctionScan& f) { return !waits_outside(f.reached); }
bool is_scanner(const FunctionScan& f);
bool is_kernel(const FunctionScan& f);

}  // namespace assay
