// Is a word one of a language's list? Lists are literals of space-separated words and asked for every call of a
// repository; nearly every question is answered by one bit.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace assay {

class WordList {
 public:
  constexpr WordList() = default;
  // NOLINTNEXTLINE(google-explicit-constructor): s.iterating = "each map"
  constexpr WordList(const char* words) : words_(words) {
    for (std::string_view rest = words_; !rest.empty();) {
      const std::string_view word = rest.substr(0, rest.find(' '));
      if (!word.empty()) seen_[slot(word) / 64] |= std::uint64_t{1} << slot(word) % 64;
      rest.remove_prefix(word.size() < rest.size() ? word.size() + 1 : rest.size());
    }
  }

  constexpr bool empty() const { return words_.empty(); }

  constexpr bool contains(std::string_view word) const {
    if (word.empty() || (seen_[slot(word) / 64] >> slot(word) % 64 & 1U) == 0) return false;
    for (std::size_t at = words_.find(word); at != std::string_view::npos; at = words_.find(word, at + 1)) {
      const std::size_t end = at + word.size();
      if ((at == 0 || words_[at - 1] == ' ') && (end == words_.size() || words_[end] == ' ')) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t slot(std::string_view word) {
    const auto byte = [](char c) { return static_cast<unsigned char>(c); };
    return (word.size() * 7U + byte(word.front()) * 37U + byte(word.back()) * 5U + byte(word[word.size() / 2]) * 11U) %
           (64 * slots);
  }

  static constexpr std::size_t slots = 16;
  std::string_view words_;
  std::array<std::uint64_t, slots> seen_{};  // bit by slot: some word falls there
};

}  // namespace assay
