// See line_changes.h.
#include "analyzer/project/line_changes.h"

#include "analyzer/project/git_store.h"

namespace assay {

std::vector<std::pair<std::uint32_t, std::uint32_t>> changed_lines(std::string_view before, std::string_view after) {
  const GitLibrary library;
  using Ranges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;
  Ranges ranges;
  git_diff_options options;
  git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.context_lines = 0;
  const auto add = [](const git_diff_delta*, const git_diff_hunk* hunk, void* payload) {
    const auto first = static_cast<std::uint32_t>(hunk->new_start);
    const auto count = static_cast<std::uint32_t>(hunk->new_lines);
    static_cast<Ranges*>(payload)->emplace_back(first, count == 0 ? first + 1 : first + count - 1);
    return 0;
  };
  git_diff_buffers(before.data(), before.size(), nullptr, after.data(), after.size(), nullptr, &options, nullptr,
                   nullptr, add, nullptr, &ranges);
  return ranges;
}

}  // namespace assay
