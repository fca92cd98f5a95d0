// The text-preparing step for C and C++: overwrites, with equal length, what macros put where the grammar cannot expect
// it. One pass that skips strings, comments and preprocessor lines.
//
//   static int __init probe(void)             an annotation                        → blanks
//   list_for_each_entry(p, head, list) {      a loop macro at a statement's begin  → while              (…) {
//   container_of(p, struct foo, list)         a tagged type handed to a macro      → container_of(p,        foo, list)
//   MODULE_LICENSE("GPL")                     a line that is one macro call        → blanks
//   API_EXPORT int f(void);  class API X {    capitals before a declaration        → blanks
//   NAMESPACE_BEGIN                           capitals alone on their line         → blanks
//   "0x%" PRIx64 "\n"                         a macro within a string (C++)        → "0x%"        "\n"
//   DEBUG(a << b; c());                       statements handed to a macro         → DEBUG(a << b, c());
//   int f() const NOEXCEPT {                  a specifier in capitals (C++)        → int f() const          {
//
// Half of the kernel's files and a sixth of its functions have a syntax error without it, a seventieth with it; and error
// recovery is what is slow, so the parse gets cheaper by more than the pass costs.
#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "parsers/languages/c/family.h"

namespace assay::cfamily {
namespace {

// Annotations without arguments, and with one in parentheses. From the Linux kernel, glibc, the BSDs, PostgreSQL, Qt,
// Windows' headers and common embedded toolchains.
const std::unordered_set<std::string_view>& annotations() {
  static const std::unordered_set<std::string_view> words = {"__init",
                                                             "__exit",
                                                             "__initdata",
                                                             "__exitdata",
                                                             "__initconst",
                                                             "__initdata_memblock",
                                                             "__init_memblock",
                                                             "__init_or_module",
                                                             "__initconst_or_module",
                                                             "__initdata_or_module",
                                                             "__init_or_cpufreq",
                                                             "__devinit",
                                                             "__devexit",
                                                             "__devinitdata",
                                                             "__cpuinit",
                                                             "__cpuinitdata",
                                                             "__meminit",
                                                             "__meminitdata",
                                                             "__memexit",
                                                             "__net_init",
                                                             "__net_exit",
                                                             "__net_initdata",
                                                             "__ref",
                                                             "__refdata",
                                                             "__refconst",
                                                             "__head",
                                                             "__user",
                                                             "__iomem",
                                                             "__kernel",
                                                             "__rcu",
                                                             "__percpu",
                                                             "__force",
                                                             "__bitwise",
                                                             "__nocast",
                                                             "__safe",
                                                             "__private",
                                                             "__must_check",
                                                             "__always_inline",
                                                             "__always_unused",
                                                             "__maybe_unused",
                                                             "__used",
                                                             "__unused",
                                                             "__cold",
                                                             "__hot",
                                                             "__weak",
                                                             "__pure",
                                                             "__attribute_const__",
                                                             "__malloc",
                                                             "__noreturn",
                                                             "__packed",
                                                             "__read_mostly",
                                                             "__ro_after_init",
                                                             "__cacheline_aligned",
                                                             "____cacheline_aligned",
                                                             "____cacheline_aligned_in_smp",
                                                             "__cacheline_aligned_in_smp",
                                                             "____cacheline_internodealigned_in_smp",
                                                             "__page_aligned_data",
                                                             "__page_aligned_bss",
                                                             "__visible",
                                                             "__sched",
                                                             "__lockfunc",
                                                             "__kprobes",
                                                             "nokprobe_inline",
                                                             "notrace",
                                                             "noinline",
                                                             "noinline_for_stack",
                                                             "noinstr",
                                                             "__noclone",
                                                             "__noinline",
                                                             "asmlinkage",
                                                             "__latent_entropy",
                                                             "__randomize_layout",
                                                             "__no_randomize_layout",
                                                             "__designated_init",
                                                             "__no_kcsan",
                                                             "__no_kasan_or_inline",
                                                             "__no_sanitize_address",
                                                             "__no_sanitize_or_inline",
                                                             "__no_kcsan_or_inline",
                                                             "__no_stack_protector",
                                                             "__nostackprotector",
                                                             "__nonstring",
                                                             "__flatten",
                                                             "__deprecated",
                                                             "__compiletime_unresolvable",
                                                             "__syscall_slow",
                                                             "__hyp_text",
                                                             "__nvhe_undefined",
                                                             "__fastcall",
                                                             "__tracefs",
                                                             "__ksym",
                                                             "__kconfig",
                                                             "__weak_symbol",
                                                             "__hwasan",
                                                             "__cpuidle",
                                                             "__irq_entry",
                                                             "__softirq_entry",
                                                             "__exception_irq_entry",
                                                             "__entry_text",
                                                             "__exception",
                                                             "__wsum_type",
                                                             "__trusted",
                                                             "__tlb_flush",
                                                             "__ptr_ring",
                                                             "__inline_maybe_unused",
                                                             "__THROW",
                                                             "__THROWNL",
                                                             "__wur",
                                                             "__attribute_pure__",
                                                             "__attribute_malloc__",
                                                             "__attribute_used__",
                                                             "__attribute_noinline__",
                                                             "__BEGIN_DECLS",
                                                             "__END_DECLS",
                                                             "__dead2",
                                                             "__dead",
                                                             "__pure2",
                                                             "__exported",
                                                             "__hidden",
                                                             "__static_inline",
                                                             "__fixed_point",
                                                             "G_BEGIN_DECLS",
                                                             "G_END_DECLS",
                                                             "G_GNUC_UNUSED",
                                                             "G_GNUC_CONST",
                                                             "G_GNUC_PURE",
                                                             "G_GNUC_WARN_UNUSED_RESULT",
                                                             "Q_OBJECT",
                                                             "Q_GADGET",
                                                             "Q_INVOKABLE",
                                                             "Q_SIGNALS",
                                                             "Q_SLOTS",
                                                             "Q_DECL_OVERRIDE",
                                                             "WINAPI",
                                                             "CALLBACK",
                                                             "APIENTRY",
                                                             "STDMETHODCALLTYPE",
                                                             "__stdcall",
                                                             "__cdecl",
                                                             "__fastcall",
                                                             "__thiscall",
                                                             "__vectorcall",
                                                             "PGDLLIMPORT",
                                                             "PGDLLEXPORT",
                                                             "ZEXPORT",
                                                             "ZLIB_INTERNAL",
                                                             "XMLCALL",
                                                             "PNGAPI",
                                                             "CURL_EXTERN",
                                                             "LUALIB_API",
                                                             "LUA_API",
                                                             "LUAI_FUNC",
                                                             "SQLITE_API",
                                                             "PyMODINIT_FUNC",
                                                             "_Noreturn",
                                                             "__extension__"};
  return words;
}

const std::unordered_set<std::string_view>& annotations_with_argument() {
  static const std::unordered_set<std::string_view> words = {"__printf",
                                                             "__scanf",
                                                             "__aligned",
                                                             "__section",
                                                             "__acquires",
                                                             "__releases",
                                                             "__acquire_shared",
                                                             "__must_hold",
                                                             "__cond_acquires",
                                                             "__alloc_size",
                                                             "__counted_by",
                                                             "__counted_by_le",
                                                             "__counted_by_be",
                                                             "__assume_aligned",
                                                             "__diagnose_as",
                                                             "__nonnull",
                                                             "__attribute_nonnull__",
                                                             "__attr_access",
                                                             "__attribute_format_arg__",
                                                             "__attribute_alloc_size__",
                                                             "__attribute_deprecated_msg__",
                                                             "__no_sanitize",
                                                             "__malloc_like",
                                                             "__printflike",
                                                             "__scanflike",
                                                             "__nonnull_all",
                                                             "__attr_dealloc",
                                                             "__target",
                                                             "__error",
                                                             "__warning",
                                                             "__alias",
                                                             "__copy",
                                                             "__gnu_inline_with",
                                                             "__symbol_get",
                                                             "__asm_label",
                                                             "__dead_code",
                                                             "__bpf_md_ptr",
                                                             "pg_attribute_printf",
                                                             "pg_attribute_aligned",
                                                             "G_GNUC_PRINTF",
                                                             "G_GNUC_FORMAT",
                                                             "__format_arg",
                                                             "__OS_AVAILABILITY",
                                                             "__declspec",
                                                             "_Alignas"};
  return words;
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_capital(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

class Preparation {
 public:
  Preparation(std::string& text, bool cpp) : text_(text), cpp_(cpp) {}

  std::size_t run() {
    std::size_t at = 0;
    bool line_begin = true;  // only blanks since the last line end
    while (at < text_.size()) {
      const char c = text_[at];
      if (c == '\n') {
        line_begin = true;
        ++at;
        continue;
      }
      if (is_blank(c) || c == '\r') {
        ++at;
        continue;
      }
      if (c == '#' && line_begin) {
        const std::size_t end = end_of_directive(text_, at);
        if (skip_space(at + 1) > end) blank(at, at + 1);  // an empty directive, which the grammar lacks
        at = end;
        continue;
      }
      const bool first_of_line = line_begin;
      line_begin = false;
      if (c == '/' && at + 1 < text_.size() && (text_[at + 1] == '/' || text_[at + 1] == '*')) {
        at = end_of_comment(at);
        continue;
      }
      if (c == '\'' && previous_ == 'w' && !last_word_.empty() && last_word_[0] >= '0' && last_word_[0] <= '9' &&
          is_word(text_[at - 1])) {
        ++at;  // 1'000'000
        continue;
      }
      if (c == '"' || c == '\'') {
        at = end_of_literal(at);
        previous_ = c;
        last_word_ = {};
        continue;
      }
      if (is_word(c)) {
        at = word(at, first_of_line);
        continue;
      }
      if (c == '(') {
        calls_.push_back(previous_ != 'w' || is_keyword(last_word_) ? Parenthesis::Plain
                         : is_macro_name(last_word_)                ? Parenthesis::Macro
                                                                    : Parenthesis::Call);
      } else if (c == ')' && !calls_.empty()) {
        calls_.pop_back();
      } else if (c == ';') {
        if (!calls_.empty() && calls_.back() == Parenthesis::Macro) {
          const std::size_t next = skip_space(at + 1);
          text_[at] = next < text_.size() && text_[next] == ')' ? ' ' : ',';
          ++changed_;
        }
      } else if (c == '{' || c == '}') {
        calls_.clear();  // unbalanced parentheses end with their statement
      }
      previous_ = c;
      last_word_ = {};
      ++at;
    }
    return changed_;
  }

 private:
  enum class Parenthesis : std::uint8_t { Plain, Call, Macro };

  static bool is_macro_name(std::string_view w) { return w.size() >= 3 && std::all_of(w.begin(), w.end(), is_capital); }

  static bool is_keyword(std::string_view w) {
    for (std::string_view keyword : {"if", "while", "for", "switch", "return", "sizeof", "do", "else", "case",
                                     "_Alignof", "typeof", "__typeof__", "alignof", "catch", "decltype"}) {
      if (w == keyword) return true;
    }
    return false;
  }

  void blank(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (text_[i] != '\n' && text_[i] != '\r') text_[i] = ' ';
    }
    changed_ += end - begin;
  }

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
    const std::size_t end = text_[at + 1] == '/' ? text_.find('\n', at) : text_.find("*/", at + 2);
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

  // Just behind the ')' that closes the '(' at `open`, within `most` bytes; `open` itself: it does not close.
  std::size_t end_of_parentheses(std::size_t open, std::size_t most = 2000) const {
    int depth = 0;
    const std::size_t limit = std::min(text_.size(), open + most);
    for (std::size_t at = open; at < limit; ++at) {
      const char c = text_[at];
      if (c == '"' || c == '\'') {
        at = end_of_literal(at) - 1;
      } else if (c == '(') {
        ++depth;
      } else if (c == ')' && --depth == 0) {
        return at + 1;
      }
    }
    return open;
  }

  bool statement_begins() const {
    return previous_ == '{' || previous_ == '}' || previous_ == ';' || previous_ == ')' || previous_ == ':' ||
           previous_ == 0 || last_word_ == "else" || last_word_ == "do";
  }

  std::size_t word(std::size_t begin, bool first_of_line) {
    const std::size_t end = end_of_word(begin);
    const std::string_view w = std::string_view(text_).substr(begin, end - begin);
    const char first = w[0];
    if (first == 's' || first == 'u' || first == 'e') {
      if ((w == "struct" || w == "union" || w == "enum") && !calls_.empty() && calls_.back() != Parenthesis::Plain)
        tagged_type(begin, end);
    } else if (first == '_' || is_capital(first) || w.size() > 6) {
      if (annotation(begin, end, w)) return end_;
      if (w.size() >= 5 && loop_macro(begin, end, w)) {
        previous_ = 'w';
        last_word_ = "while";
        return end;
      }
      if (cpp_ && previous_ == '"' && within_string(begin, end, w)) return end_;
      if (is_capital(first) && is_macro_name(w)) {
        if (first_of_line && (begin == 0 || text_[begin - 1] == '\n') && macro_line(begin, end)) return end_;
        if (first_of_line && alone_on_line(begin, end)) return end;
        if (cpp_ && specifier(begin, end, w)) return end_;
        if (capitals_before_declaration(begin, end)) return end;
      }
    }
    previous_ = 'w';
    last_word_ = w;
    return end;
  }

  bool annotation(std::size_t begin, std::size_t end, std::string_view w) {
    end_ = end;
    if (annotations().contains(w)) {
      blank(begin, end);
      return true;
    }
    if (annotations_with_argument().contains(w)) {
      const std::size_t open = skip_blanks(end);
      if (open < text_.size() && text_[open] == '(') {
        const std::size_t close = end_of_parentheses(open);
        if (close != open) {
          blank(begin, close);
          end_ = close;
          return true;
        }
      }
    }
    return false;
  }

  // list_for_each_entry(a, b, c) { or a statement; the macro's name stays in the original text.
  bool loop_macro(std::size_t begin, std::size_t end, std::string_view w) {
    if (!statement_begins()) return false;
    if (w.find("for_each") == std::string_view::npos && w.find("foreach") == std::string_view::npos &&
        w.find("FOREACH") == std::string_view::npos && w.find("FOR_EACH") == std::string_view::npos) {
      return false;
    }
    const std::size_t open = skip_blanks(end);
    if (open >= text_.size() || text_[open] != '(') return false;
    const std::size_t close = end_of_parentheses(open);
    if (close == open) return false;
    const std::size_t next = skip_space(close);
    if (next >= text_.size() || !(text_[next] == '{' || is_word(text_[next])))
      return false;  // a call, or its own definition
    text_.replace(begin, 5, "while");
    blank(begin + 5, end);
    changed_ += 5;
    return true;
  }

  // f(a, struct foo, b) and f(struct foo *)
  void tagged_type(std::size_t begin, std::size_t end) {
    std::size_t at = skip_blanks(end);
    if (at >= text_.size() || !is_word(text_[at])) return;
    at = skip_blanks(end_of_word(at));
    while (at < text_.size() && (text_[at] == '*' || is_blank(text_[at]))) ++at;
    if (at < text_.size() && (text_[at] == ',' || text_[at] == ')')) blank(begin, end);
  }

  // MODULE_LICENSE("GPL"); alone on its line, at column 0, outside of functions
  bool macro_line(std::size_t begin, std::size_t end) {
    if (!(previous_ == 0 || previous_ == '}' || previous_ == ';' || previous_ == ')')) return false;
    const std::size_t open = skip_blanks(end);
    if (open >= text_.size() || text_[open] != '(') return false;
    std::size_t close = end_of_parentheses(open);
    if (close == open) return false;
    std::size_t at = skip_blanks(close);
    if (at < text_.size() && text_[at] == ';') {
      close = at + 1;
      at = skip_blanks(close);
    }
    if (at < text_.size() && text_[at] != '\n' && text_[at] != '\r') return false;
    const std::size_t next = skip_space(at);
    if (next < text_.size() && text_[next] == '{') return false;  // it defines a function
    blank(begin, close);
    end_ = close;
    return true;
  }

  // "…" PRIx64 "…", "…" QUOTED("x"), extern "C" API void f()
  bool within_string(std::size_t begin, std::size_t end, std::string_view w) {
    if (!is_blank(text_[begin - 1]) && text_[begin - 1] != '\n') return false;  // a suffix of the literal
    if (!is_macro_name(w) && !w.starts_with("PRI") && !w.starts_with("SCN")) return false;
    end_ = end;
    const std::size_t open = skip_blanks(end);
    if (open < text_.size() && text_[open] == '(') end_ = end_of_parentheses(open);
    if (end_ == open) return false;
    blank(begin, end_);
    return true;  // the next token still stands behind the literal
  }

  // NAMESPACE_BEGIN, but not a return type above its function: VOID, then f(…)
  bool alone_on_line(std::size_t begin, std::size_t end) {
    if (!(previous_ == 0 || previous_ == ';' || previous_ == '}' || previous_ == '{') || !calls_.empty()) return false;
    std::size_t next = skip_blanks(end);
    if (next < text_.size() && text_[next] == '\r') ++next;
    if (next >= text_.size() || text_[next] != '\n') return false;
    next = skip_space(next);
    if (next >= text_.size() || !is_word(text_[next])) return false;
    const std::size_t behind = skip_blanks(end_of_word(next));
    if (behind < text_.size() && text_[behind] == '(') return false;
    blank(begin, end);
    return true;
  }

  // f() const NOEXCEPT, f() NOEXCEPT_IF(…)
  bool specifier(std::size_t begin, std::size_t end, std::string_view w) {
    if (previous_ != ')' && last_word_ != "const") return false;
    if (w.find("NOEXCEPT") == std::string_view::npos && w.find("NOTHROW") == std::string_view::npos &&
        w.find("OVERRIDE") == std::string_view::npos && !w.ends_with("_FINAL")) {
      return false;
    }
    end_ = end;
    const std::size_t open = skip_blanks(end);
    if (open < text_.size() && text_[open] == '(') end_ = end_of_parentheses(open);
    if (end_ == open) return false;
    blank(begin, end_);
    return true;
  }

  // API int f(…)   class API X {   int f() NOEXCEPT {
  bool capitals_before_declaration(std::size_t begin, std::size_t end) {
    const std::size_t next = skip_blanks(end);
    if (next >= text_.size()) return false;
    const std::size_t brace = skip_space(end);
    if (previous_ == ')' && brace < text_.size() && text_[brace] == '{' && cpp_) {
      blank(begin, end);
      return true;
    }
    if (next == end || !is_word(text_[next]) || (text_[next] >= '0' && text_[next] <= '9')) return false;
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
  std::size_t changed_ = 0;
  std::size_t end_ = 0;  // where the last blanked word ends
  char previous_ = 0;    // last token: its first byte, 'w' for a word; 0: none yet
  std::string_view last_word_;
  std::vector<Parenthesis> calls_;  // open ones
};

}  // namespace

std::size_t prepare_c(std::string& text) {
  const std::size_t changed = settle_conditionals(text);
  return changed + Preparation(text, false).run();
}

std::size_t prepare_cpp(std::string& text) {
  const std::size_t changed = settle_conditionals(text);
  return changed + Preparation(text, true).run();
}

}  // namespace assay::cfamily
