// Build scripts that are programs (setup.py, Gradle, Ruby, sbt, CMake, Meson) as a flat list of tokens.
//
// Nothing is executed: readers look for calls with literal arguments, and skip what they do not understand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace assay::manifests {

inline constexpr std::size_t max_tokens = 1'000'000;

struct Token {
  enum class Kind : std::uint8_t { Word, String, Symbol, LineEnd, End };
  Kind kind = Kind::End;
  std::string_view text;  // strings: between the quotes, escapes as written
  std::uint32_t line = 0;

  bool is(char symbol) const { return kind == Kind::Symbol && text.front() == symbol; }
  bool is_word(std::string_view word) const { return kind == Kind::Word && text == word; }
  bool is_string() const { return kind == Kind::String; }
};

// What the languages differ in.
struct Lexis {
  std::string_view comment;          // starts a comment to the end of the line
  bool block_comments = false;       // /* … */
  bool triple_quotes = false;        // """ … """ and ''' … '''
  bool single_quotes = true;         // '…' is a string
  bool back_quotes = false;          // `a name` is a word
  bool cmake_brackets = false;       // #[[ … ]] comments and [[ … ]] arguments
  bool strings_span_lines = false;   // else a quote that is not closed ends with its line
  std::string_view in_words = "_.";  // besides letters, digits and bytes above ASCII
};

// Ends with one End token, which readers may look at any number of times through `Tokens`.
class Tokens {
 public:
  Tokens(std::string_view text, const Lexis& lexis);

  const Token& operator[](std::size_t i) const { return i < list_.size() ? list_[i] : list_.back(); }
  std::size_t size() const { return list_.size() - 1; }  // the End token is not counted

  // The position behind the bracket that closes the one at `open`; size() where none does.
  std::size_t after_bracket(std::size_t open) const { return close_[open]; }

 private:
  std::vector<Token> list_;
  std::vector<std::size_t> close_;
};

}  // namespace assay::manifests
