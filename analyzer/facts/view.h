// Reading a blob in place: verification, and names by reference.
#pragma once

#include <string_view>

#include "analyzer/facts/facts_generated.h"

namespace assay {

// The blob in `bytes`, or null when it does not verify or its rows refer outside their tables.
const facts::Blob* open_blob(std::string_view bytes);

// The text of a NameRef; empty for one out of range.
std::string_view name_of(const facts::FileFacts& file, std::uint32_t name);
std::string_view name_of(const facts::FileNotes& file, std::uint32_t name);

}  // namespace assay
