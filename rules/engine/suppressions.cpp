// See suppressions.h.
#include "rules/engine/suppressions.h"

#include <algorithm>
#include <array>
#include <map>
#include <utility>

#include "analyzer/base/text.h"

namespace assay {
namespace {

constexpr std::array<std::string_view, 5> state_words = {"in force", "without a reason", "of an unknown rule",
                                                         "expired", "unused"};

bool is_rule(std::span<const FindingRule> rules, std::string_view id) {
  return std::any_of(rules.begin(), rules.end(), [&](const FindingRule& rule) { return rule.id == id; });
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

}  // namespace

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  for (const std::size_t at : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (text[at] < '0' || text[at] > '9') return false;
  }
  constexpr std::array<int, 12> days = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = month == 2 && (year % 400 == 0 || (year % 4 == 0 && year % 100 != 0));
  return day <= days[static_cast<std::size_t>(month - 1)] + (leap ? 1 : 0);
}

std::string_view state_name(SuppressionState state) { return state_words[static_cast<std::size_t>(state)]; }

std::vector<SuppressionUse> apply_suppressions(const Model& model, std::span<const FindingRule> rules,
                                               std::string_view today, std::vector<Finding>& findings) {
  std::vector<SuppressionUse> uses;
  if (model.suppressions.empty()) return uses;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::vector<std::size_t>> by_line;  // (file, line) → findings
  for (std::size_t i = 0; i < findings.size(); ++i) by_line[{findings[i].file.value, findings[i].line}].push_back(i);
  for (std::size_t f = 0; f < model.files.size(); ++f) {
    const FileRow& file = model.files[f];
    if (file.test) continue;
    for (std::uint32_t row = file.suppressions.begin; row < file.suppressions.end; ++row) {
      const facts::Suppression& written = model.suppressions[row];
      for (const std::string_view id : split(model.names.text(written.rules()), ',')) {
        SuppressionUse use;
        use.file = FileId::of_index(f);
        use.line = written.line();
        use.code_line = written.code_line();
        use.rule = id;
        use.reason = model.names.text(written.reason());
        use.until = model.names.text(written.until());
        if (!is_rule(rules, id)) {
          use.state = SuppressionState::UnknownRule;
        } else if (use.reason.empty()) {
          use.state = SuppressionState::WithoutReason;
        } else if (!use.until.empty() && (!is_date(use.until) || (!today.empty() && use.until < today))) {
          use.state = SuppressionState::Expired;
        } else {
          use.state = SuppressionState::Unused;
          for (const std::size_t i : by_line[{use.file.value, use.code_line}]) {
            if (rules[findings[i].rule].id != id) continue;
            findings[i].silence = {SilencedBy::Comment, use.reason, use.until};
            use.state = SuppressionState::InForce;
          }
        }
        uses.push_back(std::move(use));
      }
    }
  }
  return uses;
}

}  // namespace assay
