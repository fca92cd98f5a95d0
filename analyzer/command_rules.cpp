// `assay rules list|show|check`: the rule packs, read exactly as a team's own are.
#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "analyzer/base/text.h"
#include "analyzer/commands.h"
#include "analyzer/finding_examples.h"
#include "analyzer/output.h"
#include "parsers/language.h"
#include "reports/explain.h"
#include "rules/engine/catalog.h"
#include "rules/engine/counterparts.h"
#include "rules/engine/embedded.h"
#include "rules/engine/rule_set.h"

namespace assay {
namespace {

constexpr std::uintmax_t largest_rule_file = 1'000'000;  // bytes
constexpr std::size_t most_rule_files = 10'000;

struct PackFile {
  std::string path, content;
};

// YAML files at `path`, which is a file or a folder in the shape of the built-in packs.
Result<std::vector<PackFile>> read_pack(const std::string& path) {
  namespace fs = std::filesystem;
  std::error_code error;
  std::vector<std::string> paths;
  const fs::file_status status = fs::status(path, error);
  if (fs::is_directory(status)) {
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end; at.increment(error)) {
      if (at->is_regular_file(error) && at->path().extension() == ".yaml") paths.push_back(at->path().string());
      if (paths.size() > most_rule_files)
        return failure(fmt::format("`{}` holds more than {} rule files", printable(path), most_rule_files));
    }
  } else if (fs::is_regular_file(status)) {
    paths.push_back(path);
  }
  if (error || paths.empty())
    return failure(fmt::format("`{}` is not a rule file or a folder with some", printable(path)));
  std::sort(paths.begin(), paths.end());
  std::vector<PackFile> files;
  for (const std::string& one : paths) {
    if (fs::file_size(one, error) > largest_rule_file)
      return failure(fmt::format("`{}` is larger than {} bytes", printable(one), largest_rule_file));
    std::ifstream in(one, std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    if (!in) return failure(fmt::format("cannot read `{}`", printable(one)));
    files.push_back({one, std::move(content).str()});
  }
  return files;
}

int report_failures(const std::vector<std::string>& failures) {
  for (const std::string& failed : failures) std::fprintf(stderr, "%s\n", printable(failed).c_str());
  return failures.empty() ? exit_done : exit_usage;
}

}  // namespace

int run_rules_list(const Options& options) {
  const Result<RuleSet> rules = load_rule_set(embedded_files());
  if (!rules) return complain(rules.error().message, exit_not_done);
  write_stdout(list_rules(*rules, options.kind.empty()        ? RuleKind::All
                                  : options.kind == "verdict" ? RuleKind::Verdict
                                                              : RuleKind::Finding));
  return exit_done;
}

int run_rules_show(const Options& options) {
  const Result<RuleSet> rules = load_rule_set(embedded_files());
  if (!rules) return complain(rules.error().message, exit_not_done);
  const std::string text = explain_rule(*rules, options.subject);
  if (text.empty())
    return complain(fmt::format("there is no rule `{}`; `assay rules list` shows all", options.subject), exit_usage);
  write_stdout(text);
  return exit_done;
}

int run_rules_check(const Options& options) {
  std::vector<PackFile> pack;
  if (!options.path.empty()) {
    Result<std::vector<PackFile>> read = read_pack(options.path);
    if (!read) return complain(read.error().message, exit_usage);
    pack = std::move(*read);
  }
  std::vector<EmbeddedFile> rules_of_pack, catalogs_of_pack;
  for (const PackFile& file : pack) {
    (file.path.find("catalog") != std::string::npos ? catalogs_of_pack : rules_of_pack)
        .push_back({file.path, file.content});
  }
  const Result<RuleSet> rules = load_rule_set(embedded_files(), rules_of_pack);
  if (!rules) return complain(rules.error().message, exit_usage);
  std::vector<std::string> failures = failed_examples(*rules);
  for (std::string& failed : failed_finding_examples(rules->findings)) failures.push_back(std::move(failed));
  std::size_t names = 0;
  for (const LanguageSpec* language : languages()) {
    const Result<Catalog> catalog = load_catalog(embedded_files(), language->marks.id, catalogs_of_pack);
    if (catalog) {
      names += catalog->call_count();
    } else {
      failures.push_back(catalog.error().message);
    }
  }
  const Result<Counterparts> counterparts =
      load_counterparts(embedded_files(), counterpart_ecosystems(embedded_files()));
  if (!counterparts) failures.push_back(counterparts.error().message);
  if (failures.empty()) {
    write_stdout(fmt::format(
        "{} verdict rules and {} finding rules with their examples, {} catalogued names and {} counterparts "
        "are sound\n",
        rules->verdicts.size(), rules->findings.size(), names, counterparts->size()));
  }
  return report_failures(failures);
}

}  // namespace assay
