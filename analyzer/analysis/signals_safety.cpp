// safety.*, dynamic.* and ffi.*: what no compiler checks.
#include <array>

#include "analyzer/analysis/signal_families.h"
#include "analyzer/facts/languages.h"

namespace assay {
namespace {

using facts::FunctionFlag;
using facts::SiteKind;

// Languages that index and dereference without a check.
bool is_unchecked(facts::Language language) { return is_c_family(language); }

Tally manual_memory(const Subject& s) {
  Tally tally = s.scan.of(SiteKind::ManualMemory);
  tally.add_all(s.scan.of(Effect::AllocManual));
  return tally;
}

Tally pointer_share(const Subject& s) {
  double all = 0;
  for (const FunctionScan& f : s.scan.functions) all += static_cast<double>(f.operations);
  return sum_over_functions(
      s, "indexes and dereferences unchecked", all,
      [&](const FunctionScan& f) { return is_unchecked(s.language(f)) ? static_cast<double>(f.indexing) : 0; },
      [&](const FunctionScan& f) { return loop_line(s, f); });
}

Tally byte_parsers(const Subject& s) {
  return functions_where(
      s, "steps through raw memory",
      [&](const FunctionScan& f) {
        return is_unchecked(s.language(f)) && is_scanner(f) && (f.raw_memory || f.indexing > 0.1F * f.operations);
      },
      [&](const FunctionScan& f) { return loop_line(s, f); });
}

Tally swallowed(const Subject& s) { return s.scan.of(SiteKind::SwallowedError); }

Tally dynamic(const Subject& s) {
  Tally tally = s.scan.of(SiteKind::Dynamic);
  tally.add_all(s.scan.of(Effect::Dynamic));
  tally.add_all(s.scan.of(Effect::Reflect));
  return tally;
}

Tally foreign(const Subject& s) {
  Tally tally = s.scan.of(SiteKind::Native);
  tally.add_all(s.scan.of(Effect::Native));
  tally.add_all(functions_where(s, "is implemented elsewhere",
                                [&](const FunctionScan& f) { return s.has(f, FunctionFlag::Native); }));
  return tally;
}

constexpr std::array measures = {
    Measure{"safety.manual_memory_density", Unit::PerKloc, manual_memory},
    Measure{"safety.pointer_share", Unit::Share, pointer_share},
    Measure{"safety.byte_parser_density", Unit::PerKloc, byte_parsers},
    Measure{"safety.swallowed_density", Unit::PerKloc, swallowed},
    Measure{"dynamic.density", Unit::PerKloc, dynamic},
    Measure{"ffi.density", Unit::PerKloc, foreign},
};

}  // namespace

std::span<const Measure> safety_measures() { return measures; }

}  // namespace assay
