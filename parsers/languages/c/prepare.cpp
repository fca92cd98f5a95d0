// The text-preparing step for C and C++: overwrites, with equal length, what macros put where the grammar cannot expect
// it, and the few constructs that the grammars lack. One pass that skips strings, comments and preprocessor lines. What a
// macro is for is asked of a table (macros.h); where it does not know the name, its place and its capitals tell.
//
//   static int __init probe(void)             an annotation                        → blanks
//   list_for_each_entry(p, head, list) {      a loop macro at a statement's begin  → while              (…) {
//   CHECK(x)⏎  next();                        a statement without its semicolon    → CHECK(x)⏎; next();
//   container_of(p, struct foo *, list)       a type handed to a macro             → container_of(p,        foo  , list)
//   min_t(unsigned long, a, b)                                                     → min_t(unsigned_long, a, b)
//   MODULE_LICENSE("GPL")                     a line that is one macro call        → blanks
//   API_EXPORT int f(void);  class API X {    capitals before a declaration        → blanks
//   NAMESPACE_BEGIN                           capitals alone on their line         → blanks
//   "0x%" PRIx64 "\n"                         a macro within a string              → "0x%"        "\n"
//   DEBUG(a << b; c());                       statements handed to a macro         → DEBUG(a << b, c());
//   ASSIGN_OR(auto x, f(y));                  a declaration handed to a macro      →           auto x= f(y) ;
//   enum __attribute__((packed)) a {          attributes of an enumeration         → enum                         a {
//   OPTS(o, .size = 1)                        a designator handed to a macro       → OPTS(o, _size = 1)
//   case 'a' ... 'z':                         a range of cases                     → case 'a'        :
//   FOREACH(typename T, i, all)               a dependent type handed to a macro   → FOREACH(         T, i, all)
//   void f(REF(T) a)                          a type made by a macro (C++)         → void f(    T  a)
//   void f(enable<T>::type* = 0)              a pointer without a name (C++)       → void f(enable<T>::type    )
//   BOOST_TRY {  …  } BOOST_CATCH(...) {      capitals before a block               → {  …  } {
//   __asm { mov eax, x }                      assembly as Windows writes it         → ;
//   (a->*f)(b), a.operator->()                pointers to members (C++)            → (a-> f)(b), a.operator__()
#include <algorithm>
#include <string_view>

#include "parsers/languages/c/conditionals.h"
#include "parsers/languages/c/preparation.h"

