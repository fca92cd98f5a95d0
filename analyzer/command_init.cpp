// `assay init`: a commented configuration that names what was found.
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "analyzer/ask_team.h"
#include "analyzer/base/text.h"
#include "analyzer/commands.h"
#include "analyzer/config.h"
#include "analyzer/output.h"
#include "analyzer/pipeline.h"
#include "rules/engine/embedded.h"
#include "rules/engine/rule_set.h"

namespace assay {

int run_init(const Options& options) {
  for (const char* name : {"assay.yaml", "assay.yml", "assay.json"}) {
    struct stat info {};
    const std::string path = fmt::format("{}/{}", options.path, name);
    if (lstat(path.c_str(), &info) == 0) {
      return complain(fmt::format("`{}` is there already; edit it, or remove it first", path), exit_usage);
    }
  }
  ScanRequest request;
  request.root = options.path;
  const Result<RuleSet> rules = load_rules(request);
  if (!rules) return complain(rules.error().message, exit_not_done);
  const Result<Report> report = scan(request, *rules, [](std::size_t, std::size_t) {});
  if (!report) return complain(report.error().message, exit_not_done);
  std::vector<NamedComponent> found;
  for (const Component& component : report->components.list) found.push_back({component.name, component.paths});
  const std::string path = options.path + "/assay.yaml";
  Result<OutputFile> file = OutputFile::create(path);
  if (!file) return complain(file.error().message, exit_not_done);
  const std::vector<Question>& questions = rules->model.questions;
  const bool somebody_there = isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1;
  file->write(config_template(found, questions, somebody_there ? ask_team(questions, stdin, stderr) : TeamAnswers{}));
  if (const Result<bool> done = file->commit(); !done) return complain(done.error().message, exit_not_done);
  return print(
      fmt::format("wrote {}: {} components were found; uncomment those to change\n", printable(path), found.size()));
}

}  // namespace assay
