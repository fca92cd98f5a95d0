// See options.h. CLI11 throws; nothing of that leaves this file.
#include "analyzer/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <map>
#include <memory>

#include "analyzer/base/text.h"
#include "analyzer/commands.h"
#include "reports/formats.h"
#include "rules/engine/suppressions.h"

namespace assay {
namespace {

constexpr const char* description =
    "assay scans a repository and says, for each of its components, whether it should\n"
    "become a Go service, a Rust core, or stay as it is, with the evidence.\n";

constexpr const char* footer =
    "Examples:\n"
    "  assay scan                              this folder, as text\n"
    "  assay scan ../shop -f json -o shop.json a report for other programs\n"
    "  assay scan -f json=shop.json,text       both in one run, the text on the terminal\n"
    "  assay scan -f text,json -o reports      both, as reports/assay.txt and reports/assay.json\n"
    "  assay scan --component core=src/core    judge a part that assay does not know as one\n"
    "  assay explain pricing ../shop           one component's evidence, rule by rule\n"
    "  assay explain crud                      what a rule says, and why\n"
    "  assay explain parse ../shop             who calls a function, and what that costs\n"
    "  assay diff origin/main --fail-on warning  what this branch adds to the findings\n"
    "  assay scan -f speedscope -o heat.json   the estimated profile for a viewer\n\n"
    "Exit status: 0 done; 1 done, and --fail-on matched; 2 wrong usage or configuration; 3 the analysis could not be "
    "done.\n"
    "Files that cannot be analysed do not change it: the report lists them with their reasons.\n"
    "Nothing in the scanned repository is executed or changed.\n";

// NAME=PATH[,PATH…]
Result<NamedComponent> named_component(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string::npos || equals == 0 || equals + 1 == text.size()) {
    return failure(fmt::format("`--component {}` is not of the form NAME=PATH[,PATH...]", text));
  }
  NamedComponent component;
  component.name = text.substr(0, equals);
  for (std::size_t begin = equals + 1; begin <= text.size();) {
    const std::size_t comma = std::min(text.find(',', begin), text.size());
    if (comma > begin) component.paths.push_back(text.substr(begin, comma - begin));
    begin = comma + 1;
  }
  return component;
}

std::string format_names() {
  std::string names;
  for (const Format& format : formats()) names.append(names.empty() ? "" : ", ").append(format.name);
  return names;
}

// FORMAT[=FILE]; empty: there is such a format.
std::string unknown_format(const std::string& request) {
  const std::string name = request.substr(0, request.find('='));
  if (find_format(name) != nullptr) return {};
  return fmt::format("there is no format `{}`: choose from {}", name, format_names());
}

// It becomes part of ids and of a comment's hidden marker.
std::string bad_category(const std::string& name) {
  const bool fine =
      !name.empty() && name.size() <= 100 && name.find("--") == std::string::npos &&
      std::all_of(name.begin(), name.end(), [](char c) { return is_word(c) || c == '-' || c == '.' || c == '/'; });
  return fine ? "" : "a category has letters, digits, `_`, `.`, `/` and single `-`";
}

void add_output_options(CLI::App& command, Options& o) {
  command.add_option("-f,--format", o.formats, "What to write, each to its file or where -o says: " + format_names())
      ->type_name("FORMAT[=FILE][,...]")
      ->delimiter(',')
      ->check(CLI::Validator(unknown_format, ""));
  command.add_option("-o,--output", o.output, "Write the report there; a folder for several formats")
      ->type_name("FILE|DIR");
  static const std::map<std::string, SarifProfile> profiles = {{"github", SarifProfile::GitHub},
                                                               {"full", SarifProfile::Full}};
  command.add_option("--sarif-profile", o.sarif_profile, "github: what code scanning takes; full: everything")
      ->type_name("PROFILE")
      ->transform(CLI::CheckedTransformer(profiles).description(""))
      ->option_text("PROFILE [github]");
  command
      .add_option("--category", o.category, "Tells several reports on one repository apart, in SARIF and in comments")
      ->type_name("NAME")
      ->check(CLI::Validator(bad_category, ""))
      ->capture_default_str();
  static const std::map<std::string, When> when = {
      {"auto", When::Auto}, {"always", When::Always}, {"never", When::Never}};
  command
      .add_option("--hyperlinks", o.hyperlinks, "Places in the text report lead to their files: auto, always or never")
      ->type_name("WHEN")
      ->transform(CLI::CheckedTransformer(when).description(""))
      ->option_text("WHEN [auto]");
}

void add_gate_options(CLI::App& command, Options& o) {
  command.add_option("--baseline", o.baseline, "Findings in this file are silenced (see `assay baseline`)")
      ->type_name("FILE");
  command
      .add_option("--fail-on", o.fail_on,
                  "Exit with 1 on: error, warning, note, a family, a rule, new, verdict-change, confidence")
      ->type_name("GATE[,...]")
      ->delimiter(',');
}

// What several commands share.
void add_scan_options(CLI::App& command, Options& o, std::vector<std::string>& components) {
  command.add_option("-c,--config", o.config, "Configuration file instead of the root's assay.yaml")->type_name("FILE");
  command.add_option("-j,--jobs", o.jobs, "Worker processes; 0: one per processor")
      ->type_name("N")
      ->check(CLI::Range(0, 1024))
      ->capture_default_str();
  command.add_option("--component", components, "Judge these paths as one component; repeatable")
      ->type_name("NAME=PATH[,PATH...]");
  command.add_option("--entry", o.entries, "What the workload calls: a qualified name or its end; repeatable")
      ->type_name("[FILE:]NAME[,...]")
      ->delimiter(',');
  command.add_option("--profile", o.profiles, "A real profile of any common kind instead of the estimate; repeatable")
      ->type_name("FILE[@WEIGHT][,...]")
      ->delimiter(',');
  command.add_option("--source-maps", o.source_maps, "Where the source maps of profiled JavaScript lie")
      ->type_name("DIR");
  command
      .add_option("--compile-commands", o.compile_commands,
                  "The compile database of C and C++; else looked for in the root and in build folders")
      ->type_name("FILE");
  command.add_option("--include", o.include, "Only files that match; repeatable")->type_name("GLOB");
  command.add_option("--exclude", o.exclude, "Not the files that match; repeatable")->type_name("GLOB");
  command.add_option("--max-file-size", o.max_file_size, "Larger files are not read")
      ->type_name("BYTES")
      ->capture_default_str();
  command.add_option("--file-timeout", o.file_timeout_ms, "CPU time that one file may take")
      ->type_name("MS")
      ->check(CLI::Range(1, 3'600'000))
      ->capture_default_str();
  command.add_option("--worker-memory", o.worker_memory_mb, "Memory of one worker's syntax trees")
      ->type_name("MB")
      ->check(CLI::Range(16, 1'000'000))
      ->capture_default_str();
  static const std::map<std::string, When> when = {
      {"auto", When::Auto}, {"always", When::Always}, {"never", When::Never}};
  command.add_option("--color", o.color, "auto, always or never")
      ->type_name("WHEN")
      ->transform(CLI::CheckedTransformer(when).description(""))
      ->option_text("WHEN [auto]");
  command.add_option("--progress", o.progress, "auto, always or never")
      ->type_name("WHEN")
      ->transform(CLI::CheckedTransformer(when).description(""))
      ->option_text("WHEN [auto]");
  command.add_option("--date", o.today, "The day that decides what has expired, instead of the commit's")
      ->type_name("YYYY-MM-DD")
      ->check(CLI::Validator(
          [](const std::string& text) { return is_date(text) ? std::string() : "no such day: " + text; }, ""));
  command.add_option("--history-depth", o.history_depth, "Commits of git's history that are looked at")
      ->type_name("N")
      ->check(CLI::Range(0, 10'000'000))
      ->capture_default_str();
  command.add_flag("--no-history", o.no_history, "Do not read git's history");
  command.add_flag("--no-cache", o.no_cache, "Analyse every file anew, and remember nothing");
  command
      .add_option("--cache-dir", o.cache_dir, "Where to remember what files hold, instead of the user's cache folder")
      ->type_name("DIR");
  command.add_flag("--no-stat-index", o.no_stat_index, "Read every file to see whether it has changed");
  command.add_flag("-q,--quiet", o.quiet, "No warnings and no summary on standard error");
  command.add_flag("-v,--verbose", o.verbose, "More detail in the text report");
}

// Fills in `settings` from what was given. An option that is in neither list, a new one or one that names files to read,
// makes `settings_suffice` false: then reports are not given out again from the cache.
void read_settings(const CLI::App& scan, Options& o) {
  static constexpr std::array<std::string_view, 16> shaping = {
      "component", "entry",   "include",  "exclude", "max-file-size", "file-timeout", "worker-memory", "sarif-profile",
      "limit",     "verbose", "category", "color",   "hyperlinks",    "date",         "history-depth", "no-history"};
  static constexpr std::array<std::string_view, 11> neutral = {"path",      "format",        "output", "config",
                                                               "jobs",      "progress",      "quiet",  "no-cache",
                                                               "cache-dir", "no-stat-index", "timings"};
  const auto holds = [](const auto& list, const std::string& name) {
    return std::find(list.begin(), list.end(), name) != list.end();
  };
  o.settings_suffice = true;
  for (const CLI::Option* option : scan.get_options()) {
    const std::string name = option->get_name().substr(option->get_name().find_first_not_of('-'));
    if (option->count() == 0 || holds(neutral, name)) continue;
    o.settings_suffice = o.settings_suffice && holds(shaping, name);
    o.settings.push_back(name);
    for (const std::string& value : option->results()) o.settings.push_back('=' + value);
  }
}

// Names a command with those above it: `assay rules list`.
class FullNames : public CLI::Formatter {
 public:
  std::string make_usage(const CLI::App* app, std::string name) const override {
    for (const CLI::App* above = app->get_parent(); above != nullptr; above = above->get_parent()) {
      if (above->get_parent() != nullptr) name.insert(name.rfind(' ') + 1, above->get_name() + ' ');
    }
    return CLI::Formatter::make_usage(app, std::move(name));
  }
};

}  // namespace

