// `assay rules list|show|check`: the rule packs, read exactly as a team's own are.
#include <fmt/format.h>

#include <cstdio>

#include "analyzer/base/text.h"
#include "analyzer/commands.h"
#include "analyzer/finding_examples.h"
#include "analyzer/output.h"
#include "analyzer/rule_packs.h"
#include "parsers/language.h"
#include "reports/explain.h"
#include "rules/engine/catalog.h"
#include "rules/engine/counterparts.h"
#include "rules/engine/embedded.h"
#include "rules/engine/rule_set.h"

namespace assay {
namespace {

int report_failures(const std::vector<std::string>& failures) {
  for (const std::string& failed : failures) std::fprintf(stderr, "%s\n", printable(failed).c_str());
  return failures.empty() ? exit_done : exit_usage;
}

}  // namespace

int run_rules_list(const Options& options) {
  const Result<RuleSet> rules = load_rule_set(embedded_files());
  if (!rules) return complain(rules.error().message, exit_not_done);
  return print(list_rules(*rules, options.kind.empty()        ? RuleKind::All
                                  : options.kind == "verdict" ? RuleKind::Verdict
                                                              : RuleKind::Finding));
}

int run_rules_show(const Options& options) {
  const Result<RuleSet> rules = load_rule_set(embedded_files());
  if (!rules) return complain(rules.error().message, exit_not_done);
  const std::string text = explain_rule(*rules, options.subject);
  if (text.empty())
    return complain(fmt::format("there is no rule `{}`; `assay rules list` shows all", options.subject), exit_usage);
  return print(text);
}

int run_rules_check(const Options& options) {
  std::vector<PackFile> pack;
  if (!options.path.empty()) {
    Result<std::vector<PackFile>> read = read_pack(options.path);
    if (!read) return complain(read.error().message, exit_usage);
    pack = std::move(*read);
  }
  const PackContents own = contents_of(pack);
  const Result<RuleSet> rules = load_rule_set(embedded_files(), own.rules);
  if (!rules) return complain(rules.error().message, exit_usage);
  std::vector<std::string> failures = failed_examples(*rules);
  for (std::string& failed : failed_finding_examples(rules->findings)) failures.push_back(std::move(failed));
  std::size_t names = 0;
  for (const LanguageSpec* language : languages()) {
    const Result<Catalog> catalog = load_catalog(embedded_files(), language->marks.id, own.catalogs);
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
    return print(fmt::format(
        "{} verdict rules and {} finding rules with their examples, {} catalogued names and {} counterparts "
        "are sound\n",
        rules->verdicts.size(), rules->findings.size(), names, counterparts->size()));
  }
  return report_failures(failures);
}

}  // namespace assay
