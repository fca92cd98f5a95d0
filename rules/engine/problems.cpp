// See problems.h.
#include "rules/engine/problems.h"

#include <fmt/format.h>

#include <algorithm>

#include "analyzer/base/nearest_word.h"

namespace assay {
namespace {

constexpr std::size_t most_lines = 20;

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

std::string quoted(std::string_view text) { return fmt::format("`{}`", text.substr(0, 80)); }

std::string unknown_word(std::string_view what, std::string_view word, std::span<const std::string_view> known) {
  const std::string_view nearest = nearest_word(word, known);
  if (nearest.empty()) return fmt::format("unknown {} {}, none is defined", what, quoted(word));
  return fmt::format("unknown {} {}, did you mean {}", what, quoted(word), quoted(nearest));
}

std::string unknown_word(std::string_view what, std::string_view word, std::span<const std::string> known) {
  return unknown_word(what, word, std::vector<std::string_view>(known.begin(), known.end()));
}

}  // namespace assay
