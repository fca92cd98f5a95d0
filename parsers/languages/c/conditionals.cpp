// Conditional compilation that splits a statement: a branch whose brackets do not close what they open, that begins or
// ends in the middle of a statement or stands within parentheses cannot be parsed beside its alternative. Of such a
// conditional the first branch is kept, as a compiler keeps one of them; the others and the directives become blanks. Of
// one in a list all branches are kept and only the directives go. All other conditionals stay as they are: both branches are
// code. The brackets of `extern "C"` are of the first kind: they stay, and the `#ifdef __cplusplus` around each goes.
//
//   #if NEW                                blank                            int a[] = { 1,         int a[] = { 1,
//     return f(a.data(), n,                return f(a.data(), n,            #ifdef TWO             blank
//   #else                         →        blank                              2,             →       2,
//     return f(&a[0], n,                   blank                            #endif                 blank
//   #endif                                 blank                            };                     };
//              sep);                                sep);
#include "parsers/languages/c/conditionals.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/languages/c/family.h"

namespace assay {
namespace {

using cfamily::end_of_directive;

// Deeper nesting than any real header has: what lies below is left alone.
constexpr std::size_t most_nested = 200;
constexpr std::size_t most_brackets = 1'000;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// `if (a > 0)`, `else`: the statement follows behind the conditional.
bool wants_statement(std::string_view branch) {
  constexpr std::string_view space = " \t\r\n";
  const std::size_t last = branch.find_last_not_of(space);
  if (last == std::string_view::npos) return false;
  branch = branch.substr(0, last + 1);
  const std::size_t line = branch.find_last_of('\n');
  std::string_view tail = branch.substr(line == std::string_view::npos ? 0 : line + 1);
  tail.remove_prefix(tail.find_first_not_of(space));
  if (tail.ends_with("else"))
    return tail.size() == 4 || space.find(tail[tail.size() - 5]) != std::string_view::npos ||
           tail[tail.size() - 5] == '}';
  if (!tail.ends_with(')')) return false;
  for (const std::string_view head : {"if", "while", "for", "switch", "else if", "} else if"}) {
    if (tail.starts_with(head) && tail.size() > head.size() && (tail[head.size()] == ' ' || tail[head.size()] == '('))
      return true;
  }
  return false;
}

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }

bool begins_with_else(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
  return text.starts_with("else") && (text.size() == 4 || !is_word(text[4]));
}

class Conditionals {
 public:
  Conditionals(std::string& text, Branches branches, OpaqueEnd end_of_opaque)
      : text_(text), branches_(branches), end_of_opaque_(end_of_opaque) {}

