// The table of all components: what each is, its verdict, and its four profiles as bars.
#include <fmt/format.h>

#include "reports/html/page.h"
#include "reports/plan_words.h"
#include "reports/terminal.h"
#include "reports/words.h"

namespace assay {

void write_components(HtmlPage& page) {
  begin_page(page, "components", "Components");
  if (page.report.results.empty()) {
    paragraph(page, "There is none.");
    end_page(page);
    return;
  }
  paragraph(
      page,
      "A component is a part that is built, deployed or at least kept apart; every file belongs to one. The bars say "
      "how much it computes, allocates, does at the same time, and waits, each from 0 to 1; weeks are the median of a "
      "person's effort to move it.");
  begin_table(page, "Components",
              {{"Component"},
               {"Verdict"},
               {"Confidence"},
               {"Kind"},
               {"Language"},
               {"Lines", Cells::Number},
               {"Computes", Cells::Bar},
               {"Allocates", Cells::Bar},
               {"At once", Cells::Bar},
               {"Waits", Cells::Bar},
               {"Findings", Cells::Number},
               {"Weeks", Cells::Number}},
              "sort filter");
  HtmlWriter& html = page.html;
  for (const std::size_t i : page.order) {
    const Component& c = page.component(i);
    const ComponentResult& result = page.report.results[i];
    html.open("tr").open("th", {{"scope", "row"}});
    component_link(page, i);
    html.close().open("td");
    badge(page, result.verdict.choice);
    html.close();
    const auto rank = fmt::format("{}", static_cast<int>(result.verdict.confidence));
    html.element("td", result.verdict.near_tie ? "near tie" : confidence_name(result.verdict.confidence),
                 {{"data-v", rank}});
    html.element("td", kind_name(c.kind)).element("td", main_language(c));
    number_cell(page, grouped(c.code_lines));
    for (const ProfilePart& part : result.profile.parts) {
      html.open("td", {{"class", "bar"}});
      meter(page, part.score, part.name);
      html.close();
    }
    number_cell(page, grouped(page.findings[i].size()));
    const std::optional<Effort>& effort = page.report.plans.components[i].effort;
    number_cell(page, effort && result.verdict.choice != Answer::Keep ? weeks_words(effort->p50) : "–");
    html.close();
  }
  end_table(page);
  std::size_t without = 0;
  for (const bool has : page.has_page) without += has ? 0 : 1;
  if (without > 0) {
    paragraph(
        page,
        fmt::format("{} without a page of their own here, to keep this file small: `assay explain ID` and the JSON "
                    "report tell all of them.",
                    counted(without, "component")),
        "note");
  }
  end_page(page);
}

}  // namespace assay
