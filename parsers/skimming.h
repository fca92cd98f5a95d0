// A text that a parser passes over in fewer steps and reads as the same program.
//
// tree-sitter's lexer takes one step per character, several times where the parser tries more than one way. A comment's
// words and a line's indentation say nothing to it, and are a third of ordinary source: words of comments become fillers,
// and a run of fillers is read as one character of that many bytes. Every node keeps its place in bytes, rows and columns.
// Two things may come out otherwise: what the parser makes of code that it cannot parse, and an escaped blank in a string.
#pragma once

#include <tree_sitter/api.h>

#include <string>

#include "parsers/language.h"

namespace assay {

// Overwrites words of comments with fillers, length and line breaks kept: of comments that begin their line, and only up to
// what could end a string or a comment, should the line stand in a string after all.
void quiet_comments(std::string& text, const LanguageSpec& spec);

// Reads `text`, which must outlive the parse, in one piece.
TSInput skimming_input(const std::string& text, const LanguageSpec& spec);

}  // namespace assay
