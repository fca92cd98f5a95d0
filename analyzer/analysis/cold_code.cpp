// See cold_code.h.
#include "analyzer/analysis/cold_code.h"

#include <algorithm>
#include <cstdint>
#include <iterator>

#include "analyzer/base/text.h"

namespace assay {
namespace {

// What words begin with. In twelve measured programs of eight languages each group runs less than its size and its
// callers make expect.
constexpr std::string_view stems[] = {
    // what goes wrong
    "error", "fatal", "abort", "warn", "exception", "panic", "die", "throw", "fail",
    // what happens once
    "usage", "help", "version", "init", "setup", "config", "option", "regist", "main",
    // what is for the developer
    "debug", "dump", "print", "trace", "log", "assert", "test", "repr", "tostring", "inspect", "stat", "report",
    "descri",
    // a life's begin and end
    "create", "destroy", "free", "close", "open",
    // what crosses runs
    "load", "save", "serial", "migrat"};

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// The letters that stems begin with, as bits from 'a': most words are none, and a repository has millions.
constexpr std::uint32_t first_letters = [] {
  std::uint32_t letters = 0;
  for (std::string_view stem : stems) letters |= 1U << (stem[0] - 'a');
  return letters;
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
    if (!begins || (first_letters >> (to_lower(name[at]) - 'a') & 1U) == 0) continue;
    const std::string_view word = name.substr(at);
    if (std::any_of(std::begin(stems), std::end(stems), [&](std::string_view stem) { return begins_with(word, stem); }))
      return true;
  }
  return false;
}

}  // namespace assay
