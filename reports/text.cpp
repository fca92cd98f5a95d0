// See text.h. Every foreign string goes through printable().
#include "reports/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>

#include "analyzer/base/text.h"
#include "reports/escape.h"
#include "reports/plan_words.h"
#include "reports/ranked_findings.h"
#include "reports/reasons.h"
#include "reports/repository_totals.h"
#include "reports/terminal.h"
#include "reports/words.h"

namespace assay {
namespace {

constexpr std::size_t detailed_components = 12;
constexpr std::size_t reasons_shown = 4;
constexpr std::size_t places_shown = 2;
constexpr std::size_t hot_paths_shown = 5;
constexpr std::size_t findings_shown = 3;
constexpr std::size_t skip_reasons_shown = 8;

Style verdict_style(Answer answer) {
  return answer == Answer::Rust ? Style::Red : answer == Answer::Go ? Style::Blue : Style::Green;
}

class TextReport {
 public:
  TextReport(const Report& report, const TextOptions& options)
      : report_(report), options_(options), paint_(options.color) {}

  std::string run() {
    header();
    table();
    const std::vector<std::size_t> order = detail_order();
    for (const std::size_t i : order) component(report_.components.list[i], report_.results[i]);
    if (order.size() < report_.results.size()) {
      line(wrap(fmt::format("{} more components in the table above: `-v` or `assay explain ID` shows their evidence.",
                            report_.results.size() - order.size()),
                0, 0));
      line("");
    }
    architecture();
    not_seen();
    return std::move(out_);
  }

 private:
  // GitHub's runners take a line that begins with `::` for a command: a name that was wrapped there is shown otherwise.
  void line(std::string_view text) {
    for (std::string_view part : split(text, '\n')) {
      while (part.ends_with(" ")) part.remove_suffix(1);
      const std::size_t begin = std::min(part.find_first_not_of(' '), part.size());
      const bool command = part.substr(begin).starts_with("::");
      out_.append(part.substr(0, begin)).append(command ? "\\x3a" : "").append(part.substr(begin + (command ? 1 : 0)));
      out_ += '\n';
    }
  }
  std::string wrap(std::string_view text, std::size_t first, std::size_t indent) const {
    return wrapped(text, first, indent, options_.width);
  }
  // The end of a place's name, that leads to the file.
  std::string place(std::string_view path, std::uint32_t at_line, std::size_t width) const {
    const std::string shown = fitted_path(place_words(printable(path), at_line), width);
    return paint_(Style::Dim, linked(shown, options_.links.empty() ? "" : options_.links + uri_path(path)));
  }
  void heading(std::string_view text) { line(paint_(Style::Bold, text)); }

  void header() {
    std::uint64_t lines = 0;
    for (const FileRow& file : report_.model.files) lines += file.lines;
    const std::string languages = language_words(report_);
    heading(fmt::format("assay {} · {}{}", ASSAY_VERSION, printable(report_.name),
                        report_.revision.empty() ? "" : " at " + report_.revision.substr(0, 12)));
    const std::string summary = fmt::format("{} files, {} lines{}{}", grouped(report_.model.files.size()),
                                            grouped(lines), languages.empty() ? "" : " in ", languages);
    line(wrap(summary, 0, 0));
    line("");
  }

  void table() {
    if (report_.results.empty()) {
      line("Nothing to judge: no source file of a language that assay reads was found.");
      line("");
      return;
    }
    // What there is room for.
    const bool with_language = options_.width >= 72, with_kind = options_.width >= 84;
    const std::size_t others = 41 + (with_language ? 12U : 0U) + (with_kind ? 10U : 0U);
    const std::size_t name = std::min<std::size_t>(options_.width - others, 40);
    const auto row = [&](std::string_view id, std::string_view kind, std::string_view lines,
                         std::string_view language) {
      return fitted(id, name) + (with_kind ? " " + fitted(kind, 9) : "") + fitted_right(lines, 9) + "  " +
             (with_language ? fitted(language, 11) + " " : "");
    };
    heading(row("COMPONENT", "KIND", "LINES", "LANGUAGE") + fitted("VERDICT", 11) + fitted("", 9) + "CONFIDENCE");
    for (std::size_t i = 0; i < report_.results.size(); ++i) {
      const Component& c = report_.components.list[i];
      const Verdict& v = report_.results[i].verdict;
      std::string_view kind = kind_name(c.kind);
      if (kind == "infrastructure") kind = "infra";
      line(row(printable(c.id), kind, grouped(c.code_lines), main_language(c)) +
           paint_(verdict_style(v.choice), fitted(verdict_words(v.choice), 11) + bar(score_of(v, v.choice), 8)) + " " +
           std::string(v.near_tie ? "near tie" : confidence_name(v.confidence)));
    }
    line("");
  }