  std::size_t run() {
    bool line_begin = true;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '\n') {
        line_begin = true;
        ++at_;
      } else if (is_blank(c)) {
        ++at_;
      } else if (c == '#' && line_begin) {
        directive();
      } else {
        line_begin = false;
        code(c);
      }
    }
    return changed_;
  }

 private:
  struct Branch {
    std::size_t directive, begin;  // of the directive that opens it, of the text behind that
    int depth = 0, lowest = 0;     // brackets open at its end, and fewest on the way, both from its begin
    bool has_brace = false;        // or a semicolon: more than a piece of an expression
    char last = 0;                 // last byte of its code; 0: it has none
  };
  struct Conditional {
    std::vector<Branch> branches;
    bool off;          // #if 0
    char before;       // last byte of code before it
    std::string open;  // brackets open before it
  };

  void directive() {
    const std::size_t begin = at_, end = end_of_directive(text_, at_);
    std::string_view line = std::string_view(text_).substr(begin + 1, end - begin - 1);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    at_ = end;
    if (line.starts_with("if")) {
      ++nested_;
      if (nested_ > most_nested) return;
      std::string_view condition = line.substr(std::min(line.find_first_of(" \t("), line.size()));
      condition.remove_prefix(std::min(condition.find_first_not_of(" \t"), condition.size()));
      const bool off = condition == "0" || condition.starts_with("0 ") || condition.starts_with("0\t");
      open_.push_back({{{begin, end}}, off, last_, brackets_});
    } else if (nested_ > open_.size() || open_.empty()) {
      if (line.starts_with("endif") && nested_ > 0) --nested_;
    } else if (line.starts_with("el")) {
      brackets_ = open_.back().open;
      last_ = open_.back().before;
      open_.back().branches.push_back({begin, end});
    } else if (line.starts_with("endif")) {
      --nested_;
      close(begin, end);
    }
  }

  void close(std::size_t directive, std::size_t end) {
    const Conditional done = std::move(open_.back());
    open_.pop_back();
    const auto end_of = [&](std::size_t branch) {
      return branch + 1 < done.branches.size() ? done.branches[branch + 1].directive : directive;
    };
    bool splits = false;
    for (std::size_t i = 0; i < done.branches.size(); ++i) {
      const Branch& branch = done.branches[i];
      splits = splits || branch.depth != 0 || branch.lowest < 0 ||
               wants_statement(std::string_view(text_).substr(branch.begin, end_of(i) - branch.begin));
    }
    const bool one = splits || branches_ == Branches::First;
    const Place place = one ? Place::Statement : place_of(done, end);
    const std::size_t kept = kept_branch(done, end_of);
    if (place != Place::Between) {
      for (std::size_t i = 0; i < done.branches.size(); ++i) {
        const Branch& branch = done.branches[i];
        const bool stays = place == Place::List ? !(done.off && i == 0) : i == kept;
        blank(branch.directive, stays ? branch.begin : end_of(i));
      }
      blank(directive, end);
    }
    if (kept < done.branches.size()) {
      count(done.branches[kept].depth, done.branches[kept].lowest);
      if (done.branches[kept].last != 0) seen(done.branches[kept].last, done.branches[kept].has_brace);
    }
    brackets_ = done.open;
    if (kept < done.branches.size() && done.branches[kept].last != 0) last_ = done.branches[kept].last;
  }

  // Where one has to be chosen: the first, unless another one holds nearly all. An `#ifdef` around a stub, with a whole
  // header behind its `#else`, is no choice between equals.
  template <class EndOf>
  std::size_t kept_branch(const Conditional& done, EndOf end_of) const {
    constexpr std::size_t nearly_all = 8;  // times the first
    if (done.off) return 1;
    if (done.branches.size() == 1) return 0;
    // The include guard of a header is no branch without code.
    std::size_t kept = branches_ == Branches::First && done.branches.front().last == 0 ? 1 : 0;
    const auto size = [&](std::size_t i) { return end_of(i) - done.branches[i].begin; };
    const std::size_t enough = nearly_all * size(kept);
    for (std::size_t i = kept + 1; i < done.branches.size(); ++i) {
      if (done.branches[i].last != 0 && size(i) > std::max(enough, size(kept))) kept = i;
    }
    return kept;
  }

  enum class Place : std::uint8_t { Between, List, Statement };  // between statements, in a list, within a statement

  // Of a conditional whose brackets are in order.
  Place place_of(const Conditional& done, std::size_t end) const {
    const auto any = [&](auto test) { return std::any_of(done.branches.begin(), done.branches.end(), test); };
    const auto begins = [&](const Branch& b) { return begins_with_else(std::string_view(text_).substr(b.begin, 80)); };
    if (any(begins) || begins_with_else(std::string_view(text_).substr(std::min(end, text_.size()), 80)))
      return Place::Statement;
    if (any([](const Branch& b) { return b.has_brace; })) return Place::Between;
    const char bracket = done.open.empty() ? '\0' : done.open.back();
    const bool list = done.before == ',' || bracket == '=';
    if (list && (done.before == ',' || done.before == '{') &&
        !any([](const Branch& b) { return b.last != 0 && b.last != ','; }))
      return Place::List;
    if (bracket == '(' || bracket == '[' || bracket == '=') return Place::Statement;
    if (done.before != 0 && std::string_view(";{}:)>\"").find(done.before) == std::string_view::npos &&
        !is_word(done.before))
      return Place::Statement;
    // `typename T::` and `a +` go on behind the conditional.
    if (any([](const Branch& b) {
          return b.last != 0 && std::string_view("=+-*/%|^!<?").find(b.last) != std::string_view::npos;
        }))
      return Place::Statement;
    return any([&](const Branch& b) { return ends_in_scope(b, done, end); }) ? Place::Statement : Place::Between;
  }

  // Its last word is `A::`.
  bool ends_in_scope(const Branch& branch, const Conditional& done, std::size_t end) const {
    if (branch.last != ':') return false;
    const auto next = std::find_if(done.branches.begin(), done.branches.end(),
                                   [&](const Branch& other) { return other.directive > branch.directive; });
    std::string_view text(text_);
    text = text.substr(branch.begin, (next == done.branches.end() ? end : next->directive) - branch.begin);
    if (next == done.branches.end()) text = text.substr(0, text.rfind('#'));
    const std::size_t last = text.find_last_not_of(" \t\r\n");
    return last != std::string_view::npos && last > 0 && text[last] == ':' && text[last - 1] == ':';
  }

  // Notes code in the branch that is open.
  void seen(char last, bool brace) {
    if (open_.empty()) return;
    Branch& branch = open_.back().branches.back();
    branch.last = last;
    branch.has_brace = branch.has_brace || brace;
  }

  void blank(std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      if (text_[i] == '\n' || text_[i] == '\r' || text_[i] == ' ') continue;
      text_[i] = ' ';
      ++changed_;
    }
  }

  void count(int depth, int lowest) {
    if (open_.empty()) return;
    Branch& branch = open_.back().branches.back();
    branch.lowest = std::min(branch.lowest, branch.depth + lowest);
    branch.depth += depth;
  }

  // `open_brackets` as bytes: ( and [, { of a block, = of an initialiser's brace.
  void open_bracket(char c) {
    if (brackets_.size() >= most_brackets) return;
    const bool values = c == '{' && (last_ == '=' || ((last_ == ',' || last_ == '{' || last_ == '(') &&
                                                      !brackets_.empty() && brackets_.back() != '{'));
    brackets_ += values ? '=' : c;
  }
  // A brace closes whatever unbalanced brackets stand in it.
  void close_bracket(char c) {
    if (c != '}') {
      if (!brackets_.empty() && (brackets_.back() == '(' || brackets_.back() == '[')) brackets_.pop_back();
      return;
    }
    while (!brackets_.empty() && (brackets_.back() == '(' || brackets_.back() == '[')) brackets_.pop_back();
    if (!brackets_.empty()) brackets_.pop_back();
  }

  void code(char c) {
    if (const std::size_t end = end_of_opaque_(text_, at_); end != at_) {
      at_ = end;
      if (c == '/') return;
      last_ = '"';
      return seen('"', false);
    }
    switch (c) {
      case '(':
      case '{':
      case '[':
        count(1, 0);
        open_bracket(c);
        break;
      case ')':
      case '}':
      case ']':
        count(-1, -1);
        close_bracket(c);
        break;
      default: break;
    }
    last_ = c;
    seen(c, c == '{' || c == ';');
    ++at_;
  }

  std::string& text_;
  Branches branches_;
  OpaqueEnd end_of_opaque_;
  std::size_t at_ = 0, changed_ = 0;
  std::size_t nested_ = 0;  // open conditionals, those too deep included
  std::vector<Conditional> open_;
  std::string brackets_;  // open ones, see open_bracket
  char last_ = 0;         // last byte of code; 0: none yet
};

}  // namespace

std::size_t settle_conditionals(std::string& text, Branches branches, OpaqueEnd end_of_opaque) {
  if (text.find("#el") == std::string::npos && text.find("# el") == std::string::npos &&
      text.find("#if") == std::string::npos)
    return 0;
  return Conditionals(text, branches, end_of_opaque).run();
}

}  // namespace assay
