// See formats.h.
#include "reports/formats.h"

#include <algorithm>
#include <array>

#include "reports/annotations.h"
#include "reports/collapsed.h"
#include "reports/csv.h"
#include "reports/diff.h"
#include "reports/html/report.h"
#include "reports/json.h"
#include "reports/junit.h"
#include "reports/markdown.h"
#include "reports/speedscope.h"
#include "reports/text.h"

namespace assay {
namespace {

using Write = bool (*)(const Report&, const Sink&);

// For formats that have nothing to choose.
template <Write write>
bool ignoring_options(const Report& report, const FormatOptions&, const Sink& sink) {
  return write(report, sink);
}

constexpr std::array<Format, 16> rows = {{
    {"text", "assay.txt",
     [](const Report& report, const FormatOptions& options, const Sink& sink) {
       if (report.difference != nullptr) return sink(diff_text(report, options.color, options.verbose));
       return sink(text_report(report, {options.color, options.verbose, options.width, options.links}));
     }},
    {"json", "assay.json",
     [](const Report& report, const FormatOptions& options, const Sink& sink) {
       if (report.difference != nullptr) return write_diff_json(report, sink);
       return write_json(report, {options.limit, {}, options.threads}, sink);
     }},
    {"html", "assay.html",
     [](const Report& report, const FormatOptions& options, const Sink& sink) {
       return write_html(report, options.root, sink);
     },
     true},
    {"sarif", "assay.sarif",
     [](const Report& report, const FormatOptions& options, const Sink& sink) {
       return write_sarif(report, {options.sarif_profile, options.category, options.root}, sink);
     }},
    {"markdown", "assay.md",
     [](const Report& report, const FormatOptions&, const Sink& sink) { return write_markdown(report, sink); }, true},
    {"comment", "assay.comment.md",
     [](const Report& report, const FormatOptions& options, const Sink& sink) {
       return write_comment(report, options.category, sink);
     }},
    {"github", "assay.github", ignoring_options<write_github>},
    {"gitlab", "assay.gitlab.json", ignoring_options<write_gitlab>},
    {"rdjson", "assay.rdjson", ignoring_options<write_rdjson>},
    {"checkstyle", "assay.checkstyle.xml", ignoring_options<write_checkstyle>},
    {"junit", "assay.junit.xml", ignoring_options<write_junit>},
    {"csv", "assay.csv", ignoring_options<write_csv_components>},
    {"csv-findings", "assay.findings.csv", ignoring_options<write_csv_findings>},
    {"csv-hot-paths", "assay.hot-paths.csv", ignoring_options<write_csv_hot_paths>},
    {"speedscope", "assay.speedscope.json", ignoring_options<write_speedscope>},
    {"collapsed", "assay.collapsed", ignoring_options<write_collapsed>},
}};

}  // namespace

std::span<const Format> formats() { return rows; }

const Format* find_format(std::string_view name) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Format& format) { return format.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

}  // namespace assay
