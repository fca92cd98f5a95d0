// See tree_parser.h.
#include "parsers/tree_parser.h"

#include <time.h>

#include "analyzer/base/check.h"
#include "parsers/skimming.h"
#include "parsers/syntax/extractor.h"

namespace assay {
namespace {

// tree-sitter calls back every 100 parse operations. Ordinary source needs about one operation per node, and has a node
// per 3 to 7 bytes; error recovery on input that is no code at all needs ever more. The allowance is a multiple of what
// the slowest honest files of the test corpora need, so that the same file ends the same way on every machine.
constexpr std::uint64_t steps_per_callback = 100;
constexpr std::uint64_t free_steps = 400'000;
constexpr std::uint64_t steps_per_byte = 8;

struct Budget {
  std::uint64_t steps = 0, allowed = 0;
  std::uint32_t timeout_ms = 0;
  timespec begin{};
  ParseStatus status = ParseStatus::Ok;
};

std::uint64_t cpu_ms_since(const timespec& begin) {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<std::uint64_t>((now.tv_sec - begin.tv_sec) * 1000 + (now.tv_nsec - begin.tv_nsec) / 1'000'000);
}

bool over_budget(TSParseState* state) {
  auto& budget = *static_cast<Budget*>(state->payload);
  budget.steps += steps_per_callback;
  if (budget.steps > budget.allowed) {
    budget.status = ParseStatus::Work;
  } else if (budget.steps % 10'000 == 0 && cpu_ms_since(budget.begin) > budget.timeout_ms) {
    budget.status = ParseStatus::Time;
  }
  return budget.status != ParseStatus::Ok;
}

}  // namespace

const Grammar& TreeParser::grammar(const LanguageSpec& spec) {
  const auto found = grammars_.find(&spec);
  return found != grammars_.end() ? found->second : grammars_.emplace(&spec, resolve_grammar(spec)).first->second;
}

// Into `parsed`, which says by which grammar.
void TreeParser::parse_text(const std::string& text, ParsedTree& parsed) const {
  TSParser* parser = ts_parser_new();
  CHECK(ts_parser_set_language(parser, parsed.grammar->language), "a grammar's ABI does not fit the runtime");
  Budget budget;
  budget.allowed = free_steps + steps_per_byte * text.size();
  budget.timeout_ms = limits_.timeout_ms;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &budget.begin);
  TSParseOptions options{};
  options.payload = &budget;
  options.progress_callback = over_budget;
  parsed.tree = ts_parser_parse_with_options(parser, nullptr, skimming_input(text, *parsed.spec), options);
  parsed.status = budget.status;
}

ParsedTree TreeParser::parse(const LanguageSpec& spec, const std::string& text) {
  const bool turned = spec.wants_second != nullptr && spec.wants_second(text);
  ParsedTree best = parse_as(turned ? *spec.second : spec, text, Branches::All);
  if (best.tree == nullptr || (spec.second == nullptr && !spec.has_branches)) return best;
  const std::uint32_t lost = error_bytes(best.tree);
  if (lost <= text.size() / 5) return best;
  // Two grammars of one language complement each other: where one loses more than a fifth, the other often does not. The
  // branches of conditional compilation fit together badly at times: one of each is then better than errors.
  std::string prepared = std::move(prepared_);
  const ParsedTree other = spec.second == nullptr ? parse_as(spec, text, Branches::First)
                                                  : parse_as(turned ? spec : *spec.second, text, Branches::All);
  const std::uint32_t enough = spec.second != nullptr ? lost : lost / 2;
  if (other.tree != nullptr && error_bytes(other.tree) < enough) return other;
  prepared_ = std::move(prepared);
  return best;
}

ParsedTree TreeParser::parse_as(const LanguageSpec& spec, const std::string& text, Branches branches) {
  prepared_ = text;
  ParsedTree parsed{nullptr, &spec, &grammar(spec)};
  if (spec.prepare != nullptr)
    parsed.prepared_bytes = static_cast<std::uint32_t>(spec.prepare(prepared_, macros_, branches));
  CHECK(prepared_.size() == text.size(), "the text preparation must keep the length");
  quiet_comments(prepared_, spec);
  parse_text(prepared_, parsed);
  return parsed;
}

}  // namespace assay
