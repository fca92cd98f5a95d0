// Is a header C or C++, to judge by its text?
#pragma once

#include <string_view>

#include "analyzer/facts/languages.h"

namespace assay {

// C++ where a line outside comments and outside `#ifdef __cplusplus` begins as only C++ does; C where the text
// guards itself against C++ compilers or is C that C++ does not take; else as `header_of_cpp` says.
Language header_language(std::string_view text, bool header_of_cpp);

}  // namespace assay
