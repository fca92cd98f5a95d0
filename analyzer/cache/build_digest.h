// Which program made what is stored? Equal for equal builds only, so that a new build never reads what an old one wrote.
#pragma once

#include <string>

namespace assay {

// The identities that linkers gave this program and the libraries it has loaded; empty where the program has none.
std::string build_identity();

}  // namespace assay
