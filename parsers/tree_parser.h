// From the text of one file to its syntax tree: prepare, parse within a budget, and where much is lost try once more
// another way and keep the better tree.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "parsers/language.h"
#include "parsers/languages/c/macros.h"

namespace assay {

struct ParseLimits {
  std::uint32_t timeout_ms = 10'000;   // CPU time of one parse; a backstop
  std::size_t memory = 1'500'000'000;  // bytes of syntax tree
};

enum class ParseStatus : std::uint8_t {
  Ok,
  Work,
  Time
};  // Work: more parse steps than any honest file of its size needs

struct ParsedTree {
  const TSTree* tree = nullptr;  // null where a budget ran out; lives until the arena is reset
  const LanguageSpec* spec = nullptr;
  const Grammar* grammar = nullptr;
  std::uint32_t prepared_bytes = 0;  // overwritten before the parse
  ParseStatus status = ParseStatus::Ok;
};

// Holds the grammars' tables and a text buffer, reused for all files of a worker. Not thread-safe.
class TreeParser {
 public:
  // `macros`: of the repository; must outlive the parser.
  explicit TreeParser(const ParseLimits& limits, const MacroTable& macros = known_macros())
      : limits_(limits), macros_(macros) {}

  ParsedTree parse(const LanguageSpec& spec, const std::string& text);
  // The text as the last parse's tree saw it: what was overwritten, with equal length.
  const std::string& prepared() const { return prepared_; }

 private:
  ParsedTree parse_as(const LanguageSpec& spec, const std::string& text, Branches branches);
  const Grammar& grammar(const LanguageSpec& spec);
  void parse_text(const std::string& text, ParsedTree& parsed) const;

  ParseLimits limits_;
  const MacroTable& macros_;
  std::map<const LanguageSpec*, Grammar> grammars_;
  std::string prepared_;
};

}  // namespace assay
