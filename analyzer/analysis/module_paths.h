// How a module's name fits a file: `a.b.util` fits x/b/util.py better than y/util.py.
#pragma once

#include <cstddef>
#include <string_view>

namespace assay {

std::string_view without_extension(std::string_view path);

// Takes the last segment off `text`; segments end at any of '.', '/', ':' or '\\'.
std::string_view take_last(std::string_view& text);

// Trailing segments that `module` and a path (without extension) have in common.
int common_tail(std::string_view module, std::string_view path);

// Leading segments that two folders have in common; the root is a segment of itself.
std::size_t common_folders(std::string_view a, std::string_view b);

// How well a module's path fits a file: by its stem, or by its folder for languages whose modules are folders.
int affinity(std::string_view module, std::string_view path);

}  // namespace assay
