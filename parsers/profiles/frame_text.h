// Frames that are one piece of text: which part is the name, which the place?
#pragma once

#include <string_view>

#include "analyzer/facts/runtime_profile.h"

namespace assay {

// `name (file:line)` py-spy, `name - file:line` rbspy, `file:name:line` austin, `name (file)`, `name_[j]` the FlameGraph
// scripts, `LazyCompile:*name file:line:column` perf maps of V8, `py::name:file` those of CPython; else all is the name.
ProfileFrame frame_of_text(std::string_view text);

// A script's path: without `file://` and percent signs; other schemes (`node:`, `https://host/`) keep what follows the host.
std::string path_of_url(std::string_view url);

}  // namespace assay
