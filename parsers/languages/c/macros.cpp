// See macros.h. A definition's body is cut into tokens and recognised by its shape.
#include "parsers/languages/c/macros.h"

#include <xxhash.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "analyzer/base/bytes.h"
#include "analyzer/base/text.h"
#include "parsers/languages/c/family.h"
#include "parsers/word_list.h"

namespace assay {
namespace {

constexpr std::size_t longest_body = 4'000;  // bytes; a longer one is nothing that this table knows
constexpr std::size_t longest_name = 80;
constexpr std::size_t most_aliases = 4;      // definitions of one name by other names
constexpr std::size_t most_alias_names = 6;  // in one of them
constexpr int most_rounds = 8;               // aliases of aliases

// What may stand before or behind a declarator and says nothing about the shape of the code.
constexpr WordList specifiers =
    "inline __inline __inline__ __forceinline static extern register const __const volatile __volatile__ restrict "
    "__restrict "
    "__restrict__ constexpr consteval constinit virtual explicit mutable noexcept override final typename template "
    "thread_local __thread "
    "_Thread_local _Noreturn __extension__ __signed__ __cdecl __stdcall __fastcall __thiscall __vectorcall __ptr64 "
    "__unaligned __w64 friend";
// Of these, those that take an argument, and attributes.
constexpr WordList takes_argument =
    "__attribute__ __attribute __declspec _Pragma __pragma noexcept throw alignas _Alignas __alignas explicit "
    "__asm__ __asm asm";
constexpr WordList keywords =
    "alignas alignof and asm auto bool break case catch char class concept const const_cast constexpr continue "
    "decltype "
    "default delete do double dynamic_cast else enum explicit export extern false final float for friend goto if "
    "inline "
    "int long mutable namespace new noexcept not nullptr operator or override private protected public register "
    "reinterpret_cast requires return short signed sizeof static static_assert static_cast struct switch template this "
    "throw true try typedef typeid typename union unsigned using virtual void volatile wchar_t while";

constexpr std::uint16_t bit(MacroKind kind) { return static_cast<std::uint16_t>(1U << static_cast<unsigned>(kind)); }

bool is_letter(char c) { return is_alpha(c) || c == '_'; }
bool is_name(std::string_view token) { return !token.empty() && is_letter(token.front()); }

// The body's tokens: words, texts, and single bytes of punctuation; comments and line continuations are left out.
std::vector<std::string_view> tokens_of(std::string_view body) {
  std::vector<std::string_view> tokens;
  for (std::size_t at = 0; at < body.size();) {
    const char c = body[at];
    std::size_t end = at + 1;
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\\') {
      at = end;
      continue;
    }
    if (body.substr(at, 2) == "//") break;
    if (body.substr(at, 2) == "/*") {
      end = body.find("*/", at + 2);
      if (end == std::string_view::npos) break;
      at = end + 2;
      continue;
    }
    if (is_word(c)) {
      while (end < body.size() && is_word(body[end])) ++end;
    } else if (c == '"' || c == '\'') {
      while (end < body.size() && body[end] != c) end += body[end] == '\\' ? 2 : 1;
      end = std::min(end + 1, body.size());
    }
    tokens.push_back(body.substr(at, end - at));
    at = end;
  }
  return tokens;
}

using Tokens = std::vector<std::string_view>;

// Behind the bracket that closes the one at `open`; the end where none does.
std::size_t behind_bracket(const Tokens& tokens, std::size_t open) {
  int depth = 0;
  for (std::size_t i = open; i < tokens.size(); ++i) {
    const char c = tokens[i].front();
    if (c == '(' || c == '[' || c == '{') ++depth;
    if ((c == ')' || c == ']' || c == '}') && --depth == 0) return i + 1;
  }
  return tokens.size();
}

struct Meaning {
  MacroKind kind = MacroKind::None;
  std::vector<std::string> names;  // None with names: an annotation, or what the name is for, if these are
};

// Specifiers, attributes and names that may be such.
std::optional<Meaning> annotation(const Tokens& body, MacroKind kind) {
  Meaning meaning{kind, {}};
  for (std::size_t i = 0; i < body.size();) {
    const std::string_view token = body[i];
    if (token == "[" && i + 1 < body.size() && body[i + 1] == "[") {
      i = behind_bracket(body, i);
    } else if (takes_argument.contains(token) && i + 1 < body.size() && body[i + 1] == "(") {
      i = behind_bracket(body, i + 1);
    } else if (specifiers.contains(token) || token == "&" || token == "*") {
      ++i;
    } else if (is_name(token) && !keywords.contains(token)) {
      meaning.kind = MacroKind::None;
      meaning.names.emplace_back(token);
      if (meaning.names.size() > most_alias_names) return std::nullopt;
      ++i;
      if (i < body.size() && body[i] == "(") i = behind_bracket(body, i);
    } else {
      return std::nullopt;
    }
  }
  return meaning;
}

bool is_text(const Tokens& body) {
  bool text = false;
  for (const std::string_view token : body) {
    text = text || token.front() == '"';
    if (token.front() != '"' && !(is_name(token) && !keywords.contains(token))) return false;
  }
  return text;
}

// T const&, rv<T>&&, typename F<T>::type: a type made from one.
bool is_type_of(const Tokens& body, std::string_view parameter) {
  bool mentioned = false;
  for (const std::string_view token : body) {
    const bool punctuation = token == ":" || token == "<" || token == ">" || token == "&" || token == "*";
    if (!punctuation && (!is_name(token) || (keywords.contains(token) && token != "const" && token != "typename")))
      return false;
    mentioned = mentioned || token == parameter;
  }
  const std::string_view last = body.back();
  return mentioned && (last == "&" || last == "*" || last == ">" || last == "const" || last == parameter) &&
         body.size() > 1;
}

// A head without its statement: `for (…)`, `if (…) {} else for (…) if (…)`, `while (x)`, `if (x) {} else`.
MacroKind head(const Tokens& body) {
  if (body.front() == "do" || body.front() == "(" || body.back() == ";" || body.back() == "}") return MacroKind::None;
  bool loops = false, branches = false, open = false;  // open: the last head has no statement yet
  for (std::size_t i = 0; i < body.size(); ++i) {
    const std::string_view token = body[i];
    const bool round = i + 1 < body.size() && body[i + 1] == "(";
    if ((token == "for" || token == "while" || token == "if" || token == "switch") && round) {
      loops = loops || token == "for" || token == "while";
      branches = branches || token == "if";
      open = token != "switch";
      i = behind_bracket(body, i + 1) - 1;
    } else if (token == "else") {
      open = true;
    } else if (token == "{") {
      i = behind_bracket(body, i) - 1;
      open = false;
    } else if (is_name(token) && round && i > 0) {  // for (…) another_head(…)
      i = behind_bracket(body, i + 1) - 1;
      open = i + 1 == body.size();
    } else if (token != ";") {
      return MacroKind::None;
    }
  }
  if (!open) return MacroKind::None;
  return loops ? MacroKind::Loop : branches ? MacroKind::Condition : MacroKind::None;
}

Meaning meaning_of_object(const Tokens& body) {
  if (body.empty()) return {MacroKind::Annotation, {}};
  if (is_text(body)) return {MacroKind::Text, {}};
  if (std::optional<Meaning> found = annotation(body, MacroKind::Annotation)) return *std::move(found);
  return {};
}

Meaning meaning_of_call(const Tokens& body, std::string_view parameters) {
  if (body.empty()) return {MacroKind::AnnotationCall, {}};
  if (body.front() == "(") return {};
  if (const MacroKind kind = head(body); kind != MacroKind::None) return {kind, {}};
  if (body.back() == ";" || body.back() == "}") return {MacroKind::Statement, {}};
  if (parameters.find(',') == std::string_view::npos && is_type_of(body, parameters)) return {MacroKind::TypeCall, {}};
  if (std::optional<Meaning> found = annotation(body, MacroKind::AnnotationCall)) {
    if (found->names.size() <= 1) return *std::move(found);
  }
  return {};
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// What a name is for that was defined as all of `kinds` by different files or branches.
MacroKind strongest(std::uint16_t kinds) {
  for (const MacroKind kind : {MacroKind::Loop, MacroKind::Statement, MacroKind::Condition, MacroKind::Text,
                               MacroKind::TypeCall, MacroKind::AnnotationCall, MacroKind::Annotation}) {
    if ((kinds & bit(kind)) != 0) return kind;
  }
  return MacroKind::None;
}

}  // namespace

void MacroTable::learn(std::string_view text) {
  for (std::size_t at = text.find('#'); at != std::string_view::npos; at = text.find('#', at + 1)) {
    std::size_t word = at + 1;
    while (word < text.size() && (text[word] == ' ' || text[word] == '\t')) ++word;
    if (text.substr(word, 6) != "define" || word + 6 >= text.size()) continue;
    if (text[word + 6] != ' ' && text[word + 6] != '\t') continue;
    std::size_t begin = at;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t')) --begin;
    if (begin > 0 && text[begin - 1] != '\n') continue;
    const std::size_t end = cfamily::end_of_directive(text, word);
    define(text.substr(word + 7, end - std::min(end, word + 7)));
    at = std::max(at, end - 1);
  }
}

void MacroTable::define(std::string_view line) {
  line = trimmed(line);
  std::size_t end = 0;
  while (end < line.size() && is_word(line[end])) ++end;
  const std::string_view name = line.substr(0, end);
  if (!is_name(name) || name.size() < 3 || name.size() > longest_name || keywords.contains(name)) return;
  std::string_view body = line.substr(end);
  const bool call = body.starts_with('(');
  std::string_view parameters;
  if (call) {
    const std::size_t close = body.find(')');
    if (close == std::string_view::npos) return;
    parameters = trimmed(body.substr(1, close - 1));
    body.remove_prefix(close + 1);
  }
  body = trimmed(body);
  // Nearly all definitions are numbers.
  if (!call && !body.empty() && !is_letter(body.front()) &&
      std::string_view("\"[\\/&*").find(body.front()) == body.npos)
    return;
  if (body.size() > longest_body) return;
  const Tokens tokens = tokens_of(body);
  Meaning meaning = call ? meaning_of_call(tokens, parameters) : meaning_of_object(tokens);
  if (meaning.kind != MacroKind::None || !meaning.names.empty()) add(name, meaning.kind, std::move(meaning.names));
}

MacroTable::Definition* MacroTable::definition_of(std::string_view name) {
  const auto found = definitions_.find(name);
  if (found != definitions_.end()) return &found->second;
  if (definitions_.size() < most_names) return &definitions_.emplace(std::string(name), Definition{}).first->second;
  ++cut_;
  return nullptr;
}

void MacroTable::Definition::add(std::vector<std::string> alias) {
  if (aliases.size() < most_aliases && std::find(aliases.begin(), aliases.end(), alias) == aliases.end())
    aliases.push_back(std::move(alias));
}

void MacroTable::add(std::string_view name, MacroKind kind, std::vector<std::string> alias) {
  Definition* definition = definition_of(name);
  if (definition == nullptr) return;
  if (kind != MacroKind::None) {
    definition->kinds = static_cast<std::uint16_t>(definition->kinds | bit(kind));
  } else {
    definition->add(std::move(alias));
  }
}

void MacroTable::add(MacroTable&& other) {
  cut_ += other.cut_;
  for (auto& [name, more] : other.definitions_) {
    Definition* definition = definition_of(name);
    if (definition == nullptr) continue;
    definition->kinds = static_cast<std::uint16_t>(definition->kinds | more.kinds);
    for (std::vector<std::string>& alias : more.aliases) definition->add(std::move(alias));
  }
}

std::string MacroTable::written() const {
  ByteWriter out;
  out.number(cut_);
  out.number(definitions_.size());
  for (const auto& [name, definition] : definitions_) {
    out.text(name);
    out.number(definition.kinds);
    out.number(definition.aliases.size());
    for (const std::vector<std::string>& alias : definition.aliases) {
      out.number(alias.size());
      for (const std::string& other : alias) out.text(other);
    }
  }
  out.number(settled_.size());
  for (const auto& [name, kind] : settled_) {
    out.text(name);
    out.number(static_cast<std::uint64_t>(kind));
  }
  return out.take();
}

std::optional<MacroTable> MacroTable::read(std::string_view written) {
  ByteReader in(written);
  MacroTable table;
  table.cut_ = in.number();
  const std::uint64_t names = in.count();
  for (std::uint64_t i = 0; i < names; ++i) {
    Definition& definition = table.definitions_[in.text()];
    definition.kinds = static_cast<std::uint16_t>(in.number());
    definition.aliases.resize(in.count());
    for (std::vector<std::string>& alias : definition.aliases) {
      alias.resize(in.count());
      for (std::string& other : alias) other = in.text();
    }
  }
  const std::uint64_t settled = in.count();
  for (std::uint64_t i = 0; i < settled; ++i) {
    std::string name = in.text();
    table.settled_.emplace(std::move(name), static_cast<MacroKind>(in.number()));
  }
  table.make_filter();
  if (!in.is_done()) return std::nullopt;
  return table;
}

void MacroTable::know(std::string_view names, MacroKind kind) {
  while (!names.empty()) {
    const std::size_t end = std::min(names.find(' '), names.size());
    if (end > 0) add(names.substr(0, end), kind, {});
    names.remove_prefix(std::min(end + 1, names.size()));
  }
}

void MacroTable::settle(const MacroTable* around) {
  const auto kind_of = [&](const std::string& name) {
    const auto own = definitions_.find(name);
    const MacroKind kind = own == definitions_.end() ? MacroKind::None : strongest(own->second.kinds);
    return kind == MacroKind::None && around != nullptr ? around->find(name) : kind;
  };
  for (int round = 0; round < most_rounds; ++round) {
    bool changed = false;
    for (auto& [name, definition] : definitions_) {
      for (const std::vector<std::string>& alias : definition.aliases) {
        MacroKind kind = kind_of(alias.front());
        const bool only_annotations = std::all_of(alias.begin(), alias.end(), [&](const std::string& other) {
          const MacroKind of_other = kind_of(other);
          return of_other == MacroKind::Annotation || of_other == MacroKind::AnnotationCall;
        });
        if (alias.size() > 1 && !only_annotations) kind = MacroKind::None;
        if (kind == MacroKind::None || (definition.kinds & bit(kind)) != 0) continue;
        definition.kinds = static_cast<std::uint16_t>(definition.kinds | bit(kind));
        changed = true;
      }
    }
    if (!changed) break;
  }
  for (const auto& [name, definition] : definitions_) {
    if (const MacroKind kind = strongest(definition.kinds); kind != MacroKind::None) settled_.emplace(name, kind);
  }
  definitions_.clear();
  make_filter();
}

void MacroTable::make_filter() {
  if (settled_.empty()) return;
  std::size_t words = 1;
  while (words * 64 < settled_.size() * 16) words *= 2;
  filter_.assign(words, 0);
  for (const auto& entry : settled_) {
    const std::size_t bit = slot(entry.first) % (words * 64);
    filter_[bit / 64] |= std::uint64_t{1} << bit % 64;
  }
}

MacroKind MacroTable::look_up(std::string_view name) const {
  const auto found = settled_.find(name);
  return found == settled_.end() ? MacroKind::None : found->second;
}

std::string AskedNames::packed() const {
  std::string numbers;
  for (std::size_t word = 0; word < bits_.size(); ++word) {
    for (std::uint64_t bits = bits_[word]; bits != 0; bits &= bits - 1) {
      const std::size_t set = word * 64 + static_cast<std::size_t>(__builtin_ctzll(bits));
      numbers += static_cast<char>(set & 0xFFU);
      numbers += static_cast<char>(set >> 8U);
    }
  }
  return numbers;
}

std::vector<std::uint64_t> MacroTable::digests() const {
  std::vector<std::uint64_t> digests(AskedNames::sets, 0);
  for (const auto& [name, kind] : settled_)  // a sum: the same in any order
    digests[slot(name) % AskedNames::sets] +=
        XXH3_64bits_withSeed(name.data(), name.size(), static_cast<XXH64_hash_t>(kind));
  return digests;
}

std::uint64_t MacroTable::digest() const {
  std::vector<std::string> lines;
  for (const auto& [name, kind] : settled_)
    lines.push_back(name + ' ' + static_cast<char>('0' + static_cast<int>(kind)));
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line + '\n';
  return lines.empty() ? 0 : XXH3_64bits(all.data(), all.size());
}

}  // namespace assay
