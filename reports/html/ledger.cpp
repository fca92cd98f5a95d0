// Why a component's verdict is what it is: the lead over the next best answer as a waterfall, every rule's weights, what the
// team's answers add, the themes, and what would change the verdict.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "reports/html/page.h"
#include "reports/reasons.h"
#include "reports/terminal.h"
#include "reports/words.h"

namespace assay {
namespace {

constexpr std::size_t reasons_drawn = 10;

// One step of the waterfall: from the lead before a reason to the lead after it.
struct Step {
  double from = 0, to = 0;
};

struct Scale {
  double low = 0, high = 0;
  void take(double value) {
    low = std::min(low, value);
    high = std::max(high, value);
  }
  double at(double value) const { return 100 * (value - low) / std::max(high - low, 0.1); }
};

void step_cell(HtmlPage& page, const Scale& scale, Step step, Answer answer) {
  HtmlWriter& html = page.html;
  html.open("td", {{"class", "steps"}});
  html.open("svg", {{"viewBox", "0 0 100 10"}, {"preserveAspectRatio", "none"}, {"aria-hidden", "true"}});
  const std::string zero = fmt::format("{:.2f}", scale.at(0));
  html.open("line", {{"x1", zero}, {"x2", zero}, {"y1", "0"}, {"y2", "10"}}).close();
  const double begin = scale.at(std::min(step.from, step.to)), end = scale.at(std::max(step.from, step.to));
  html.open("rect", {{"class", answer_name(answer)},
                     {"x", fmt::format("{:.2f}", begin)},
                     {"y", "2"},
                     {"width", fmt::format("{:.2f}", std::max(end - begin, 0.6))},
                     {"height", "6"}});
  html.close().close().close();
}

// The lead of one answer over the other, from nothing to what it is: what each reason adds to it or takes from it.
class Waterfall {
 public:
  Waterfall(HtmlPage& page, const Reasons& reasons)
      : page_(page), reasons_(reasons), shown_(worth_showing(reasons, reasons_drawn)) {
    double lead = 0;
    scale_.take(reasons.lead);
    for (std::size_t i = 0; i < shown_; ++i) scale_.take(lead += reasons.list[i].lead);
  }

  void write(const Verdict& v) {
    const std::string caption = fmt::format("What adds to the lead of {} over {}, and what takes from it, in log-odds",
                                            verdict_words(reasons_.answer), verdict_words(reasons_.other));
    begin_table(page_, caption, {{"Speaks"}, {"Reason"}, {"Adds", Cells::Number}, {"From lead to lead", Cells::Bar}},
                "ledger");
    for (std::size_t i = 0; i < shown_; ++i) {
      const Reason& reason = reasons_.list[i];
      row(stand_of(reasons_, reason), reason.lead, reason.text, reason.rule);
    }
    if (const SmallerReasons rest = smaller_than(reasons_, shown_); rest.count > 0)
      row({reasons_.favoured_by(rest.lead), false}, rest.lead,
          fmt::format("{}, together", counted(rest.count, "smaller reason")), "");
    const Answer answer = reasons_.favoured_by(reasons_.lead);
    page_.html.open("tr", {{"class", "sum"}});
    stand_cell({answer, false});
    page_.html.element("td", fmt::format("the lead in all; scores of {:.2f} and {:.2f}", score_of(v, reasons_.answer),
                                         score_of(v, reasons_.other)));
    number_cell(page_, fmt::format("{:.2f}", std::abs(reasons_.lead)));
    step_cell(page_, scale_, {0, reasons_.lead}, answer);
    page_.html.close();
    end_table(page_);
  }

 private:
  static std::string_view short_words(Answer answer) {
    return answer == Answer::Rust ? "Rust" : answer == Answer::Go ? "Go" : "keep";
  }

  void stand_cell(Stand stand) {
    const std::string words = fmt::format("{} {}", stand.against ? "against" : "for", short_words(stand.answer));
    page_.html.open("td").element("span", words, {{"class", answer_name(stand.answer)}}).close();
  }

  void row(Stand stand, double added, std::string_view text, std::string_view rule) {
    const Answer answer = reasons_.favoured_by(added);
    HtmlWriter& html = page_.html;
    html.open("tr");
    stand_cell(stand);
    html.open("td").text(text);
    if (!rule.empty()) html.text(" ").element("code", rule, {{"class", "rule"}});
    html.close();
    number_cell(page_, fmt::format("{:.2f}", std::abs(added)));
    step_cell(page_, scale_, {lead_, lead_ + added}, answer);
    html.close();
    lead_ += added;
  }

