// Cover and summary: what a decision maker reads. What should become what, why, and what was not seen.
#include <fmt/format.h>

#include <algorithm>

#include "reports/html/page.h"
#include "reports/plan_words.h"
#include "reports/reasons.h"
#include "reports/terminal.h"
#include "reports/words.h"

namespace assay {
namespace {

constexpr std::size_t reasons_told = 3;
constexpr std::size_t boxes_shown = 12;  // of each answer, in the picture

std::uint64_t all_lines(const Report& report) {
  std::uint64_t lines = 0;
  for (const Component& c : report.components.list) lines += c.code_lines;
  return lines;
}

void fact(HtmlPage& page, std::string_view name, std::string_view text) {
  if (text.empty()) return;
  page.html.open("div").element("dt", name).element("dd", text).close();
}

struct Tally {
  std::size_t components = 0;
  std::uint64_t lines = 0;
  double weeks = 0;  // medians of the effort to move them
};

Tally tally(const HtmlPage& page, Answer answer) {
  Tally tally;
  for (std::size_t i = 0; i < page.report.results.size(); ++i) {
    if (page.verdict(i).choice != answer) continue;
    ++tally.components;
    tally.lines += page.component(i).code_lines;
    if (const std::optional<Effort>& effort = page.report.plans.components[i].effort; effort)
      tally.weeks += effort->p50;
  }
  return tally;
}

void verdict_counts(HtmlPage& page) {
  HtmlWriter& html = page.html;
  const std::uint64_t lines = std::max<std::uint64_t>(all_lines(page.report), 1);
  html.open("ul", {{"class", "counts"}});
  for (const Answer answer : {Answer::Go, Answer::Rust, Answer::Keep}) {
    const Tally of = tally(page, answer);
    const std::string kind(answer_name(answer));
    html.open("li", {{"class", kind}}).element("strong", grouped(of.components));
    const std::string_view what = answer == Answer::Go     ? "Go service"
                                  : answer == Answer::Rust ? "Rust core"
                                                           : "component";
    html.element("span", fmt::format("{}{}{}", what, of.components == 1 ? "" : "s",
                                     answer != Answer::Keep ? ""
                                     : of.components == 1   ? " stays"
                                                            : " stay"));
    std::string size = fmt::format("{} lines, {}", grouped(of.lines),
                                   percent(static_cast<double>(of.lines) / static_cast<double>(lines)));
    if (answer != Answer::Keep && of.components > 0)
      size += fmt::format("; about {} person-weeks", weeks_words(of.weeks));
    html.element("small", size);
    html.close();
  }
  html.close();
  paragraph(page,
            "Person-weeks are the sums of the medians; each component's page has its range and what that rests on.",
            "note");
  std::size_t ties = 0, unsure = 0, told = 0, turned = 0;
  for (const ComponentResult& result : page.report.results) {
    ties += result.verdict.near_tie ? 1 : 0;
    unsure += result.verdict.confidence == Confidence::Low ? 1 : 0;
    told += answered(result.verdict) ? 1 : 0;
    turned += result.verdict.choice != result.verdict.code_choice ? 1 : 0;
  }
  if (told > 0)
    paragraph(page,
              fmt::format("What the team answered is part of {}; the code alone would say something else of {}.",
                          counted(told, "verdict"), turned == 0 ? "none" : grouped(turned)),
              "note");
  if (ties + unsure > 0) {
    paragraph(page,
              fmt::format("Of these verdicts {} {} and {} of low confidence; the components' pages say why.",
                          grouped(ties), ties == 1 ? "is a near tie" : "are near ties", grouped(unsure)),
              "note");
  }
}

// Of components that are no Rust cores themselves: the part that is worth carving out.
void rust_parts(HtmlPage& page, std::size_t& shown) {
  for (const std::size_t i : page.order) {
    const std::optional<PartPlan>& part = page.report.plans.components[i].carve_out;
    if (!part || page.verdict(i).choice == Answer::Rust || shown >= boxes_shown) continue;
    ++shown;
    page.html.open("li", {{"class", "part"}}).text("a part of ");
    component_link(page, i);
    page.html.element("small", fmt::format(" {} lines", grouped(part->part.lines))).close();
  }
}

// What the picture says, in three lists; where there is room the scripts draw the calls between them.
void hybrid_picture(HtmlPage& page) {
  HtmlWriter& html = page.html;
  html.element("h3", "The picture");
  html.open("figure", {{"class", "lanes"}, {"id", "picture"}});
  html.open("div", {{"class", "lane-lists"}});
  for (const Answer answer : {Answer::Go, Answer::Rust, Answer::Keep}) {
    const std::string kind = fmt::format("lane {}", answer_name(answer));
    html.open("div", {{"class", kind}});
    html.element("h4", answer == Answer::Go     ? "Go services"
                       : answer == Answer::Rust ? "Rust cores"
                                                : "Stay as they are");
    std::size_t shown = 0, more = 0;
    html.open("ul");
    for (const std::size_t i : page.order) {
      if (page.verdict(i).choice != answer) continue;
      if (shown == boxes_shown) {
        ++more;
        continue;
      }
      ++shown;
      html.open("li", {{"data-component", page.component(i).id}, {"data-kind", kind_name(page.component(i).kind)}});
      component_link(page, i);
      html.element("small", fmt::format(" {} lines of {}", grouped(page.component(i).code_lines),
                                        main_language(page.component(i))));
      html.close();
    }
    if (answer == Answer::Rust) rust_parts(page, shown);
    if (shown == 0) html.element("li", "none", {{"class", "none"}});
    if (more > 0) html.element("li", fmt::format("and {} more", grouped(more)), {{"class", "none"}});
    html.close().close();
  }
  html.close();
  html.open("figcaption");
  html.text(
      "Components by what they should become. A line goes from who asks to who answers, as thick as the places in the "
      "code are many: drawn through for calls in the process, dashed for what is no call; those of tests are "
      "left "
      "out. ");
  html.element("a", "Each with its places", {{"href", "#dependencies"}}).text(".").close();
  html.close();
}

// What adds most to the lead of verdicts that move something, or, where nothing should move, of those that stay; one for
// each component.
std::vector<std::pair<std::size_t, Reason>> strongest(const HtmlPage& page) {
  const bool moves = std::any_of(page.report.results.begin(), page.report.results.end(),
                                 [](const ComponentResult& r) { return r.verdict.choice != Answer::Keep; });
  std::vector<std::pair<std::size_t, Reason>> found;
  for (std::size_t i = 0; i < page.report.results.size(); ++i) {
    const Verdict& v = page.verdict(i);
    if (moves && v.choice == Answer::Keep) continue;
    const Reasons reasons = reasons_of(v, page.report.decision);
    const auto best = std::find_if(reasons.list.begin(), reasons.list.end(), [&](const Reason& r) {
      return r.lead > 0 && r.spoken != nullptr && !stand_of(reasons, r).against;
    });
    if (best != reasons.list.end()) found.emplace_back(i, *best);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.second.lead > b.second.lead; });
  if (found.size() > reasons_told) found.resize(reasons_told);
  return found;
}

void strongest_reasons(HtmlPage& page) {
  HtmlWriter& html = page.html;
  html.element("h3", "The strongest reasons");
  const auto reasons = strongest(page);
  if (reasons.empty()) {
    paragraph(page, "No rule speaks strongly: a move has to earn its cost, and nothing shows that one would.");
    return;
  }
  html.open("ol", {{"class", "reasons"}});
  for (const auto& [i, reason] : reasons) {
    html.open("li").open("p");
    component_link(page, i);
    html.text(" ");
    badge(page, page.verdict(i).choice);
    html.text(fmt::format(" {} ", reason.text));
    html.element("span", fmt::format("{:+.1f}", reason.lead), {{"class", "weight"}});
    html.close();
    if (const Evidence* e = first_place(page.report.results[i].signals, reason); e != nullptr) {
      html.open("p", {{"class", "at"}}).text("First at ");
      place(page, e->file, e->line);
      html.text(": " + e->note).close();
    }
    html.close();
  }
  html.close();
}

void compiler(HtmlPage& page) {
  const std::string words = compiler_words(page.report.compiler);
  if (words.empty()) return;
  page.html.open("li");
  sentence(page, words);
  page.html.close();
}

void what_was_not_seen(HtmlPage& page) {
  const Report& report = page.report;
  HtmlWriter& html = page.html;
  html.element("h3", "What was not seen");
  html.open("ul", {{"class", "unseen"}});
  if (report.skipped.empty()) {
    html.element("li", "Every file was analysed.");
  } else {
    std::vector<std::string> reasons;
    for (const auto& [reason, count] : skipped_by_reason(report.skipped)) {
      if (reasons.size() == reasons_told) break;
      reasons.push_back(fmt::format("{} {}", grouped(count), reason));
    }
    html.open("li").text(fmt::format("{} {} not analysed, mostly: {}. ", grouped(report.skipped.size()),
                                     report.skipped.size() == 1 ? "file or folder was" : "files or folders were",
                                     joined(reasons)));
    html.element("a", "All of them", {{"href", "#skipped"}}).text(".").close();
  }
  if (const std::size_t calls = report.model.calls.size(); calls > 0) {
    html.element("li", fmt::format("{} of {} calls have a known target.",
                                   percent(static_cast<double>(report.calls.resolved) / static_cast<double>(calls)),
                                   grouped(calls)));
  }
  compiler(page);
  html.element("li", report.measurement.profiles.empty()
                         ? "Hot paths are estimated from the code: no profile was given."
                         : "Hot paths are measured where a profile reached, and estimated elsewhere.");
  html.element("li", "Latency, load and cost in production, and what the team knows: the code does not show them.");
  html.close();
}

}  // namespace

