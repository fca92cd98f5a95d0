// application.*, infrastructure.*, entry.*, script.*, config.* and purpose.*: what the component is for, and what starts it.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "analyzer/analysis/signal_families.h"
#include "analyzer/analysis/tool_folders.h"
#include "analyzer/base/text.h"

namespace assay {
namespace {

using facts::FunctionFlag;

// Share of files for which `holds`, shown where their first import with a known purpose stands.
template <class Holds>
Tally file_share(const Subject& s, std::string_view what, Holds holds) {
  Tally tally;
  for (const FileScan& file : s.scan.files) {
    if (!holds(file)) continue;
    tally.add(file.code_lines, file.file, file.import_line, [&file, what] {
      std::string words(what);
      const char* separator = ": ";
      file.domains.each([&](Domain d) {
        words.append(separator).append(domain_name(d));
        separator = ", ";
      });
      return words;
    });
  }
  return share_of(std::move(tally), s.scan.files.size());
}

template <std::size_t N>
bool has_any(const FileScan& file, const std::array<Domain, N>& domains) {
  return std::any_of(domains.begin(), domains.end(), [&](Domain d) { return file.domains.contains(d); });
}

Tally application_share(const Subject& s) {
  constexpr std::array domains = {Domain::Orm, Domain::Template, Domain::Ui, Domain::Admin};
  return file_share(s, "works for an application",
                    [&](const FileScan& file) { return file.persistence || has_any(file, domains); });
}

Tally infrastructure_share(const Subject& s) {
  constexpr std::array domains = {Domain::Networking, Domain::Process, Domain::Container,  Domain::Kubernetes,
                                  Domain::Queue,      Domain::Rpc,     Domain::HttpClient, Domain::Concurrency,
                                  Domain::Async,      Domain::Metrics, Domain::Cloud};
  return file_share(s, "works for infrastructure", [&](const FileScan& file) { return has_any(file, domains); });
}

Tally persistence_types(const Subject& s) { return s.scan.persistence_types; }

Tally entry_points(const Subject& s) {
  return functions_where(s, "is an entry point", [&](const FunctionScan& f) { return s.has(f, FunctionFlag::Entry); });
}

Tally listeners(const Subject& s) { return s.scan.of(Effect::Listen); }

Tally handlers(const Subject& s) {
  Tally tally = functions_where(s, "handles requests or messages",
                                [&](const FunctionScan& f) { return s.has(f, FunctionFlag::Handler); });
  tally.add_all(s.scan.of(Effect::Handler));
  return tally;
}

Tally tool_share(const Subject& s) {
  // What users gave beside the product; as a component it may be a part of that.
  const auto holds_tools = [](std::string_view folder) { return folder == "contrib" || is_tool_folder(folder); };
  const auto lies_there = [&](const FileScan& file) {
    const std::vector<std::string_view> parts = split(s.model().files[file.file.index()].path, '/');
    return parts.size() >= 2 && std::any_of(parts.begin(), parts.end() - 1, holds_tools);
  };
  return line_share(s, lies_there, [](const FileScan&) { return std::string("lies in a folder of tools"); });
}

Tally top_level_share(const Subject& s) {
  double top = 0, all = 0;
  Tally tally;
  for (const FunctionScan& f : s.scan.functions) all += static_cast<double>(f.operations);
  for (const FunctionScan& f : s.scan.top_level) {
    if (f.operations <= 0) continue;
    top += static_cast<double>(f.operations);
    tally.evidence.add(static_cast<double>(f.operations), f.file, f.deepest_loop,
                       [] { return std::string("works outside functions"); });
  }
  tally.count = top + all > 0 ? top / (top + all) : 0;
  return tally;
}

Tally config_share(const Subject& s) {
  const auto has_no_logic = [](const FileScan& file) {
    return file.loops == 0 && file.branches * 100 < file.code_lines;
  };
  return line_share(s, has_no_logic, [](const FileScan& file) {
    return fmt::format("{} lines without a loop, and hardly a branch", file.code_lines);
  });
}

// Hill's number of order 1, the exponential of Shannon's entropy, of the calls' effects: so many kinds would be there if
// all were equally frequent (M. O. Hill, Diversity and Evenness, Ecology 54, 1973). A core does one kind of work, a program many.
Tally effect_kinds(const Subject& s) {
  Tally kinds;
  std::vector<double> counts;
  double all = 0;
  for (const Tally& calls : s.scan.effects) {
    if (calls.count == 0) continue;
    counts.push_back(calls.count);
    all += calls.count;
    kinds.evidence.add_all(calls.evidence);
  }
  double entropy = 0;
  for (const double count : counts) entropy -= count / all * std::log(count / all);
  kinds.count = counts.empty() ? 0 : std::exp(entropy);
  return kinds;
}

constexpr std::array measures = {
    Measure{"application.share", Unit::Share, application_share},
    Measure{"application.model_density", Unit::PerKloc, persistence_types},
    Measure{"infrastructure.share", Unit::Share, infrastructure_share},
    Measure{"entry.main_count", Unit::Count, entry_points},
    Measure{"entry.listener_count", Unit::Count, listeners},
    Measure{"entry.handler_density", Unit::PerKloc, handlers},
    Measure{"entry.handler_count", Unit::Count, handlers},
    Measure{"script.top_level_share", Unit::Share, top_level_share},
    Measure{"script.tool_share", Unit::Share, tool_share},
    Measure{"config.share", Unit::Share, config_share},
    Measure{"purpose.effect_kinds", Unit::Count, effect_kinds},
};

}  // namespace

std::span<const Measure> purpose_measures() { return measures; }

}  // namespace assay
