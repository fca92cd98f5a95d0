// See header_language.h.
#include "analyzer/project/header_language.h"

#include <array>
#include <cstdint>

#include "analyzer/base/text.h"

namespace assay {
namespace {

constexpr std::size_t kMaxHeader = 64 * 1024;  // bytes looked at

// Standard headers of C++ without `.h`; those of others with names of their own need not be here.
constexpr auto kCppHeaders = std::to_array<std::string_view>({
    "algorithm",
    "any",
    "array",
    "atomic",
    "bit",
    "bitset",
    "cassert",
    "cctype",
    "cerrno",
    "cfloat",
    "charconv",
    "chrono",
    "cinttypes",
    "climits",
    "cmath",
    "compare",
    "complex",
    "concepts",
    "condition_variable",
    "csetjmp",
    "csignal",
    "cstdarg",
    "cstddef",
    "cstdint",
    "cstdio",
    "cstdlib",
    "cstring",
    "ctime",
    "cwchar",
    "deque",
    "exception",
    "expected",
    "filesystem",
    "format",
    "forward_list",
    "fstream",
    "functional",
    "future",
    "initializer_list",
    "iomanip",
    "ios",
    "iosfwd",
    "iostream",
    "istream",
    "iterator",
    "limits",
    "list",
    "locale",
    "map",
    "memory",
    "mutex",
    "new",
    "numeric",
    "optional",
    "ostream",
    "queue",
    "random",
    "ranges",
    "regex",
    "ratio",
    "scoped_allocator",
    "set",
    "shared_mutex",
    "source_location",
    "span",
    "sstream",
    "stack",
    "stdexcept",
    "streambuf",
    "string",
    "string_view",
    "system_error",
    "thread",
    "tuple",
    "type_traits",
    "typeindex",
    "typeinfo",
    "unordered_map",
    "unordered_set",
    "utility",
    "valarray",
    "variant",
    "vector",
    "version",
});

std::string_view after_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

// What stands behind a preprocessor line's '#'.
bool includes_cpp_header(std::string_view directive) {
  if (!directive.starts_with("include")) return false;
  directive = after_blanks(directive.substr(7));
  if (!directive.starts_with('<')) return false;
  const std::string_view name = directive.substr(1, directive.find('>') - 1);
  for (const std::string_view known : kCppHeaders) {
    if (known == name) return true;
  }
  return false;
}

// `Name()` behind a '~'; with arguments it is C's complement.
bool begins_destructor(std::string_view text) {
  const std::string_view name = first_word(text);
  std::string_view rest = after_blanks(text.substr(name.size()));
  if (name.empty() || !rest.starts_with('(')) return false;
  rest = after_blanks(rest.substr(1));
  return rest.starts_with(')') || rest.starts_with("void)");
}

// Whether a line of code, blanks in front taken off, begins as only C++ does.
bool begins_as_cpp(std::string_view line) {
  const std::string_view word = first_word(line);
  const std::string_view rest = after_blanks(line.substr(word.size()));
  switch (word.empty() ? '\0' : word.front()) {
    case 'c':
      if (word == "class") {  // `class Name {`, `class Name;`, `class MACRO Name : …`; not a parameter called class
        const std::string_view name = first_word(rest);
        const std::string_view next = after_blanks(rest.substr(name.size()));
        return !name.empty() && (next.empty() || next.front() == '{' || next.front() == ';' || next.front() == ':' ||
                                 next.front() == '<' || is_alpha(next.front()));
      }
      return word == "constexpr" && !rest.empty() && is_alpha(rest.front());
    case 'e':
      if (word == "enum") return starts_with_any(rest, {"class ", "struct "});
      return word == "explicit" && !rest.empty() && is_alpha(rest.front());
    case 'f': return word == "friend" && !rest.empty() && is_alpha(rest.front());
    case 'n':
      return word == "namespace" &&
             (rest.empty() || rest.front() == '{' || is_alpha(rest.front()) || rest.front() == '_');
    case 'p': return (word == "public" || word == "private" || word == "protected") && rest.starts_with(':');
    case 't':
      if (word == "template") return rest.starts_with('<');
      return word == "typename" && !rest.empty() && is_alpha(rest.front());
    case 'u': return word == "using" && !rest.empty() && is_alpha(rest.front());
    case 'v': return word == "virtual" && !rest.empty() && (is_alpha(rest.front()) || rest.front() == '~');
    default: return line.starts_with('~') && begins_destructor(line.substr(1));
  }
}

// `a::b` outside strings; a comment at the end of the line has been cut off.
bool names_a_scope(std::string_view line) {
  for (std::size_t at = line.find("::"); at != std::string_view::npos; at = line.find("::", at + 2)) {
    const bool between_words = at > 0 && (is_word(line[at - 1]) || line[at - 1] == '>') && at + 2 < line.size() &&
                               (is_alpha(line[at + 2]) || line[at + 2] == '_' || line[at + 2] == '~');
    if (between_words && line.substr(0, at).find('"') == std::string_view::npos &&
        line.substr(0, at).find("[[") == std::string_view::npos) {
      return true;
    }
  }
  return false;
}

class HeaderReader {
 public:
  explicit HeaderReader(std::string_view text)
      : text_(text.substr(0, kMaxHeader)), scopes_(text_.find("::") != text_.npos) {}

