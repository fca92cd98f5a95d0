// See file_parser.h.
#include "parsers/file_parser.h"

#include <time.h>

#include <map>

#include "analyzer/base/check.h"
#include "parsers/syntax/arena.h"

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

const char* read_text(void* payload, std::uint32_t byte, TSPoint, std::uint32_t* length) {
  const auto& text = *static_cast<const std::string*>(payload);
  *length = byte < text.size() ? static_cast<std::uint32_t>(text.size() - byte) : 0;
  return *length > 0 ? text.data() + byte : "";
}

}  // namespace

struct FileParser::State {
  ParseLimits limits;
  Extractor extractor;
  std::map<const LanguageSpec*, Grammar> grammars;
  std::string prepared;

  const Grammar& grammar(const LanguageSpec& spec) {
    const auto found = grammars.find(&spec);
    return found != grammars.end() ? found->second : grammars.emplace(&spec, resolve_grammar(spec)).first->second;
  }

  // The tree lives until the arena is reset. Null when a budget ran out.
  const TSTree* parse_tree(const Grammar& grammar, std::string& text, ParseStatus& status) const {
    TSParser* parser = ts_parser_new();
    CHECK(ts_parser_set_language(parser, grammar.language), "a grammar's ABI does not fit the runtime");
    Budget budget;
    budget.allowed = free_steps + steps_per_byte * text.size();
    budget.timeout_ms = limits.timeout_ms;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &budget.begin);
    TSParseOptions options{};
    options.payload = &budget;
    options.progress_callback = over_budget;
    TSInput input{};
    input.payload = &text;
    input.read = read_text;
    input.encoding = TSInputEncodingUTF8;
    const TSTree* tree = ts_parser_parse_with_options(parser, nullptr, input, options);
    status = budget.status;
    return tree;
  }
};

FileParser::FileParser(const ParseLimits& limits) : state_(std::make_unique<State>()) { state_->limits = limits; }
FileParser::~FileParser() = default;

ParseStatus FileParser::parse(const LanguageSpec& spec, std::string_view path, const std::string& text,
                              FactsBuilder& out) {
  State& state = *state_;
  state.prepared = text;
  const std::size_t changed = spec.prepare != nullptr ? spec.prepare(state.prepared) : 0;
  CHECK(state.prepared.size() == text.size(), "the text preparation must keep the length");
  ParseStatus status = ParseStatus::Ok;
  const LanguageSpec* used = &spec;
  const TSTree* tree = state.parse_tree(state.grammar(spec), state.prepared, status);
  // The two Kotlin grammars complement each other: where one loses more than a fifth, the other often does not.
  if (tree != nullptr && spec.second != nullptr) {
    const std::uint32_t lost = error_bytes(tree);
    if (lost > text.size() / 5) {
      ParseStatus second_status = ParseStatus::Ok;
      const TSTree* second = state.parse_tree(state.grammar(*spec.second), state.prepared, second_status);
      if (second != nullptr && error_bytes(second) < lost) {
        tree = second;
        used = spec.second;
      }
    }
  }
  if (tree != nullptr) {
    state.extractor.extract(*used, state.grammar(*used), tree, path, text, out);
    out.language = spec.marks.id;
    out.second_grammar = used != &spec;
    out.prepared_bytes = static_cast<std::uint32_t>(changed);
  }
  assay_arena_reset();
  return status;
}

}  // namespace assay
