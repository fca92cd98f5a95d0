// The state of the text-preparing step for C and C++: what was read of the statement at hand, and which braces and
// parentheses are open. prepare.cpp walks the tokens; what it does about macros is in prepare_macros.cpp, about what the
// grammars lack in prepare_gaps.cpp. Those that return a bool say whether they knew what stands there; then `end_` is
// behind what they blanked.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/languages/c/macros.h"
#include "parsers/languages/c/prepared_text.h"
#include "parsers/word_list.h"

namespace assay::cfamily {

// Behind these a call is an expression, not a declaration.
inline constexpr WordList before_expression = "return else do case goto throw co_return co_await co_yield and or not";

inline constexpr WordList type_words =
    "unsigned signed long short int char float double void _Bool bool const volatile struct union enum class "
    "__signed__ "
    "__u8 __u16 __u32 __u64";

// All in capitals, as macros are.
bool is_macro_name(std::string_view word);

class Preparation : private PreparedText {
 public:
  Preparation(std::string& text, bool cpp, const MacroTable& macros);

  // The number of bytes that were overwritten.
  std::size_t run();

 private:
  enum class Parenthesis : std::uint8_t { Plain, Call, Macro };
  enum class Scope : std::uint8_t { Code, Members, Values };  // in { }: statements, declarations, initialisers

  // prepare.cpp; where a place is returned, the walk goes on there
  std::size_t directive(std::size_t at);
  std::size_t token(std::size_t at, bool first_of_line);
  std::size_t punctuation(std::size_t at, char c);
  void open_parenthesis(std::size_t at);
  void semicolon(std::size_t at);
  void begin_statement();
  void open_brace();
  void close_brace();
  Scope scope_of_brace() const;
  std::size_t word(std::size_t begin, bool first_of_line);

  // prepare_macros.cpp
  MacroKind kind_of(std::string_view w) const;
  std::size_t macro(std::size_t begin, std::size_t end, std::string_view w, bool first_of_line);
  bool annotation(std::size_t begin, std::size_t end, MacroKind kind);
  bool text_macro(std::size_t begin, std::size_t end);
  bool head_macro(std::size_t begin, std::size_t end, std::size_t close, std::string_view w, MacroKind kind);
  bool defines_function(std::size_t begin, std::size_t end);
  bool statement_block(std::size_t begin, std::size_t end);
  bool has_semicolon(std::size_t begin, std::size_t end) const;
  bool declares_alone(std::size_t begin, std::size_t end);
  void terminate(std::size_t close, MacroKind kind);
  void drop_last_argument(std::size_t close);
  bool macro_line(std::size_t begin, std::size_t end);
  bool alone_on_line(std::size_t begin, std::size_t end);
  bool type_macro(std::size_t begin, std::size_t end);
  bool specifier(std::size_t begin, std::size_t end, std::string_view w);
  bool capitals_before_declaration(std::size_t begin, std::size_t end);

  // prepare_gaps.cpp
  bool type_argument(std::size_t begin);
  void pasted_number(std::size_t begin, std::string_view w);
  void operator_call(std::size_t end);
  void offset_of_path(std::size_t begin, std::size_t end);
  bool vector_type(std::size_t begin, std::size_t end);
  void enumeration_attributes(std::size_t end);
  bool declaring_macro(std::size_t begin, std::size_t end);
  bool heads_block(std::size_t begin, std::size_t end, std::size_t close, std::string_view w);
  std::size_t assembly(std::size_t begin, std::size_t end);
  bool default_value(std::size_t at);
  void pointer_to_member(std::size_t open);
  void member_pointer(std::size_t at);
  std::size_t dot(std::size_t at);
  void unnamed_pointer(std::size_t at);

  void put(char token) {
    previous_ = token;
    before_last_word_ = {};
    last_word_ = {};
  }
  bool in_code() const { return !scopes_.empty() && scopes_.back() == Scope::Code; }
  bool in_values() const { return !scopes_.empty() && scopes_.back() == Scope::Values; }
  bool in_call() const { return !calls_.empty() && calls_.back() != Parenthesis::Plain; }
  bool statement_begins() const {
    return calls_.empty() && (previous_ == '{' || previous_ == '}' || previous_ == ';' || previous_ == ')' ||
                              previous_ == ':' || previous_ == 0 || last_word_ == "else" || last_word_ == "do");
  }

  const MacroTable& macros_;
  MacroTable own_;       // of the file itself
  std::size_t end_ = 0;  // where the last blanked word ends
  char previous_ = 0;    // last token: its first byte, 'w' for a word, '.' for an arrow; 0: none yet
  std::string_view last_word_, before_last_word_;  // empty: the last token, or the one before, is none
  std::vector<Parenthesis> calls_;                 // open ones of the statement
  std::vector<Scope> scopes_;                      // open braces
  static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
  std::size_t statement_ = nowhere;                                          // its first word
  bool had_scope_word_ = false, had_parentheses_ = false, in_case_ = false;  // in this statement
};

}  // namespace assay::cfamily
