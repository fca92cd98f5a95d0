// Which reports of a scan go where: `-f sarif=out.sarif,text` and `-o`, and the writing of them.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "analyzer/options.h"
#include "reports/formats.h"

namespace assay {

struct ReportOutput {
  const Format* format = nullptr;
  std::string path;  // empty: standard output
};

// A format with a path of its own goes there, `-` being standard output. The others go to `-o`: one to that file or into
// that folder, several into that folder. Without `-o` one of them may go to standard output. Failure: wrong usage.
Result<std::vector<ReportOutput>> plan_outputs(const Options& options);

// Whether files can be made there, asked before a long analysis is done in vain. Makes the folder that `-o` names for
// several formats.
Result<bool> prepare_outputs(const std::vector<ReportOutput>& outputs, const Options& options);

// How an output is to look.
FormatOptions format_options(const ReportOutput& output, const Options& options);

// Writes the text of an output to a sink.
using OutputText = std::function<void(const ReportOutput& output, std::size_t index, const Sink& sink)>;

// All of them, also after one that cannot be written. Returns the exit status; says what was written where, and what not.
int write_outputs(const std::vector<ReportOutput>& outputs, const Options& options, const OutputText& text);
int write_outputs(const Report& report, const std::vector<ReportOutput>& outputs, const Options& options);

}  // namespace assay
