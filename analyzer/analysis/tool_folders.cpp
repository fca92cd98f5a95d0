// See tool_folders.h.
#include "analyzer/analysis/tool_folders.h"

#include <algorithm>
#include <array>

namespace assay {

bool is_tool_folder(std::string_view name) {
  constexpr std::array<std::string_view, 15> names = {"scripts",  "script",  "tools",   "tool",       "hack",
                                                      "devtools", "misc",    "extra",   "extras",     "ci",
                                                      ".ci",      ".github", "release", ".buildkite", ".circleci"};
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace assay
