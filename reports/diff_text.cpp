// See diff.h: new findings first, by file, then what was fixed, then verdicts that moved, and one line that sums it up.
#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/text.h"
#include "reports/diff.h"
#include "reports/difference.h"
#include "reports/terminal.h"

namespace assay {
namespace {

constexpr std::size_t fixed_shown = 10;

std::string choice_words(std::string_view choice) {
  return choice == "rust" ? "Rust core" : choice == "go" ? "Go service" : std::string(choice);
}

class DiffText {
 public:
  DiffText(const Report& report, bool color, bool verbose)
      : comparison_(*report.difference), paint_(color), verbose_(verbose) {}

  std::string run() {
    against();
    fresh();
    fixed();
    moves();
    line(summary_of(comparison_));
    return std::move(out_);
  }

 private:
  void line(std::string_view text) { out_.append(text).append("\n"); }
  void heading(std::string_view text) { line(paint_(Style::Bold, text)); }

  void against() {
    const Difference& c = comparison_;
    std::string text = "compared with " + printable(c.base_from);
    if (c.merge_base) text += ", from where it and this branch parted";
    if (!c.base.empty()) text += " (" + c.base.substr(0, 12) + ")";
    if (c.files_shared + c.files_changed > 0)
      text += fmt::format(": {} of its {} files differ", c.files_changed, c.files_changed + c.files_shared);
    line(wrapped(text, 0, 2));
    if (!c.same_rules)
      line(wrapped("The base was judged by other rules: what is new may be new to the rules only.", 0, 2));
    if (c.base_compiled != c.compiled) {
      line(wrapped(fmt::format("C and C++ were read with a compiler in the {} only: what is new may be new to it only.",
                               c.compiled ? "work tree" : "base"),
                   0, 2));
    } else if (c.left_database) {
      line(wrapped("The compile database is left aside: the base is known by its syntax, so is this side.", 0, 2));
    }
    line("");
  }

  void finding(const FindingRecord& f, std::string_view remark) {
    const Style style = f.level == "error" ? Style::Red : f.level == "warning" ? Style::Yellow : Style::Dim;
    const std::string place = fmt::format("{}:{}", printable(f.file), f.line);
    line(fmt::format("  {} {} {}", paint_(style, f.level), place, paint_(Style::Dim, f.rule)));
    line("    " + wrapped(printable(f.message), 4, 4));
    if (!remark.empty()) line("    " + paint_(Style::Dim, wrapped(remark, 4, 4)));
  }

  void fresh() {
    if (comparison_.fresh.empty()) return;
    heading("New findings");
    for (const NewFinding& f : comparison_.fresh) {
      finding(f.finding, f.because.empty() ? "" : "its lines are as before: " + f.because);
    }
    line("");
  }

  void fixed() {
    if (comparison_.fixed.empty()) return;
    heading("Fixed");
    std::size_t shown = 0;
    for (const FindingRecord& f : comparison_.fixed) {
      if (!verbose_ && shown++ == fixed_shown) {
        line(fmt::format("  … and {} more", comparison_.fixed.size() - fixed_shown));
        break;
      }
      line(fmt::format("  {} {}", paint_(Style::Green, printable(f.file)), paint_(Style::Dim, f.rule)));
    }
    line("");
  }

  void moves() {
    if (comparison_.moves.empty() && comparison_.added.empty() && comparison_.removed.empty()) return;
    heading("Verdicts");
    for (const VerdictMove& move : comparison_.moves) {
      const std::string what =
          move.changes_choice() ? fmt::format("`{}` moved from {} to {} (confidence {})", printable(move.name),
                                              choice_words(move.from), choice_words(move.to), move.confidence_to)
                                : fmt::format("`{}` stays {}; its confidence went from {} to {}", printable(move.name),
                                              choice_words(move.to), move.confidence_from, move.confidence_to);
      line("  " + wrapped(what, 2, 4));
      for (const std::string& why : move.why) line("    " + wrapped(printable(why), 4, 6));
    }
    for (const std::string& name : comparison_.added) line("  new component: " + printable(name));
    for (const std::string& name : comparison_.removed) line("  component gone: " + printable(name));
    line("");
  }

  const Difference& comparison_;
  Painter paint_;
  bool verbose_;
  std::string out_;
};

}  // namespace

std::string diff_text(const Report& report, bool color, bool verbose) { return DiffText(report, color, verbose).run(); }

}  // namespace assay
