// Which formats does a report have? One row each in formats.cpp: the command line, its help and the tests read the rows.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/report.h"
#include "reports/sarif.h"
#include "reports/sink.h"

namespace assay {

struct FormatOptions {
  bool color = false;
  bool verbose = false;
  std::size_t width = 80;  // of the text report, in columns
  std::string links;       // of the text report: see TextOptions
  std::size_t limit = 0;   // most hot paths in JSON; 0: all
  std::string root;        // the scanned folder: code is read again from there; never printed
  SarifProfile sarif_profile = SarifProfile::GitHub;
  std::string category = "assay";  // tells several reports on one repository apart, in SARIF and in comments
  std::size_t threads = 1;         // that may make it; never changes what is written
};

struct Format {
  std::string_view name;  // after `-f`
  std::string_view file;  // what it is called in a folder of reports
  // False: the sink wanted no more.
  bool (*write)(const Report& report, const FormatOptions& options, const Sink& sink);
  bool whole = false;  // it shows components also of a comparison, in full
};

std::span<const Format> formats();
const Format* find_format(std::string_view name);  // null: there is none of that name

}  // namespace assay
