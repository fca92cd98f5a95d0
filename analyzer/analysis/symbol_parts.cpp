// See symbol_parts.h.
#include "analyzer/analysis/symbol_parts.h"

#include <cxxabi.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

#include "analyzer/base/text.h"

namespace assay {
namespace {

bool is_name_char(char c) {
  return is_word(c) || c == '~' || c == '$' || c == '@' || static_cast<unsigned char>(c) >= 0x80;
}

// Behind the bracket that closes the one at `at`; the end where none does.
std::size_t behind_group(std::string_view text, std::size_t at) {
  const char open = text[at];
  const char close = open == '(' ? ')' : open == '<' ? '>' : open == '[' ? ']' : '}';
  int depth = 0;
  for (; at < text.size(); ++at) {
    if (text[at] == open) ++depth;
    if (text[at] == close && (close != '>' || text[at - 1] != '-') && --depth == 0) return at + 1;
  }
  return text.size();
}

std::string demangled(std::string_view symbol) {
  if (!symbol.starts_with("_Z")) return std::string(symbol);
  int status = 0;
  const std::unique_ptr<char, void (*)(void*)> plain(
      abi::__cxa_demangle(std::string(symbol).c_str(), nullptr, nullptr, &status), std::free);
  return status == 0 && plain ? std::string(plain.get()) : std::string(symbol);
}

// `f.isra.0`, `f.part.1.cold`, `f [clone .cold]`, `f::h0123456789abcdef`, `f.llvm.123`, `f@plt`
std::string_view without_suffixes(std::string_view symbol) {
  for (const std::string_view mark :
       {" [clone", ".isra.", ".part.", ".constprop.", ".cold", ".lto_priv.", ".llvm.", "@plt", "@@", "'2"})
    symbol = symbol.substr(0, symbol.find(mark));
  if (const std::size_t hash = symbol.rfind("::h"); hash != symbol.npos && symbol.size() - hash == 19) {
    const std::string_view digits = symbol.substr(hash + 3);
    if (digits.find_first_not_of("0123456789abcdef") == digits.npos) symbol = symbol.substr(0, hash);
  }
  return symbol;
}

bool is_closure_number(std::string_view part) {
  if (part.starts_with("func")) part.remove_prefix(4);
  return std::all_of(part.begin(), part.end(), is_digit);
}

class Splitter {
 public:
  Splitter(std::string_view text, bool dollars) : text_(text), dollars_(dollars) {}

  std::vector<std::string> run() {
    while (at_ < text_.size() && !done_) step();
    close_part();
    return std::move(parts_);
  }

 private:
  void step() {
    const char c = text_[at_];
    const std::string_view rest = text_.substr(at_);
    if (part_.empty() && rest.starts_with("operator") && rest.size() > 8 && !is_name_char(rest[8])) {
      // The operator's own brackets belong to its name; what follows are arguments.
      std::size_t end = rest.find('(', rest.starts_with("operator()") ? 10 : 9);
      if (end == rest.npos) end = rest.size();
      part_ = rest.substr(0, end);
      done_ = true;
    } else if (c == '(') {
      parenthesis(rest);
    } else if (c == '<') {
      angle(rest);
    } else if (c == '[') {
      at_ = behind_group(text_, at_);
    } else if (c == '{') {
      done_ = true;
    } else if (c == ' ') {
      // A return type, `get `, `async `, `block in `: what counts follows. Qualifiers follow arguments only.
      part_.clear();
      parts_.clear();
      ++at_;
    } else if (is_name_char(c) && !(c == '$' && dollars_)) {
      part_ += c;
      ++at_;
    } else {
      close_part();
      ++at_;
    }
  }

  void parenthesis(std::string_view rest) {
    if (rest.starts_with("(*")) {  // Go: (*T)
      const std::size_t end = behind_group(text_, at_);
      part_ += text_.substr(at_ + 2, end - at_ - 3);
      at_ = end;
      return;
    }
    const std::size_t end = behind_group(text_, at_);
    if (text_.substr(end).starts_with("::") || text_.substr(end).starts_with(" const::")) {
      at_ = end;  // a namespace without a name, or a function around a closure
    } else {
      done_ = true;
    }
  }

  void angle(std::string_view rest) {
    const std::size_t end = behind_group(text_, at_);
    if (part_.empty() && parts_.empty() && text_.substr(end).starts_with("::")) {  // Rust: <T as Trait>::f
      std::string_view type = rest.substr(1, end - at_ - 2);
      type = type.substr(0, type.find(" as "));
      while (type.starts_with('&') || type.starts_with("mut ") || type.starts_with("dyn "))
        type.remove_prefix(type.starts_with('&') ? 1 : 4);
      for (std::size_t i = 0; i < type.size() && type[i] != '<'; ++i) {
        if (is_name_char(type[i])) {
          part_ += type[i];
        } else {
          close_part();
        }
      }
    }
    at_ = end;
  }

  void close_part() {
    if (!part_.empty() && !is_closure_number(part_) && part_ != "lambda" && part_ != "anonfun" && part_ != "$anonfun" &&
        part_ != "const")
      parts_.push_back(std::move(part_));
    part_.clear();
  }

  std::string_view text_;
  bool dollars_;
  std::size_t at_ = 0;
  std::vector<std::string> parts_;
  std::string part_;
  bool done_ = false;
};

}  // namespace

std::vector<std::string> symbol_parts(std::string_view symbol, bool dollars) {
  const std::string plain = demangled(symbol);
  return Splitter(without_suffixes(plain), dollars).run();
}

bool is_top_level(std::string_view symbol) {
  return symbol == "<module>" || symbol == "{main}" || symbol == "<main>" || symbol == "(top)" ||
         symbol.starts_with("<top (required)>") || symbol == "global code" || symbol == "main chunk" ||
         symbol.starts_with("require::") || symbol.starts_with("require_once::") || symbol.starts_with("include::") ||
         symbol.starts_with("include_once::");
}

}  // namespace assay
