// Which header of the project do units in C of equal flags all begin with?
//
// "server.h", "postgres.h", "git-compat-util.h": it brings most of what a unit reads, and nothing stands before it that could
// change what it means. It is parsed once for all units but the first, which visits it; if that one cannot be parsed, what the
// header brings is known by its syntax tree alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parsers/cxx/shared_prefix.h"

namespace assay {

// At most one for each set of flags and header; none where too few units begin with it.
std::vector<SharedPrefix> find_leading_headers(const PrefixQuestion& question);

// What the text's first directive includes, without quotes or brackets; empty: something else stands before.
std::string_view first_include(std::string_view text);
// Is it read once however often it is included: by `#pragma once`, or an #ifndef around all of it?
bool is_guarded(std::string_view header);

}  // namespace assay
