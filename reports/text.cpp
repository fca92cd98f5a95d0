// See text.h. Eighty columns; every foreign string goes through printable().
#include "reports/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "analyzer/base/text.h"
#include "reports/ranked_findings.h"
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
      line(fmt::format("{} more components in the table above: `-v` or `assay explain ID` shows their evidence.",
                       report_.results.size() - order.size()));
      line("");
    }
    not_seen();
    return std::move(out_);
  }

 private:
  void line(std::string_view text) {
    while (text.ends_with(" ")) text.remove_suffix(1);
    out_.append(text).append("\n");
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
    line(wrapped(summary, 0, 0));
    line("");
  }

  void table() {
    if (report_.results.empty()) {
      line("Nothing to judge: no source file of a language that assay reads was found.");
      line("");
      return;
    }
    heading(fitted("COMPONENT", 27) + " " + fitted("KIND", 10) + fitted_right("LINES", 8) + "  " +
            fitted("LANGUAGE", 11) + fitted("VERDICT", 11) + fitted("CONFIDENCE", 10));
    for (std::size_t i = 0; i < report_.results.size(); ++i) {
      const Component& c = report_.components.list[i];
      const Verdict& v = report_.results[i].verdict;
      std::string_view kind = kind_name(c.kind);
      if (kind == "infrastructure") kind = "infra";
      line(fitted(printable(c.id), 27) + " " + fitted(kind, 10) + fitted_right(grouped(c.code_lines), 8) + "  " +
           fitted(main_language(c), 11) + paint_(verdict_style(v.choice), fitted(verdict_words(v.choice), 11)) +
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
    line(paint_(Style::Bold, fitted(printable(c.id), std::min<std::size_t>(columns(printable(c.id)), 46))) + " · " +
         paint_(verdict_style(v.choice), verdict_words(v.choice)) +
         fmt::format(" · confidence {}", confidence_name(v.confidence)));
    line(fmt::format("  rust {:.2f}, go {:.2f}, keep {:.2f}", score_of(v, Answer::Rust), score_of(v, Answer::Go),
                     score_of(v, Answer::Keep)));
    std::string paths;
    for (const std::string& p : c.paths) paths += (paths.empty() ? "" : ", ") + printable(p);
    const std::string what = fmt::format("{} in {}: {}", kind_name(c.kind), paths, printable(c.kind_reason));
    line("  " + paint_(Style::Dim, wrapped(what, 2, 2)));
    if (v.near_tie) line("  " + wrapped(near_tie_words(v), 2, 2));
    line("  " + wrapped(profile_words(result.signals, result.profile), 2, 2));
    contributions(result);
    hot_paths(c);
    findings(c);
    if (!v.flips.empty())
      line("  would change it: " +
           wrapped(fmt::format("{} → {}", printable(v.flips[0].change), answer_name(v.flips[0].to)), 19, 19));
    line("");
  }

  void contributions(const ComponentResult& result) {
    std::size_t shown = 0;
    for (const Contribution& c : result.verdict.contributions) {
      if (c.weight == 0) continue;
      if (!options_.verbose && shown++ == reasons_shown) break;
      const std::string lead = fmt::format("  {:>+5.1f} {:<4}  ", c.weight, answer_name(c.answer));
      line(lead + wrapped(printable(c.reason), 14, 14));
      std::size_t places = 0;
      const auto signal = result.signals.find(c.signal);
      if (signal == result.signals.end()) continue;
      for (const Evidence& e : signal->second.evidence) {
        if (places++ == places_shown) break;
        const std::string where = e.line == 0 ? printable(e.file) : fmt::format("{}:{}", printable(e.file), e.line);
        const std::string note = printable(e.note);
        const std::size_t room = terminal_width - 14;
        const std::string place =
            fitted_path(where, std::max<std::size_t>(24, room - std::min(room - 2, columns(note) + 2)));
        line(std::string(14, ' ') + paint_(Style::Dim, place) + "  " +
             fitted(note, std::min(columns(note), room - 2 - std::min(room - 2, columns(place)))));
      }
    }
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
      const std::string place = fmt::format("{}:{}", printable(report_.model.files[file.index()].path),
                                            report_.model.function(hot.function).line());
      const std::string name = printable(report_.model.qualified_name(hot.function));
      line(fmt::format("  {:>5.1f} %      ", hot.self * 100) + fitted(name, 30) + "  " +
           paint_(Style::Dim, fitted_path(place, 33)));
      if (!hot.why.empty() && options_.verbose) line(std::string(14, ' ') + paint_(Style::Dim, hot.why[0]));
    }
  }

  // The gravest, hottest first; the others are counted.
  void findings(const Component& c) {
    const auto self = ComponentId::of_index(static_cast<std::size_t>(&c - report_.components.list.data()));
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
      const std::string place =
          fmt::format("{}:{}", printable(report_.model.files[finding.file.index()].path), finding.line);
      line(std::string(14, ' ') + paint_(Style::Dim, fitted_path(place, terminal_width - 14)));
      line(std::string(14, ' ') + wrapped(printable(finding.message), 14, 14));
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
             fitted(printable(reason), std::min<std::size_t>(columns(printable(reason)), 68)));
      }
      if (rest > 0)
        line(fmt::format("  {:>8}  other reasons: see `coverage.skipped` in the JSON report", grouped(rest)));
    }
    for (const std::string& submodule : report_.submodules)
      line(fmt::format("  submodule {} was not entered", printable(submodule)));
    std::uint64_t bytes = 0, errors = 0;
    for (const FileRow& file : report_.model.files) {
      bytes += file.bytes;
      errors += file.error_bytes;
    }
    const double error_share = bytes == 0 ? 0 : 100.0 * static_cast<double>(errors) / static_cast<double>(bytes);
    line(fmt::format("  {:.2f} % of the analysed bytes lie inside syntax errors.", error_share));
    const std::size_t calls = report_.model.calls.size();
    if (calls > 0) {
      line("  " +
           wrapped(fmt::format(
                       "{:.0f} % of {} calls have a known target; {}",
                       100.0 * static_cast<double>(report_.calls.resolved) / static_cast<double>(calls), grouped(calls),
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
      if (!languages.empty()) line("  " + wrapped("of the calls in each language: " + languages, 2, 2));
    }
    profiles();
  }

  void profiles() {
    const Measurement& measured = report_.measurement;
    for (const ProfileUse& use : measured.profiles) {
      const double joined = use.own > 0 ? use.joined / use.own : 0;
      line("  " + wrapped(fmt::format("profile {} ({}): {:.1f} % of its cost is the repository's own, {:.1f} % of that "
                                      "belongs to known functions.",
                                      printable(use.path), use.kind, use.own * 100, joined * 100),
                          2, 2));
      for (const std::string& note : use.notes) line("    " + wrapped(printable(note), 4, 4));
      if (joined >= 0.95 || use.unjoined.empty()) continue;
      line("    the largest without one: " + fitted(printable(use.unjoined.front().name), 48));
    }
    if (measured.profiles.empty()) return;
    line("  " +
         wrapped(
             fmt::format("{} of {} components are measured. The estimate's top 5 % of their functions have {:.0f} % of "
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
