// surface.*, coupling.*, hot.*, test.* and size.*: how large the component is, and how it hangs together with the rest.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "analyzer/analysis/signal_families.h"
#include "analyzer/facts/languages.h"

namespace assay {
namespace {

using facts::FunctionFlag;

Tally plain(double value) {
  Tally tally;
  tally.count = value;
  return tally;
}

Tally exported_share(const Subject& s) {
  const auto holds = [&](const FunctionScan& f) { return s.has(f, FunctionFlag::Exported); };
  return share_of(functions_where(s, "is exported", holds), s.scan.functions.size());
}

Tally types(const Subject& s) {
  Tally tally;
  for (const TypeId id : s.scan.types) {
    const facts::Type& type = s.model().types[id.index()];
    tally.add(type.fields(), s.model().type_file[id.index()], type.line(), [&names = s.model().names, &type] {
      return fmt::format("{} with {} fields", names.text(type.name()), type.fields());
    });
  }
  return tally;
}

// Files of C and C++ that are there to be included: .h, .hpp, .hh, .hxx, .h++, and what headers put elsewhere.
bool is_header(const FileRow& file) {
  constexpr std::array<std::string_view, 5> parts = {".inl", ".ipp", ".tpp", ".txx", ".tcc"};
  const std::size_t dot = file.path.find_last_of("./");
  if (!is_c_family(file.language) || dot == std::string::npos) return false;
  const std::string_view extension = std::string_view(file.path).substr(dot);
  return extension.starts_with(".h") || std::find(parts.begin(), parts.end(), extension) != parts.end();
}

Tally header_share(const Subject& s) {
  return line_share(
      s, [&](const FileScan& file) { return is_header(s.model().files[file.file.index()]); },
      [](const FileScan& file) { return fmt::format("{} lines to include", file.code_lines); });
}

Tally calls_out(const Subject& s) { return s.scan.calls_out; }

Tally callers(const Subject& s) { return plain(s.source.callers.of(s.source.components.id_of(s.component))); }

// Of the repository's cost, which adds up to one.
Tally hot_share(const Subject& s) {
  Tally tally = sum_over_functions(
      s, "takes part in the repository's cost", 1, [](const FunctionScan& f) { return f.cost; },
      [&](const FunctionScan& f) { return loop_line(s, f); });
  tally.count = s.scan.cost;
  return tally;
}

Tally test_share(const Subject& s) {
  Tally tally;
  const double all = s.component.code_lines;
  const double rest = s.scan.code_lines;
  for (const FileId id : s.component.files) {
    const FileRow& file = s.model().files[id.index()];
    if (file.test)
      tally.evidence.add(file.code_lines, id, 0, [&file] { return fmt::format("{} lines of tests", file.code_lines); });
  }
  tally.count = all > 0 ? (all - rest) / all : 0;
  return tally;
}

Tally code_lines(const Subject& s) { return plain(s.scan.code_lines); }
Tally functions(const Subject& s) { return plain(static_cast<double>(s.scan.functions.size())); }
Tally files(const Subject& s) { return plain(static_cast<double>(s.scan.files.size())); }
Tally functions_per_file(const Subject& s) { return share_of(functions(s), s.scan.files.size()); }

Tally standard_share(const Subject& s) {
  return line_share(
      s, [&](const FileScan& file) { return s.source.language_library.holds(file.file); },
      [](const FileScan&) { return std::string("is of the language's own library"); });
}

constexpr std::array measures = {
    Measure{"surface.exported_share", Unit::Share, exported_share},
    Measure{"surface.header_share", Unit::Share, header_share},
    Measure{"surface.standard_share", Unit::Share, standard_share},
    Measure{"surface.type_density", Unit::PerKloc, types},
    Measure{"coupling.out_density", Unit::PerKloc, calls_out},
    Measure{"coupling.callers", Unit::Count, callers},
    Measure{"hot.share", Unit::Share, hot_share},
    Measure{"test.share", Unit::Share, test_share},
    Measure{"size.code_lines", Unit::Lines, code_lines},
    Measure{"size.functions", Unit::Count, functions},
    Measure{"size.files", Unit::Count, files},
    Measure{"size.functions_per_file", Unit::Count, functions_per_file},
};

}  // namespace

std::span<const Measure> shape_measures() { return measures; }

}  // namespace assay
