// See extractor_pass.h: of what type is what a variable holds or a function returns? As stated, in the code or in a comment
// before it, or as the value tells.
#include <algorithm>
#include <string>

#include "analyzer/base/text.h"
#include "parsers/syntax/brackets.h"
#include "parsers/syntax/callee.h"
#include "parsers/syntax/doc_types.h"
#include "parsers/syntax/extractor_pass.h"

namespace assay {
namespace {

constexpr std::size_t longest_type = 200, longest_path = 120;  // bytes

bool is_name_byte(char c) { return is_word_byte(c) || c == '$' || c == '@'; }

// Up to the first `mark` outside of brackets; moves `text` behind it.
std::string_view take_part(std::string_view& text, char mark) {
  const std::size_t end = find_outside_brackets(text, [mark](char c) { return c == mark; });
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return part;
}

std::string_view trimmed_type(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t\n\r:"), text.size()));
  return trim(text);
}

// Of `A | null` A; empty: there are several.
std::string_view one_of_union(std::string_view text) {
  if (text.find('|') == std::string_view::npos) return text;
  static constexpr WordList nothing = "null undefined None false void nil";
  std::string_view found;
  for (std::string_view rest = text; !rest.empty();) {
    const std::string_view part = trimmed_type(take_part(rest, '|'));
    if (part.empty() || nothing.contains(part)) continue;
    if (!found.empty()) return {};
    found = part;
  }
  return found;
}

}  // namespace

// What is called through a variable of that type: `Box<dyn A>` → A; where it is `awaited`, `Promise<B | null>` → B.
std::string_view Extractor::Pass::held_type(std::string_view text, bool awaited) const {
  constexpr int most_nested = 4;
  for (int i = 0; i < most_nested; ++i) {
    text = trimmed_type(text);
    const bool quoted = text.size() > 2 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front();
    if (quoted && spec_.quotes_types) text = text.substr(1, text.size() - 2);
    text = one_of_union(text);
    const std::size_t open = text.find_first_of("<[");
    if (open == std::string_view::npos || open == 0) break;
    std::size_t begin = open;
    while (begin > 0 && is_name_byte(text[begin - 1])) --begin;
    const std::string_view name = text.substr(begin, open - begin);
    if (!spec_.holders.contains(name) && !(awaited && spec_.awaited.contains(name))) break;
    std::string_view inside = text.substr(open + 1, closing_bracket(text, open) - open - 1);
    do {
      text = trimmed_type(take_part(inside, ','));
    } while (text.starts_with('\'') && !inside.empty());  // Ref<'a, T>
  }
  return text;
}

std::uint32_t Extractor::Pass::intern_held_type(std::string_view text, bool awaited) {
  return text.empty() ? 0U : intern_type(held_type(text.substr(0, longest_type), awaited));
}

// The path of the call whose result `value` is, waited for or tried as it may be, or of a plain name where `or_name`.
std::uint32_t Extractor::Pass::value_path(Node value, bool or_name) {
  constexpr int most_wrappers = 3;
  for (int i = 0; i <= most_wrappers && value; ++i) {
    const Role role = value.role();
    if (role == Role::Call) {
      const CallParts call = spec_.call != nullptr ? spec_.call(value, *this) : default_call(value, *this);
      if (call.callee.empty() || call.callee.size() + call.receiver.size() > longest_path) return 0;
      std::string path(call.receiver);
      if (!path.empty()) path += '.';
      path.append(call.callee).append("()");
      canonical_path(path, scratch_);
      return out_.names.intern(scratch_);
    }
    if (role == Role::Identifier) {
      const std::string_view text = value.text(longest_path);
      return or_name && std::all_of(text.begin(), text.end(), is_name_byte) ? out_.names.intern(text) : 0;
    }
    if (role != Role::Await && (role != Role::None || value.named_child_count() != 1)) return 0;
    value = value.named_child(0);
  }
  return 0;
}

// The comment that documents what begins at `begin`; empty: none. Attributes, modifiers and the target of an assignment may
// stand between.
std::string_view Extractor::Pass::doc_before(std::uint32_t begin) const {
  constexpr std::uint32_t farthest = 120;  // bytes
  if (doc_end_ == 0 || doc_end_ > begin || begin - doc_end_ > farthest) return {};
  const std::string_view between = text_.substr(doc_end_, begin - doc_end_);
  if (between.find_first_of(";{}") != std::string_view::npos) return {};
  return text_.substr(doc_begin_, doc_end_ - doc_begin_);
}

void Extractor::Pass::note_doc(const AssayNode& comment) {
  const std::string_view text = text_.substr(comment.begin, comment.end - comment.begin);
  if (!text.starts_with("/**")) return;
  doc_begin_ = comment.begin;
  doc_end_ = comment.end;
  const DocVariable variable = declared_in_comment(text);
  if (variable.type.empty() || !in_function()) return;
  add_typed(facts::VariableKind::Local, variable.name, intern_held_type(variable.type), comment.row + 1);
}

// Of the variable that `node` declares.
std::string_view Extractor::Pass::documented_type(const Node& node, Role role, std::string_view name) const {
  if (!spec_.documents_types) return {};
  if (role == Role::Parameter) return documented_parameter(functions_.back().doc, name);
  return documented_variable(doc_before(node.begin()));
}

// A variable of the function being read whose type a comment states.
void Extractor::Pass::add_typed(facts::VariableKind kind, std::string_view name, std::uint32_t type,
                                std::uint32_t line) {
  out_.variables.emplace_back(functions_.back().row, 0U, out_.names.intern(name), type, 0U, line, kind,
                              facts::VariableSource::Declared, true, false, 0);
}

// The stated type of what a function returns.
std::uint32_t Extractor::Pass::result_type(const Node& node, const FunctionParts& parts, std::string_view doc) {
  if (!spec_.has_methods) return 0;
  Node type = parts.returns;
  for (const Field field : {Field::ReturnType, Field::Returns, Field::Result, Field::Type}) {
    if (!type) type = node.child(field);
  }
  std::string_view text = type.text(longest_type);
  if (text.empty() && !doc.empty()) text = documented_result(doc);
  return intern_held_type(text, true);
}

// return A(…), return this: where nothing is stated, all that are evident must agree.
void Extractor::Pass::note_result(const Node& statement) {
  FunctionState& state = functions_.back();
  if (!spec_.has_methods || function(state.row).returns() != 0 || state.results_differ) return;
  const Node value = statement.named_child(0);
  std::uint32_t type = 0;
  if (spec_.self_names.contains(value.text(10))) {
    type = out_.names.intern("this");
  } else {
    type = intern_type(constructed_type(value));
  }
  if (type == 0) return;
  state.results_differ = state.result != 0 && state.result != type;
  state.result = state.results_differ ? 0 : type;
}

// Of a parameter that is nothing but a name.
void Extractor::Pass::add_documented_parameter(const Node& name) {
  const std::string_view text = name.text(longest_path);
  const std::uint32_t type = intern_held_type(documented_type(name, Role::Parameter, text));
  if (type != 0) add_typed(facts::VariableKind::Parameter, text, type, name.line());
}

// this.x = y, in a language that need not declare fields.
void Extractor::Pass::add_member(const Node& assignment) {
  std::string_view name = assignment.child(Field::Left).text(longest_path);
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos || !spec_.self_names.contains(name.substr(0, dot))) return;
  name.remove_prefix(dot + 1);
  if (name.empty() || !std::all_of(name.begin(), name.end(), is_name_byte)) return;
  std::uint32_t holder = 0;
  for (std::size_t i = functions_.size(); i-- > 0 && holder == 0;) holder = function(functions_[i].row).type();
  if (holder == 0) return;
  const Node value = assignment.child(Field::Right);
  std::string_view text = constructed_type(value);
  if (text.empty()) text = documented_type(assignment, Role::Member, name);
  const std::uint32_t type = intern_held_type(text), path = type == 0 ? value_path(value, true) : 0;
  if (type == 0 && path == 0) return;
  out_.variables.emplace_back(functions_.back().row, holder, out_.names.intern(name), type, path, assignment.line(),
                              facts::VariableKind::Field, facts::VariableSource::Constructed, true, false, 0);
}

}  // namespace assay
