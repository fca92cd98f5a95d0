// History is read once for each commit: a thousand commits take longer than parsing a repository anew.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "analyzer/cache/cache.h"
#include "analyzer/facts/change_history.h"
#include "analyzer/project/repository.h"

namespace assay {

// As read_history (project/history.h), from the cache where it knows. Empty where nothing can be read.
ChangeHistory remembered_history(Cache& cache, const Repository& repository, const std::string& commit,
                                 std::size_t depth);

// Nothing where `text` is not what written_history() made.
std::string written_history(const ChangeHistory& history);
std::optional<ChangeHistory> history_of_text(std::string_view text);

}  // namespace assay
