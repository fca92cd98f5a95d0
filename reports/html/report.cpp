// See report.h. The document from cover to method, and the template that it is set into.
#include "reports/html/report.h"

#include <algorithm>
#include <numeric>

#include "analyzer/base/check.h"
#include "reports/html/page.h"
#include "reports/html/template.h"
#include "reports/ranked_findings.h"

namespace assay {
namespace {

// Where the template takes the document: <!--assay:NAME-->.
struct TemplatePiece {
  std::string_view text, mark;
};

TemplatePiece next_piece(std::string_view& rest) {
  constexpr std::string_view begin = "<!--assay:", end = "-->";
  const std::size_t at = rest.find(begin);
  if (at == std::string_view::npos) return {std::exchange(rest, {}), {}};
  const std::size_t stop = rest.find(end, at);
  CHECK(stop != std::string_view::npos, "a mark of the report's template does not end");
  const TemplatePiece piece{rest.substr(0, at), rest.substr(at + begin.size(), stop - at - begin.size())};
  rest.remove_prefix(stop + end.size());
  return piece;
}

// Moves first, strongest first; then what stays, largest first.
std::vector<std::size_t> by_weight(const Report& report) {
  std::vector<std::size_t> order(report.results.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const Verdict& x = report.results[a].verdict;
    const Verdict& y = report.results[b].verdict;
    const bool keep_x = x.choice == Answer::Keep, keep_y = y.choice == Answer::Keep;
    if (keep_x != keep_y) return keep_y;
    if (!keep_x && score_of(x, x.choice) != score_of(y, y.choice)) return score_of(x, x.choice) > score_of(y, y.choice);
    return report.components.list[a].code_lines > report.components.list[b].code_lines;
  });
  return order;
}

}  // namespace

bool write_html(const Report& report, const std::string& root, const Sink& sink, const HtmlLimits& limits) {
  std::string out;
  HtmlWriter html(out);
  Excerpts excerpts(root, report.model);
  const OwnPackages own_packages(report.components);
  HtmlPage page{report, limits, html, excerpts, own_packages, by_weight(report), {}, {}};
  page.findings.resize(report.results.size());
  for (const std::uint32_t at : ranked_findings(report))
    page.findings[report.findings[at].component.index()].push_back(at);
  const std::string components = component_pages(page);  // first: the other parts link to those that fit

  const auto body = [&] {
    write_cover(page);
    html.open("main", {{"id", "report"}});
    write_summary(page);
    write_components(page);
    out += components;
    write_code_map(page);
    write_dependencies(page);
    write_hot_paths(page);
    write_findings(page);
    write_method(page);
    html.close();
  };
  for (std::string_view rest = html_files().front().content; !rest.empty();) {
    const TemplatePiece piece = next_piece(rest);
    out += piece.text;
    if (piece.mark == "title") html.text(title_of(report));
    if (piece.mark == "body") body();
    if (piece.mark == "data") out += json_in_html(chart_data(report, limits));
    if (!sink(out)) return false;
    out.clear();
  }
  return true;
}

}  // namespace assay