  HtmlPage& page_;
  const Reasons& reasons_;
  std::size_t shown_;
  Scale scale_;
  double lead_ = 0;
};

void weight_cells(HtmlPage& page, const Scores& weights) {
  for (const Answer answer : answers) {
    const double weight = weights[static_cast<std::size_t>(answer)];
    number_cell(page, weight == 0 ? "" : fmt::format("{:+.2f}", weight));
  }
}

void every_rule(HtmlPage& page, const Reasons& reasons) {
  HtmlWriter& html = page.html;
  html.open("details").element("summary", fmt::format("All {} that spoke", counted(reasons.list.size(), "rule")));
  begin_table(page, "Ledger: what each rule gives each answer, in log-odds",
              {{"Rule"}, {"Reason"}, {"Rust", Cells::Number}, {"Go", Cells::Number}, {"Keep", Cells::Number}}, "sort");
  for (const Reason& reason : reasons.list) {
    html.open("tr").open("td").element("code", reason.rule).close().element("td", reason.text);
    weight_cells(page, reason.weights);
    html.close();
  }
  html.open("tr", {{"class", "sum"}}).element("td", "").element("td", "the sums, which make the scores");
  weight_cells(page, reasons.sums);
  html.close();
  end_table(page);
  html.close();
}

// What speaks for each answer by theme of the criteria: the scripts draw a radar from this table.
void themes(HtmlPage& page, const Verdict& v) {
  HtmlWriter& html = page.html;
  std::map<std::string, Scores> sums;
  for (const auto& [id, criterion] : page.report.decision.criteria) {
    if (!criterion.theme.empty()) sums[criterion.theme];
  }
  for (const Contribution& c : v.contributions) {
    if (c.weight <= 0 || c.criteria.empty()) continue;
    for (const std::string& id : c.criteria) {
      const auto criterion = page.report.decision.criteria.find(id);
      const std::string theme = criterion == page.report.decision.criteria.end() || criterion->second.theme.empty()
                                    ? "other"
                                    : criterion->second.theme;
      sums[theme][static_cast<std::size_t>(c.answer)] += c.weight / static_cast<double>(c.criteria.size());
    }
  }
  html.open("div", {{"class", "radar"}});
  begin_table(page, "What speaks for each answer, by theme of the criteria, in log-odds",
              {{"Theme"}, {"Rust", Cells::Number}, {"Go", Cells::Number}, {"Keep", Cells::Number}}, "themes");
  for (const auto& [theme, by_answer] : sums) {
    html.open("tr").element("th", theme, {{"scope", "row"}});
    for (const Answer answer : answers)
      number_cell(page, fmt::format("{:.2f}", by_answer[static_cast<std::size_t>(answer)]));
    html.close();
  }
  end_table(page);
  html.close();
}

void flip_list(HtmlPage& page, const Verdict& v, bool of_answers, std::string_view before) {
  HtmlWriter& html = page.html;
  const auto wanted = [&](const Flip& flip) { return flip.signal.empty() == of_answers; };
  if (std::none_of(v.flips.begin(), v.flips.end(), wanted)) return;
  paragraph(page, before);
  html.open("ul", {{"class", "flips"}});
  for (const Flip& flip : v.flips) {
    if (!wanted(flip)) continue;
    html.open("li");
    badge(page, flip.to);
    html.text(" ");
    sentence(page, flip.change);
    html.close();
  }
  html.close();
}

}  // namespace

void score_bar(HtmlPage& page, const Scores& scores, std::string_view whose) {
  HtmlWriter& html = page.html;
  const auto of = [&](Answer answer) { return scores[static_cast<std::size_t>(answer)]; };
  const std::string says =
      fmt::format("{}Rust {:.2f}, Go {:.2f}, keep {:.2f}", whose, of(Answer::Rust), of(Answer::Go), of(Answer::Keep));
  html.open("figure", {{"class", "scores"}});
  html.open("svg", {{"viewBox", "0 0 100 6"}, {"preserveAspectRatio", "none"}, {"role", "img"}, {"aria-label", says}});
  double at = 0;
  for (const Answer answer : answers) {
    const double width = 100 * of(answer);
    html.open("rect", {{"class", answer_name(answer)},
                       {"x", fmt::format("{:.2f}", at)},
                       {"width", fmt::format("{:.2f}", width)},
                       {"height", "6"}});
    html.close();
    at += width;
  }
  html.close().element("figcaption", says).close();
}

void write_why(HtmlPage& page, std::size_t i) {
  const Verdict& v = page.verdict(i);
  const Reasons reasons = reasons_of(v, page.report.decision);
  page.html.element("h3", capitalised(why_words(reasons)));
  Waterfall(page, reasons).write(v);
  every_rule(page, reasons);
  themes(page, v);
}

void write_team(HtmlPage& page, std::size_t i) {
  const Verdict& v = page.verdict(i);
  if (!answered(v)) return;
  HtmlWriter& html = page.html;
  html.element("h3", "What the code says, and what the team adds");
  score_bar(page, v.code_scores, "The code alone: ");
  score_bar(page, v.scores, "With the team's answers: ");
  html.open("p").text("The code alone says ");
  badge(page, v.code_choice);
  html.text(v.code_choice == v.choice ? "; the answers leave it at that." : "; the answers make it ");
  if (v.code_choice != v.choice) {
    badge(page, v.choice);
    html.text(".");
  }
  html.close();
  begin_table(page, "The team's answers, in log-odds",
              {{"Answer"}, {"Rust", Cells::Number}, {"Go", Cells::Number}, {"Keep", Cells::Number}});
  for (const Reason& reason : reasons_of(v, page.report.decision).list) {
    if (reason.spoken == nullptr || !reason.spoken->from_team) continue;
    html.open("tr").element("td", reason.text);
    weight_cells(page, reason.weights);
    html.close();
  }
  end_table(page);
}

void write_flips(HtmlPage& page, std::size_t i) {
  const Verdict& v = page.verdict(i);
  if (v.flips.empty()) return;
  page.html.element("h3", "What would change the verdict");
  flip_list(page, v, false, "In the code, all else as it is:");
  flip_list(page, v, true, "In what the team says:");
}

}  // namespace assay
