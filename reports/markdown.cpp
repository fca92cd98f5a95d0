// See markdown.h. Names of others are code spans, where nothing acts (escape.h).
#include "reports/markdown.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "analyzer/base/text.h"
#include "reports/difference.h"
#include "reports/escape.h"
#include "reports/ranked_findings.h"
#include "reports/reasons.h"
#include "reports/repository_totals.h"
#include "reports/terminal.h"
#include "reports/words.h"

namespace assay {
namespace {

// How much of each a reader gets, where there is room.
struct Shown {
  std::size_t components, reasons, findings, hot_paths, skip_reasons;
  bool kept_too;  // reasons also of the components that stay
};
constexpr Shown in_summary = {10'000, 5, 10'000, 20, 20, true};
constexpr Shown in_comment = {30, 3, 15, 5, 0, false};
constexpr std::size_t for_cut_lines = 600;  // bytes kept free: what was cut is said

class MarkdownReport {
 public:
  MarkdownReport(const Report& report, const Shown& shown, std::size_t most_bytes)
      : report_(report), shown_(shown), room_(most_bytes - std::min(most_bytes, for_cut_lines)) {}

  std::string run(std::string_view before) {
    out_ += before;
    summary();
    change();
    components();
    reasons();
    findings();
    hot_paths();
    not_seen();
    return std::move(out_);
  }

 private:
  // False: there is no room for it.
  bool add(std::string_view item) {
    if (out_.size() + item.size() > room_) return false;
    out_ += item;
    return true;
  }

  // A heading and as many items as may be shown and fit; `make(i)` is empty for an item that is passed over.
  template <class Make>
  void section(std::string_view head, std::size_t count, std::size_t most, std::string_view what, const Make& make) {
    std::size_t shown = 0, left_out = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::string item = shown < most && left_out == 0 ? make(i) : "-";
      if (item.empty()) continue;
      const bool fits = shown < most && left_out == 0 && (shown > 0 || add(head)) && add(item);
      if (fits) {
        ++shown;
      } else {
        ++left_out;
      }
    }
    if (left_out > 0)
      fmt::format_to(std::back_inserter(out_), "\n{} more {} are not shown here.\n", grouped(left_out), what);
  }

  // What a change did, before what there is.
  void change() {
    if (report_.difference == nullptr) return;
    const std::vector<VerdictMove>& moves = report_.difference->moves;
    add(fmt::format("\n{}\n", markdown_text("The change: " + summary_of(*report_.difference))));
    section("\n### Verdicts that moved\n\n", moves.size(), shown_.components, "verdicts", [&](std::size_t i) {
      const VerdictMove& move = moves[i];
      std::string item = fmt::format("- {}: {} → **{}**, confidence {} → {}\n", markdown_code(move.name), move.from,
                                     move.to, move.confidence_from, move.confidence_to);
      for (const std::string& why : move.why) item += "  - " + markdown_text(why) + "\n";
      return item;
    });
  }

  void summary() {
    std::array<std::size_t, 3> verdicts{};
    for (const ComponentResult& result : report_.results) ++verdicts[static_cast<std::size_t>(result.verdict.choice)];
    const auto count = [&](Answer answer) { return verdicts[static_cast<std::size_t>(answer)]; };
    std::uint64_t lines = 0;
    for (const FileRow& file : report_.model.files) lines += file.lines;
    const std::string languages = language_words(report_);
    fmt::format_to(std::back_inserter(out_),
                   "## assay: {}\n\n**{} → Rust core, {} → Go service, {} stay** · {} · {} lines{}\n",
                   markdown_code(report_.name), count(Answer::Rust), count(Answer::Go), count(Answer::Keep),
                   count_words(count_findings(report_)), grouped(lines),
                   languages.empty() ? "" : " in " + markdown_text(languages));
  }

  // Those that move first, the surest of them first.
  std::vector<std::size_t> order() const {
    std::vector<std::size_t> order(report_.results.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    const auto rank = [&](std::size_t i) {
      const Verdict& verdict = report_.results[i].verdict;
      return std::pair(verdict.choice == Answer::Keep, -score_of(verdict, verdict.choice));
    };
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank(a) < rank(b); });
    return order;
  }

  void components() {
    const std::vector<std::size_t> order = this->order();
    section(
        "\n| component | verdict | confidence | kind | lines | language |\n| --- | --- | --- | --- | ---: | --- |\n",
        order.size(), shown_.components, "components", [&](std::size_t i) {
          const Component& c = report_.components.list[order[i]];
          const Verdict& v = report_.results[order[i]].verdict;
          const std::string verdict =
              v.choice == Answer::Keep ? "keep" : fmt::format("**{}**", verdict_words(v.choice));
          return fmt::format("| {} | {} {:.2f} | {} | {} | {} | {} |\n", markdown_code(c.id), verdict,
                             score_of(v, v.choice), v.near_tie ? "near tie" : confidence_name(v.confidence),
                             kind_name(c.kind), grouped(c.code_lines), markdown_text(main_language(c)));
        });
  }

