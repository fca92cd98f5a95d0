// See problems.h.
#include "rules/engine/problems.h"

#include <fmt/format.h>

#include <algorithm>

namespace assay {
namespace {

constexpr std::size_t most_lines = 20;
constexpr std::size_t longest_word = 80;  // also bounds the work of a comparison

std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

void Problems::add(std::string_view path, int line, std::string_view text) {
  lines_.push_back(place(path, line, text));
}

void Problems::add(const Error& error) { lines_.push_back(error.message); }

Error Problems::error() const {
  std::string message;
  for (std::size_t i = 0; i < std::min(lines_.size(), most_lines); ++i) {
    if (i > 0) message += '\n';
    message += lines_[i];
  }
  if (lines_.size() > most_lines) message += fmt::format("\nand {} more", lines_.size() - most_lines);
  return Error{std::move(message)};
}

std::string place(std::string_view path, int line, std::string_view text) {
  return line > 0 ? fmt::format("{}:{}: {}", path, line, text) : fmt::format("{}: {}", path, text);
}

std::string quoted(std::string_view text) { return fmt::format("`{}`", text.substr(0, longest_word)); }

std::string unknown_word(std::string_view what, std::string_view word, std::span<const std::string> known) {
  const std::string_view cut = word.substr(0, longest_word);
  const std::string* nearest = nullptr;
  std::size_t least = 0;
  for (const std::string& candidate : known) {
    const std::size_t distance = edit_distance(cut, candidate);
    if (nearest == nullptr || distance < least) {
      nearest = &candidate;
      least = distance;
    }
  }
  if (nearest == nullptr) return fmt::format("unknown {} {}, none is defined", what, quoted(word));
  return fmt::format("unknown {} {}, did you mean {}", what, quoted(word), quoted(*nearest));
}

}  // namespace assay
