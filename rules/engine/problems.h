// Collects what is wrong with rule files: one line `path:line: what, and what to do` for each of the first problems.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/result.h"

namespace assay {

class Problems {
 public:
  void add(std::string_view path, int line, std::string_view text);  // line 0: the file as a whole
  void add(const Error& error);                                      // a line that is made already
  bool any() const { return !lines_.empty(); }
  Error error() const;  // the first 20, one a line, and how many more there are

 private:
  std::vector<std::string> lines_;
};

std::string place(std::string_view path, int line, std::string_view text);

// In back-quotes, cut to a length that fits a message.
std::string quoted(std::string_view text);

// "unknown key `weigth`, did you mean `weight`"
std::string unknown_word(std::string_view what, std::string_view word, std::span<const std::string_view> known);
std::string unknown_word(std::string_view what, std::string_view word, std::span<const std::string> known);

}  // namespace assay
