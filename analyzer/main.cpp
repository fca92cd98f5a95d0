// assay: one line per command. Flags are in options.cpp, steps in pipeline.cpp, exit codes in commands.h.
#include <algorithm>
#include <csignal>

#include "analyzer/commands.h"

int main(int argc, char** argv) {
  using namespace assay;
  std::signal(SIGPIPE, SIG_IGN);  // a closed pipe is seen where we write
  const Result<Options> options = parse_options(argc, argv);
  if (!options) return complain(options.error().message, exit_usage);
  switch (options->command) {
    case Command::Help:
    case Command::Version: return std::max(print(options->help), argc <= 1 ? exit_usage : exit_done);
    case Command::Scan: return run_scan(*options);
    case Command::Diff: return run_diff(*options);
    case Command::BaselineWrite: return run_baseline_write(*options);
    case Command::BaselineCheck: return run_baseline_check(*options);
    case Command::SuppressionsList: return run_suppressions_list(*options);
    case Command::Explain: return run_explain(*options);
    case Command::Init: return run_init(*options);
    case Command::Ask: return run_ask();
    case Command::RulesList: return run_rules_list(*options);
    case Command::RulesShow: return run_rules_show(*options);
    case Command::RulesCheck: return run_rules_check(*options);
    case Command::Languages: return run_languages(*options);
    case Command::Schema: return run_schema(*options);
    case Command::Facts: return run_facts(*options);
    case Command::CacheInfo: return run_cache_info(*options);
    case Command::CacheClear: return run_cache_clear(*options);
    case Command::CacheVerify: return run_cache_verify(*options);
  }
  return exit_usage;
}
