// Asks the team's questions one after the other, in a terminal or from a file of answers.
#pragma once

#include <cstdio>
#include <span>

#include "rules/engine/questions.h"

namespace assay {

// Each answer is a line of `in`: an option's number or name; an empty line skips the question, the end of input skips the
// rest. What is no answer is asked again, at most three times. Questions and remarks go to `out`.
TeamAnswers ask_team(std::span<const Question> questions, std::FILE* in, std::FILE* out);

}  // namespace assay
