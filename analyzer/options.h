// The command line as data. One row per flag in options.cpp; help is generated from the rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analyzer/analysis/components.h"
#include "analyzer/base/result.h"
#include "reports/sarif.h"

namespace assay {

enum class Command : std::uint8_t {
  Help,
  Version,
  Scan,
  Diff,
  BaselineWrite,
  BaselineCheck,
  SuppressionsList,
  Explain,
  Init,
  Ask,
  RulesList,
  RulesShow,
  RulesCheck,
  Languages,
  Schema,
  Facts,
  CacheInfo,
  CacheClear,
  CacheVerify
};
enum class When : std::uint8_t { Auto, Always, Never };

struct Options {
  Command command = Command::Help;
  std::string help;                  // what Help and Version print
  std::string path = ".";            // the repository, or the file or folder that a command works on
  std::string subject;               // explain: component, rule or function; rules show: rule; schema: its name
  std::string kind;                  // rules list
  std::vector<std::string> formats;  // FORMAT or, of scan, FORMAT=FILE; empty: text
  std::string output;                // empty: standard output
  std::string config;                // empty: looked for in the root
  unsigned jobs = 0;
  std::vector<NamedComponent> components;
  std::vector<std::string> entries;   // functions that the workload calls
  std::vector<std::string> profiles;  // FILE or FILE@WEIGHT
  std::string compile_commands;       // empty: looked for
  std::string source_maps;            // folder; empty: only beside the scripts
  std::vector<std::string> include, exclude;
  std::uint64_t max_file_size = 2'000'000;
  std::uint32_t file_timeout_ms = 10'000;
  std::uint32_t worker_memory_mb = 1'500;
  std::size_t limit = 0;  // most hot paths in JSON; 0: all
  SarifProfile sarif_profile = SarifProfile::GitHub;
  std::string category = "assay";
  std::string base_report;            // diff: a stored report in the place of a revision, which is `subject`
  std::string baseline;               // findings that are lived with
  std::vector<std::string> fail_on;   // see gates.h
  std::string today;                  // YYYY-MM-DD; empty: the day of the scanned commit
  std::size_t history_depth = 1'000;  // commits; 0: none
  bool no_history = false;
  When color = When::Auto;
  When hyperlinks = When::Auto;
  When progress = When::Auto;
  bool no_cache = false;
  bool no_stat_index = false;
  std::string cache_dir;  // empty: the user's own
  bool timings = false;
  // Of scan: the options, as given, that a report depends on beside its format, its files and its configuration; and
  // whether these are all.
  std::vector<std::string> settings;
  bool settings_suffice = false;
  bool quiet = false;
  int verbose = 0;
};

// Failure: wrong usage, with a hint; exit status 2.
Result<Options> parse_options(int argc, const char* const* argv);

}  // namespace assay
