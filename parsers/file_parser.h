// From the bytes of one file to its facts: decode, prepare, parse, walk. What runs inside a worker.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "analyzer/facts/builder.h"
#include "parsers/language.h"
#include "parsers/syntax/extractor.h"

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

// Holds one parser, one arena and the grammars' tables; reused for all files of a worker. Not thread-safe.
class FileParser {
 public:
  explicit FileParser(const ParseLimits& limits);
  ~FileParser();

  // Fills `out` with the facts of `text`. On a status other than Ok `out` is not usable.
  ParseStatus parse(const LanguageSpec& spec, std::string_view path, const std::string& text, FactsBuilder& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay
