// Small questions about text that manifest readers ask; trim, split and the like are the base's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analyzer/base/text.h"

namespace assay::manifests {

// Without one pair of equal quotes (' or ") around it.
std::string_view unquote(std::string_view text);

// Parts between runs of blanks; none is empty.
std::vector<std::string_view> words(std::string_view text);

// `head` and what follows the first separator; `tail` is empty where there is none.
struct Cut {
  std::string_view head;
  std::string_view tail;
};
Cut cut(std::string_view text, std::string_view separator);

// Removes the prefix where it stands.
bool consume(std::string_view& text, std::string_view prefix);

// "1 command", "2 commands".
std::string counted(std::size_t count, std::string_view noun);

// Steps through lines; "\r\n" counts as one line end.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  bool next();
  std::string_view line() const { return line_; }
  std::uint32_t number() const { return number_; }

 private:
  std::string_view rest_;
  std::string_view line_;
  std::uint32_t number_ = 0;  // of line_, from 1
};

// Steps through lines where a backslash at the end continues a line; the parts are joined by a blank.
class ContinuedLines {
 public:
  explicit ContinuedLines(std::string_view text) : lines_(text) {}
  bool next();
  std::string_view line() const { return line_; }
  std::uint32_t number() const { return number_; }

 private:
  Lines lines_;
  std::string line_;
  std::uint32_t number_ = 0;  // of the first part
};

// At most `limit` bytes of valid UTF-8: what is not valid becomes U+FFFD, control characters become blanks.
std::string clean_utf8(std::string_view text, std::size_t limit);

}  // namespace assay::manifests
