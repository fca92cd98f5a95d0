// See ask_team.h.
#include "analyzer/ask_team.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string>

#include "analyzer/base/text.h"

namespace assay {
namespace {

constexpr int most_tries = 3;

// A line without its end and the blanks around it; nothing at the end of input. A line longer than the buffer is no answer.
std::optional<std::string> read_line(std::FILE* in) {
  std::array<char, 256> buffer{};
  if (std::fgets(buffer.data(), static_cast<int>(buffer.size()), in) == nullptr) return std::nullopt;
  std::string line(buffer.data());
  bool whole = line.ends_with('\n');
  for (int c = 0; !whole && (c = std::fgetc(in)) != EOF;) whole = c == '\n';
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
  while (!line.empty() && blank(line.back())) line.pop_back();
  std::size_t begin = 0;
  while (begin < line.size() && blank(line[begin])) ++begin;
  return line.substr(begin);
}

// Position plus one; 0: no such option.
std::uint32_t option_of(const Question& question, std::string_view text) {
  for (std::size_t i = 0; i < question.options.size(); ++i) {
    if (text == question.options[i].id || text == std::to_string(i + 1)) return static_cast<std::uint32_t>(i + 1);
  }
  return 0;
}

}  // namespace

TeamAnswers ask_team(std::span<const Question> questions, std::FILE* in, std::FILE* out) {
  TeamAnswers team(questions.size(), 0);
  fmt::print(out, "What only the team knows. A number or a name answers, an empty line skips a question.\n");
  for (std::size_t i = 0; i < questions.size(); ++i) {
    const Question& question = questions[i];
    fmt::print(out, "\n{} of {}: {}\n", i + 1, questions.size(), question.asks);
    for (std::size_t option = 0; option < question.options.size(); ++option)
      fmt::print(out, "  {} {} ({})\n", option + 1, question.options[option].label, question.options[option].id);
    for (int attempt = 0; attempt < most_tries; ++attempt) {
      fmt::print(out, "> ");
      std::fflush(out);
      const std::optional<std::string> line = read_line(in);
      if (!line) return team;
      if (line->empty()) break;
      team[i] = option_of(question, *line);
      if (team[i] != 0) break;
      fmt::print(out, "`{}` is none of them; give a number from 1 to {}, or nothing\n", printable(*line),
                 question.options.size());
    }
  }
  return team;
}

}  // namespace assay
