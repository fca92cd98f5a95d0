// A function's signature as it is written: what a seam is named by.
#pragma once

#include <string>
#include <string_view>

namespace assay {

// `text` from the begin of a function's definition, `name` its own name: from the begin of the name's line to the end of
// its parameters and what is said of its result, on one line, in at most 200 bytes. Empty: the name does not stand there.
std::string signature_in(std::string_view text, std::string_view name);

}  // namespace assay