Result<Options> parse_options(int argc, const char* const* argv) {
  Options o;
  std::vector<std::string> components;
  CLI::App app(description, "assay");
  app.footer(footer);
  app.require_subcommand(1, 1);
  app.set_version_flag("--version", std::string("assay ") + ASSAY_VERSION, "Print the version");
  app.formatter(std::make_shared<FullNames>());
  app.get_formatter()->column_width(34);

  CLI::App* scan = app.add_subcommand("scan", "Analyse a repository and print a report");
  scan->add_option("path", o.path, "The repository's folder")->type_name("PATH")->capture_default_str();
  add_output_options(*scan, o);
  scan->add_option("--limit", o.limit, "Most hot paths in the JSON report; 0: all")
      ->type_name("N")
      ->capture_default_str();
  add_gate_options(*scan, o);
  scan->add_flag("--timings", o.timings, "What each stage cost, on standard error");
  add_scan_options(*scan, o, components);

  CLI::App* diff = app.add_subcommand("diff", "What a change did: new and fixed findings, verdicts that moved");
  diff->add_option("base", o.subject, "The git revision that the work tree is compared with, from where both parted")
      ->type_name("BASE");
  diff->add_option("path", o.path, "The repository's folder")->type_name("PATH")->capture_default_str();
  diff->add_option("--base-report", o.base_report, "Compare with this JSON report instead of a revision")
      ->type_name("FILE");
  add_output_options(*diff, o);
  add_gate_options(*diff, o);
  diff->add_flag("--timings", o.timings, "What each stage cost, on standard error");
  add_scan_options(*diff, o, components);

  CLI::App* baseline = app.add_subcommand("baseline", "The findings that a team has seen and lives with");
  baseline->require_subcommand(1, 1);
  CLI::App* baseline_write = baseline->add_subcommand("write", "Store the findings of now");
  CLI::App* baseline_check = baseline->add_subcommand("check", "Fail on findings that are not stored, name those gone");
  for (CLI::App* command : {baseline_write, baseline_check}) {
    command->add_option("path", o.path, "The repository's folder")->type_name("PATH")->capture_default_str();
    command->add_option("--baseline", o.baseline, "The file")
        ->type_name("FILE")
        ->option_text("FILE [assay-baseline.json]");
    add_scan_options(*command, o, components);
  }

  CLI::App* suppressions = app.add_subcommand("suppressions", "The comments that silence findings");
  suppressions->require_subcommand(1, 1);
  CLI::App* suppressions_list =
      suppressions->add_subcommand("list", "All of them, with their reasons and what they do");
  suppressions_list->add_option("path", o.path, "The repository's folder")->type_name("PATH")->capture_default_str();
  suppressions_list->add_option("-f,--format", o.formats, "text or json")
      ->type_name("FORMAT")
      ->expected(1)
      ->check(CLI::IsMember({"text", "json"}).description(""));
  add_scan_options(*suppressions_list, o, components);

  CLI::App* explain = app.add_subcommand("explain", "Why: a component's ledger, a rule's text, a function's heat");
  explain->add_option("id", o.subject, "A rule, a component of the repository, or a function: [FILE:]NAME, FILE:LINE")
      ->type_name("ID")
      ->required();
  explain->add_option("path", o.path, "The repository's folder")->type_name("PATH")->capture_default_str();
  explain->add_option("-f,--format", o.formats, "text, or json for a component or a function")
      ->type_name("FORMAT")
      ->expected(1)
      ->check(CLI::IsMember({"text", "json"}).description(""));
  add_scan_options(*explain, o, components);

  CLI::App* init =
      app.add_subcommand("init", "Write a commented assay.yaml; in a terminal, ask the team's questions first");
  init->add_option("path", o.path, "The folder to write to")->type_name("PATH")->capture_default_str();

  CLI::App* ask = app.add_subcommand("ask", "Ask the team's questions; prints the configuration's `context`");

  CLI::App* rules = app.add_subcommand("rules", "The rules that verdicts rest on");
  rules->require_subcommand(1, 1);
  CLI::App* list = rules->add_subcommand("list", "All rules, one a line");
  list->add_option("--kind", o.kind, "Only one kind of rule")
      ->type_name("KIND")
      ->check(CLI::IsMember({"verdict", "finding"}).description(""));
  CLI::App* show = rules->add_subcommand("show", "One rule's full text");
  show->add_option("id", o.subject, "The rule")->type_name("RULE")->required();
  CLI::App* check = rules->add_subcommand("check", "Validate rule and catalogue files");
  check->add_option("path", o.path, "A file or folder; without it, the built-in ones")->type_name("PATH");

  CLI::App* languages = app.add_subcommand("languages", "What each language's front end provides");
  languages->add_option("-f,--format", o.formats, "text or json")
      ->type_name("FORMAT")
      ->expected(1)
      ->check(CLI::IsMember({"text", "json"}).description(""));
  CLI::App* schema = app.add_subcommand("schema", "Print the JSON Schema of what assay writes as JSON");
  schema->add_option("name", o.subject, "Which one: " + schema_names())->type_name("NAME");
  CLI::App* facts = app.add_subcommand("facts", "Print the facts of one source file, as the golden tests store them");
  facts->add_option("path", o.path, "The file")->type_name("FILE")->required();

  CLI::App* cache = app.add_subcommand("cache", "What assay remembers between scans");
  cache->require_subcommand(1, 1);
  CLI::App* cache_info = cache->add_subcommand("info", "Where it lies and what it holds");
  CLI::App* cache_clear = cache->add_subcommand("clear", "Forget everything");
  CLI::App* cache_verify = cache->add_subcommand("verify", "Read all of it, and drop what is damaged");
  for (CLI::App* command : {cache_info, cache_clear, cache_verify}) {
    command->add_option("--cache-dir", o.cache_dir, "Another folder than the user's own")->type_name("DIR");
  }

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const std::vector<CLI::App*> chosen = app.get_subcommands();
    CLI::App* at = chosen.empty() ? &app : chosen[0];
    if (!chosen.empty() && !chosen[0]->get_subcommands().empty()) at = chosen[0]->get_subcommands()[0];
    o.command = Command::Help;
    o.help = at == &app ? app.help() : at->help("assay");
    return o;
  } catch (const CLI::CallForVersion&) {
    o.command = Command::Version;
    o.help = std::string("assay ") + ASSAY_VERSION + "\n";
    return o;
  } catch (const CLI::Error& error) {
    if (argc <= 1) {
      o.help = app.help();
      return o;
    }
    return failure(fmt::format("{}; see `assay --help`", error.what()));
  }
  for (const std::string& text : components) {
    Result<NamedComponent> component = named_component(text);
    if (!component) return tl::unexpected(component.error());
    o.components.push_back(std::move(*component));
  }
  read_settings(*scan, o);
  if (diff->parsed() && o.subject.empty() == o.base_report.empty()) {
    // One positional argument beside --base-report is the path.
    if (o.base_report.empty()) return failure("`assay diff` needs a BASE to compare with, or `--base-report FILE`");
    if (diff->count("path") > 0) return failure("`assay diff` takes a BASE or `--base-report FILE`, not both");
    o.path = o.subject;
    o.subject.clear();
  }
  if (o.no_history) o.history_depth = 0;
  if ((baseline_write->parsed() || baseline_check->parsed()) && o.baseline.empty()) o.baseline = "assay-baseline.json";
  o.command = scan->parsed()                ? Command::Scan
              : diff->parsed()              ? Command::Diff
              : baseline_write->parsed()    ? Command::BaselineWrite
              : baseline_check->parsed()    ? Command::BaselineCheck
              : suppressions_list->parsed() ? Command::SuppressionsList
              : explain->parsed()           ? Command::Explain
              : init->parsed()              ? Command::Init
              : ask->parsed()               ? Command::Ask
              : list->parsed()              ? Command::RulesList
              : show->parsed()              ? Command::RulesShow
              : check->parsed()             ? Command::RulesCheck
              : languages->parsed()         ? Command::Languages
              : schema->parsed()            ? Command::Schema
              : facts->parsed()             ? Command::Facts
              : cache_info->parsed()        ? Command::CacheInfo
              : cache_clear->parsed()       ? Command::CacheClear
                                            : Command::CacheVerify;
  if (o.command == Command::RulesCheck && check->count("path") == 0) o.path.clear();
  return o;
}

}  // namespace assay
