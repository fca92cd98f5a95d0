// See file_parser.h.
#include "parsers/file_parser.h"

#include "parsers/syntax/arena.h"
#include "parsers/syntax/extractor.h"

namespace assay {

struct FileParser::State {
  State(const ParseLimits& limits, const MacroTable& macros) : trees(limits, macros) {}

  TreeParser trees;
  Extractor extractor;
};

FileParser::FileParser(const ParseLimits& limits, const MacroTable& macros)
    : state_(std::make_unique<State>(limits, macros)) {}
FileParser::~FileParser() = default;

ParseStatus FileParser::parse(const LanguageSpec& spec, std::string_view path, const std::string& text,
                              FactsBuilder& out, const CompilerNotes& notes) {
  const ParsedTree parsed = state_->trees.parse(spec, text);
  if (parsed.tree != nullptr) {
    state_->extractor.extract(*parsed.spec, *parsed.grammar, parsed.tree, path, text, out, notes);
    out.language = spec.marks.id;
    out.second_grammar = parsed.spec != &spec;
    out.prepared_bytes = parsed.prepared_bytes;
    out.words = count_words(text, out.topics);
  }
  assay_arena_reset();
  return parsed.status;
}

}  // namespace assay