namespace assay::cfamily {
namespace {

constexpr std::size_t deepest_scope = 10'000;  // open brackets that are told apart

constexpr WordList control_words =
    "if while for switch return sizeof do else case _Alignof typeof __typeof__ __typeof alignof _Alignas alignas catch "
    "decltype goto "
    "__except __attribute__ __asm__ asm __asm noexcept static_assert _Static_assert _Generic new delete throw co_await "
    "co_return "
    "co_yield __extension__ defined constexpr requires operator";
// Types that are words of the grammar where a name could be called: unsigned(x).
constexpr WordList size_words = "unsigned signed long short";
constexpr WordList assembly_words = "__asm _asm asm";
constexpr std::size_t longest_assembly = 65'536;  // bytes of a block
constexpr WordList vector_words = "vector __vector";
constexpr WordList scope_words = "class struct union enum namespace";

bool is_capital(char c) { return (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_'; }

// To a literal's closing quote, or the line's end: a lone ' is a digit separator or stands in what is no code.
std::size_t end_of_opaque(std::string_view text, std::size_t at) {
  const char c = text[at];
  if (c == '"' || c == '\'') {
    for (std::size_t i = at + 1; i < text.size() && text[i] != '\n'; ++i) {
      if (text[i] == '\\') {
        ++i;
      } else if (text[i] == c) {
        return i + 1;
      }
    }
    return at + 1;
  }
  if (c != '/' || at + 1 >= text.size()) return at;
  return text[at + 1] == '/' || text[at + 1] == '*' ? end_of_comment(text, at) : at;
}

}  // namespace

bool is_macro_name(std::string_view word) {
  return word.size() >= 3 && std::all_of(word.begin(), word.end(), is_capital);
}

Preparation::Preparation(std::string& text, bool cpp, const MacroTable& macros)
    : PreparedText(text, cpp), macros_(macros) {
  own_.learn(text);
  own_.settle(&macros);
}

std::size_t Preparation::run() {
  std::size_t at = 0;
  bool line_begin = true;  // only blanks since the last line end
  while (at < text_.size()) {
    const char c = text_[at];
    if (c == '\n') {
      line_begin = true;
      ++at;
    } else if (is_blank(c) || c == '\r') {
      ++at;
    } else if (c == '#' && line_begin) {
      at = directive(at);
    } else {
      const bool first_of_line = line_begin;
      line_begin = false;
      at = token(at, first_of_line);
    }
  }
  return changed_;
}

// To its end. Gone are an empty one, which the grammar lacks, and a definition in the middle of a statement.
std::size_t Preparation::directive(std::size_t at) {
  const std::size_t end = end_of_directive(text_, at);
  const std::size_t name = skip_blanks(at + 1);
  if (name >= end) {
    blank(at, at + 1);
  } else if (in_code() || in_values() || !calls_.empty()) {
    const std::string_view w = word_at(name);
    const bool within = !calls_.empty() || in_values() ||
                        !(previous_ == ';' || previous_ == '{' || previous_ == '}' || previous_ == ':');
    if (within && (w == "define" || w == "undef" || (w == "include" && (!calls_.empty() || in_values()))))
      blank(at, end);
  }
  return end;
}

std::size_t Preparation::token(std::size_t at, bool first_of_line) {
  const char c = text_[at];
  if (c == '/' && at + 1 < text_.size() && (text_[at + 1] == '/' || text_[at + 1] == '*')) return end_of_comment(at);
  if (c == '\'' && previous_ == 'w' && !last_word_.empty() && is_digit(last_word_[0]) && is_word(text_[at - 1]))
    return at + 1;  // 1'000'000
  if (c == '"' || c == '\'') {
    const std::size_t end = end_of_literal(at);
    put(c);
    return end;
  }
  if (is_word(c)) return word(at, first_of_line);
  return punctuation(at, c);
}

std::size_t Preparation::punctuation(std::size_t at, char c) {
  std::size_t end = at + 1;
  switch (c) {
    case '(': open_parenthesis(at); break;
    case ')':
      if (!calls_.empty()) calls_.pop_back();
      break;
    case ';': semicolon(at); break;
    case '{':
      if (cpp_ && previous_ == '=' && !calls_.empty() && !in_code() && default_value(at)) return end;
      open_brace();
      break;
    case ':': member_pointer(at); break;
    case '}': close_brace(); break;
    case '.': end = dot(at); break;
    case '*':
    case '&': unnamed_pointer(at); break;
    case '-':
      if (cpp_ && text_.compare(at, 3, "->*") == 0) blank(at + 2, at + 3);
      break;
    default: break;
  }
  if (c == '>' && at > 0 && text_[at - 1] == '-') c = '.';  // a->b
  put(c);
  return end;
}

void Preparation::open_parenthesis(std::size_t at) {
  if (cpp_) pointer_to_member(at);
  if (calls_.size() >= deepest_scope) return;
  Parenthesis kind = Parenthesis::Plain;
  if (previous_ == 'w' && !control_words.contains(last_word_)) {
    kind = is_macro_name(last_word_) ? Parenthesis::Macro : Parenthesis::Call;
    // `int f(int, char)` declares, `x = f(int, char)` uses.
    if (!before_last_word_.empty() && !before_expression.contains(before_last_word_)) kind = Parenthesis::Plain;
  }
  calls_.push_back(kind);
  if (calls_.size() == 1) had_parentheses_ = true;
}

void Preparation::semicolon(std::size_t at) {
  if (!calls_.empty()) {
    if (calls_.back() == Parenthesis::Macro) {
      const std::size_t next = skip_space(at + 1);
      text_[at] = next < text_.size() && text_[next] == ')' ? ' ' : ',';
      ++changed_;
    }
    return;
  }
  begin_statement();
}

void Preparation::begin_statement() {
  had_scope_word_ = had_parentheses_ = in_case_ = false;
  statement_ = nowhere;
}

void Preparation::open_brace() {
  calls_.clear();  // unbalanced parentheses end with their statement
  if (scopes_.size() < deepest_scope) scopes_.push_back(scope_of_brace());
  begin_statement();
}

void Preparation::close_brace() {
  calls_.clear();
  if (!scopes_.empty()) scopes_.pop_back();
  begin_statement();
}

Preparation::Scope Preparation::scope_of_brace() const {
  const Scope around = scopes_.empty() ? Scope::Members : scopes_.back();
  if (previous_ == ')' || previous_ == 0) return Scope::Code;
  if (previous_ == '=' || previous_ == ',' || previous_ == '(' || previous_ == ']' || last_word_ == "return")
    return Scope::Values;
  if (around == Scope::Values) return Scope::Values;
  if (had_scope_word_ || previous_ == '"') return Scope::Members;
  if (around == Scope::Code && previous_ == 'w') {
    return last_word_ == "else" || last_word_ == "do" || last_word_ == "try" || had_parentheses_ ? Scope::Code
                                                                                                 : Scope::Values;
  }
  return around == Scope::Code || had_parentheses_ ? Scope::Code : Scope::Members;
}

std::size_t Preparation::word(std::size_t begin, bool first_of_line) {
  const std::size_t end = end_of_word(begin);
  const std::string_view w = std::string_view(text_).substr(begin, end - begin);
  if (statement_ == nowhere) statement_ = begin;
  if (w == "case") in_case_ = true;
  if (scope_words.contains(w)) had_scope_word_ = calls_.empty();
  if (w == "enum") enumeration_attributes(end);
  if (is_digit(w[0])) {
    if (!cpp_ && in_call()) pasted_number(begin, w);
  } else if (in_call() && type_words.contains(w) && (previous_ == '(' || previous_ == ',') && type_argument(begin)) {
  } else if (cpp_ && w == "typename" && in_call() && (previous_ == '(' || previous_ == ',')) {
    blank(begin, end);
    return end;
  } else if (cpp_ && w == "operator" && (previous_ == '.' || (in_code() && previous_ != 'w'))) {
    operator_call(end);
  } else if (cpp_ && size_words.contains(w) && at_or_end(end) == '(' && previous_ != '<' &&
             (previous_ != 'w' || before_expression.contains(last_word_))) {
    overwrite(end - 1, '_');  // unsigned(x)
  } else if (cpp_ && is_macro_name(w) && in_code() && statement_begins() && declaring_macro(begin, end)) {
    return end;
  } else if (vector_words.contains(w) && vector_type(begin, end)) {
    return end;
  } else if (assembly_words.contains(w) && in_code()) {
    if (const std::size_t behind = assembly(begin, end); behind != begin) return behind;
  } else if (!cpp_ && w == "offsetof" && in_code()) {
    offset_of_path(begin, end);
  } else if (!control_words.contains(w)) {
    if (const std::size_t behind = macro(begin, end, w, first_of_line); behind != begin) return behind;
  }
  before_last_word_ = previous_ == 'w' ? last_word_ : std::string_view{};
  previous_ = 'w';
  last_word_ = w;
  return end;
}

// A block, or one instruction to the end of the line; `asm("…")` the grammars know.
std::size_t Preparation::assembly(std::size_t begin, std::size_t end) {
  const std::size_t next = skip_space(end);
  std::size_t behind = begin;
  if (at_or_end(next) == '{') {
    const std::size_t close = std::string_view(text_).substr(next, longest_assembly).find('}');
    if (close == std::string_view::npos) return begin;
    behind = next + close + 1;
  } else if (next == skip_blanks(end) && is_word(at_or_end(next)) && word_at(next) != "volatile" &&
             word_at(next) != "goto") {
    behind = std::min(text_.find('\n', next), text_.size());
  } else {
    return begin;
  }
  blank(begin, behind);
  overwrite(begin, ';');
  put(';');
  begin_statement();
  return behind;
}

std::size_t prepare_c(std::string& text, const MacroTable& macros, Branches branches) {
  const std::size_t changed = settle_conditionals(text, branches, end_of_opaque);
  return changed + Preparation(text, false, macros).run();
}

std::size_t prepare_cpp(std::string& text, const MacroTable& macros, Branches branches) {
  const std::size_t changed = settle_conditionals(text, branches, end_of_opaque);
  return changed + Preparation(text, true, macros).run();
}

}  // namespace assay::cfamily
