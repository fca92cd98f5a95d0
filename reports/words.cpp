// See words.h.
#include "reports/words.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "analyzer/base/text.h"
#include "reports/repository_totals.h"
#include "reports/terminal.h"

namespace assay {

std::string_view verdict_words(Answer answer) {
  switch (answer) {
    case Answer::Rust: return "Rust core";
    case Answer::Go: return "Go service";
    case Answer::Keep: break;
  }
  return "keep";
}

std::string main_language(const Component& component) {
  const auto& languages = component.languages;
  const auto most = std::max_element(languages.begin(), languages.end(),
                                     [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == languages.end() ? "-" : most->first;
}

std::string near_tie_words(const Verdict& verdict) {
  std::vector<std::pair<double, Answer>> ranked;
  for (const Answer a : {Answer::Rust, Answer::Go, Answer::Keep}) ranked.emplace_back(score_of(verdict, a), a);
  std::stable_sort(ranked.begin(), ranked.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  return fmt::format("near tie between {} and {}{}", answer_name(ranked[0].second), answer_name(ranked[1].second),
                     verdict.decider.empty() ? "" : fmt::format("; {} would decide it", verdict.decider));
}

bool answered(const Verdict& verdict) {
  return std::any_of(verdict.contributions.begin(), verdict.contributions.end(),
                     [](const Contribution& c) { return c.from_team; });
}

std::string code_alone_words(const Verdict& verdict) {
  const auto of = [&](Answer a) { return verdict.code_scores[static_cast<std::size_t>(a)]; };
  return fmt::format("the code alone says {}: rust {:.2f}, go {:.2f}, keep {:.2f}; the team's answers are added",
                     answer_name(verdict.code_choice), of(Answer::Rust), of(Answer::Go), of(Answer::Keep));
}

std::string settled_words(const Verdict& verdict) {
  if (verdict.settled_as == Answer::Keep) return {};
  return fmt::format("the evidence points to {}, and that is what the code already is",
                     verdict_words(verdict.settled_as));
}

std::string compiler_words(const CompilerUse& use) {
  if (use.database.empty()) return {};
  if (!use.unavailable.empty())
    return fmt::format("`{}` names {} units of C and C++, but {}: their syntax alone was read.",
                       printable(use.database), grouped(use.units), printable(use.unavailable));
  return fmt::format(
      "`{}`: the compiler parsed {} of {} units and answers for {} of {} files of C and C++; of the "
      "others the syntax alone was read.",
      printable(use.database), grouped(use.parsed), grouped(use.units), grouped(use.files_compiled),
      grouped(use.files));
}

std::string language_words(const Report& report) {
  std::string words;
  for (const LanguageTotal& total : language_totals(report)) words += (words.empty() ? "" : ", ") + total.name;
  return words;
}

std::string place_words(std::string_view path, std::uint32_t line) {
  return line == 0 ? std::string(path) : fmt::format("{}:{}", path, line);
}

}  // namespace assay
