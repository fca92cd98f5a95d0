// The text-preparing step for C#: `async` used as a name becomes `Async`. The word is a keyword only before a function;
// the grammar takes it for one everywhere, and loses what follows: without this step a fifth of the functions of older
// class libraries (sockets, remoting, `bool async`) have a syntax error, with it one in a hundred. And `#pragma` lines
// become blanks: they say nothing to the facts, and the grammar knows two of their many forms. Of conditional compilation
// that splits a statement one branch is kept, as in C, and pointers lead to what the grammar can read.
#include <algorithm>
#include <string>
#include <string_view>

#include "analyzer/base/text.h"
#include "parsers/languages/c/conditionals.h"
#include "parsers/languages/csharp/hooks.h"

namespace assay::csharp {
namespace {

constexpr std::string_view keyword = "async";

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && is_space(text[at])) ++at;
  return at;
}

// `(…) =>` or `(…) {` behind the word make it a modifier; at most 2000 bytes are looked at.
bool opens_lambda(std::string_view text, std::size_t open) {
  int depth = 0;
  const std::size_t limit = text.size() - open > 2000 ? open + 2000 : text.size();
  for (std::size_t at = open; at < limit; ++at) {
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && --depth == 0) return text.substr(skip_space(text, at + 1)).starts_with("=>");
  }
  return true;
}

// Is the word that begins at `at` a name rather than the keyword?
bool is_name(std::string_view text, std::size_t at) {
  if (at > 0 && (text[at - 1] == '.' || text[at - 1] == '@')) return text[at - 1] == '.';
  const std::size_t next = skip_space(text, at + keyword.size());
  if (next >= text.size()) return false;
  if (text[next] == '(') return !opens_lambda(text, next);
  if (text[next] == '/' && next + 1 < text.size() && (text[next + 1] == '/' || text[next + 1] == '*')) return false;
  if (text[next] == '@' || text[next] == '[' || text[next] == '<') return text[next] == '[';
  if (!is_word_byte(text[next])) return true;
  std::size_t end = next;
  while (end < text.size() && is_word_byte(text[end])) ++end;
  const std::string_view word = text.substr(next, end - next);
  return word == "is" || word == "as" || word == "in" || word == "and" || word == "or" || word == "switch" ||
         word == "when";
}

// The end of the string, character or comment that begins at `at`; `at` itself: none begins there.
std::size_t end_of_opaque(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '/' && at + 1 < text.size() && (text[at + 1] == '/' || text[at + 1] == '*')) {
    const std::size_t end = text[at + 1] == '/' ? text.find('\n', at) : text.find("*/", at + 2);
    if (end == std::string_view::npos) return text.size();
    return text[at + 1] == '/' ? end : end + 2;
  }
  if (c != '"' && c != '\'') return at;
  if (c == '"' && text.substr(at).starts_with("\"\"\"")) {  // raw: ends with as many quotes
    std::size_t quotes = 3;
    while (at + quotes < text.size() && text[at + quotes] == '"') ++quotes;
    const std::size_t end = text.find(text.substr(at, quotes), at + quotes);
    return end == std::string_view::npos ? text.size() : end + quotes;
  }
  const bool verbatim =
      c == '"' && at > 0 && (text[at - 1] == '@' || (text[at - 1] == '$' && at > 1 && text[at - 2] == '@'));
  for (std::size_t i = at + 1; i < text.size(); ++i) {
    if (text[i] == '\\' && !verbatim) {
      ++i;
    } else if (text[i] == c) {
      if (!verbatim || i + 1 >= text.size() || text[i + 1] != '"') return i + 1;
      ++i;
    } else if (text[i] == '\n' && !verbatim) {
      return i;  // not closed on its line
    }
  }
  return text.size();
}

bool word_begins(std::string_view text, std::size_t at) {
  return (at == 0 || !is_word_byte(text[at - 1])) &&
         (at + keyword.size() >= text.size() || !is_word_byte(text[at + keyword.size()]));
}