  // Moves first, most certain first, then what stays, largest first.
  std::vector<std::size_t> detail_order() const {
    std::vector<std::size_t> order(report_.results.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      const Verdict& x = report_.results[a].verdict;
      const Verdict& y = report_.results[b].verdict;
      const bool keep_x = x.choice == Answer::Keep, keep_y = y.choice == Answer::Keep;
      if (keep_x != keep_y) return keep_y;
      if (!keep_x) return score_of(x, x.choice) > score_of(y, y.choice);
      return report_.components.list[a].code_lines > report_.components.list[b].code_lines;
    });
    if (!options_.verbose && order.size() > detailed_components) order.resize(detailed_components);
    return order;
  }

  void component(const Component& c, const ComponentResult& result) {
    const Verdict& v = result.verdict;
    line(paint_(Style::Bold, fitted(printable(c.id), std::min(columns(printable(c.id)), options_.width - 34))) + " · " +
         paint_(verdict_style(v.choice), verdict_words(v.choice)) +
         fmt::format(" · confidence {}", confidence_name(v.confidence)));
    std::string scores;
    for (const Answer answer : {Answer::Rust, Answer::Go, Answer::Keep})
      scores += fmt::format("  {} {} {:.2f}", answer_name(answer),
                            paint_(verdict_style(answer), bar(score_of(v, answer), 8)), score_of(v, answer));
    line(scores);
    std::string paths;
    for (const std::string& p : c.paths) paths += (paths.empty() ? "" : ", ") + printable(p);
    const std::string what = fmt::format("{} in {}: {}", kind_name(c.kind), paths, printable(c.kind_reason));
    line("  " + paint_(Style::Dim, wrap(what, 2, 2)));
    if (v.settled_as != Answer::Keep) line("  " + wrap(settled_words(v), 2, 2));
    if (answered(v)) line("  " + wrap(code_alone_words(v), 2, 2));
    if (v.near_tie) line("  " + wrap(near_tie_words(v), 2, 2));
    std::string profile;
    for (const ProfilePart& part : result.profile.parts)
      profile += fmt::format("  {} {}", part.name == "io" ? "I/O" : part.name, bar(part.score, 4));
    line(profile);
    line("  " + wrap(profile_words(result.signals, result.profile), 2, 2));
    reasons(result);
    hot_paths(c);
    findings(c);
    plan(report_.components.id_of(c).index());
    if (!v.flips.empty())
      line("  would change it: " +
           wrap(fmt::format("{} → {}", printable(v.flips[0].change), answer_name(v.flips[0].to)), 19, 19));
    line("");
  }

  // What adds most to the lead over the next best answer, or takes most from it, with its places.
  void reasons(const ComponentResult& result) {
    const Reasons reasons = reasons_of(result.verdict, report_.decision);
    const std::size_t shown = worth_showing(reasons, options_.verbose ? reasons.list.size() : reasons_shown);
    line(fmt::format("  {}", why_words(reasons)));
    for (std::size_t i = 0; i < shown; ++i) {
      const Reason& reason = reasons.list[i];
      line("   " + paint_(verdict_style(stand_of(reasons, reason).answer), fitted(stand_words(reasons, reason, 1), 9)) +
           "  " + wrap(printable(reason.text), 14, 14));
      std::size_t places = 0;
      const auto signal = reason.spoken == nullptr ? result.signals.end() : result.signals.find(reason.spoken->signal);
      if (signal == result.signals.end()) continue;
      for (const Evidence& e : signal->second.evidence) {
        if (places++ == places_shown) break;
        const std::string note = printable(e.note);
        const std::size_t room = options_.width - 14;
        const std::size_t for_place = std::max<std::size_t>(24, room - std::min(room - 2, columns(note) + 2));
        const std::size_t taken = std::min(for_place, columns(place_words(printable(e.file), e.line)));
        line(std::string(14, ' ') + place(e.file, e.line, for_place) + "  " +
             fitted(note, std::min(columns(note), room - 2 - taken)));
      }
    }
    if (const std::string rest = smaller_words(reasons, shown); !rest.empty())
      line(std::string(14, ' ') + paint_(Style::Dim, wrap(rest, 14, 14)));
  }

