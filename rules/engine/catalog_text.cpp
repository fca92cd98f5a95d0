#include "rules/engine/catalog_text.h"

#include <algorithm>
#include <utility>

namespace assay {
namespace {

// Characters that mean something else to YAML at the begin of an unquoted word.
constexpr std::string_view kReserved = "@*&!|>%{}[]`#,\"'";

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }
bool is_control(char c) { return static_cast<unsigned char>(c) < ' ' && !is_blank(c); }

}  // namespace

CatalogText::CatalogText(std::string_view content) : text_(content) {
  if (text_.starts_with("\xef\xbb\xbf")) text_.remove_prefix(3);
}

bool CatalogText::fail(std::string text) {
  problem_ = std::move(text);
  at_ = text_.size();
  return false;
}

void CatalogText::skip_blanks() {
  while (!at_end() && is_blank(peek())) ++at_;
  const bool separated = at_ == line_start_ || is_blank(text_[at_ - 1]);
  if (!at_end() && peek() == '#' && separated) {
    at_ = text_.find('\n', at_);
    if (at_ == std::string_view::npos) at_ = text_.size();
  }
}

bool CatalogText::end_line() {
  skip_blanks();
  if (at_end()) return true;
  if (peek() != '\n') return fail("unexpected text after the value, put it on a line of its own or in quotes");
  ++at_;
  ++line_;
  line_start_ = at_;
  return true;
}

bool CatalogText::skip_to_entry() {
  while (!at_end()) {
    while (!at_end() && peek() == ' ') ++at_;
    if (peek() == '\t') return fail("a tab stands in the indentation, use spaces");
    skip_blanks();
    if (at_end()) return false;
    if (peek() != '\n') return true;
    end_line();
  }
  return false;
}

bool CatalogText::read_word(bool in_list, Word& word) {
  word.line = line_;
  const char first = peek();
  if (first == '"' || first == '\'') {
    const std::size_t end = text_.find_first_of(first == '"' ? "\"\\\n" : "'\n", at_ + 1);
    if (end == std::string_view::npos || text_[end] == '\n') return fail("a quote is not closed on its line, close it");
    if (text_[end] == '\\') return fail("escapes are not supported, use single quotes around a text with `\\`");
    word.text = text_.substr(at_ + 1, end - at_ - 1);
    if (std::any_of(word.text.begin(), word.text.end(), is_control)) {
      return fail("a control character stands here, remove it");
    }
    at_ = end + 1;
    if (peek() == first) return fail("a quote stands within quotes, use the other kind around it");
    return true;
  }
  if (kReserved.find(first) != std::string_view::npos) {
    return fail(std::string("`") + first + "` may not begin a word here, put the word in quotes");
  }
  const std::size_t begin = at_;
  for (; !at_end() && peek() != '\n'; ++at_) {
    const char c = peek();
    if (in_list && (c == ',' || c == ']')) break;
    if (in_list && (c == '[' || c == '{' || c == '}' || c == '?')) {
      return fail(std::string("`") + c + "` stands in a word of a list, put the word in quotes");
    }
    if (c == ':' && (is_blank(peek(1)) || peek(1) == '\n')) break;
    if (c == '#' && is_blank(text_[at_ - 1])) break;
    if (is_control(c)) return fail("a control character stands here, remove it");
  }
  std::size_t end = at_;
  while (end > begin && is_blank(text_[end - 1])) --end;
  word.text = text_.substr(begin, end - begin);
  return true;
}

bool CatalogText::read_list(std::vector<Word>& words) {
  const int opened = line_;
  ++at_;
  bool expects_word = true;
  while (true) {
    skip_blanks();
    if (at_end()) return fail("the list that begins at line " + std::to_string(opened) + " is not closed, add `]`");
    const char c = peek();
    if (c == '\n') {
      end_line();
    } else if (c == ']') {
      ++at_;
      return true;
    } else if (c == ',') {
      if (expects_word) return fail("a word is missing before `,`, write it or remove the comma");
      expects_word = true;
      ++at_;
    } else {
      if (!expects_word) return fail("a `,` is missing between two words, add it");
      expects_word = false;
      if (!read_word(true, words.emplace_back())) return false;
      if (peek() == ':') return fail("a map stands within a list, write plain words or put the word in quotes");
    }
  }
}

bool CatalogText::next(Entry& entry) {
  entry.item = entry.list = false;
  entry.words.clear();
  if (!skip_to_entry()) return false;
  if (peek() == '-' && is_blank(peek(1))) {
    entry.item = true;
    ++at_;
    while (peek() == ' ') ++at_;
  }
  entry.indent = at_ - line_start_;
  if (!read_word(false, entry.key)) return false;
  if (peek() != ':') {
    if (!entry.item) return fail("a `:` is missing after the key, write `key: value`");
    entry.words.push_back(std::exchange(entry.key, Word{{}, line_}));
    return end_line();
  }
  ++at_;
  skip_blanks();
  if (peek() == '[') {
    entry.list = true;
    if (!read_list(entry.words)) return false;
  } else if (!at_end() && peek() != '\n') {
    if (!read_word(false, entry.words.emplace_back())) return false;
    if (peek() == ':') return fail("a second `:` in one line, put the value in quotes");
  }
  return end_line();
}

}  // namespace assay
