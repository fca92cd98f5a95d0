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
//   OPTS(o, .size = 1)                        a designator handed to a macro       → OPTS(o, _size = 1)
//   case 'a' ... 'z':                         a range of cases                     → case 'a'        :
//   void f(REF(T) a)                          a type made by a macro (C++)         → void f(    T  a)
//   void f(enable<T>::type* = 0)              a pointer without a name (C++)       → void f(enable<T>::type    )
//   (a->*f)(b), a.operator->()                pointers to members (C++)            → (a-> f)(b), a.operator__()
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/languages/c/family.h"
#include "parsers/word_list.h"

namespace assay::cfamily {
namespace {

constexpr std::size_t longest_arguments = 4'000;  // bytes between a macro's parentheses
constexpr std::size_t longest_label = 300;        // bytes of `... last:`
constexpr std::size_t looks_per_byte = 8;         // bytes looked ahead at for each of the file; ordinary code needs one
constexpr std::size_t deepest_scope = 10'000;     // open brackets that are told apart

constexpr WordList control_words =
    "if while for switch return sizeof do else case _Alignof typeof __typeof__ __typeof alignof _Alignas alignas catch "
    "decltype goto "
    "__except __attribute__ __asm__ asm __asm noexcept static_assert _Static_assert _Generic new delete throw co_await "
    "co_return "
    "co_yield __extension__ defined constexpr requires operator";
// Behind these a call is an expression, not a declaration.
constexpr WordList before_expression = "return else do case goto throw co_return co_await co_yield and or not";
constexpr WordList type_words =
    "unsigned signed long short int char float double void _Bool bool const volatile struct union enum class "
    "__signed__ "
    "__u8 __u16 __u32 __u64";
// Types that are words of the grammar where a name could be called: unsigned(x).
constexpr WordList size_words = "unsigned signed long short";
// What may stand before a macro that defines or declares all by itself.
constexpr WordList before_definition = "static extern const volatile inline __inline __inline__ register";
// Macros that name a function by their second argument.
constexpr WordList suite_first = "TEST TEST_F TEST_P TEST_F_TIMEOUT TEST_F_SIGNAL TYPED_TEST TYPED_TEST_P";
constexpr WordList vector_words = "vector __vector";
constexpr WordList element_words = "unsigned signed short int long char float double bool __bool pixel __pixel";
constexpr WordList behind_parameters = "const override noexcept final volatile";
constexpr WordList statement_words = "if for while do switch return break continue goto";
constexpr WordList tags = "struct union enum class";
constexpr WordList scope_words = "class struct union enum namespace";

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_capital(char c) { return (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_'; }
bool is_macro_name(std::string_view w) { return w.size() >= 3 && std::all_of(w.begin(), w.end(), is_capital); }

// A name that says so: list_for_each_entry, skb_queue_walk, TAILQ_FOREACH.
bool sounds_like_loop(std::string_view w) {
  for (const std::string_view part : {"for_each", "foreach", "FOREACH", "FOR_EACH", "ForEach", "_walk", "_iterate"}) {
    if (w.find(part) != std::string_view::npos) return true;
  }
  return false;
}

class Preparation {
 public:
  Preparation(std::string& text, bool cpp, const MacroTable& macros) : text_(text), cpp_(cpp), macros_(macros) {
    own_.learn(text);
    own_.settle(&macros);
  }

  std::size_t run() {
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

 private:
  enum class Parenthesis : std::uint8_t { Plain, Call, Macro };
  enum class Scope : std::uint8_t { Code, Members, Values };  // in { }: statements, declarations, initialisers

  // To its end. Gone are an empty one, which the grammar lacks, and a definition in the middle of a statement.
  std::size_t directive(std::size_t at) {
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

  std::size_t token(std::size_t at, bool first_of_line) {
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

  std::size_t punctuation(std::size_t at, char c) {
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

  void put(char token) {
    previous_ = token;
    before_last_word_ = {};
    last_word_ = {};
  }

  void open_parenthesis(std::size_t at) {
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

  void semicolon(std::size_t at) {
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

  void begin_statement() {
    had_scope_word_ = had_parentheses_ = in_case_ = false;
    statement_ = nowhere;
  }

  void open_brace() {
    calls_.clear();  // unbalanced parentheses end with their statement
    if (scopes_.size() < deepest_scope) scopes_.push_back(scope_of_brace());
    begin_statement();
  }

  void close_brace() {
    calls_.clear();
    if (!scopes_.empty()) scopes_.pop_back();
    begin_statement();
  }

  Scope scope_of_brace() const {
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

  bool in_code() const { return !scopes_.empty() && scopes_.back() == Scope::Code; }
  bool in_values() const { return !scopes_.empty() && scopes_.back() == Scope::Values; }
  bool in_call() const { return !calls_.empty() && calls_.back() != Parenthesis::Plain; }

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

  std::size_t end_of_comment(std::size_t at) const {
    const std::size_t end = text_[at + 1] == '/' ? end_of_directive(text_, at) : text_.find("*/", at + 2);
    if (end == std::string::npos) return text_.size();
    return text_[at + 1] == '/' ? end : end + 2;
  }

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

  bool statement_begins() const {
    return calls_.empty() && (previous_ == '{' || previous_ == '}' || previous_ == ';' || previous_ == ')' ||
                              previous_ == ':' || previous_ == 0 || last_word_ == "else" || last_word_ == "do");
  }

  MacroKind kind_of(std::string_view w) const {
    const MacroKind own = own_.find(w);
    return own != MacroKind::None ? own : macros_.find(w);
  }

  // Where the next token stands, comments passed over.
  std::size_t next_token(std::size_t at) const {
    for (;;) {
      at = skip_space(at);
      if (at_or_end(at) != '/' || (at_or_end(at + 1) != '*' && at_or_end(at + 1) != '/')) return at;
      at = end_of_comment(at);
    }
  }

  std::size_t word(std::size_t begin, bool first_of_line) {
    const std::size_t end = end_of_word(begin);
    const std::string_view w = std::string_view(text_).substr(begin, end - begin);
    if (statement_ == nowhere) statement_ = begin;
    if (w == "case") in_case_ = true;
    if (scope_words.contains(w)) had_scope_word_ = calls_.empty();
    if (is_digit(w[0])) {
      if (!cpp_ && in_call()) pasted_number(begin, w);
    } else if (in_call() && type_words.contains(w) && (previous_ == '(' || previous_ == ',') && type_argument(begin)) {
    } else if (cpp_ && w == "operator" && (previous_ == '.' || (in_code() && previous_ != 'w'))) {
      operator_call(end);
    } else if (cpp_ && size_words.contains(w) && at_or_end(end) == '(' && previous_ != '<' &&
               (previous_ != 'w' || before_expression.contains(last_word_))) {
      overwrite(end - 1, '_');  // unsigned(x)
    } else if (vector_words.contains(w) && vector_type(begin, end)) {
      return end;
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

  // Behind the word, or behind what was blanked with it, where that is no token any more; `begin`: nothing special.
  std::size_t macro(std::size_t begin, std::size_t end, std::string_view w, bool first_of_line) {
    const MacroKind kind = kind_of(w);
    if (kind == MacroKind::Annotation || kind == MacroKind::AnnotationCall) {
      if (annotation(begin, end, kind)) return end_;
    }
    if (kind == MacroKind::Text && text_macro(begin, end)) return end_;
    if (statement_begins() && (in_code() || kind == MacroKind::Loop)) {
      const std::size_t close = end_of_arguments(end);
      if (close != end && head_macro(begin, end, close, w, kind)) return end;
      if (close != end && in_code()) terminate(close, kind);
    }
    if (!cpp_ && is_macro_name(w) && defines_function(begin, end)) return end_;
    if (is_macro_name(w) && in_code() && statement_begins() && statement_block(begin, end)) return end_;
    if (cpp_ && (kind == MacroKind::TypeCall || is_macro_name(w)) && type_macro(begin, end)) return end_;
    if (previous_ == '"' && !cpp_ && at_or_end(skip_blanks(end)) == '(' && text_macro(begin, end)) return end_;
    if (!is_macro_name(w)) return begin;
    if (text_macro(begin, end)) return end_;
    if (!in_code() && declares_alone(begin, end)) return end_;
    if (first_of_line && (begin == 0 || text_[begin - 1] == '\n') && macro_line(begin, end)) return end_;
    if (first_of_line && alone_on_line(begin, end)) return end;
    if (cpp_ && specifier(begin, end, w)) return end_;
    if (capitals_before_declaration(begin, end)) return end;
    return begin;
  }

  // Blanked where no operand can stand: behind a declarator or a word, or before a word.
  bool annotation(std::size_t begin, std::size_t end, MacroKind kind) {
    end_ = end;
    if (kind == MacroKind::AnnotationCall) end_ = end_of_arguments(end);
    const std::size_t next = next_token(end_);
    const char c = at_or_end(next);
    const bool before_word = is_word(c) && !is_digit(c);
    const bool declares = previous_ == 'w' || previous_ == ')' || previous_ == '*' || previous_ == '&' ||
                          previous_ == ']' || previous_ == '>';
    if (end_ != end && in_code() && statement_begins() && !before_word) return false;  // a call
    if (!declares && !before_word && !statement_begins() && previous_ != ':' && c != '*' && c != '{') return false;
    if (previous_ == 'w' && before_expression.contains(last_word_)) return false;
    if (c == '.' || (previous_ != 'w' && previous_ != ')' && c == '=')) return false;
    blank(begin, end_);
    return true;
  }

  // "…" PRIx64 "…", "…" QUOTED("x"), LEVEL PREFIX "…", extern "C" API void f()
  bool text_macro(std::size_t begin, std::size_t end) {
    end_ = end_of_arguments(end);
    const bool behind = previous_ == '"' && begin > 0 && !is_word(text_[begin - 1]) && text_[begin - 1] != '"';
    const bool between = previous_ == 'w' && is_macro_name(last_word_) && at_or_end(next_token(end_)) == '"';
    if (!behind && !between) return false;
    blank(begin, end_);
    return true;  // the next token still stands behind the literal
  }

  // list_for_each_entry(a, b, c) {, unless(x) {; the macro's name stays in the original text.
  bool head_macro(std::size_t begin, std::size_t end, std::size_t close, std::string_view w, MacroKind kind) {
    const std::size_t next = next_token(close);
    const char c = at_or_end(next);
    if (c != '{' && !is_word(c) && c != '*' && c != '(') return false;  // a call, or its own definition
    const bool loop =
        kind == MacroKind::Loop || (kind == MacroKind::None && (c == '{' || !is_macro_name(w)) && sounds_like_loop(w));
    const bool condition = kind == MacroKind::Condition && in_code();
    const std::string_view keyword = loop ? "while" : condition ? "if" : "";
    if (keyword.empty()) return false;
    // A name that is too short takes the blanks before it.
    std::size_t from = begin;
    while (end - from < keyword.size() && from > 0 && is_blank(text_[from - 1])) --from;
    if (end - from < keyword.size()) return false;
    text_.replace(from, keyword.size(), keyword);
    blank(from + keyword.size(), end);
    changed_ += keyword.size();
    previous_ = 'w';
    last_word_ = keyword;
    before_last_word_ = {};
    return true;
  }

  // SYSCALL_DEFINE3(read, unsigned int, fd, …) {  →  int             read( unsigned int, fd, …) {
  // and  int BPF_PROG(name, int a) {  →  int          name( int a) {
  bool defines_function(std::size_t begin, std::size_t end) {
    if (in_code() || !calls_.empty()) return false;
    const std::size_t close = end_of_arguments(end);
    if (close == end || at_or_end(next_token(close)) != '{') return false;
    const bool typed = previous_ == 'w' && !before_definition.contains(last_word_);
    std::size_t name = skip_space(skip_blanks(end) + 1);
    if (!is_word(at_or_end(name)) || is_digit(text_[name])) return false;
    std::size_t behind = skip_blanks(end_of_word(name));
    const std::string_view w = std::string_view(text_).substr(begin, end - begin);
    if (suite_first.contains(w) && at_or_end(behind) == ',') {  // TEST_F(fixture, name)
      name = skip_space(behind + 1);
      if (!is_word(at_or_end(name))) return false;
      behind = skip_blanks(end_of_word(name));
    }
    if (at_or_end(behind) != ',' && at_or_end(behind) != ')') return false;  // an ordinary function's parameter
    if (typed && at_or_end(behind) == ')') return false;
    blank(begin, name);
    if (!typed) text_.replace(begin, 3, "int");
    overwrite(behind, at_or_end(behind) == ',' ? '(' : ' ');
    if (at_or_end(behind) == '(') calls_.push_back(Parenthesis::Plain);
    had_parentheses_ = true;
    put(at_or_end(behind) == '(' ? '(' : ')');
    end_ = behind + 1;
    return true;
  }

  // DEBUG(if (x) f(); g());  →        {if (x) f(); g();}
  bool statement_block(std::size_t begin, std::size_t end) {
    const std::size_t open = skip_blanks(end), close = end_of_arguments(end);
    if (close == end) return false;
    const std::size_t first = next_token(open + 1);
    const std::string_view w = is_word(at_or_end(first)) ? word_at(first) : std::string_view{};
    if (!statement_words.contains(w) && at_or_end(first) != '{' && !has_semicolon(open + 1, close - 1)) return false;
    std::size_t last = close - 1;
    while (last > open && (is_blank(text_[last - 1]) || text_[last - 1] == '\n' || text_[last - 1] == '\r')) --last;
    const bool complete = text_[last - 1] == ';' || text_[last - 1] == '}';
    const std::size_t semicolon = skip_blanks(close);
    if (!complete && at_or_end(semicolon) != ';') return false;
    blank(begin, end);
    overwrite(open, '{');
    overwrite(close - 1, complete ? '}' : ';');
    if (!complete) overwrite(semicolon, '}');
    end_ = open;
    return true;
  }

  bool has_semicolon(std::size_t begin, std::size_t end) const {
    int depth = 0;
    for (std::size_t at = begin; at < end; ++at) {
      const char c = text_[at];
      if (c == '"' || c == '\'') at = end_of_literal(at) - 1;
      if (c == '(' || c == '[' || c == '{') ++depth;
      if (c == ')' || c == ']' || c == '}') --depth;
      if (c == ';' && depth == 0) return true;
    }
    return false;
  }

  // static DEFINE_TABLE(name, a, b);  outside of functions
  bool declares_alone(std::size_t begin, std::size_t end) {
    if (!calls_.empty() || statement_ == nowhere) return false;
    if (!(previous_ == 'w' && before_definition.contains(last_word_))) return false;
    const std::size_t close = end_of_arguments(end);
    if (close == end || at_or_end(skip_space(close)) != ';') return false;
    blank(std::min(statement_, begin), close);
    end_ = close;
    put(';');
    return true;
  }

  // CHECK(x)⏎  next();  or  EACH(x) { … }: the semicolon goes to the first blank behind the call.
  void terminate(std::size_t close, MacroKind kind) {
    const std::size_t next = next_token(close);
    const char c = at_or_end(next);
    if (next <= close || (c != '}' && c != '{' && (!is_word(c) || is_digit(c)))) return;
    if (c != '{' && std::string_view(text_).substr(close, next - close).find('\n') == std::string_view::npos &&
        kind != MacroKind::Statement)
      return;
    const std::string_view behind = is_word(c) ? word_at(next) : std::string_view{};
    if (behind == "else" && previous_ == ')') return;  // if (a) B(x) else …: the macro may end its statement itself
    for (std::size_t at = close; at < next;) {
      if (text_[at] == '/') {
        at = end_of_comment(at);
      } else if (is_blank(text_[at])) {
        overwrite(at, ';');
        return;
      } else {
        ++at;
      }
    }
    if (c != '{') drop_last_argument(close);
  }

  // CHECK(a, b)⏎}  →  CHECK(a );⏎}  where no blank is free: the macro's call without an argument rather than none.
  void drop_last_argument(std::size_t close) {
    std::size_t begin = close - 1;
    while (is_word(text_[begin - 1]) || is_blank(text_[begin - 1]) || text_[begin - 1] == ',') --begin;
    if (text_[begin - 1] != '(' || close - 1 - begin < 1) return;
    const std::size_t comma = std::string_view(text_).substr(begin, close - 1 - begin).rfind(',');
    if (comma != std::string_view::npos) begin += comma;
    blank(begin, close - 2);
    overwrite(close - 2, ')');
    overwrite(close - 1, ';');
  }

  // f(a, struct foo, b), f(const char *), f(unsigned long, x): becomes one name.
  bool type_argument(std::size_t begin) {
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
  void pasted_number(std::size_t begin, std::string_view w) {
    if (previous_ != '(' && previous_ != ',') return;
    if (w.size() > 1 && (w[1] == 'x' || w[1] == 'X')) return;
    const bool name = std::any_of(w.begin(), w.end(), [](char c) {
      return !is_digit(c) && std::string_view("uUlLfFeEbB").find(c) == std::string_view::npos;
    });
    if (name) overwrite(begin, '_');
  }

  // a.operator->() and the like
  void operator_call(std::size_t end) {
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
  void offset_of_path(std::size_t begin, std::size_t end) {
    const std::size_t close = end_of_arguments(end);
    const std::string_view arguments = std::string_view(text_).substr(end, close - end);
    if (arguments.find('.') != std::string_view::npos || arguments.find('[') != std::string_view::npos)
      overwrite(begin, 'O');
  }

  // vector unsigned int, __vector bool short: AltiVec's types are what they are vectors of
  bool vector_type(std::size_t begin, std::size_t end) {
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

  // f(T a = {}): a value that the grammar takes for a default
  bool default_value(std::size_t at) {
    std::size_t close = at + 1;
    while (close < text_.size() && close < at + 200 && text_[close] != '}' && text_[close] != '{' &&
           text_[close] != ';')
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
  void pointer_to_member(std::size_t open) {
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
  void member_pointer(std::size_t at) {
    if (!cpp_ || previous_ != 'w' || text_.compare(at, 3, "::*") != 0 || before_last_word_.empty()) return;
    std::size_t begin = at;
    while (begin > 0 && is_word(text_[begin - 1])) --begin;
    blank(begin, at + 2);
  }

  std::string_view word_at_or_empty(std::size_t at) const {
    return is_word(at_or_end(at)) ? word_at(at) : std::string_view{};
  }

  // Behind what begins at the '.': designators and pasted dots in a macro's arguments, ranges of cases, a.*b.
  std::size_t dot(std::size_t at) {
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
  void unnamed_pointer(std::size_t at) {
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

  // MODULE_LICENSE("GPL"); alone on its line, at column 0, outside of functions
  bool macro_line(std::size_t begin, std::size_t end) {
    if (!(previous_ == 0 || previous_ == '}' || previous_ == ';' || previous_ == ')')) return false;
    std::size_t close = end_of_arguments(end);
    if (close == end) return false;
    std::size_t at = skip_blanks(close);
    if (at_or_end(at) == ';') {
      close = at + 1;
      at = skip_blanks(close);
    }
    if (at < text_.size() && text_[at] != '\n' && text_[at] != '\r') return false;
    if (at_or_end(skip_space(at)) == '{') return false;  // it defines a function
    blank(begin, close);
    end_ = close;
    return true;
  }

  // NAMESPACE_BEGIN, but not a return type above its function: VOID, then f(…)
  bool alone_on_line(std::size_t begin, std::size_t end) {
    if (!(previous_ == 0 || previous_ == ';' || previous_ == '}' || previous_ == '{' ||
          (previous_ == ':' && in_code())) ||
        !calls_.empty())
      return false;
    std::size_t next = skip_blanks(end);
    if (at_or_end(next) == '\r') ++next;
    if (at_or_end(next) != '\n') return false;
    next = next_token(next);
    if (at_or_end(next) == '}' && in_code()) {
      blank(begin, end);
      return true;
    }
    if (!is_word(at_or_end(next))) return false;
    if (!in_code() && at_or_end(skip_blanks(end_of_word(next))) == '(') return false;
    blank(begin, end);
    return true;
  }

  // void f(BOOST_RV_REF(T) a): a type made from another
  bool type_macro(std::size_t begin, std::size_t end) {
    if (previous_ != '(' && previous_ != ',' && previous_ != '<') return false;
    const std::size_t open = skip_blanks(end), close = end_of_arguments(end);
    if (close == end || !is_word(at_or_end(skip_blanks(close)))) return false;
    if (skip_blanks(close) == close || is_digit(at_or_end(skip_blanks(close)))) return false;
    int depth = 0;
    for (std::size_t i = open; i < close; ++i) {
      if (text_[i] == '<' || text_[i] == '(') ++depth;
      if (text_[i] == '>' || text_[i] == ')') --depth;
      if (text_[i] == ',' && depth == 1) return false;
    }
    blank(begin, open + 1);
    blank(close - 1, close);
    end_ = open + 1;
    return true;
  }

  // f() const NOEXCEPT, f() NOEXCEPT_IF(…)
  bool specifier(std::size_t begin, std::size_t end, std::string_view w) {
    const bool qualified = behind_parameters.contains(last_word_);
    if (previous_ != ')' && !qualified) return false;
    end_ = end_of_arguments(end);
    const char next = at_or_end(next_token(end_));
    const bool says_so = w.find("NOEXCEPT") != std::string_view::npos || w.find("NOTHROW") != std::string_view::npos ||
                         w.find("OVERRIDE") != std::string_view::npos || w.ends_with("_FINAL");
    if (!says_so && !(qualified && !in_code() && calls_.empty() && (next == '{' || next == ';'))) return false;
    blank(begin, end_);
    return true;
  }

  // API int f(…)   class API X {   int f() NOEXCEPT {
  bool capitals_before_declaration(std::size_t begin, std::size_t end) {
    const std::size_t next = skip_blanks(end);
    if (next >= text_.size()) return false;
    if (previous_ == ')' && at_or_end(skip_space(end)) == '{' && cpp_) {
      blank(begin, end);
      return true;
    }
    if (next == end || !is_word(text_[next]) || is_digit(text_[next])) return false;
    const bool after_tag = last_word_ == "class" || last_word_ == "struct" || last_word_ == "union";
    if (after_tag) {
      blank(begin, end);
      return true;
    }
    const bool at_begin = previous_ == 0 || previous_ == ';' || previous_ == '}' || previous_ == '{' ||
                          last_word_ == "static" || last_word_ == "extern" || last_word_ == "inline" ||
                          last_word_ == "virtual" || last_word_ == "const" ||
                          (cpp_ && (previous_ == ':' || previous_ == '>'));
    if (!at_begin) return false;
    // Only before another type and a name, so that a type in capitals stays: `API int f`, but not `BOOL f`, `U32 const f`.
    std::size_t type = next;
    for (std::string_view word = word_at(type); word == "const" || word == "volatile"; word = word_at(type))
      type = skip_space(type + word.size());
    if (type >= text_.size() || !is_word(text_[type])) return false;
    const std::size_t second = skip_space(end_of_word(type));
    if (second >= text_.size()) return false;
    const bool pointer = text_[second] == '*' || text_[second] == '&';
    if (!pointer && (second == end_of_word(type) || !is_word(text_[second]))) return false;
    blank(begin, end);
    return true;
  }

  std::string& text_;
  bool cpp_;
  const MacroTable& macros_;
  MacroTable own_;                     // of the file itself
  mutable std::size_t looked_at_ = 0;  // bytes, by end_of_parentheses
  std::size_t changed_ = 0;
  std::size_t end_ = 0;  // where the last blanked word ends
  char previous_ = 0;    // last token: its first byte, 'w' for a word, '.' for an arrow; 0: none yet
  std::string_view last_word_, before_last_word_;  // empty: the last token, or the one before, is none
  std::vector<Parenthesis> calls_;                 // open ones of the statement
  std::vector<Scope> scopes_;                      // open braces
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
  std::size_t statement_ = nowhere;                                          // its first word
  bool had_scope_word_ = false, had_parentheses_ = false, in_case_ = false;  // in this statement
};

}  // namespace

std::size_t prepare_c(std::string& text, const MacroTable& macros, Branches branches) {
  const std::size_t changed = settle_conditionals(text, branches);
  return changed + Preparation(text, false, macros).run();
}

std::size_t prepare_cpp(std::string& text, const MacroTable& macros, Branches branches) {
  const std::size_t changed = settle_conditionals(text, branches);
  return changed + Preparation(text, true, macros).run();
}

}  // namespace assay::cfamily
