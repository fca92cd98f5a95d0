// The report as Markdown: for a job's summary page, and for one comment on a pull request.
#pragma once

#include <string>

#include "reports/report.h"
#include "reports/sink.h"

namespace assay {

// GitHub drops a summary above 1024 KiB altogether. What does not fit is counted.
inline constexpr std::size_t summary_bytes = 900 * 1024;
bool write_markdown(const Report& report, const Sink& sink, std::size_t most_bytes = summary_bytes);

// GitHub takes 65,536 characters. The first line is a hidden marker by which a later run finds its own comment again, to
// write the new one in its place; `category` tells the comments of several runs apart.
inline constexpr std::size_t comment_bytes = 65'000;
bool write_comment(const Report& report, const std::string& category, const Sink& sink,
                   std::size_t most_bytes = comment_bytes);

}  // namespace assay