// What follows an operand: `*(p + 1)` is one, `a * (b)` is not.
bool expects_operand(char previous, std::string_view last_word) {
  constexpr std::string_view operators = "=(,&|!<>+-%?:;{}[~^";
  return operators.find(previous) != std::string_view::npos || last_word == "return" || last_word == "in";
}

// The assignment's operator in the statement that begins at `at`: where its `=` stands; npos: it assigns nothing near.
std::size_t find_assignment(std::string_view text, std::size_t at) {
  constexpr std::size_t longest_target = 400;
  const std::size_t limit = std::min(text.size(), at + longest_target);
  int depth = 0;
  for (; at < limit && text[at] != ';'; ++at) {
    const char c = text[at];
    if (c == '(' || c == '[') ++depth;
    if (c == ')' || c == ']') --depth;
    if (c == '=' && depth == 0)
      return at + 1 < text.size() && (text[at + 1] == '=' || text[at + 1] == '>') ? std::string_view::npos : at;
  }
  return std::string_view::npos;
}

// What a pointer to what is computed leads to, `*(p + 1)`, `*(int*)p`, `*++p`, the grammar does not know: becomes `~(p + 1)`,
// and is compared where it was assigned to. Returns how many bytes changed.
std::size_t indirection(std::string& text, std::size_t star, bool begins_statement) {
  const std::string_view operand = std::string_view(text).substr(skip_space(text, star + 1), 2);
  if (!operand.starts_with('(') && operand != "++" && operand != "--") return 0;
  if (!begins_statement) {
    text[star] = '~';
    return 1;
  }
  const std::size_t assignment = find_assignment(text, star);
  if (assignment == std::string_view::npos) return 0;
  const char before = text[assignment - 1], behind = assignment + 1 < text.size() ? text[assignment + 1] : '\0';
  if (before == ' ' || std::string_view("+-*/%&|^").find(before) != std::string_view::npos) {
    text[assignment - 1] = '=';
  } else if (behind == ' ') {
    text[assignment + 1] = '=';
  } else {
    return 0;
  }
  text[star] = '~';
  return 2;
}

}  // namespace

std::size_t prepare(std::string& text, const MacroTable&, Branches branches) {
  std::size_t changed = settle_conditionals(text, branches, end_of_opaque);
  // Most files do not use the word as a name: find that out before looking at every byte.
  bool used = false;
  for (std::size_t at = text.find(keyword); at != std::string::npos && !used; at = text.find(keyword, at + 1)) {
    used = word_begins(text, at) && is_name(text, at);
  }
  const bool has_pointers = text.find("unsafe") != std::string::npos;
  if (!used && !has_pointers && text.find("#pragma") == std::string::npos) return changed;
  char previous = ';';  // last byte of code, and the word that it ends
  std::string_view last_word;
  bool line_begin = true;
  for (std::size_t at = 0; at < text.size();) {
    if (is_space(text[at])) {
      if (text[at] == '\n') line_begin = true;
      ++at;
      continue;
    }
    if (text[at] == '#' && line_begin) {  // a directive; quotes in it open nothing
      const bool pragma = std::string_view(text).substr(at).starts_with("#pragma");
      for (; at < text.size() && text[at] != '\n'; ++at) {
        if (pragma && text[at] != '\r') {
          text[at] = ' ';
          ++changed;
        }
      }
      continue;
    }
    line_begin = false;
    const std::size_t end = end_of_opaque(text, at);
    if (end != at) {
      if (text[at] != '/') previous = '"';
      at = end;
      continue;
    }
    if (has_pointers && text[at] == '*' && expects_operand(previous, last_word))
      changed += indirection(text, at, previous == ';' || previous == '{' || previous == '}');
    last_word = {};
    if (is_word_byte(text[at])) {
      std::size_t word_end = at;
      while (word_end < text.size() && is_word_byte(text[word_end])) ++word_end;
      if (std::string_view(text).substr(at, word_end - at) == keyword && is_name(text, at)) {
        text[at] = 'A';
        ++changed;
      }
      last_word = std::string_view(text).substr(at, word_end - at);
      at = word_end;
    } else {
      ++at;
    }
    previous = text[at - 1];
  }
  return changed;
}

}  // namespace assay::csharp
