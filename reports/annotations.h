// Findings where a reviewer of a change meets them: GitHub's workflow commands, GitLab's Code Quality, reviewdog's rdjson,
// Checkstyle's XML.
#pragma once

#include "reports/report.h"
#include "reports/sink.h"

namespace assay {

// `::warning file=…`: GitHub takes ten of each kind from a step and drops the others silently. So of each kind the nine
// that weigh most, and one that says how many more there are; all ten where there are ten.
bool write_github(const Report& report, const Sink& sink);

// https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
bool write_gitlab(const Report& report, const Sink& sink);

// https://github.com/reviewdog/reviewdog/tree/master/proto/rdf, one DiagnosticResult; columns count bytes.
bool write_rdjson(const Report& report, const Sink& sink);

// https://checkstyle.org: `<file><error/></file>`, as Jenkins, reviewdog and many others read it.
bool write_checkstyle(const Report& report, const Sink& sink);

}  // namespace assay
