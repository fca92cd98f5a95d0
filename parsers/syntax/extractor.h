// The one generic pass that turns a syntax tree into facts: roles drive it, a stack of regions says how often each place
// runs, hooks of the language fill in what roles cannot say.
#pragma once

#include <tree_sitter/api.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/facts/builder.h"
#include "parsers/language.h"
#include "parsers/syntax/tree_walk.h"

namespace assay {

// What a compiler says of the file, to be laid over its tree; `shift`: bytes at the file's begin that the text lacks (a BOM).
struct CompilerNotes {
  const facts::FileNotes* notes = nullptr;
  std::uint32_t shift = 0;
};

// Reused from file to file by one worker; not thread-safe.
class Extractor {
 public:
  Extractor();
  ~Extractor();
  Extractor(const Extractor&) = delete;
  Extractor& operator=(const Extractor&) = delete;

  // Fills `out` (cleared by the caller) from `tree`; `text` is the original text, of the same length as what was parsed.
  void extract(const LanguageSpec& spec, const Grammar& grammar, const TSTree* tree, std::string_view path,
               std::string_view text, FactsBuilder& out, const CompilerNotes& notes = {});

 private:
  class Pass;  // extractor_pass.h
  std::unique_ptr<AssayWalk, void (*)(AssayWalk*)> walk_;
};

// Bytes inside outermost error nodes, from the tree alone; for choosing between two grammars.
std::uint32_t error_bytes(const TSTree* tree);

}  // namespace assay
