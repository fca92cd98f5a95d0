// See preparation.h: what macros put where the grammar cannot expect it.
#include <algorithm>
#include <string_view>

#include "parsers/languages/c/preparation.h"

namespace assay::cfamily {
namespace {

// What may stand before a macro that defines or declares all by itself.
constexpr WordList before_definition = "static extern const volatile inline __inline __inline__ register";
// Macros that name a function by their second argument.
constexpr WordList suite_first = "TEST TEST_F TEST_P TEST_F_TIMEOUT TEST_F_SIGNAL TYPED_TEST TYPED_TEST_P";
constexpr WordList behind_parameters = "const override noexcept final volatile";
constexpr WordList statement_words = "if for while do switch return break continue goto";

// A name that says so: list_for_each_entry, skb_queue_walk, TAILQ_FOREACH.
bool sounds_like_loop(std::string_view w) {
  for (const std::string_view part : {"for_each", "foreach", "FOREACH", "FOR_EACH", "ForEach", "_walk", "_iterate"}) {
    if (w.find(part) != std::string_view::npos) return true;
  }
  return false;
}

}  // namespace

MacroKind Preparation::kind_of(std::string_view w) const {
  const MacroKind own = own_.find(w);
  return own != MacroKind::None ? own : macros_.find(w);
}

// Behind the word, or behind what was blanked with it, where that is no token any more; `begin`: nothing special.
std::size_t Preparation::macro(std::size_t begin, std::size_t end, std::string_view w, bool first_of_line) {
  const MacroKind kind = kind_of(w);
  if (kind == MacroKind::Annotation || kind == MacroKind::AnnotationCall) {
    if (annotation(begin, end, kind)) return end_;
  }
  if (kind == MacroKind::Text && text_macro(begin, end)) return end_;
  if (statement_begins() && (in_code() || kind == MacroKind::Loop)) {
    const std::size_t close = end_of_arguments(end);
    if (heads_block(begin, end, close, w)) return end_;
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
bool Preparation::annotation(std::size_t begin, std::size_t end, MacroKind kind) {
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
bool Preparation::text_macro(std::size_t begin, std::size_t end) {
  end_ = end_of_arguments(end);
  const bool behind = previous_ == '"' && begin > 0 && !is_word(text_[begin - 1]) && text_[begin - 1] != '"';
  const bool between = previous_ == 'w' && is_macro_name(last_word_) && at_or_end(next_token(end_)) == '"';
  if (!behind && !between) return false;
  blank(begin, end_);
  return true;  // the next token still stands behind the literal
}

// BOOST_TRY { and BOOST_CATCH(...) {: a block by itself.
bool Preparation::heads_block(std::size_t begin, std::size_t end, std::size_t close, std::string_view w) {
  if (!is_macro_name(w) || !in_code() || at_or_end(next_token(close)) != '{') return false;
  const std::size_t open = skip_blanks(end);
  if (close != end && text_.compare(next_token(open + 1), 3, "...") != 0) return false;
  blank(begin, close);
  end_ = close;
  return true;
}

// list_for_each_entry(a, b, c) {, unless(x) {; the macro's name stays in the original text.
bool Preparation::head_macro(std::size_t begin, std::size_t end, std::size_t close, std::string_view w,
                             MacroKind kind) {
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
  const std::size_t first = skip_space(skip_blanks(end) + 1);
  if (cpp_ && word_at(first) == "typename") blank(first, end_of_word(first));
  previous_ = 'w';
  last_word_ = keyword;
  before_last_word_ = {};
  return true;
}

// SYSCALL_DEFINE3(read, unsigned int, fd, …) {  →  int             read( unsigned int, fd, …) {
// and  int BPF_PROG(name, int a) {  →  int          name( int a) {
bool Preparation::defines_function(std::size_t begin, std::size_t end) {
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
bool Preparation::statement_block(std::size_t begin, std::size_t end) {
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

bool Preparation::has_semicolon(std::size_t begin, std::size_t end) const {
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
bool Preparation::declares_alone(std::size_t begin, std::size_t end) {
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
void Preparation::terminate(std::size_t close, MacroKind kind) {
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
void Preparation::drop_last_argument(std::size_t close) {
  std::size_t begin = close - 1;
  while (is_word(text_[begin - 1]) || is_blank(text_[begin - 1]) || text_[begin - 1] == ',') --begin;
  if (text_[begin - 1] != '(' || close - 1 - begin < 1) return;
  const std::size_t comma = std::string_view(text_).substr(begin, close - 1 - begin).rfind(',');
  if (comma != std::string_view::npos) begin += comma;
  blank(begin, close - 2);
  overwrite(close - 2, ')');
  overwrite(close - 1, ';');
}

// MODULE_LICENSE("GPL"); alone on its line, at column 0, outside of functions
bool Preparation::macro_line(std::size_t begin, std::size_t end) {
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
bool Preparation::alone_on_line(std::size_t begin, std::size_t end) {
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
bool Preparation::type_macro(std::size_t begin, std::size_t end) {
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
bool Preparation::specifier(std::size_t begin, std::size_t end, std::string_view w) {
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
bool Preparation::capitals_before_declaration(std::size_t begin, std::size_t end) {
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

}  // namespace assay::cfamily
