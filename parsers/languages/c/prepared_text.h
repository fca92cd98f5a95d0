// A text of C or C++ that is overwritten with equal length, and looking ahead in it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/base/text.h"
#include "parsers/languages/c/family.h"

namespace assay::cfamily {

// Within a line.
inline bool is_blank(char c) { return c == ' ' || c == '\t'; }

class PreparedText {
 public:
  // Overwrites `text`, which must outlive this.
  PreparedText(std::string& text, bool cpp) : text_(text), cpp_(cpp) {}

 protected:
  void blank(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (text_[i] != '\n' && text_[i] != '\r') text_[i] = ' ';
    }
    changed_ += end - begin;
  }

  void overwrite(std::size_t at, char c) {
    text_[at] = c;
    ++changed_;
  }

  char at_or_end(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }

  std::size_t skip_blanks(std::size_t at) const {
    while (at < text_.size() && is_blank(text_[at])) ++at;
    return at;
  }

  std::size_t skip_space(std::size_t at) const {
    while (at < text_.size() && (is_blank(text_[at]) || text_[at] == '\n' || text_[at] == '\r')) ++at;
    return at;
  }

  std::size_t end_of_word(std::size_t at) const {
    while (at < text_.size() && is_word(text_[at])) ++at;
    return at;
  }

  std::string_view word_at(std::size_t at) const { return std::string_view(text_).substr(at, end_of_word(at) - at); }

  std::string_view word_at_or_empty(std::size_t at) const {
    return is_word(at_or_end(at)) ? word_at(at) : std::string_view{};
  }

  std::size_t end_of_comment(std::size_t at) const { return cfamily::end_of_comment(text_, at); }

  std::size_t end_of_literal(std::size_t at) const {
    const char quote = text_[at];
    if (quote == '"' && cpp_ && at > 0 && text_[at - 1] == 'R') {  // R"x(…)x"
      const std::size_t open = text_.find('(', at);
      if (open != std::string::npos && open - at <= 17) {
        const std::string close = ")" + text_.substr(at + 1, open - at - 1) + "\"";
        const std::size_t end = text_.find(close, open);
        return end == std::string::npos ? text_.size() : end + close.size();
      }
    }
    for (++at; at < text_.size(); ++at) {
      if (text_[at] == '\\') {
        ++at;
      } else if (text_[at] == quote) {
        return at + 1;
      } else if (text_[at] == '\n') {
        return at;  // not closed on its line
      }
    }
    return text_.size();
  }

  // Just behind the ')' that closes the '(' at `open`; `open` itself: it does not close soon enough.
  std::size_t end_of_parentheses(std::size_t open) const {
    int depth = 0;
    const std::size_t limit = std::min(text_.size(), open + longest_arguments);
    if (looked_at_ > looks_per_byte * text_.size() + longest_arguments) return open;
    for (std::size_t at = open; at < limit; ++at) {
      ++looked_at_;
      const char c = text_[at];
      if (c == '"' || c == '\'') {
        at = end_of_literal(at) - 1;
      } else if (c == '/' && (at_or_end(at + 1) == '*' || at_or_end(at + 1) == '/')) {
        at = end_of_comment(at) - 1;
      } else if (c == '(') {
        ++depth;
      } else if (c == ')' && --depth == 0) {
        return at + 1;
      }
    }
    return open;
  }

  // The same for the '(' that follows `at` on its line; `at`: none does.
  std::size_t end_of_arguments(std::size_t at) const {
    const std::size_t open = skip_blanks(at);
    if (at_or_end(open) != '(') return at;
    const std::size_t close = end_of_parentheses(open);
    return close == open ? at : close;
  }

  // Where the next token stands, comments passed over.
  std::size_t next_token(std::size_t at) const {
    for (;;) {
      at = skip_space(at);
      if (at_or_end(at) != '/' || (at_or_end(at + 1) != '*' && at_or_end(at + 1) != '/')) return at;
      at = end_of_comment(at);
    }
  }

  std::string& text_;
  bool cpp_;
  std::size_t changed_ = 0;  // bytes

 private:
  static constexpr std::size_t longest_arguments = 4'000;  // bytes between a macro's parentheses
  static constexpr std::size_t looks_per_byte =
      8;  // bytes looked ahead at for each of the text; ordinary code needs one

  mutable std::size_t looked_at_ = 0;  // bytes, by end_of_parentheses
};

}  // namespace assay::cfamily
