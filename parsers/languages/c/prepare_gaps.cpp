// See preparation.h: types and operators that the grammars have no place for, and what macros take as arguments.
#include <algorithm>
#include <string_view>

#include "parsers/languages/c/preparation.h"

namespace assay::cfamily {
namespace {

constexpr std::size_t longest_label = 300;  // bytes of `... last:`

constexpr WordList element_words = "unsigned signed short int long char float double bool __bool pixel __pixel";
constexpr WordList tags = "struct union enum class";

}  // namespace

// f(a, struct foo, b), f(const char *), f(unsigned long, x): becomes one name.
bool Preparation::type_argument(std::size_t begin) {
  std::size_t at = begin, words = 0;
  bool star = false, named = false, may_be_named = false;
  while (at < text_.size() && (is_word(text_[at]) || is_blank(text_[at]) || text_[at] == '*')) {
    if (is_word(text_[at])) {
      const std::string_view w = word_at(at);
      if (star && w != "const") return false;
      if (!type_words.contains(w)) {
        if (named || !may_be_named) return false;
        named = true;
      }
      may_be_named = may_be_named || tags.contains(w) || w == "const" || w == "volatile";
      ++words;
      at += w.size();
    } else {
      star = star || text_[at] == '*';
      ++at;
    }
  }
  if (at_or_end(at) != ',' && at_or_end(at) != ')') return false;
  if (words < 2 && !star) return false;
  if (!in_code() && !tags.contains(word_at(begin))) return false;  // outside of functions it may well declare
  // All but the last word is blanked where that is a type's name, joined to it where it is a keyword.
  std::size_t last = begin;
  for (std::size_t i = begin; i < at; i = is_word(text_[i]) ? end_of_word(i) : i + 1) {
    if (is_word(text_[i])) last = i;
  }
  for (std::size_t i = begin; i < at; ++i) {
    if (i < last && type_words.contains(word_at(last)) && !tags.contains(word_at(begin))) {
      if (!is_word(text_[i])) overwrite(i, '_');
    } else if (i < last || text_[i] == '*') {
      blank(i, i + 1);
    }
  }
  return true;
}

// flag(tp, 5705_PLUS), enabled(9p_ref): the macro pastes it to a name.
void Preparation::pasted_number(std::size_t begin, std::string_view w) {
  if (previous_ != '(' && previous_ != ',') return;
  if (w.size() > 1 && (w[1] == 'x' || w[1] == 'X')) return;
  const bool name = std::any_of(w.begin(), w.end(), [](char c) {
    return !is_digit(c) && std::string_view("uUlLfFeEbB").find(c) == std::string_view::npos;
  });
  if (name) overwrite(begin, '_');
}

// a.operator->() and the like
void Preparation::operator_call(std::size_t end) {
  std::size_t at = end;
  at = skip_blanks(at);
  if (text_.compare(at, 2, "()") == 0) at += 2;
  while (at < text_.size() && at < end + 4 &&
         std::string_view("+-*/%^&|~!=<>[],").find(text_[at]) != std::string_view::npos)
    ++at;
  if (at_or_end(skip_blanks(at)) != '(' || at == end) return;
  for (std::size_t i = end; i < at; ++i) overwrite(i, '_');
}

// offsetof(struct a, b.c[d]): the grammar knows a member's name alone.
void Preparation::offset_of_path(std::size_t begin, std::size_t end) {
  const std::size_t close = end_of_arguments(end);
  const std::string_view arguments = std::string_view(text_).substr(end, close - end);
  if (arguments.find('.') != std::string_view::npos || arguments.find('[') != std::string_view::npos)
    overwrite(begin, 'O');
}

// vector unsigned int, __vector bool short: AltiVec's types are what they are vectors of
bool Preparation::vector_type(std::size_t begin, std::size_t end) {
  std::size_t next = skip_blanks(end);
  if (!element_words.contains(word_at_or_empty(next))) return false;
  blank(begin, end);
  const std::string_view w = word_at(next);
  const std::size_t behind = skip_blanks(next + w.size());
  if ((w == "bool" || w == "__bool" || w == "pixel" || w == "__pixel") &&
      element_words.contains(word_at_or_empty(behind)))
    blank(next, next + w.size());
  return true;
}

// enum __attribute__((packed)) a { … }
void Preparation::enumeration_attributes(std::size_t end) {
  for (std::size_t at = skip_space(end);; at = skip_space(at)) {
    const std::string_view w = word_at_or_empty(at);
    const std::size_t close = end_of_arguments(at + w.size());
    if ((w != "__attribute__" && w != "__attribute") || close == at + w.size()) return;
    blank(at, close);
    at = close;
  }
}

// ASSIGN_OR_RETURN(auto x, f(y)); is auto x = f(y); and what is done where that fails.
bool Preparation::declaring_macro(std::size_t begin, std::size_t end) {
  const std::size_t close = end_of_arguments(end);
  if (close == end || at_or_end(next_token(close)) != ';') return false;
  // One comma outside of brackets, and before it words of a type and then a name.
  const std::size_t open = skip_blanks(end);
  std::size_t comma = nowhere, words = 0;
  std::string_view last;
  int depth = 0;
  for (std::size_t at = open + 1; at + 1 < close;) {
    const char c = text_[at];
    if (c == '"' || c == '\'') {
      if (comma == nowhere) return false;
      at = end_of_literal(at);
      continue;
    }
    const bool opens = c == '(' || c == '[' || c == '{' || c == '<';
    const bool closes = c == ')' || c == ']' || c == '}' || (c == '>' && text_[at - 1] != '-');
    if (opens) ++depth;
    if (closes) --depth;
    if (depth == 0 && c == ',') {
      if (comma != nowhere) return false;
      comma = at;
    } else if (comma == nowhere && depth == 0) {
      if (is_word(c)) {
        const bool qualified = at >= 2 && text_[at - 1] == ':';
        last = word_at(at);
        if (!qualified) ++words;
        at += last.size();
        continue;
      }
      if (!is_blank(c) && c != '\n' && c != '\r' && c != ':' && c != '*' && c != '&' && c != '>') return false;
    }
    ++at;
  }
  if (comma == nowhere || words < 2 || tags.contains(word_at_or_empty(open + 1)) || type_words.contains(last))
    return false;
  std::size_t before = comma;
  while (is_blank(text_[before - 1])) --before;
  if (!is_word(text_[before - 1])) return false;
  blank(begin, open + 1);
  overwrite(comma, '=');
  blank(close - 1, close);
  return true;
}

// f(T a = {}): a value that the grammar takes for a default
bool Preparation::default_value(std::size_t at) {
  std::size_t close = at + 1;
  while (close < text_.size() && close < at + 200 && text_[close] != '}' && text_[close] != '{' && text_[close] != ';')
    ++close;
  if (at_or_end(close) != '}') return false;
  const char next = at_or_end(next_token(close + 1));
  if (next != ')' && next != ',') return false;
  blank(at, close + 1);
  overwrite(at, '0');
  put('0');
  return true;
}

// f(int (C::*)(int) const) → f(int (   *)(int)      )
void Preparation::pointer_to_member(std::size_t open) {
  std::size_t at = open + 1;
  while (at < text_.size() && at < open + 200 && (is_word(text_[at]) || text_[at] == ':' || text_[at] == ' ')) ++at;
  if (at < open + 4 || at_or_end(at) != '*' || text_[at - 1] != ':' || text_[at - 2] != ':') return;
  blank(open + 1, at);
  const std::size_t close = end_of_parentheses(open);
  if (close == open) return;
  const std::size_t behind = end_of_arguments(close);
  const std::size_t word = skip_space(behind);
  if (behind != close && word_at_or_empty(word) == "const") blank(word, word + 5);
}

// f(int C::*, …) → f(int    *, …)
void Preparation::member_pointer(std::size_t at) {
  if (!cpp_ || previous_ != 'w' || text_.compare(at, 3, "::*") != 0 || before_last_word_.empty()) return;
  std::size_t begin = at;
  while (begin > 0 && is_word(text_[begin - 1])) --begin;
  blank(begin, at + 2);
}

// Behind what begins at the '.': designators and pasted dots in a macro's arguments, ranges of cases, a.*b.
std::size_t Preparation::dot(std::size_t at) {
  if (text_.compare(at, 3, "...") == 0) {
    if (in_case_) {
      const std::size_t length = std::string_view(text_).substr(at, longest_label).find_first_of(":;\n");
      if (length != std::string_view::npos && text_[at + length] == ':') {
        blank(at, at + length);
        return at + length;
      }
    }
    return at + 3;
  }
  if (cpp_ && at_or_end(at + 1) == '*' && at > 0 && text_[at - 1] != '.') {
    blank(at + 1, at + 2);
  } else if (in_call() && (previous_ == '(' || previous_ == ',') && is_word(at_or_end(at + 1)) &&
             !is_digit(at_or_end(at + 1))) {
    overwrite(at, '_');
  }
  return at + 1;
}

// enable_if<…>::type* = 0, RT (C::*)(int)
void Preparation::unnamed_pointer(std::size_t at) {
  if (!cpp_ || calls_.empty()) return;
  if (previous_ != 'w' && previous_ != '>') return;
  const std::size_t assign = skip_space(at + 1);
  if (at_or_end(assign) != '=' || at_or_end(assign + 1) == '=' || assign == at + 1) return;
  std::size_t value = skip_space(assign + 1);
  const std::string_view w = is_word(at_or_end(value)) ? word_at(value) : std::string_view{};
  if (w != "0" && w != "nullptr" && w != "NULL") return;
  value += w.size();
  const char behind = at_or_end(next_token(value));
  if (behind == ')' || behind == ',') blank(at, value);
}

}  // namespace assay::cfamily
