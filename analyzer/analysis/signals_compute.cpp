// compute.*: how much of the component is computation, and of which kind.
#include <array>

#include "analyzer/analysis/signal_families.h"

namespace assay {
namespace {

using facts::FunctionFlag;
using facts::SiteKind;

Tally pure_share(const Subject& s) {
  return sum_over_functions(s, "computes without waiting", s.scan.cost,
                            [](const FunctionScan& f) { return is_pure(f) ? f.cost : 0; });
}

Tally arithmetic_share(const Subject& s) {
  double all = 0;
  for (const FunctionScan& f : s.scan.functions) all += f.working;
  return sum_over_functions(
      s, "computes and indexes", all, [](const FunctionScan& f) { return f.computing; },
      [&](const FunctionScan& f) { return loop_line(s, f); });
}

Tally kernels(const Subject& s) {
  return functions_where(s, "computes in nested loops", is_kernel,
                         [&](const FunctionScan& f) { return loop_line(s, f); });
}

Tally kernel_share(const Subject& s) {
  return sum_over_functions(
      s, "computes in nested loops", s.scan.cost,
      [](const FunctionScan& f) { return is_pure(f) && is_kernel(f) ? f.cost : 0; },
      [&](const FunctionScan& f) { return loop_line(s, f); });
}

Tally bit_workers(const Subject& s) {
  return functions_where(s, "works on bits", [](const FunctionScan& f) { return f.bitwise >= 2; });
}

Tally scanners(const Subject& s) {
  return functions_where(s, "steps through its input", is_scanner,
                         [&](const FunctionScan& f) { return loop_line(s, f); });
}

Tally scanner_share(const Subject& s) {
  return sum_over_functions(
      s, "steps through its input", s.scan.cost,
      [](const FunctionScan& f) { return is_pure(f) && is_scanner(f) ? f.cost : 0; },
      [&](const FunctionScan& f) { return loop_line(s, f); });
}

bool is_named_like_walk(std::string_view name) {
  while (name.starts_with('_')) name.remove_prefix(1);
  constexpr std::array starts = {"visit", "walk", "traverse", "accept", "parse"};
  for (const std::string_view start : starts) {
    if (name.size() < start.size() || (name[0] | 0x20) != start[0] ||
        name.substr(1, start.size() - 1) != start.substr(1))
      continue;
    // `accepted` and `parser` are other words.
    const std::string_view rest = name.substr(start.size());
    if (rest.empty() || !(rest[0] >= 'a' && rest[0] <= 'z')) return true;
  }
  return false;
}

Tally trees(const Subject& s) {
  return functions_where(s, "walks or builds a tree", [&](const FunctionScan& f) {
    const bool recursive = s.has(f, FunctionFlag::Recursive) && f.branches >= 2;
    return recursive || is_named_like_walk(s.model().names.text(s.row(f).name()));
  });
}

Tally dispatches(const Subject& s) { return s.scan.of(SiteKind::Switch); }

Tally native_share(const Subject& s) {
  return sum_over_functions(s, "leaves its work to compiled code", s.scan.cost,
                            [](const FunctionScan& f) { return f.native_cost; });
}

Tally serialize_share(const Subject& s) {
  return sum_over_functions(s, "serialises", s.scan.cost, [](const FunctionScan& f) { return f.serialize_cost; });
}

constexpr std::array measures = {
    Measure{"compute.share", Unit::Share, pure_share},
    Measure{"compute.arithmetic_share", Unit::Share, arithmetic_share},
    Measure{"compute.loop_density", Unit::PerKloc, kernels},
    Measure{"compute.loop_share", Unit::Share, kernel_share},
    Measure{"compute.bitwise_density", Unit::PerKloc, bit_workers},
    Measure{"compute.scanner_density", Unit::PerKloc, scanners},
    Measure{"compute.scanner_share", Unit::Share, scanner_share},
    Measure{"compute.tree_density", Unit::PerKloc, trees},
    Measure{"compute.dispatch_density", Unit::PerKloc, dispatches},
    Measure{"compute.native_share", Unit::Share, native_share},
    Measure{"compute.serialize_share", Unit::Share, serialize_share},
};

}  // namespace

std::span<const Measure> compute_measures() { return measures; }

bool is_scanner(const FunctionScan& f) {
  return f.loops >= 1 && f.branches >= 6 && (f.indexing > 0.02F * f.operations || f.arithmetic > 0.05F * f.operations);
}

bool is_kernel(const FunctionScan& f) {
  return f.loop_depth >= 2 && f.arithmetic + f.bitwise + f.indexing > 0.1F * f.operations;
}

}  // namespace assay
