// Does a text say of itself that a tool wrote it?
#pragma once

#include <string>
#include <string_view>

#include "analyzer/facts/languages.h"

namespace assay {

// Which words say so, for coverage.skipped; empty: none. Looks at the comments of the first lines only, and at
// what such a comment begins with, so that neither a generator nor text about generated code is meant.
std::string generated_reason(std::string_view text, Language language);

}  // namespace assay
