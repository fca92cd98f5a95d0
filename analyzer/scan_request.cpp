// See scan_request.h.
#include "analyzer/scan_request.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <future>
#include <iterator>

#include "analyzer/base/parallel.h"
#include "analyzer/commands.h"
#include "analyzer/config.h"
#include "analyzer/gates.h"
#include "analyzer/progress.h"
#include "analyzer/report_text.h"
#include "analyzer/source_maps.h"
#include "parsers/profiles/read_profile.h"

namespace assay {
namespace {

// FILE@WEIGHT, where no file bears the whole name.
Result<std::vector<RuntimeProfile>> read_profiles(const Options& options) {
  if (!options.source_maps.empty() && !std::filesystem::is_directory(options.source_maps))
    return failure(fmt::format("`--source-maps {}` is no folder", options.source_maps));
  std::vector<RuntimeProfile> profiles;
  for (const std::string& text : options.profiles) {
    std::string path = text;
    double weight = 1;
    const std::size_t at = text.rfind('@');
    if (at != std::string::npos && !std::filesystem::exists(text)) {
      const char* end = text.data() + text.size();
      const auto [stop, error] = std::from_chars(text.data() + at + 1, end, weight);
      if (error == std::errc{} && stop == end) {
        path = text.substr(0, at);
        if (!(weight > 0 && weight <= 1e6)) return failure(fmt::format("`--profile {}`: a weight is above 0", text));
      } else {
        weight = 1;
      }
    }
    Result<RuntimeProfile> profile = read_profile(path);
    if (!profile) return tl::unexpected(profile.error());
    profile->weight = weight;
    map_sources(*profile, options.path, options.source_maps);
    profiles.push_back(std::move(*profile));
  }
  return profiles;
}

Result<ScanRequest> request_of(const Options& options) {
  const Result<Config> config = load_config(options.path, options.config);
  if (!config) return tl::unexpected(config.error());
  ScanRequest request;
  request.root = options.path;
  request.inventory.include = options.include.empty() ? config->include : options.include;
  request.inventory.exclude = config->exclude;
  request.inventory.exclude.insert(request.inventory.exclude.end(), options.exclude.begin(), options.exclude.end());
  request.inventory.max_file_size = options.max_file_size;
  request.pool.jobs = options.jobs;
  request.pool.file_timeout_ms = options.file_timeout_ms;
  request.pool.max_file_size = options.max_file_size;
  request.pool.worker_memory = std::size_t{options.worker_memory_mb} * 1'000'000;
  request.config = config->text;
  request.cache = open_cache(options);
  request.components = options.components;
  request.entries = options.entries;
  request.context = config->context;
  request.context_path = config->path;
  request.compile_commands = options.compile_commands;
  request.history_depth = options.history_depth;
  request.today = options.today;
  Result<std::vector<RuntimeProfile>> profiles = read_profiles(options);
  if (!profiles) return tl::unexpected(profiles.error());
  request.profiles = std::move(*profiles);
  for (const NamedComponent& component : config->components) {
    const bool overridden = std::any_of(options.components.begin(), options.components.end(),
                                        [&](const NamedComponent& c) { return c.name == component.name; });
    if (!overridden) request.components.push_back(component);
  }
  request.text = config->report;
  if (!request.text.logo.empty()) {
    // As for packs: what the user names by `-c` may lie anywhere.
    const std::string folder = std::filesystem::path(config->path).parent_path().string();
    Result<std::string> logo = options.config.empty()
                                   ? load_logo(request.text.logo, options.path)
                                   : load_logo((std::filesystem::path(folder) / request.text.logo).string(), "");
    if (!logo) return tl::unexpected(logo.error());
    request.text.logo = std::move(*logo);
  }
  for (const std::string& path : config->packs) {
    // What the user names by `-c` may lie anywhere; what the scanned repository names, below it only.
    const std::string folder = std::filesystem::path(config->path).parent_path().string();
    Result<std::vector<PackFile>> pack = options.config.empty()
                                             ? read_pack_beneath(options.path, path)
                                             : read_pack((std::filesystem::path(folder) / path).string());
    if (!pack) return tl::unexpected(pack.error());
    std::move(pack->begin(), pack->end(), std::back_inserter(request.packs));
  }
  return request;
}

}  // namespace

bool shows_progress(const Options& options) {
  if (options.progress != When::Auto) return options.progress == When::Always;
  const char* ci = std::getenv("CI");
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::string_view(term) == "dumb";
  return !options.quiet && isatty(STDERR_FILENO) == 1 && (ci == nullptr || *ci == '\0') && !dumb;
}

Result<PreparedScan> prepare_scan(const Options& options) {
  Result<ScanRequest> request = request_of(options);
  if (!request) return tl::unexpected(request.error());
  // Beside the rules: git's library takes some milliseconds to be ready.
  std::future finding_place =
      std::async(beside(worker_count(request->pool.jobs)), [&] { return find_place(request->root); });
  Result<RuleSet> rules = load_rules(*request);
  if (!rules) return tl::unexpected(rules.error());
  if (const Result<TeamAnswers> team = team_answers(rules->model.questions, request->context, request->context_path);
      !team)
    return tl::unexpected(team.error());
  if (const Result<void> gates = known_gates(options, rules->findings); !gates) return tl::unexpected(gates.error());
  request->timings->done("load rules", rules->findings.size());
  if (Result<Place> place = finding_place.get()) request->place = std::move(*place);
  return PreparedScan{std::move(*request), std::move(*rules)};
}

Result<Report> with_progress(const Options& options, const std::function<Result<Report>(const Progress&)>& work) {
  ProgressLine line(shows_progress(options));
  return work([&](std::size_t done, std::size_t all) { line.update(done, all); });
}

Result<Report> scan_with_progress(PreparedScan prepared, const Options& options) {
  return with_progress(
      options, [&](const Progress& progress) { return scan(prepared.request, std::move(prepared.rules), progress); });
}

}  // namespace assay
