// See junit.h. The shape that readers agree on: https://github.com/testmoapp/junitxml
#include "reports/junit.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "analyzer/base/text.h"
#include "reports/escape.h"
#include "reports/ranked_findings.h"

namespace assay {
namespace {

// What each component did wrong, one line a finding.
std::vector<std::string> errors_by_component(const Report& report, std::vector<std::size_t>& counts) {
  std::vector<std::string> errors(report.components.list.size());
  for (const std::uint32_t i : counted_findings(report)) {
    const Finding& finding = report.findings[i];
    if (finding.level != Level::Error) continue;
    const std::size_t component = finding.component.index();
    ++counts[component];
    fmt::format_to(std::back_inserter(errors[component]), "{}:{}: {} [{}]\n",
                   xml_text(json_path(report.model.files[finding.file.index()].path)), finding.line,
                   xml_text(finding.message), xml_text(report.finding_rules[finding.rule].id));
  }
  return errors;
}

}  // namespace

bool write_junit(const Report& report, const Sink& sink) {
  PieceBuffer buffer(sink);
  std::string& out = buffer.text();
  std::vector<std::size_t> counts(report.components.list.size());
  const std::vector<std::string> errors = errors_by_component(report, counts);
  const auto failed = std::count_if(counts.begin(), counts.end(), [](std::size_t count) { return count > 0; });
  fmt::format_to(
      std::back_inserter(out),
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"assay\" tests=\"{0}\" failures=\"{1}\" "
      "errors=\"0\" time=\"0\">\n  <testsuite name=\"{2}\" tests=\"{0}\" failures=\"{1}\" errors=\"0\" "
      "skipped=\"0\" time=\"0\">\n",
      counts.size(), failed, xml_text(report.name));
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const Component& component = report.components.list[i];
    const Verdict& verdict = report.results[i].verdict;
    fmt::format_to(std::back_inserter(out), "    <testcase classname=\"assay.{}\" name=\"{}\" time=\"0\">\n",
                   kind_name(component.kind), xml_text(component.id));
    if (counts[i] > 0)
      fmt::format_to(std::back_inserter(out),
                     "      <failure message=\"{} finding{} of level error\" type=\"finding\">{}</failure>\n",
                     counts[i], counts[i] == 1 ? "" : "s", errors[i]);
    fmt::format_to(std::back_inserter(out),
                   "      <system-out>verdict {}, confidence {}: rust {:.2f}, go {:.2f}, keep {:.2f}</system-out>\n"
                   "    </testcase>\n",
                   answer_name(verdict.choice), confidence_name(verdict.confidence), score_of(verdict, Answer::Rust),
                   score_of(verdict, Answer::Go), score_of(verdict, Answer::Keep));
    if (!buffer.pass_on()) return false;
  }
  out += "  </testsuite>\n</testsuites>\n";
  return buffer.finish();
}

}  // namespace assay
