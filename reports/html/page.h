// What the parts of the HTML report share: what they read, how they name places, and one function for each part.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/html/excerpts.h"
#include "reports/html/report.h"
#include "reports/html/writer.h"
#include "reports/repository_totals.h"

namespace assay {

struct HtmlPage {
  const Report& report;
  const HtmlLimits& limits;
  HtmlWriter& html;
  Excerpts& excerpts;
  const OwnPackages& own_packages;
  std::vector<std::size_t> order;                    // components, those that move first, strongest first, then by size
  std::vector<std::vector<std::uint32_t>> findings;  // by component, ranked
  std::vector<bool> has_page;                        // by component; set when the components' pages are written

  const Component& component(std::size_t i) const { return report.components.list[i]; }
  const Verdict& verdict(std::size_t i) const { return report.results[i].verdict; }
};

// One part each, in the order of the document.
void write_cover(HtmlPage& page);
void write_summary(HtmlPage& page);
void write_components(HtmlPage& page);
std::string component_pages(HtmlPage& page);  // also sets has_page
void write_code_map(HtmlPage& page);
void write_dependencies(HtmlPage& page);
void write_hot_paths(HtmlPage& page);
void write_findings(HtmlPage& page);
void write_method(HtmlPage& page);

// Parts of a component's page.
void write_why(HtmlPage& page, std::size_t component);
void write_team(HtmlPage& page, std::size_t component);
void write_flips(HtmlPage& page, std::size_t component);
void write_plan(HtmlPage& page, std::size_t component);
void write_readiness(HtmlPage& page, std::size_t component);
void write_relations(HtmlPage& page, std::size_t component);

// What the scripts draw that no table holds: files of the map and call stacks, as JSON.
std::string chart_data(const Report& report, const HtmlLimits& limits);

std::string_view answer_words(Answer answer);        // "Go service", "Rust core", "Keep"
std::string_view relation_words(RelationKind kind);  // "calls", "web requests", …
std::string title_of(const Report& report);
std::string days_words(std::uint64_t days);  // "12 days", "5 months", "3 years"
std::string capitalised(std::string_view sentence);
std::string percent(double share, int digits = 0);               // "43 %"
std::string counted(std::uint64_t count, std::string_view one);  // "1,204 findings"
std::string joined(const std::vector<std::string>& words, std::string_view between = ", ");
// Where the code is shown, if the configuration says where; else empty.
std::string source_link(const HtmlPage& page, std::string_view file, std::uint32_t line);

void begin_page(HtmlPage& page, std::string_view id, std::string_view title);  // a section with its heading
void end_page(HtmlPage& page);
void paragraph(HtmlPage& page, std::string_view text, std::string_view kind = "");
// A sentence of ours with foreign names in back-quotes: these become code.
void sentence(HtmlPage& page, std::string_view text);
void place(HtmlPage& page, std::string_view file, std::uint32_t line);  // src/a.py:12
void badge(HtmlPage& page, Answer answer);                              // the verdict, coloured
void component_link(HtmlPage& page, std::size_t i);
void meter(HtmlPage& page, double share, std::string_view label);              // a bar with its number
void score_bar(HtmlPage& page, const Scores& scores, std::string_view whose);  // the three scores as one bar
void number_cell(HtmlPage& page, std::string_view text);

enum class Cells { Text, Number, Bar };
struct Column {
  std::string_view name;
  Cells cells = Cells::Text;
};
// A table that scrolls sideways where it must; `kind` says to the scripts what may be done with it.
void begin_table(HtmlPage& page, std::string_view caption, std::initializer_list<Column> columns,
                 std::string_view kind = "plain");
void end_table(HtmlPage& page);

}  // namespace assay
