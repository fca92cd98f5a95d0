// See doc_types.h.
#include "parsers/syntax/doc_types.h"

#include <algorithm>
#include <initializer_list>

#include "analyzer/base/text.h"
#include "parsers/syntax/brackets.h"

namespace assay {
namespace {

constexpr std::size_t longest_comment = 8000;  // bytes that are looked through

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front()) && text.front() != '\n') text.remove_prefix(1);
  return text;
}

// The type at the begin of `text`, which moves behind it: `{T}` or what stands up to a blank outside of brackets.
std::string_view take_type(std::string_view& text) {
  text = without_blanks(text);
  const bool braces = text.starts_with('{');
  if (braces) text.remove_prefix(1);
  const std::string_view line = text.substr(0, text.find('\n'));
  const std::size_t end = find_outside_brackets(line, [braces](char c) { return braces ? c == '}' : is_blank(c); });
  const std::string_view type = text.substr(0, end);
  text.remove_prefix(std::min(end + (braces ? 1 : 0), text.size()));
  return type;
}

// `$x`, `x`, `[x=1]`, `...$x`
std::string_view take_variable(std::string_view text) {
  text = without_blanks(text);
  text.remove_prefix(std::min(text.find_first_not_of("[&."), text.size()));
  std::size_t end = text.starts_with('$') ? 1 : 0;
  while (end < text.size() && is_word_byte(text[end])) ++end;
  return text.substr(0, end);
}

std::string_view without_sigil(std::string_view name) {
  if (name.starts_with('$')) name.remove_prefix(1);
  return name;
}

// Calls `visit(rest of the line)` behind each of the tags, until it returns true.
template <class Visit>
void find_tag(std::string_view comment, std::initializer_list<std::string_view> tags, Visit visit) {
  comment = comment.substr(0, longest_comment);
  for (std::size_t at = comment.find('@'); at != std::string_view::npos; at = comment.find('@', at + 1)) {
    const std::string_view rest = comment.substr(at + 1);
    const std::string_view word = first_word(rest);
    if (std::find(tags.begin(), tags.end(), word) == tags.end()) continue;
    if (visit(rest.substr(word.size()))) return;
  }
}

std::string_view first_type(std::string_view comment, std::initializer_list<std::string_view> tags) {
  std::string_view type;
  find_tag(comment, tags, [&](std::string_view rest) {
    type = take_type(rest);
    return true;
  });
  return type;
}

}  // namespace

std::string_view documented_parameter(std::string_view comment, std::string_view name) {
  name = without_sigil(name);
  std::string_view found;
  find_tag(comment, {"param"}, [&](std::string_view rest) {
    const std::string_view type = take_type(rest);
    if (without_sigil(take_variable(rest)) == name) found = type;
    return !found.empty();
  });
  return found;
}

std::string_view documented_variable(std::string_view comment) { return first_type(comment, {"var", "type"}); }

std::string_view documented_result(std::string_view comment) { return first_type(comment, {"return", "returns"}); }

DocVariable declared_in_comment(std::string_view comment) {
  DocVariable variable;
  find_tag(comment, {"var"}, [&](std::string_view rest) {
    const std::string_view type = take_type(rest), name = take_variable(rest);
    if (name.starts_with('$')) variable = {name, type};
    return true;
  });
  return variable;
}

}  // namespace assay
