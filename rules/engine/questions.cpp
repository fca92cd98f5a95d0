// See questions.h.
#include "rules/engine/questions.h"

#include <fmt/format.h>

#include <algorithm>

#include "rules/engine/problems.h"

namespace assay {
namespace {

template <class Item>
std::vector<std::string> ids_of(const std::vector<Item>& items) {
  std::vector<std::string> ids;
  for (const Item& item : items) ids.push_back(item.id);
  return ids;
}

// Position plus one; 0: none.
std::uint32_t position(const std::vector<std::string>& ids, std::string_view id) {
  const auto at = std::find(ids.begin(), ids.end(), id);
  return at == ids.end() ? 0 : static_cast<std::uint32_t>(at - ids.begin()) + 1;
}

}  // namespace

Result<TeamAnswers> team_answers(std::span<const Question> questions, std::span<const ContextEntry> context,
                                 std::string_view path) {
  TeamAnswers answers;
  if (context.empty()) return answers;
  answers.assign(questions.size(), 0);
  const std::vector<std::string> ids = ids_of(std::vector<Question>(questions.begin(), questions.end()));
  Problems problems;
  for (const ContextEntry& entry : context) {
    const std::uint32_t question = position(ids, entry.question);
    if (question == 0) {
      problems.add(path, entry.line, unknown_word("question", entry.question, ids));
      continue;
    }
    const std::vector<std::string> options = ids_of(questions[question - 1].options);
    answers[question - 1] = position(options, entry.option);
    if (answers[question - 1] == 0) problems.add(path, entry.line, unknown_word("answer", entry.option, options));
  }
  if (problems.any()) return tl::unexpected(problems.error());
  return answers;
}

}  // namespace assay
