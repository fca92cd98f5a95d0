// Which folders hold code that the project did not write, or that a tool made?
//
// The names are those that package managers and long custom use; a name that is also a word of many trades
// (`vendor`, `external`) counts only with evidence beside it or in it.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "analyzer/project/walk.h"

namespace assay {

// Why a folder with this name holds nobody's source (version control data, caches of tools); empty: it may.
std::string_view machine_folder_reason(std::string_view name);

// Why a folder is vendored, from its name and from the entries beside it; empty: not by these.
std::string_view vendored_by_name(std::string_view name, std::span<const Entry> beside);

// The same from what the folder holds.
std::string_view vendored_by_content(std::string_view name, const Folder& folder);

}  // namespace assay