  bool guarded() const { return guarded_; }

  bool finds_cpp() {
    while (!text_.empty()) {
      const std::size_t end = text_.find('\n');
      std::string_view line = after_blanks(text_.substr(0, end));
      text_.remove_prefix(end == std::string_view::npos ? text_.size() : end + 1);
      line = without_comments(line);
      if (line.empty()) continue;
      if (line.front() == '#') {
        if (directive(after_blanks(line.substr(1)))) return true;
        continue;
      }
      if (hidden_depth_ == 0 && (begins_as_cpp(line) || (scopes_ && names_a_scope(line)))) return true;
    }
    return false;
  }

 private:
  // The line up to its first comment, or behind one that ends in it.
  std::string_view without_comments(std::string_view line) {
    if (in_comment_) {
      const std::size_t end = line.find("*/");
      if (end == std::string_view::npos) return {};
      in_comment_ = false;
      line = after_blanks(line.substr(end + 2));
    }
    std::size_t at = 0;
    while ((at = line.find('/', at)) != std::string_view::npos && at + 1 < line.size()) {
      if (line[at + 1] == '/') return line.substr(0, at);
      if (line[at + 1] != '*') {
        ++at;
        continue;
      }
      const std::size_t end = line.find("*/", at + 2);
      in_comment_ = end == std::string_view::npos;
      if (at > 0 || in_comment_) return line.substr(0, at);
      line = after_blanks(line.substr(end + 2));
    }
    return line;
  }

  // Follows conditions, as what stands under `#ifdef __cplusplus` is for C++ in a header of C.
  bool directive(std::string_view text) {
    const std::string_view word = first_word(text);
    if (word == "if" || word == "ifdef" || word == "ifndef") {
      const bool on_cpp = text.find("__cplusplus") != std::string_view::npos;
      const bool negated = word == "ifndef" || text.find('!') != std::string_view::npos;
      guarded_ = guarded_ || on_cpp;
      if (hidden_depth_ > 0 || (on_cpp && !negated)) ++hidden_depth_;
    } else if (word == "endif" || word == "else" || word == "elif") {
      // The other side of the condition is for C; its own `#endif` finds the depth at zero.
      if (word == "endif" ? hidden_depth_ > 0 : hidden_depth_ == 1) --hidden_depth_;
    }
    return hidden_depth_ == 0 && includes_cpp_header(text);
  }

  std::string_view text_;
  bool scopes_;  // "::" occurs at all
  bool in_comment_ = false;
  bool guarded_ = false;
  std::size_t hidden_depth_ = 0;  // conditions open since one that asks for C++
};

}  // namespace

Language header_language(std::string_view text, bool header_of_cpp) {
  const std::string_view first_line = text.substr(0, text.find('\n'));
  if (find_ignoring_case(first_line, "-*- c++ -*-") != std::string_view::npos ||
      find_ignoring_case(first_line, "-*-c++-*-") != std::string_view::npos) {
    return Language::Cpp;
  }
  HeaderReader reader(text);
  if (reader.finds_cpp()) return Language::Cpp;
  return header_of_cpp && !reader.guarded() ? Language::Cpp : Language::C;
}

}  // namespace assay
