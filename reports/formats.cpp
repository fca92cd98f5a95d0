// See formats.h.
#include "reports/formats.h"

#include <algorithm>
#include <array>

#include "reports/collapsed.h"
#include "reports/json.h"
#include "reports/speedscope.h"
#include "reports/text.h"

namespace assay {
namespace {

constexpr std::array<Format, 4> rows = {{
    {"text", "assay.txt",
     [](const Report& report, const FormatOptions& options, const Sink& sink) {
       return sink(text_report(report, {options.color, options.verbose}));
     }},
    {"json", "assay.json",
     [](const Report& report, const FormatOptions& options, const Sink& sink) {
       return write_json(report, {options.limit}, sink);
     }},
    {"speedscope", "assay.speedscope.json",
     [](const Report& report, const FormatOptions&, const Sink& sink) { return write_speedscope(report, sink); }},
    {"collapsed", "assay.collapsed",
     [](const Report& report, const FormatOptions&, const Sink& sink) { return write_collapsed(report, sink); }},
}};

}  // namespace

std::span<const Format> formats() { return rows; }

const Format* find_format(std::string_view name) {
  const auto row = std::find_if(rows.begin(), rows.end(), [&](const Format& format) { return format.name == name; });
  return row == rows.end() ? nullptr : &*row;
}

}  // namespace assay