  void reasons() {
    const std::vector<std::size_t> order = this->order();
    section("\n### Why\n", order.size(), shown_.components, "components", [&](std::size_t i) -> std::string {
      const ComponentResult& result = report_.results[order[i]];
      if (result.verdict.choice == Answer::Keep && !shown_.kept_too) return {};
      const Verdict& v = result.verdict;
      const Reasons reasons = reasons_of(v, report_.decision);
      std::string item = fmt::format("\n{}: {}, confidence {}", markdown_code(report_.components.list[order[i]].id),
                                     verdict_words(v.choice), confidence_name(v.confidence));
      if (v.settled_as != Answer::Keep) item += "; " + settled_words(v);
      item += fmt::format("; {}:\n", why_words(reasons));
      const std::size_t shown = worth_showing(reasons, shown_.reasons);
      for (std::size_t k = 0; k < shown; ++k) {
        const Reason& reason = reasons.list[k];
        fmt::format_to(std::back_inserter(item), "- {}: {}", stand_words(reasons, reason, 1),
                       markdown_text(reason.text));
        const Evidence* place = first_place(result.signals, reason);
        item +=
            place == nullptr ? "\n" : fmt::format(", as in {}\n", markdown_code(place_words(place->file, place->line)));
      }
      if (const std::string rest = smaller_words(reasons, shown); !rest.empty()) item += fmt::format("- {}\n", rest);
      if (!result.verdict.flips.empty())
        fmt::format_to(std::back_inserter(item), "- would change it: {} → {}\n",
                       markdown_text(result.verdict.flips[0].change), answer_name(result.verdict.flips[0].to));
      return item;
    });
  }

  void findings() {
    const std::vector<std::uint32_t> ranked = ranked_findings(report_);
    section("\n### Findings\n\n| level | place | finding | rule |\n| --- | --- | --- | --- |\n", ranked.size(),
            shown_.findings, "findings", [&](std::size_t i) {
              const Finding& finding = report_.findings[ranked[i]];
              return fmt::format(
                  "| {} | {} | {} | {} |\n", level_name(finding.level),
                  markdown_code(place_words(report_.model.files[finding.file.index()].path, finding.line)),
                  markdown_text(finding.message), markdown_code(report_.finding_rules[finding.rule].id));
            });
  }

  void hot_paths() {
    const auto& functions = report_.hot_paths.functions;
    const bool measured = !functions.empty() && functions[0].basis == Basis::Profile;
    const std::string head = fmt::format("\n### Hot paths\n\n| {} share | function | place |\n| ---: | --- | --- |\n",
                                         measured ? "measured" : "estimated");
    const std::size_t count = std::min(functions.size(), shown_.hot_paths);
    section(head, count, count, "hot paths", [&](std::size_t i) {
      const HotFunction& hot = functions[i];
      const std::string name = markdown_code(report_.model.qualified_name(hot.function));
      return fmt::format("| {:.1f} % | {} | {} |\n", hot.self * 100, name.empty() ? "(anonymous)" : name,
                         markdown_code(place_words(report_.model.file_of(hot.function).path,
                                                   report_.model.function(hot.function).line())));
    });
  }

  void not_seen() {
    fmt::format_to(std::back_inserter(out_), "\n{} files were analysed, {} files or folders were not.\n",
                   grouped(report_.model.files.size()), grouped(report_.skipped.size()));
    const auto reasons = skipped_by_reason(report_.skipped);
    const std::size_t count = std::min(reasons.size(), shown_.skip_reasons);
    section("\n### Not seen\n\n", count, count, "reasons", [&](std::size_t i) {
      return fmt::format("- {} × {}\n", grouped(reasons[i].second), markdown_text(reasons[i].first));
    });
  }

  const Report& report_;
  const Shown& shown_;
  const std::size_t room_;
  std::string out_;
};

}  // namespace

bool write_markdown(const Report& report, const Sink& sink, std::size_t most_bytes) {
  return sink(MarkdownReport(report, in_summary, most_bytes).run(""));
}

bool write_comment(const Report& report, const std::string& category, const Sink& sink, std::size_t most_bytes) {
  return sink(
      MarkdownReport(report, in_comment, most_bytes).run(fmt::format("<!-- assay comment: {} -->\n", category)));
}

}  // namespace assay
