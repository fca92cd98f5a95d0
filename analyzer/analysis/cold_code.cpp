// See cold_code.h.
#include "analyzer/analysis/cold_code.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

#include "analyzer/base/text.h"

namespace assay {
namespace {

// What words begin with, by letter. In twelve measured programs of eight languages each group runs less than its size and
// its callers make expect: what goes wrong (error, abort), what happens once (init, config), what is for the developer (dump,
// trace), a life's begin and end (create, free), what crosses runs (load, save).
constexpr std::string_view stems[] = {
    "abort",  "assert",    "close", "config", "create", "debug",    "descri", "destroy", "die",     "dump",
    "error",  "exception", "fail",  "fatal",  "free",   "help",     "init",   "inspect", "load",    "log",
    "main",   "migrat",    "open",  "option", "panic",  "print",    "regist", "report",  "repr",    "save",
    "serial", "setup",     "stat",  "test",   "throw",  "tostring", "trace",  "usage",   "version", "warn"};

// Positions in `stems` of those that begin with a letter, by letter, and one more: a repository has millions of words, and
// most begin like few stems or none.
constexpr auto first_of_letter = [] {
  std::array<std::uint8_t, 27> first{};
  for (std::size_t letter = 0; letter < first.size(); ++letter) {
    for (const std::string_view stem : stems) {
      if (stem[0] < static_cast<char>('a' + letter)) ++first[letter];
    }
  }
  return first;
}();

bool begins_with(std::string_view word, std::string_view stem) {
  return word.size() >= stem.size() &&
         std::equal(stem.begin(), stem.end(), word.begin(), [](char a, char b) { return a == to_lower(b); });
}

}  // namespace

bool is_named_cold(std::string_view name) {
  for (std::size_t at = 0; at < name.size(); ++at) {
    const bool begins =
        is_alpha(name[at]) && (at == 0 || !is_alpha(name[at - 1]) || (is_upper(name[at]) && !is_upper(name[at - 1])) ||
                               (is_upper(name[at]) && at + 1 < name.size() && !is_upper(name[at + 1])));
    if (!begins) continue;
    const std::string_view word = name.substr(at);
    const auto letter = static_cast<std::size_t>(to_lower(name[at]) - 'a');
    if (std::any_of(stems + first_of_letter[letter], stems + first_of_letter[letter + 1],
                    [&](std::string_view stem) { return begins_with(word, stem); }))
      return true;
  }
  return false;
}

}  // namespace assay