  void hot_paths(const Component& c) {
    std::set<FileId> files(c.files.begin(), c.files.end());
    std::size_t shown = 0;
    for (const HotFunction& hot : report_.hot_paths.functions) {
      if (hot.self < 0.0005 || shown == hot_paths_shown) break;
      const FileId file = report_.model.function_file[hot.function.index()];
      if (!files.contains(file)) continue;
      if (shown++ == 0)
        line(hot.basis == Basis::Profile ? "  hot paths (measured share of the profiled cost)"
                                         : "  hot paths (estimated share of the repository's own cost)");
      const std::size_t for_name = (options_.width - 17) * 30 / 63;
      const std::string name = printable(report_.model.qualified_name(hot.function));
      line(fmt::format("  {:>5.1f} %      ", hot.self * 100) + fitted(name, for_name) + "  " +
           place(report_.model.files[file.index()].path, report_.model.function(hot.function).line(),
                 options_.width - 17 - for_name));
      const std::vector<std::string>& why = report_.hot_paths.why(hot.function);
      if (!why.empty() && options_.verbose) line(std::string(14, ' ') + paint_(Style::Dim, wrap(why[0], 14, 14)));
    }
  }

  void plan(std::size_t component) {
    for (const PlanParagraph& paragraph : plan_paragraphs(report_, component, options_.verbose)) {
      const std::string lead = fmt::format("  {:<12}", paragraph.label + ":");
      line(lead + wrap(paragraph.text, std::max<std::size_t>(14, columns(lead)), 14));
      for (const std::string& place : paragraph.lines)
        line(std::string(14, ' ') + paint_(Style::Dim, wrap(place, 14, 16)));
    }
  }

  void architecture() {
    const std::string picture = architecture_picture(report_);
    if (picture.empty()) return;
    heading("Architecture");
    out_ += picture;
    line("");
  }

  // The gravest, hottest first; the others are counted.
  void findings(const Component& c) {
    const ComponentId self = report_.components.id_of(c);
    std::vector<const Finding*> own;
    std::array<std::size_t, 3> counts{};
    for (const Finding& finding : report_.findings) {
      if (finding.component != self) continue;
      own.push_back(&finding);
      ++counts[static_cast<std::size_t>(finding.level)];
    }
    if (own.empty()) return;
    std::stable_sort(own.begin(), own.end(), [](const Finding* a, const Finding* b) {
      return std::tie(b->level, b->heat) < std::tie(a->level, a->heat);
    });
    line("  findings: " + count_words(counts));
    for (std::size_t i = 0; i < own.size() && (options_.verbose || i < findings_shown); ++i) {
      const Finding& finding = *own[i];
      if (!options_.verbose && finding.level == Level::Note) break;
      line(std::string(14, ' ') +
           place(report_.model.files[finding.file.index()].path, finding.line, options_.width - 14));
      line(std::string(14, ' ') + wrap(printable(finding.message), 14, 14));
    }
  }

