// Does a text match a wildcard pattern, as git understands one?
//
// `?` is any byte, `*` any run of bytes, `[a-z]`, `[!a-z]` and `[[:alpha:]]` are sets, `\` takes the next byte
// as it is. With Slash::Separator none of these matches '/'; only `**` between slashes (or at an end of the
// pattern) crosses folders: `**/x`, `a/**/x`, `a/**`. A malformed pattern matches nothing.
//
// The pattern is run as a nondeterministic automaton whose states are bits, so that time is bounded by
// text × pattern whatever the pattern holds.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace assay {

class Glob {
 public:
  enum class Slash : std::uint8_t { Ordinary, Separator };

  Glob(std::string_view pattern, Slash slash);

  bool matches(std::string_view text) const;

 private:
  enum class Kind : std::uint8_t {
    Byte,
    Any,      // one byte
    Set,      // one byte out of sets_[argument]
    Star,     // any run of bytes
    Folders,  // any run of bytes, slashes included
    Skip,     // goes on either at the next token or behind the `Folders` and '/' that follow
    Never
  };
  struct Token {
    Kind kind;
    std::uint16_t argument = 0;  // Byte: its value; Set: row of sets_
  };

  void add_stars(std::string_view pattern, std::size_t begin, std::size_t end, bool literal_so_far);
  std::size_t add_set(std::string_view pattern, std::size_t at);
  bool accepts(const Token& token, std::uint8_t byte) const;

  std::string prefix_;         // every match begins with it
  std::string suffix_;         // every match ends with it
  std::vector<Token> tokens_;  // what stands between the two
  std::vector<std::bitset<256>> sets_;
  bool crosses_slash_ = false;
};

}  // namespace assay