void write_cover(HtmlPage& page) {
  const ReportText& text = page.report.text;
  const Report& report = page.report;
  HtmlWriter& html = page.html;
  html.open("header", {{"class", "cover"}});
  if (!text.logo.empty()) {
    const std::string alt = text.author.empty() ? "Logo" : text.author;
    html.empty("img", {{"class", "logo"}, {"src", text.logo}, {"alt", alt}});
  }
  html.element("h1", title_of(report));
  html.open("dl", {{"class", "facts"}});
  fact(page, "Client", text.client);
  fact(page, "Author", text.author);
  fact(page, "Date", text.date);
  fact(page, "Repository", report.name);
  fact(page, "Revision", report.revision.substr(0, 12));
  std::uint64_t lines = 0;
  for (const FileRow& file : report.model.files) lines += file.lines;
  const std::string languages = language_words(report);
  fact(page, "Read",
       fmt::format("{}, {}{}{}", counted(report.model.files.size(), "file"), counted(lines, "line"),
                   languages.empty() ? "" : " in ", languages));
  fact(page, "Made with", fmt::format("assay {}, rules {}", ASSAY_VERSION, report.rules_digest));
  html.close().close();
  html.open("nav", {{"class", "pages"}, {"aria-label", "Parts of the report"}}).open("ul");
  for (const auto& [id, name] :
       {std::pair{"#summary", "Summary"}, std::pair{"#components", "Components"}, std::pair{"#code-map", "Code map"},
        std::pair{"#dependencies", "Who talks to whom"}, std::pair{"#hot-paths", "Hot paths"},
        std::pair{"#findings", "Findings"}, std::pair{"#method", "Method and limits"}})
    html.open("li").element("a", name, {{"href", id}}).close();
  html.close().close();
}

void write_summary(HtmlPage& page) {
  begin_page(page, "summary", "Summary");
  for (const std::string& text : page.report.text.introduction) paragraph(page, text, "introduction");
  if (page.report.results.empty()) {
    paragraph(page, "Nothing to judge: no source file of a language that assay reads was found.");
  } else {
    verdict_counts(page);
    hybrid_picture(page);
    strongest_reasons(page);
  }
  what_was_not_seen(page);
  end_page(page);
}

}  // namespace assay