  void not_seen() {
    heading("Not seen");
    if (report_.skipped.empty()) {
      line("  Every file was analysed.");
    } else {
      line(fmt::format("  {} files or folders were not analysed:", grouped(report_.skipped.size())));
      std::size_t shown = 0;
      std::uint64_t rest = 0;
      for (const auto& [reason, count] : skipped_by_reason(report_.skipped)) {
        if (!options_.verbose && shown++ >= skip_reasons_shown) {
          rest += count;
          continue;
        }
        line(fmt::format("  {:>8}  ", grouped(count)) +
             fitted(printable(reason), std::min<std::size_t>(columns(printable(reason)), options_.width - 12)));
      }
      if (rest > 0)
        line(fmt::format("  {:>8}  ", grouped(rest)) +
             wrap("other reasons: see `coverage.skipped` in the JSON report", 12, 12));
    }
    for (const std::string& submodule : report_.submodules)
      line("  " + wrap(fmt::format("submodule {} was not entered", printable(submodule)), 2, 4));
    std::uint64_t bytes = 0, errors = 0;
    for (const FileRow& file : report_.model.files) {
      bytes += file.bytes;
      errors += file.error_bytes;
    }
    const double error_share = bytes == 0 ? 0 : 100.0 * static_cast<double>(errors) / static_cast<double>(bytes);
    line("  " + wrap(fmt::format("{:.2f} % of the analysed bytes lie inside syntax errors.", error_share), 2, 2));
    macros();
    compiler();
    const std::size_t calls = report_.model.calls.size();
    if (calls > 0) {
      line("  " +
           wrap(fmt::format("{:.0f} % of {} calls have a known target; {}",
                            100.0 * static_cast<double>(report_.calls.resolved) / static_cast<double>(calls),
                            grouped(calls),
                            report_.measurement.profiles.empty() ? "hot paths are estimated, no profile was given."
                                                                 : "hot paths are measured where a profile reached."),
                2, 2));
      const std::vector<LanguageTotal> totals = language_totals(report_);
      std::string languages;
      for (const LanguageTotal& total : totals) {
        if (total.calls == 0 || totals.size() == 1) continue;
        languages += fmt::format("{}{} {:.0f} %", languages.empty() ? "" : ", ", total.name,
                                 100.0 * static_cast<double>(total.resolved_calls) / static_cast<double>(total.calls));
      }
      if (!languages.empty()) line("  " + wrap("of the calls in each language: " + languages, 2, 2));
    }
    profiles();
  }

  void macros() {
    if (report_.macros_left_out == 0) return;
    line("  " +
         wrap(fmt::format("{} definitions of macros are more than are learnt of one repository: what they stand for "
                          "in C and C++ was not looked at.",
                          grouped(report_.macros_left_out)),
              2, 2));
  }

  void compiler() {
    constexpr std::size_t unit_reasons_shown = 4;
    const CompilerUse& use = report_.compiler;
    if (use.database.empty()) return;
    std::string words = compiler_words(use);
    words.erase(std::remove(words.begin(), words.end(), '`'), words.end());
    line("  " + wrap(words, 2, 2));
    if (!use.unavailable.empty()) return;
    std::map<std::string, std::uint64_t> reasons;
    for (const SkippedFile& unit : use.failed) ++reasons[unit.reason];
    std::vector<std::pair<std::string, std::uint64_t>> sorted(reasons.begin(), reasons.end());
    std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second > b.second; });
    for (std::size_t i = 0; i < sorted.size() && (options_.verbose || i < unit_reasons_shown); ++i)
      line(fmt::format("  {:>8}  units: ", grouped(sorted[i].second)) + fitted(printable(sorted[i].first), 60));
  }

  void profiles() {
    const Measurement& measured = report_.measurement;
    for (const ProfileUse& use : measured.profiles) {
      const double joined = use.own > 0 ? use.joined / use.own : 0;
      line("  " + wrap(fmt::format("profile {} ({}): {:.1f} % of its cost is the repository's own, {:.1f} % of that "
                                   "belongs to known functions.",
                                   printable(use.path), use.kind, use.own * 100, joined * 100),
                       2, 2));
      for (const std::string& note : use.notes) line("    " + wrap(printable(note), 4, 4));
      if (joined >= 0.95 || use.unjoined.empty()) continue;
      line("    the largest without one: " + fitted(printable(use.unjoined.front().name), 48));
    }
    if (measured.profiles.empty()) return;
    line("  " + wrap(fmt::format(
                         "{} of {} components are measured. The estimate's top 5 % of their functions have {:.0f} % of "
                         "the measured cost, its top 10 % have {:.0f} %; at best it were {:.0f} % and {:.0f} %. The "
                         "ranks of all that were met correlate by {:.2f}.",
                         measured.components.size(), report_.components.list.size(), measured.check.top_5 * 100,
                         measured.check.top_10 * 100, measured.check.best_5 * 100, measured.check.best_10 * 100,
                         measured.check.rank_correlation),
                     2, 2));
  }

  const Report& report_;
  const TextOptions& options_;
  Painter paint_;
  std::string out_;
};

}  // namespace

std::string text_report(const Report& report, const TextOptions& options) { return TextReport(report, options).run(); }

}  // namespace assay
