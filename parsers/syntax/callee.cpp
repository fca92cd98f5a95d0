// See callee.h. Works on bytes: identifiers may hold any byte above 0x7F.
#include "parsers/syntax/callee.h"

#include <algorithm>

#include "analyzer/base/text.h"
#include "parsers/syntax/brackets.h"

namespace assay {
namespace {

// Of a name in any of the languages, with Ruby's, PHP's and JavaScript's sigils.
bool is_name_byte(char c) { return is_word_byte(c) || c == '$' || c == '@' || c == '#'; }

char opener_of(char closer) {
  switch (closer) {
    case ')': return '(';
    case ']': return '[';
    case '>': return '<';
    case '}': return '{';
    default: return 0;
  }
}

// Cuts a balanced group off the end: `f<a<b>>` → `f`. Leaves the text alone where it does not balance.
std::string_view without_group(std::string_view text) {
  const char closer = text.back(), opener = opener_of(closer);
  int depth = 0;
  for (std::size_t i = text.size(); i-- > 0;) {
    if (text[i] == closer) ++depth;
    if (text[i] == opener && --depth == 0) return text.substr(0, i);
  }
  return text;
}

// Length of a separator that ends at the end of `text`; 0: none.
std::size_t separator_at_end(std::string_view text) {
  if (text.ends_with("!!.")) return 3;
  if (text.ends_with("::") || text.ends_with("->") || text.ends_with("?.") || text.ends_with("!.") ||
      text.ends_with("&."))
    return 2;
  if (text.ends_with("?->")) return 3;
  if (text.ends_with(".") || text.ends_with("\\") || text.ends_with("/")) return 1;
  return 0;
}

constexpr std::string_view makes = "new ", waits = "await ";

}  // namespace

CalleePath split_callee(std::string_view text) {
  text = trim(text);
  constexpr std::size_t most = 1000;
  if (text.size() > most) text = text.substr(text.size() - most);
  while (!text.empty() && (text.back() == '>' || text.back() == '!')) {  // type arguments, macro's mark
    const std::string_view shorter = text.back() == '!' ? text.substr(0, text.size() - 1) : without_group(text);
    if (shorter.size() == text.size()) break;
    text = trim(shorter);
    if (text.ends_with("::")) text.remove_suffix(2);  // f::<T>
  }
  std::size_t begin = text.size();
  if (begin > 0 && (text[begin - 1] == '?' || text[begin - 1] == '!')) --begin;  // Ruby's empty?, save!
  while (begin > 0 && is_name_byte(text[begin - 1])) --begin;
  CalleePath path;
  path.name = text.substr(begin);
  if (path.name.ends_with("!")) path.name = path.name.substr(0, path.name.size());
  std::string_view rest = text.substr(0, begin);
  while (!rest.empty() && is_blank(rest.back())) rest.remove_suffix(1);
  if (rest.ends_with("~") && begin > 0 && text[begin - 1] == '~') {  // an explicit destructor call
    path.name = text.substr(begin - 1);
    rest.remove_suffix(1);
  }
  const std::size_t separator = separator_at_end(rest);
  if (separator == 0) {
    if (path.name.empty()) path.receiver = text;  // (expression)(…): no name
    return path;
  }
  path.receiver = trim(rest.substr(0, rest.size() - separator));
  return path;
}

void canonical_path(std::string_view text, std::string& out) {
  out.clear();
  text = trim(text);
  constexpr std::size_t longest_text = 1000, longest_path = 160;
  const bool readable = text.size() <= longest_path || (text.size() <= longest_text && text.find('{') == text.npos);
  if (!readable) {
    out = "()";
    return;
  }
  std::string opened;
  if (text.starts_with("(")) {
    const std::size_t close = closing_bracket(text, 0);
    const std::string_view inside = trim(text.substr(1, close - 1));
    const bool made = inside.starts_with(makes);
    if (made || inside.starts_with(waits)) {
      opened = inside.substr(made ? makes.size() : waits.size());
      if (made && opened.find('(') == std::string::npos) opened += "()";
      opened += text.substr(std::min(close + 1, text.size()));
      text = opened;
    }
  } else if (text.starts_with(makes)) {
    text.remove_prefix(makes.size());
  }
  while (!text.empty() && (text.front() == '*' || text.front() == '&' || text.front() == '\\' || text.front() == ':' ||
                           is_blank(text.front()))) {
    text.remove_prefix(1);
  }
  for (std::size_t i = 0; i < text.size();) {
    const char c = text[i];
    if (is_blank(c)) {
      ++i;
    } else if (c == '(' || c == '[' || c == '{' || c == '<') {
      const std::size_t end = closing_bracket(text, i);
      if (c != '<') {
        out += c == '(' ? "()" : c == '[' ? "[]" : "{}";
      } else if (out.ends_with(".")) {
        out.pop_back();  // turbofish f::<T>
      }
      i = std::min(end + 1, text.size());
    } else if (text.substr(i).starts_with("?->")) {
      out += '.';
      i += 3;
    } else if (text.substr(i).starts_with("::") || text.substr(i).starts_with("->") ||
               text.substr(i).starts_with("?.") || text.substr(i).starts_with("!.") ||
               text.substr(i).starts_with("&.")) {
      out += '.';
      i += 2;
    } else if (c == '\\') {
      out += '.';
      ++i;
    } else if (c == '!' || c == '?') {
      if (i + 1 == text.size()) out += c;
      ++i;
    } else {
      out += c;
      ++i;
    }
  }
  if (out.size() > longest_path) out = "()";
}

void canonical_type(std::string_view text, std::string& out) {
  text = trim(text);
  for (bool changed = true; changed && !text.empty();) {
    changed = false;
    while (!text.empty() && (text.front() == '*' || text.front() == '&' || text.front() == '?' || text.front() == ':' ||
                             text.front() == '\\' || is_blank(text.front()))) {
      text.remove_prefix(1);
      changed = true;
    }
    const bool plain = text.find(' ') == text.npos && !text.starts_with('[');
    for (std::string_view word : {"mut ", "const ", "volatile ", "struct ", "class ", "enum ", "union ", "dyn ",
                                  "impl ", "ref ", "final ", "readonly ", "typename ", "[]"}) {
      if (plain) break;
      if (text.starts_with(word)) {
        text.remove_prefix(word.size());
        changed = true;
      }
    }
    if (text.starts_with("'")) {  // Rust lifetime
      const std::size_t blank = text.find(' ');
      if (blank == std::string_view::npos) break;
      text.remove_prefix(blank + 1);
      changed = true;
    }
    while (!text.empty() && (text.back() == '*' || text.back() == '&' || text.back() == '?' || text.back() == '!' ||
                             is_blank(text.back()))) {
      text.remove_suffix(1);
      changed = true;
    }
    while (text.ends_with("[]")) {
      text.remove_suffix(2);
      changed = true;
    }
  }
  // Python: X | None, None | X, Optional[X] say X.
  if (text.ends_with("| None")) text = trim(text.substr(0, text.size() - 6));
  if (text.starts_with("None |")) text = trim(text.substr(6));
  for (const std::string_view optional : {"Optional[", "typing.Optional["}) {
    if (text.starts_with(optional) && text.ends_with("]"))
      text = text.substr(optional.size(), text.size() - optional.size() - 1);
  }
  canonical_path(text, out);
  const std::size_t bracket = out.find_first_of("([{");
  if (bracket != std::string::npos) out.resize(bracket);
}

std::string_view caught_type(std::string_view clause) {
  const auto drop_front = [&](std::string_view word) {
    if (clause.starts_with(word)) clause.remove_prefix(word.size());
    clause = trim(clause);
  };
  clause = clause.substr(0, std::min(clause.find('{'), clause.find('\n')));
  for (const std::string_view word : {"except", "catch", "rescue", "case"}) drop_front(word);
  if (clause.starts_with("(")) {
    clause = clause.substr(1, clause.find(')') - 1);
    if (const std::size_t colon = clause.find(": "); colon != std::string_view::npos) clause.remove_prefix(colon + 2);
  } else {
    clause = clause.substr(0, std::min(clause.find(": "), clause.find(":", clause.size() > 0 ? clause.size() - 1 : 0)));
  }
  for (const std::string_view mark : {" as ", "=>", " when "}) clause = clause.substr(0, clause.find(mark));
  clause = trim(clause);
  for (const std::string_view word : {"final ", "const "}) drop_front(word);
  while (!clause.empty() && (clause.back() == ':' || clause.back() == '&')) clause.remove_suffix(1);
  // The variable's name behind the type; alone, it says nothing of the type.
  if (clause.find(',') == std::string_view::npos) {
    const std::size_t blank = clause.find_last_of(" &*");
    if (blank != std::string_view::npos) {
      clause = trim(clause.substr(0, blank + 1));
      while (!clause.empty() && (clause.back() == '&' || clause.back() == '*')) clause.remove_suffix(1);
    } else if (!clause.empty() && (clause.front() == '$' || clause == "_" ||
                                   (clause.front() >= 'a' && clause.front() <= 'z' &&
                                    clause.find_first_of(".:") == std::string_view::npos))) {
      return {};
    }
  }
  clause = trim(clause);
  const std::string_view last = clause.substr(clause.find_last_of(".:\\") + 1);
  for (const std::string_view any :
       {"...", "", "Exception", "BaseException", "Throwable", "StandardError", "NonFatal", "exception", "Error"}) {
    if (last == any || clause == any) return {};
  }
  return clause;
}

}  // namespace assay
