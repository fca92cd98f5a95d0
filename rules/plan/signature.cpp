// See signature.h. The languages' ways to write a head differ little: a name, a list in parentheses, something about the
// result, and a mark that begins the body.
#include "rules/plan/signature.h"

#include <algorithm>

#include "analyzer/base/text.h"

namespace assay {
namespace {

constexpr std::size_t longest_head = 4000, longest_signature = 200;

std::size_t find_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const bool begins = at == 0 || !is_word_byte(text[at - 1]);
    const std::size_t end = at + word.size();
    if (begins && (end == text.size() || !is_word_byte(text[end]))) return at;
  }
  return std::string_view::npos;
}

// Behind the bracket that closes the one at `at`; texts in quotes are passed over.
std::size_t behind_brackets(std::string_view text, std::size_t at) {
  int depth = 0;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '"' || c == '\'') {
      const std::size_t end = text.find(c, at + 1);
      if (end != std::string_view::npos && text.substr(at, end - at).find('\n') == std::string_view::npos) at = end;
      continue;
    }
    if (c == '(' || c == '[') ++depth;
    if ((c == ')' || c == ']') && --depth == 0) return at + 1;
  }
  return text.size();
}

std::string on_one_line(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!is_blank(c)) {
      out += c;
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
  }
  return out;
}

}  // namespace

std::string signature_in(std::string_view text, std::string_view name) {
  text = text.substr(0, longest_head);
  const std::size_t at = name.empty() ? std::string_view::npos : find_word(text, name);
  if (at == std::string_view::npos) return {};
  std::size_t begin = text.rfind('\n', at);
  begin = begin == std::string_view::npos ? 0 : begin + 1;
  std::size_t end = at + name.size();
  while (end < text.size() && text[end] != '\n' && text[end] != '(' && text[end] != '{' && text[end] != ';') ++end;
  while (end < text.size() && text[end] == '(') {
    end = behind_brackets(text, end);
    while (end < text.size() && (text[end] == ' ' || text[end] == '\t')) ++end;
  }
  while (end < text.size() && text[end] != '\n' && text[end] != '{' && text[end] != ';' &&
         text.substr(end, 2) != "=>") {
    end = text[end] == '(' || text[end] == '[' ? behind_brackets(text, end) : end + 1;
  }
  std::string signature = on_one_line(trim(text.substr(begin, end - begin)));
  while (!signature.empty() && (signature.back() == ':' || signature.back() == '=' || signature.back() == ' '))
    signature.pop_back();
  if (signature.size() > longest_signature) {
    signature.resize(valid_utf8_prefix(std::string_view(signature).substr(0, longest_signature)));
    signature += "…";
  }
  return signature;
}

}  // namespace assay
