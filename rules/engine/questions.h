// What only the team knows: questions with a choice of answers, each with its weight of evidence (model/questions.yaml).
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace assay {

struct QuestionOption {
  std::string id;
  std::string label;
  std::array<double, 3> weights{};  // by Answer, log-odds
};

struct Question {
  std::string id;
  std::string asks;   // "Which p99 latency must it hold?"
  std::string label;  // "the p99 target"
  std::vector<std::string> criteria;
  std::vector<std::string> sources;
  std::string gain;               // empty: none
  std::uint32_t gain_column = 0;  // of GainTable
  std::vector<QuestionOption> options;
};

// `question: option` as a configuration says it.
struct ContextEntry {
  std::string question, option;
  int line = 0;
};

// By question: the position of the chosen option plus one, 0 where it was not answered. Empty: nothing was answered.
using TeamAnswers = std::vector<std::uint32_t>;

// A failure names each unknown question or option with `path` and line, and the nearest known one.
Result<TeamAnswers> team_answers(std::span<const Question> questions, std::span<const ContextEntry> context,
                                 std::string_view path);

}  // namespace assay
