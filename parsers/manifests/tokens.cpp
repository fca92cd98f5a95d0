#include "parsers/manifests/tokens.h"

#include <algorithm>
#include <string>

namespace assay::manifests {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         static_cast<unsigned char>(c) >= 0x80;
}

class Lexer {
 public:
  Lexer(std::string_view text, const Lexis& lexis) : text_(text), lexis_(lexis) {}

  std::vector<Token> run() {
    while (at_ < text_.size() && tokens_.size() < max_tokens) step();
    tokens_.push_back(Token{Token::Kind::End, {}, line_});
    return std::move(tokens_);
  }

 private:
  bool here(std::string_view word) const { return !word.empty() && text_.substr(at_).starts_with(word); }

  void emit(Token::Kind kind, std::string_view text) { tokens_.push_back(Token{kind, text, line_}); }

  void move_to(std::size_t end) {
    end = std::min(end, text_.size());
    line_ += static_cast<std::uint32_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(at_),
                                                   text_.begin() + static_cast<std::ptrdiff_t>(end), '\n'));
    at_ = end;
  }

  // Behind the next `mark`, or the end of the text.
  std::size_t behind(std::string_view mark, std::size_t from) const {
    const auto found = text_.find(mark, from);
    return found == std::string_view::npos ? text_.size() : found + mark.size();
  }

  void step() {
    const char c = text_[at_];
    if (c == '\n') {
      emit(Token::Kind::LineEnd, {});
      move_to(at_ + 1);
    } else if (c == ' ' || c == '\t' || c == '\r') {
      ++at_;
    } else if (c == '\\' && at_ + 1 < text_.size() && text_[at_ + 1] == '\n') {
      move_to(at_ + 2);  // continues the line
    } else if (lexis_.cmake_brackets && (here("#[") || c == '[') && cmake_bracket()) {
      // taken as a whole
    } else if (here(lexis_.comment)) {
      at_ = std::min(text_.find('\n', at_), text_.size());
    } else if (lexis_.block_comments && here("/*")) {
      move_to(behind("*/", at_ + 2));
    } else if (c == '"' || (c == '\'' && lexis_.single_quotes)) {
      string(c);
    } else if (c == '`' && lexis_.back_quotes) {
      const std::size_t end = std::min(text_.find_first_of("`\n", at_ + 1), text_.size());
      emit(Token::Kind::Word, text_.substr(at_ + 1, end - at_ - 1));
      at_ = end < text_.size() && text_[end] == '`' ? end + 1 : end;
    } else if (is_word_byte(c)) {
      std::size_t end = at_ + 1;
      while (end < text_.size() && is_word_byte(text_[end])) ++end;
      emit(Token::Kind::Word, text_.substr(at_, end - at_));
      at_ = end;
    } else {
      emit(Token::Kind::Symbol, text_.substr(at_, 1));
      ++at_;
    }
  }

  bool is_word_byte(char c) const { return is_letter(c) || lexis_.in_words.find(c) != std::string_view::npos; }

  void string(char quote) {
    const bool triple = lexis_.triple_quotes && here(quote == '"' ? "\"\"\"" : "'''");
    const std::size_t width = triple ? 3 : 1;
    const std::string_view mark = text_.substr(at_, width);
    std::size_t end = at_ + width;
    const bool bounded = !triple && !lexis_.strings_span_lines;
    for (; end < text_.size() && text_.substr(end, width) != mark; ++end) {
      if (bounded && text_[end] == '\n') break;
      if (text_[end] == '\\') ++end;
    }
    end = std::min(end, text_.size());
    emit(Token::Kind::String, text_.substr(at_ + width, end - at_ - width));
    move_to(text_.substr(end, width) == mark ? end + width : end);
  }

  // #[[ comment ]], [==[ argument ]==]
  bool cmake_bracket() {
    const bool comment = text_[at_] == '#';
    const std::size_t open = at_ + (comment ? 1 : 0);
    std::size_t second = open + 1;
    while (second < text_.size() && text_[second] == '=') ++second;
    if (second >= text_.size() || text_[second] != '[') return false;
    const std::string mark = "]" + std::string(second - open - 1, '=') + "]";
    const std::size_t end = behind(mark, second + 1);
    if (!comment)
      emit(Token::Kind::String,
           text_.substr(second + 1, std::max(end, second + 1 + mark.size()) - mark.size() - second - 1));
    move_to(end);
    return true;
  }

  std::string_view text_;
  Lexis lexis_;
  std::size_t at_ = 0;
  std::uint32_t line_ = 1;
  std::vector<Token> tokens_;
};

}  // namespace

Tokens::Tokens(std::string_view text, const Lexis& lexis)
    : list_(Lexer(text, lexis).run()), close_(list_.size(), size()) {
  std::vector<std::size_t> open;
  for (std::size_t i = 0; i < size(); ++i) {
    const Token& token = list_[i];
    if (token.is('(') || token.is('[') || token.is('{')) {
      open.push_back(i);
    } else if ((token.is(')') || token.is(']') || token.is('}')) && !open.empty()) {
      close_[open.back()] = i + 1;
      open.pop_back();
    }
  }
}

}  // namespace assay::manifests
