// From the bytes of one file to its facts: decode, prepare, parse, walk. What runs inside a worker.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "analyzer/facts/builder.h"
#include "parsers/syntax/extractor.h"
#include "parsers/tree_parser.h"

namespace assay {

// Holds one parser, one arena and the grammars' tables; reused for all files of a worker. Not thread-safe.
class FileParser {
 public:
  explicit FileParser(const ParseLimits& limits, const MacroTable& macros = known_macros());
  ~FileParser();

  // Fills `out` with the facts of `text`. On a status other than Ok `out` is not usable.
  ParseStatus parse(const LanguageSpec& spec, std::string_view path, const std::string& text, FactsBuilder& out,
                    const CompilerNotes& notes = {});

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace assay
