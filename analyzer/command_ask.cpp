// `assay ask`: the team's questions; prints the answers as the configuration's `context` section.
#include <cstdio>

#include "analyzer/ask_team.h"
#include "analyzer/commands.h"
#include "analyzer/config.h"
#include "rules/engine/embedded.h"
#include "rules/engine/rule_set.h"

namespace assay {

int run_ask() {
  const Result<RuleSet> rules = load_rule_set(embedded_files());
  if (!rules) return complain(rules.error().message, exit_not_done);
  const TeamAnswers team = ask_team(rules->model.questions, stdin, stderr);
  return print(context_section(rules->model.questions, team));
}

}  // namespace assay
