// See explain.h.
#include "reports/explain.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analyzer/base/nearest_word.h"
#include "analyzer/base/text.h"
#include "reports/plan_words.h"
#include "reports/reasons.h"
#include "reports/terminal.h"
#include "reports/words.h"

namespace assay {
namespace {

std::string_view words_of(Comparison::Operator op) {
  switch (op) {
    case Comparison::Operator::Above: return "above";
    case Comparison::Operator::AtLeast: return "at least";
    case Comparison::Operator::Below: return "below";
    case Comparison::Operator::AtMost: return "at most";
  }
  return "";
}

std::string conditions(const std::vector<Comparison>& comparisons, std::string_view joint) {
  std::string text;
  for (const Comparison& c : comparisons) {
    text += fmt::format("{}{} {} {:g}", text.empty() ? "" : fmt::format(" {} ", joint), c.input.signal, words_of(c.op),
                        c.threshold);
  }
  return text;
}

void paragraph(std::string& out, std::string_view label, std::string_view text) {
  out += fmt::format("{:<12}{}\n", label, wrapped(text, 12, 12));
}

constexpr std::size_t places_told = 3;

// "rust +0.27, keep -0.41", without those of which it says nothing.
std::string weight_words(const Scores& weights) {
  std::string words;
  for (const Answer answer : answers) {
    const double weight = weights[static_cast<std::size_t>(answer)];
    if (weight != 0) words += fmt::format("{}{} {:+.2f}", words.empty() ? "" : ", ", answer_name(answer), weight);
  }
  return words;
}

// A rule of the ledger: what it adds to the lead, what it gives each answer, what it rests on.
std::string ledger_entry(const Reasons& reasons, const Reason& reason, const Signals& signals, const Painter& paint) {
  std::string out = fmt::format(" {:<10}  {}  {}\n", stand_words(reasons, reason, 2), paint(Style::Bold, reason.rule),
                                paint(Style::Dim, weight_words(reason.weights)));
  std::string text = printable(reason.text) + ".";
  if (const Contribution* c = reason.spoken; c != nullptr) {
    if (!c->from_team) text += fmt::format(" Signal {} is {:.4g}.", c->signal, c->value);
    std::string criteria;
    for (const std::string& criterion : c->criteria) criteria += (criteria.empty() ? "" : ", ") + criterion;
    if (!criteria.empty()) text += fmt::format(" Criteria: {}.", criteria);
  }
  out += std::string(13, ' ') + wrapped(text, 13, 13) + "\n";
  const auto signal = reason.spoken == nullptr ? signals.end() : signals.find(reason.spoken->signal);
  if (signal == signals.end()) return out;
  const std::vector<Evidence>& places = signal->second.evidence;
  for (std::size_t i = 0; i < std::min(places.size(), places_told); ++i)
    out += fmt::format("{:13}{}  {}\n", "", paint(Style::Dim, printable(place_words(places[i].file, places[i].line))),
                       printable(places[i].note));
  return out;
}

// Every rule that spoke: those that decide one by one, the others by name.
std::string ledger(const Report& report, const ComponentResult& result, const Painter& paint) {
  const Reasons reasons = reasons_of(result.verdict, report.decision);
  std::string out = "\n" + paint(Style::Bold, "Ledger") + ": " + why_words(reasons) + ", in log-odds\n";
  const std::size_t shown = worth_showing(reasons, reasons.list.size());
  for (std::size_t i = 0; i < shown; ++i) out += ledger_entry(reasons, reasons.list[i], result.signals, paint);
  if (const std::string rest = smaller_words(reasons, shown); !rest.empty()) {
    std::string names;
    for (std::size_t i = shown; i < reasons.list.size() && reasons.list[i].lead != 0; ++i)
      names += fmt::format("{} {} {:+.2f}", i == shown ? ":" : ",", reasons.list[i].rule, reasons.list[i].lead);
    out += std::string(13, ' ') + wrapped(rest + names, 13, 13) + "\n";
  }
  out += fmt::format("{:>+6.2f} {:<4}  in all; the sums are {}\n", std::abs(reasons.lead),
                     answer_name(reasons.favoured_by(reasons.lead)), weight_words(reasons.sums));
  return out;
}

}  // namespace

const Component* find_component(const Report& report, std::string_view id) {
  for (const Component& c : report.components.list) {
    if (c.id == id) return &c;
  }
  for (const Component& c : report.components.list) {
    if (c.name == id) return &c;
  }
  return nullptr;
}

std::string unknown_subject(const Report& report, std::string_view id) {
  constexpr std::size_t compared = 20'000;  // functions, the hottest: each comparison costs its names' product
  std::vector<std::string_view> known;
  for (const Component& c : report.components.list) known.push_back(c.id);
  for (const HotFunction& hot : report.hot_paths.functions) {
    if (known.size() >= compared) break;
    if (report.model.has(hot.function, facts::FunctionFlag::Module)) continue;
    known.push_back(report.model.names.text(report.model.function(hot.function).name()));
    if (const std::string_view whole = report.model.qualified_name(hot.function); whole != known.back())
      known.push_back(whole);
  }
  const std::string_view nearest = nearest_word(id.substr(id.find_last_of(':') + 1), known);
  if (nearest.empty())
    return fmt::format("there is no component, rule or function `{}`: nothing was found to judge", printable(id));
  return fmt::format(
      "there is no component, rule or function `{}`; did you mean `{}`? `assay scan` lists all components, its JSON "
      "report "
      "all functions",
      printable(id), printable(nearest));
}

std::string explain_component(const Report& report, const Component& component, bool color) {
  const std::size_t index = report.components.id_of(component).index();
  const ComponentResult& result = report.results[index];
  const Verdict& v = result.verdict;
  const Painter paint(color);
  std::string out = paint(Style::Bold, printable(component.id)) + "\n\n";
  std::string paths;
  for (const std::string& path : component.paths) paths += (paths.empty() ? "" : ", ") + printable(path);
  paragraph(out, "paths", paths);
  paragraph(out, "kind", fmt::format("{}: {}", kind_name(component.kind), printable(component.kind_reason)));
  paragraph(out, "size",
            fmt::format("{} code lines, {} of them tests; {} functions", grouped(component.code_lines),
                        grouped(component.test_lines), grouped(component.functions)));
  paragraph(
      out, "verdict",
      fmt::format("{}{}; margin {:.2f} over {}, confidence {}", answer_name(v.choice), v.near_tie ? " (near tie)" : "",
                  v.margin, answer_name(v.runner_up), confidence_name(v.confidence)));
  paragraph(
      out, "scores",
      fmt::format(
          "rust {:.3f}, go {:.3f}, keep {:.3f}; {:.0f} % of the runs with weights varied by 30 % keep the verdict",
          score_of(v, Answer::Rust), score_of(v, Answer::Go), score_of(v, Answer::Keep), v.stability * 100));
  if (answered(v)) paragraph(out, "code alone", code_alone_words(v));
  if (v.near_tie) paragraph(out, "near tie", near_tie_words(v));
  if (v.settled_as != Answer::Keep) paragraph(out, "settled", settled_words(v));
  for (const std::string& doubt : v.doubts) paragraph(out, "doubt", printable(doubt));

  out += ledger(report, result, paint);
  if (!v.flips.empty()) {
    out += "\n" + paint(Style::Bold, "What would change it") + "\n";
    for (const Flip& flip : v.flips)
      out += "  " + wrapped(fmt::format("{} → {}", printable(flip.change), answer_name(flip.to)), 2, 4) + "\n";
  }
  out += "\n" + paint(Style::Bold, "A move") + "\n";
  for (const PlanParagraph& part : plan_paragraphs(report, index, true)) {
    out += fmt::format("  {:<14}", part.label) + wrapped(part.text, 16, 16) + "\n";
    for (const std::string& place : part.lines) out += std::string(16, ' ') + wrapped(place, 16, 18) + "\n";
  }
  out += "\n" + paint(Style::Bold, "All signals") + "\n";
  for (const auto& [id, signal] : result.signals)
    out += fmt::format("  {:<36}{:>12.4g}  {}\n", id, signal.value, signal.unit);
  return out;
}

namespace {

std::string explain_finding_rule(const RuleSet& rules, const FindingRule& rule) {
  std::string out = fmt::format("{}/{}\n\n", rule.family, rule.id);
  paragraph(out, "finds", rule.title);
  paragraph(out, "level",
            fmt::format("{}{}", level_name(rule.level),
                        rule.heat == Heat::Cpu    ? ", a note outside hot paths"
                        : rule.heat == Heat::Only ? ", on hot paths only"
                                                  : ""));
  paragraph(out, "why", rule.why);
  paragraph(out, "instead", rule.instead);
  for (const std::string& criterion : rule.criteria) {
    const auto entry = rules.model.criteria.find(criterion);
    if (entry != rules.model.criteria.end())
      paragraph(out, "criterion", fmt::format("{}: {}", criterion, entry->second.says));
  }
  for (const FindingExample& example : rule.examples) {
    out += fmt::format("\nexample ({}), lines that end in `finds` are found\n\n",
                       facts::EnumNameLanguage(example.language));
    for (std::size_t begin = 0; begin < example.code.size();) {
      const std::size_t end = std::min(example.code.find('\n', begin), example.code.size());
      out += "    " + example.code.substr(begin, end - begin) + "\n";
      begin = end + 1;
    }
  }
  return out;
}

}  // namespace

std::string explain_rule(const RuleSet& rules, std::string_view id) {
  for (const FindingRule& rule : rules.findings) {
    if (rule.id == id) return explain_finding_rule(rules, rule);
  }
  const auto found = std::find_if(rules.verdicts.begin(), rules.verdicts.end(),
                                  [&](const VerdictRule& rule) { return rule.id == id; });
  if (found == rules.verdicts.end()) return {};
  const VerdictRule& rule = *found;
  std::string out = rule.id + "\n\n";
  paragraph(out, "says", rule.reason);
  paragraph(out, "answer", fmt::format("{}, up to {:+g} log-odds", answer_name(rule.answer), rule.weight()));
  paragraph(out, "signal",
            fmt::format("{}: nothing at {:g}, all of it at {:g}", rule.input.signal, rule.from, rule.to));
  if (const SignalName* name = rules.model.signal(rule.input.signal)) paragraph(out, "", name->label);
  if (!rule.when.empty()) paragraph(out, "when", conditions(rule.when, "and"));
  if (!rule.any.empty()) paragraph(out, "any of", conditions(rule.any, "or"));
  if (!rule.gain.empty()) paragraph(out, "scaled by", fmt::format("what the source language gains in {}", rule.gain));
  paragraph(out, "group",
            fmt::format("{}: its rules together give an answer at most {:g}", rule.group, rule.group_cap));
  for (const std::string& criterion : rule.criteria) {
    const auto entry = rules.model.criteria.find(criterion);
    if (entry == rules.model.criteria.end()) continue;
    std::string sources;
    for (const std::string& source : entry->second.sources) sources += (sources.empty() ? "" : ", ") + source;
    paragraph(out, "criterion", fmt::format("{}: {} (sources {})", criterion, entry->second.says, sources));
  }
  return out;
}

std::string list_rules(const RuleSet& rules, RuleKind kind) {
  std::string out;
  for (const VerdictRule& rule : rules.verdicts) {
    if (kind == RuleKind::Finding) break;
    out +=
        fmt::format("{:<36} {:<8} {:>4g}  {}\n", rule.id, answer_name(rule.answer), rule.weight(), rule.input.signal);
  }
  for (const FindingRule& rule : rules.findings) {
    if (kind == RuleKind::Verdict) break;
    out += fmt::format("{:<36} {:<8}       {}\n", rule.id, level_name(rule.level), rule.title);
  }
  return out;
}

}  // namespace assay
