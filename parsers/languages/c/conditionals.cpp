// Conditional compilation that splits a statement: a branch whose brackets do not close what they open cannot be parsed
// beside its alternative. Of such a conditional the first branch is kept, as a compiler keeps one of them; the others and
// the directives become blanks. All other conditionals stay as they are: both branches are code.
//
//   #if NEW                                            blank
//     return f(a.data(), n,                            return f(a.data(), n,
//   #else                                   →          blank
//     return f(&a[0], n,                               blank
//   #endif                                             blank
//              sep);                                            sep);
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "parsers/languages/c/family.h"

namespace assay::cfamily {
namespace {

// Deeper nesting than any real header has: what lies below is left alone.
constexpr std::size_t most_nested = 200;

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

class Conditionals {
 public:
  explicit Conditionals(std::string& text) : text_(text) {}

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
  };
  struct Conditional {
    std::vector<Branch> branches;
    bool linkage;  // #ifdef __cplusplus: the bracket of extern "C", which the grammars know
    bool off;      // #if 0
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
      const bool compares = line.find_first_of("<>") != std::string_view::npos;  // #if __cplusplus >= 201103L
      open_.push_back({{{begin, end}}, line.find("__cplusplus") != std::string_view::npos && !compares, off});
    } else if (nested_ > open_.size() || open_.empty()) {
      if (line.starts_with("endif") && nested_ > 0) --nested_;
    } else if (line.starts_with("el")) {
      open_.back().branches.push_back({begin, end});
    } else if (line.starts_with("endif")) {
      --nested_;
      close(begin, end);
    }
  }

  void close(std::size_t directive, std::size_t end) {
    const Conditional done = std::move(open_.back());
    open_.pop_back();
    bool splits = false;
    for (std::size_t i = 0; i < done.branches.size(); ++i) {
      const Branch& branch = done.branches[i];
      const std::size_t next = i + 1 < done.branches.size() ? done.branches[i + 1].directive : directive;
      splits = splits || branch.depth != 0 || branch.lowest < 0 ||
               wants_statement(std::string_view(text_).substr(branch.begin, next - branch.begin));
    }
    const std::size_t kept = done.off ? 1 : 0;
    if (splits && !done.linkage) {
      for (std::size_t i = 0; i < done.branches.size(); ++i) {
        const Branch& branch = done.branches[i];
        const std::size_t next = i + 1 < done.branches.size() ? done.branches[i + 1].directive : directive;
        blank(branch.directive, i == kept ? branch.begin : next);
      }
      blank(directive, end);
    }
    if (kept < done.branches.size()) count(done.branches[kept].depth, done.branches[kept].lowest);
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

  void code(char c) {
    switch (c) {
      case '(':
      case '{':
      case '[': count(1, 0); break;
      case ')':
      case '}':
      case ']': count(-1, -1); break;
      case '"':
      case '\'': skip_text(c); return;
      case '/':
        if (text_.compare(at_, 2, "//") == 0) {
          at_ = end_of_directive(text_, at_);
          return;
        }
        if (text_.compare(at_, 2, "/*") == 0) {
          const std::size_t end = text_.find("*/", at_ + 2);
          at_ = end == std::string::npos ? text_.size() : end + 2;
          return;
        }
        break;
      default: break;
    }
    ++at_;
  }

  // To behind the closing quote, or to the line's end: a lone ' is a digit separator or stands in what is no code.
  void skip_text(char quote) {
    for (std::size_t i = at_ + 1; i < text_.size() && text_[i] != '\n'; ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (text_[i] == quote) {
        at_ = i + 1;
        return;
      }
    }
    ++at_;
  }

  std::string& text_;
  std::size_t at_ = 0, changed_ = 0;
  std::size_t nested_ = 0;  // open conditionals, those too deep included
  std::vector<Conditional> open_;
};

}  // namespace

std::size_t settle_conditionals(std::string& text) {
  if (text.find("#el") == std::string::npos && text.find("# el") == std::string::npos &&
      text.find("#if") == std::string::npos)
    return 0;
  return Conditionals(text).run();
}

}  // namespace assay::cfamily
