// From bytes to UTF-8: which encoding is it?
#pragma once

#include <string>

#include "analyzer/facts/facts_generated.h"

namespace assay {

struct DecodedText {
  std::string text;  // UTF-8, no byte order mark
  facts::Encoding encoding = facts::Encoding::Utf8;
  bool has_zero_bytes = false;  // not text; `text` is as the file has it
};

// A byte order mark decides; else UTF-16 shows by the zero bytes beside its ASCII characters; else it is UTF-8
// if it is valid as such, and Latin-1 if not. Lone surrogates become U+FFFD.
DecodedText decode_text(std::string bytes);

}  // namespace assay
