// See csv.h.
#include "reports/csv.h"

#include <fmt/format.h>

#include <array>
#include <iterator>

#include "analyzer/base/text.h"
#include "reports/escape.h"
#include "reports/ranked_findings.h"
#include "reports/words.h"

namespace assay {
namespace {

// One row: cells with commas between them.
class Row {
 public:
  explicit Row(std::string& out) : out_(out) {}
  ~Row() { out_ += "\r\n"; }
  Row(const Row&) = delete;
  Row& operator=(const Row&) = delete;

  Row& text(std::string_view cell) { return separated(), out_ += csv_cell(cell), *this; }
  Row& path(std::string_view bytes) { return text(json_path(bytes)); }
  Row& number(std::uint64_t value) { return separated(), fmt::format_to(std::back_inserter(out_), "{}", value), *this; }
  Row& number(double value) { return separated(), fmt::format_to(std::back_inserter(out_), "{:.6g}", value), *this; }

 private:
  void separated() {
    if (!first_) out_ += ',';
    first_ = false;
  }

  std::string& out_;
  bool first_ = true;
};

std::string joined(const std::vector<std::string>& paths) {
  std::string out;
  for (const std::string& path : paths) out.append(out.empty() ? "" : " ").append(json_path(path));
  return out;
}

}  // namespace

bool write_csv_components(const Report& report, const Sink& sink) {
  std::vector<std::array<std::uint64_t, 3>> findings(report.components.list.size());
  for (const std::uint32_t i : counted_findings(report)) {
    const Finding& finding = report.findings[i];
    ++findings[finding.component.index()][static_cast<std::size_t>(finding.level)];
  }
  PieceBuffer buffer(sink);
  buffer.text() +=
      "id,name,kind,language,lines,functions,verdict,confidence,near_tie,rust,go,keep,cpu,allocation,concurrency,io,"
      "errors,warnings,notes,paths\r\n";
  for (std::size_t i = 0; i < report.components.list.size(); ++i) {
    const Component& c = report.components.list[i];
    const ComponentResult& result = report.results[i];
    {
      Row row(buffer.text());
      row.text(c.id).text(c.name).text(kind_name(c.kind)).text(main_language(c));
      row.number(std::uint64_t{c.code_lines}).number(std::uint64_t{c.functions});
      row.text(answer_name(result.verdict.choice)).text(confidence_name(result.verdict.confidence));
      row.text(result.verdict.near_tie ? "true" : "false");
      for (const Answer answer : {Answer::Rust, Answer::Go, Answer::Keep}) row.number(score_of(result.verdict, answer));
      for (const ProfilePart& part : result.profile.parts) row.number(part.score);
      for (const Level level : {Level::Error, Level::Warning, Level::Note})
        row.number(findings[i][static_cast<std::size_t>(level)]);
      row.text(joined(c.paths));
    }
    if (!buffer.pass_on()) return false;
  }
  return buffer.finish();
}

bool write_csv_findings(const Report& report, const Sink& sink) {
  PieceBuffer buffer(sink);
  buffer.text() += "level,rule,file,line,column,end_line,component,function,heat,message,fingerprint\r\n";
  for (const std::uint32_t i : counted_findings(report)) {
    const Finding& finding = report.findings[i];
    {
      Row row(buffer.text());
      row.text(level_name(finding.level)).text(report.finding_rules[finding.rule].id);
      row.path(report.model.files[finding.file.index()].path).number(std::uint64_t{finding.line});
      row.number(std::uint64_t{finding.column}).number(std::uint64_t{finding.end_line});
      row.text(report.components.list[finding.component.index()].id);
      row.text(finding.function ? report.model.qualified_name(finding.function) : std::string_view{});
      row.number(finding.heat).text(finding.message).text(finding.fingerprint);
    }
    if (!buffer.pass_on()) return false;
  }
  return buffer.finish();
}

bool write_csv_hot_paths(const Report& report, const Sink& sink) {
  PieceBuffer buffer(sink);
  buffer.text() += "function,file,line,component,self,inclusive,basis\r\n";
  for (const HotFunction& hot : report.hot_paths.functions) {
    const FileId file = report.model.function_file[hot.function.index()];
    {
      Row row(buffer.text());
      row.text(report.model.qualified_name(hot.function)).path(report.model.files[file.index()].path);
      row.number(std::uint64_t{report.model.function(hot.function).line()});
      row.text(report.components.list[report.components.of_file[file.index()].index()].id);
      row.number(hot.self).number(hot.inclusive).text(hot.basis == Basis::Profile ? "profile" : "static");
    }
    if (!buffer.pass_on()) return false;
  }
  return buffer.finish();
}

}  // namespace assay
