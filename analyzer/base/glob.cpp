// See glob.h.
#include "analyzer/base/glob.h"

#include <array>
#include <bit>
#include <optional>
#include <span>

#include "analyzer/base/text.h"

namespace assay {
namespace {

using ByteSet = std::bitset<256>;

bool in_class(std::string_view name, unsigned c) {
  const bool upper = c >= 'A' && c <= 'Z';
  const bool lower = c >= 'a' && c <= 'z';
  const bool digit = c >= '0' && c <= '9';
  const bool graph = c > ' ' && c < 0x7F;
  if (name == "alnum") return upper || lower || digit;
  if (name == "alpha") return upper || lower;
  if (name == "blank") return c == ' ' || c == '\t';
  if (name == "cntrl") return c < ' ' || c == 0x7F;
  if (name == "digit") return digit;
  if (name == "graph") return graph;
  if (name == "lower") return lower;
  if (name == "print") return graph || c == ' ';
  if (name == "punct") return graph && !(upper || lower || digit);
  if (name == "space") return c == ' ' || c == '\t' || c == '\n' || c == '\r';  // git leaves out VT and FF
  if (name == "upper") return upper;
  return digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');  // xdigit
}

constexpr std::array<std::string_view, 12> kClasses = {"alnum", "alpha", "blank", "cntrl", "digit", "graph",
                                                       "lower", "print", "punct", "space", "upper", "xdigit"};

bool is_class(std::string_view name) {
  for (const std::string_view known : kClasses) {
    if (known == name) return true;
  }
  return false;
}

struct ParsedSet {
  ByteSet bytes;
  std::size_t end = 0;  // behind the closing bracket
};

// Reads the set whose opening bracket stands at `open`; nothing: malformed.
std::optional<ParsedSet> parse_set(std::string_view pattern, std::size_t open) {
  ParsedSet set;
  std::size_t at = open + 1;
  const auto peek = [&](std::size_t ahead) { return at + ahead < pattern.size() ? pattern[at + ahead] : '\0'; };
  const bool negated = peek(0) == '!' || peek(0) == '^';
  if (negated) ++at;
  int previous = -1;  // start of a possible range
  for (bool first = true;; first = false) {
    if (at >= pattern.size()) return std::nullopt;
    if (pattern[at] == ']' && !first) break;
    if (pattern[at] == '[' && peek(1) == ':') {
      const std::size_t close = pattern.find(']', at + 2);
      if (close == std::string_view::npos) return std::nullopt;
      if (close > at + 2 && pattern[close - 1] == ':') {
        const std::string_view name = pattern.substr(at + 2, close - at - 3);
        if (!is_class(name)) return std::nullopt;
        for (unsigned c = 0; c < 256; ++c) {
          if (in_class(name, c)) set.bytes.set(c);
        }
        previous = -1;
        at = close + 1;
        continue;
      }
    }
    const bool range = pattern[at] == '-' && previous >= 0 && peek(1) != '\0' && peek(1) != ']';
    if (range) ++at;
    if (pattern[at] == '\\') ++at;
    if (at >= pattern.size()) return std::nullopt;
    const int value = static_cast<unsigned char>(pattern[at++]);
    if (range) {
      for (int c = previous; c <= value; ++c) set.bytes.set(static_cast<std::size_t>(c));
      previous = -1;
    } else {
      set.bytes.set(static_cast<std::size_t>(value));
      previous = value;
    }
  }
  set.end = at + 1;
  if (negated) set.bytes.flip();
  return set;
}

constexpr bool is_special(char c) { return c == '*' || c == '?' || c == '[' || c == '\\'; }

}  // namespace

Glob::Glob(std::string_view pattern, Slash slash) : crosses_slash_(slash == Slash::Ordinary) {
  std::size_t at = 0;
  while (at < pattern.size() && !is_special(pattern[at])) prefix_ += pattern[at++];
  bool literal_so_far = true;
  while (at < pattern.size()) {
    const char c = pattern[at];
    if (c == '*') {
      const std::size_t begin = at;
      while (at < pattern.size() && pattern[at] == '*') ++at;
      add_stars(pattern, begin, at, literal_so_far);
    } else if (c == '[') {
      at = add_set(pattern, at);
    } else if (c == '?') {
      tokens_.push_back({Kind::Any});
      ++at;
    } else {
      if (c == '\\' && ++at == pattern.size()) {
        tokens_.push_back({Kind::Never});
        break;
      }
      tokens_.push_back({Kind::Byte, static_cast<unsigned char>(pattern[at++])});
    }
    literal_so_far = false;
  }
  // Literal bytes behind the last wildcard are compared at once; those that a Skip jumps over must stay.
  std::size_t keep = tokens_.size();
  while (keep > 0 && tokens_[keep - 1].kind == Kind::Byte && !(keep >= 3 && tokens_[keep - 3].kind == Kind::Skip)) {
    --keep;
  }
  for (std::size_t i = keep; i < tokens_.size(); ++i) suffix_ += static_cast<char>(tokens_[i].argument);
  tokens_.resize(keep);
}

void Glob::add_stars(std::string_view pattern, std::size_t begin, std::size_t end, bool literal_so_far) {
  // git compares the part before the first wildcard by itself and then takes what follows as a pattern of its
  // own: therefore `ab**/c` crosses folders, although no slash stands before the stars.
  const bool at_start = literal_so_far || pattern[begin - 1] == '/';
  const bool last = end == pattern.size();
  const bool slash = !last && pattern[end] == '/';
  const bool escaped_slash = pattern.substr(end, 2) == "\\/";
  if (crosses_slash_ || end - begin < 2 || !at_start || !(last || slash || escaped_slash)) {
    tokens_.push_back({Kind::Star});
    return;
  }
  if (slash) tokens_.push_back({Kind::Skip});
  tokens_.push_back({Kind::Folders});
}

std::size_t Glob::add_set(std::string_view pattern, std::size_t at) {
  std::optional<ParsedSet> set = parse_set(pattern, at);
  if (!set || sets_.size() > 0xFFFF) {
    tokens_.push_back({Kind::Never});
    return pattern.size();
  }
  if (!crosses_slash_) set->bytes.reset('/');
  tokens_.push_back({Kind::Set, static_cast<std::uint16_t>(sets_.size())});
  sets_.push_back(set->bytes);
  return set->end;
}

bool Glob::accepts(const Token& token, std::uint8_t byte) const {
  switch (token.kind) {
    case Kind::Byte: return token.argument == byte;
    case Kind::Any:
    case Kind::Star: return crosses_slash_ || byte != '/';
    case Kind::Set: return sets_[token.argument].test(byte);
    case Kind::Folders: return true;
    case Kind::Skip:
    case Kind::Never: return false;
  }
  return false;
}

bool Glob::matches(std::string_view text) const {
  if (text.size() < prefix_.size() + suffix_.size() || !text.starts_with(prefix_) || !text.ends_with(suffix_)) {
    return false;
  }
  text.remove_prefix(prefix_.size());
  text.remove_suffix(suffix_.size());
  if (tokens_.empty()) return text.empty();
  if (tokens_.size() == 1 && tokens_[0].kind == Kind::Star) return crosses_slash_ || text.find('/') == text.npos;

  // Bit i of `now` says: tokens before i have matched all text so far.
  const std::size_t words = tokens_.size() / 64 + 1;
  std::array<std::uint64_t, 8> few{};  // no allocation for patterns of ordinary length
  std::vector<std::uint64_t> many;
  if (2 * words > few.size()) many.resize(2 * words);
  const std::span<std::uint64_t> bits = many.empty() ? std::span<std::uint64_t>(few) : std::span<std::uint64_t>(many);
  std::span<std::uint64_t> now = bits.subspan(0, words);
  std::span<std::uint64_t> next = bits.subspan(words, words);
  const auto set = [](std::span<std::uint64_t> states, std::size_t i) {
    states[i / 64] |= std::uint64_t{1} << (i % 64);
  };

  // States reached without reading a byte are always higher, so one upward pass finds them all.
  const auto visit = [&](std::span<std::uint64_t> states, auto&& each) {
    for (std::size_t word = 0; word < words; ++word) {
      std::uint64_t todo = states[word];
      while (todo != 0) {
        const auto bit = static_cast<unsigned>(std::countr_zero(todo));
        const std::size_t i = word * 64 + bit;
        if (i < tokens_.size()) {
          const Kind kind = tokens_[i].kind;
          if (kind == Kind::Star || kind == Kind::Folders || kind == Kind::Skip) set(states, i + 1);
          if (kind == Kind::Skip) set(states, i + 3);
          each(i);
        }
        todo = bit == 63 ? 0 : states[word] & (~std::uint64_t{0} << (bit + 1));
      }
    }
  };

  set(now, 0);
  for (const char c : text) {
    const auto byte = static_cast<std::uint8_t>(c);
    bool alive = false;
    for (std::uint64_t& word : next) word = 0;
    visit(now, [&](std::size_t i) {
      const Token& token = tokens_[i];
      if (!accepts(token, byte)) return;
      const bool loops = token.kind == Kind::Star || token.kind == Kind::Folders;
      set(next, loops ? i : i + 1);
      alive = true;
    });
    if (!alive) return false;
    std::swap(now, next);
  }
  visit(now, [](std::size_t) {});
  return (now[tokens_.size() / 64] >> (tokens_.size() % 64) & 1U) != 0;
}

}  // namespace assay
