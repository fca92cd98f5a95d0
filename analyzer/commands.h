// One function per command: what main.cpp calls. Each returns the exit status of contract: 0 done, 1 done and a gate is met, 2 wrong usage or
// configuration, 3 the analysis could not be done.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/cache/cache.h"
#include "analyzer/options.h"

namespace assay {

int run_scan(const Options& options);
int run_diff(const Options& options);
int run_baseline_write(const Options& options);
int run_baseline_check(const Options& options);
int run_suppressions_list(const Options& options);
int run_explain(const Options& options);
int run_init(const Options& options);
int run_ask();
int run_rules_list(const Options& options);
int run_rules_show(const Options& options);
int run_rules_check(const Options& options);
int run_languages(const Options& options);
int run_schema(const Options& options);
// The schemas that it prints, "function, report".
std::string schema_names();
int run_facts(const Options& options);
int run_cache_info(const Options& options);
int run_cache_clear(const Options& options);
int run_cache_verify(const Options& options);
// The cache that the options ask for; one that is off where there can be none, which is said where a folder was named.
std::shared_ptr<Cache> open_cache(const Options& options);

inline constexpr int exit_done = 0;
inline constexpr int exit_gate = 1;
inline constexpr int exit_usage = 2;
inline constexpr int exit_not_done = 3;

// Prints `assay: message` on standard error and returns `status`.
int complain(const std::string& message, int status);
// Prints on standard output. Returns exit_done, or, after a complaint, exit_not_done.
int print(std::string_view text);

}  // namespace assay
