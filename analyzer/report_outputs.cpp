// See report_outputs.h.
#include "analyzer/report_outputs.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "analyzer/base/text.h"
#include "analyzer/commands.h"
#include "analyzer/output.h"
#include "analyzer/workers/pool.h"

namespace assay {
namespace {

bool is_folder(const std::string& path) {
  struct stat info {};
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

int color_option(When when) { return when == When::Always ? 1 : when == When::Never ? -1 : 0; }

Result<bool> write_output(const ReportOutput& output, std::size_t index, const OutputText& text) {
  Result<OutputFile> file = output.path.empty() ? OutputFile::standard_output() : OutputFile::create(output.path);
  if (!file) return tl::unexpected(file.error());
  text(output, index, [&](std::string_view piece) { return file->write(piece); });
  return file->commit();
}

}  // namespace

FormatOptions format_options(const ReportOutput& output, const Options& options) {
  FormatOptions how;
  const int color = color_option(options.color);
  how.color = output.path.empty() ? wants_color(STDOUT_FILENO, color) : color > 0;
  how.verbose = options.verbose > 0;
  if (output.path.empty()) how.width = columns_of_terminal(STDOUT_FILENO);
  const bool links = options.hyperlinks == When::Auto ? output.path.empty() && how.color && has_links(STDOUT_FILENO)
                                                      : options.hyperlinks == When::Always;
  if (links) how.links = file_url(options.path);
  how.limit = options.limit;
  how.root = options.path;
  how.sarif_profile = options.sarif_profile;
  how.category = options.category;
  how.threads = worker_count(options.jobs);
  return how;
}

Result<std::vector<ReportOutput>> plan_outputs(const Options& options) {
  std::vector<std::string> requests = options.formats;
  if (requests.empty()) requests.emplace_back("text");
  std::vector<ReportOutput> outputs;
  std::vector<std::size_t> without_path;
  for (const std::string& request : requests) {
    const std::size_t equals = request.find('=');
    ReportOutput output{find_format(request.substr(0, equals)), {}};
    if (equals == std::string::npos) {
      without_path.push_back(outputs.size());
    } else if (equals + 1 == request.size()) {
      return failure(fmt::format("`-f {}` names no file behind the `=`", request));
    } else if (request.substr(equals + 1) != "-") {
      output.path = request.substr(equals + 1);
    }
    outputs.push_back(std::move(output));
  }
  if (without_path.size() > 1 && options.output.empty())
    return failure("several formats need a file each, `-f text,json=FILE`, or a folder to go to, `-o DIR`");
  if (without_path.empty() && !options.output.empty())
    return failure(fmt::format("`-o {}` is for formats without a file of their own", printable(options.output)));
  const bool to_folder = without_path.size() > 1 || is_folder(options.output);
  for (const std::size_t i : without_path) {
    outputs[i].path = options.output;
    if (!options.output.empty() && to_folder) outputs[i].path.append("/").append(outputs[i].format->file);
  }
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      if (outputs[i].path != outputs[j].path) continue;
      return failure(fmt::format("`{}` and `{}` both go to {}: name a file for each, `-f {}=FILE`",
                                 outputs[j].format->name, outputs[i].format->name,
                                 outputs[i].path.empty() ? "standard output" : '`' + printable(outputs[i].path) + '`',
                                 outputs[i].format->name));
    }
  }
  return outputs;
}

Result<bool> prepare_outputs(const std::vector<ReportOutput>& outputs, const Options& options) {
  const auto in_folder = [&](const ReportOutput& o) { return folder_of(o.path) == options.output; };
  if (!options.output.empty() && !is_folder(options.output) && std::any_of(outputs.begin(), outputs.end(), in_folder) &&
      mkdir(options.output.c_str(), 0777) != 0)
    return failure(fmt::format("cannot make the folder `{}`: {}", printable(options.output), std::strerror(errno)));
  for (const ReportOutput& output : outputs) {
    if (output.path.empty()) continue;
    if (const Result<bool> writable = can_create(output.path); !writable) return writable;
  }
  return true;
}

int write_outputs(const std::vector<ReportOutput>& outputs, const Options& options, const OutputText& text) {
  int status = exit_done;
  for (std::size_t i = 0; i < outputs.size(); ++i) {
    if (const Result<bool> done = write_output(outputs[i], i, text); !done) {
      status = complain(done.error().message, exit_not_done);
    } else if (!outputs[i].path.empty() && !options.quiet) {
      complain(fmt::format("wrote {}", printable(outputs[i].path)), exit_done);
    }
  }
  return status;
}

int write_outputs(const Report& report, const std::vector<ReportOutput>& outputs, const Options& options) {
  return write_outputs(outputs, options, [&](const ReportOutput& output, std::size_t, const Sink& sink) {
    output.format->write(report, format_options(output, options), sink);
  });
}

}  // namespace assay
