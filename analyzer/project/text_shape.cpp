// See text_shape.h.
#include "analyzer/project/text_shape.h"

#include <algorithm>
#include <cstring>

#include "analyzer/base/text.h"

namespace assay {
namespace {

constexpr std::uint64_t kMinMinified = 1024;    // bytes; what is smaller does no harm
constexpr std::uint64_t kMinifiedMean = 255;    // bytes a line, on average; people stay below 100
constexpr std::uint64_t kMinMarks = 5;          // percent of punctuation: below, long lines are string literals
constexpr std::uint64_t kMaxBlanks = 15;        // percent: above, it is formatted
constexpr std::uint64_t kLongLine = 50'000;     // bytes; no one writes such a line by hand
constexpr std::uint64_t kMinProse = 8 * 1024;   // bytes; parsing that much prose takes some 20 ms at worst
constexpr std::uint64_t kProseMarks = 3;        // percent of punctuation: prose has less, most code more
constexpr std::uint64_t kMinProseWords = 1000;  // outside comments and strings

// Sixteen bytes that are compared at once; a comparison gives -1 where it holds.
using Block = std::uint8_t __attribute__((vector_size(16)));
using Tally = std::int8_t __attribute__((vector_size(16)));

// Counts the bytes for which `test`, which takes a Block, holds. Vectors by hand, as these passes go over every file
// and compilers leave such loops as they are at -O2.
template <class Test>
std::uint64_t count_where(std::string_view text, Test test) {
  constexpr std::size_t kRounds = 127;  // a tally holds no more
  std::uint64_t sum = 0;
  while (text.size() >= sizeof(Block)) {
    Tally tally{};
    for (std::size_t round = 0; round < kRounds && text.size() >= sizeof(Block); ++round) {
      Block block;
      std::memcpy(&block, text.data(), sizeof block);
      text.remove_prefix(sizeof block);
      tally -= static_cast<Tally>(test(block));
    }
    for (std::size_t i = 0; i < sizeof tally; ++i) sum += static_cast<std::uint8_t>(tally[i]);
  }
  Block rest{};
  std::memcpy(&rest, text.data(), text.size());
  const auto last = static_cast<Tally>(test(rest));
  for (std::size_t i = 0; i < text.size(); ++i) sum += last[i] != 0 ? 1U : 0U;
  return sum;
}

// C0 but blanks, DEL.
std::uint64_t count_control_bytes(std::string_view text) {
  return count_where(
      text, [](Block block) { return ((block < 0x20) & ((block < '\t') | (block > '\r'))) | (block == 0x7F); });
}

// Grammars whose error recovery takes quadratic time over prose.
bool suffers_from_prose(Language language) {
  return is_script(language) || language == Language::Python || language == Language::Go ||
         language == Language::Scala || language == Language::Rust;
}

std::string_view longest_line(std::string_view text) {
  std::string_view longest;
  while (text.size() > longest.size()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    if (line.size() > longest.size()) longest = line;
    text.remove_prefix(std::min(text.size(), line.size() + 1));
  }
  return longest;
}

struct Words {
  std::uint64_t words = 0;     // outside comments and strings
  std::uint64_t followed = 0;  // by one space and another word
};

// Where the block comment at `at` ends.
std::size_t behind_comment(std::string_view text, std::size_t at, bool nests) {
  std::size_t depth = 0;
  while (at + 1 < text.size()) {
    const std::string_view two = text.substr(at, 2);
    if (two == "/*" && (depth == 0 || nests)) {
      ++depth;
      at += 2;
    } else if (two == "*/") {
      at += 2;
      if (--depth == 0) return at;
    } else {
      at = std::min(text.find_first_of("/*", at + 1), text.size());
    }
  }
  return text.size();
}

// Reads over comments and strings as most languages write them. An apostrophe in prose opens a "string" up to
// the end of its line; that leaves enough lines to judge by.
Words count_words(std::string_view text, Language language) {
  const bool hash_comments = language == Language::Python;
  const auto end_of_line = [&](std::size_t at) { return std::min(text.find('\n', at), text.size()); };
  const auto behind = [&](std::string_view mark, std::size_t at) {
    const std::size_t found = text.find(mark, at);
    return found == std::string_view::npos ? text.size() : found + mark.size();
  };
  Words result;
  std::size_t at = 0;
  while (at < text.size()) {
    const char c = text[at];
    if (is_alpha(c) || c == '_') {
      while (at < text.size() && is_word(text[at])) ++at;
      ++result.words;
      if (at + 1 < text.size() && text[at] == ' ' && is_alpha(text[at + 1])) ++result.followed;
      continue;
    }
    const std::string_view three = text.substr(at, 3);
    if ((hash_comments && c == '#') || (!hash_comments && three.starts_with("//"))) {
      at = end_of_line(at);
    } else if (!hash_comments && three.starts_with("/*")) {
      at = behind_comment(text, at, language == Language::Scala || language == Language::Rust);
    } else if (three == "\"\"\"" || three == "'''") {
      at = behind(three, at + 3);
    } else if (c == '`' && !hash_comments) {
      at = behind("`", at + 1);
    } else if (c == '"' || c == '\'') {
      const std::size_t limit = end_of_line(at);
      for (++at; at < limit && text[at] != c; ++at) {
        if (text[at] == '\\') ++at;
      }
      ++at;
    } else {
      ++at;
    }
  }
  return result;
}

}  // namespace

std::uint64_t count_any(std::string_view text, std::string_view bytes) {
  return count_where(text, [bytes](Block block) {
    Tally found{};
    for (const char c : bytes) found |= block == static_cast<std::uint8_t>(c);
    return found;
  });
}

std::string binary_reason(std::string_view text, bool is_utf8) {
  const std::uint64_t control = count_control_bytes(text);
  // Text has next to none. In UTF-8, which random bytes are not, test data for terminals may have many.
  const std::uint64_t percent = is_utf8 ? 30 : 2;
  if (control * 100 <= text.size() * percent) return {};
  return "binary: " + std::to_string(control * 100 / text.size()) + " % control bytes";
}

std::string bundle_reason(std::string_view path) {
  for (const std::string_view end : {".min.js", ".min.mjs", ".min.cjs", ".bundle.js", ".umd.js", "/bundle.js"}) {
    if (path.ends_with(end)) return "minified or bundled: named *" + std::string(end);
  }
  // Libraries that used to be copied into a project by hand; the names are those of linguist's list of vendored files. At
  // the root and among sources lies the library itself, or a file that is but named so.
  const std::string_view name = file_name(path), folder = file_name(folder_of(path));
  if (!name.ends_with(".js") || folder.empty() || folder == "src") return {};
  for (const std::string_view library : {"jquery.js", "bootstrap.js", "angular.js", "backbone.js", "underscore.js",
                                         "prototype.js", "raphael.js", "mootools.js", "modernizr.js"}) {
    if (name == library) return "vendored: a copy of " + std::string(library);
  }
  for (const std::string_view library : {"jquery-", "jquery.", "mootools-", "modernizr-", "knockout-"}) {
    if (name.starts_with(library))
      return "vendored: a copy of or a plug-in for " + std::string(library.substr(0, library.size() - 1));
  }
  return {};
}

std::string minified_reason(std::string_view text, Language language) {
  if (text.size() < kMinMinified) return {};
  const auto is_dense_code = [](std::string_view part) {
    return count_any(part, "(){};,=:") * 100 >= part.size() * kMinMarks &&
           count_any(part, " \t") * 100 < part.size() * kMaxBlanks;
  };
  if (is_script(language)) {
    const std::uint64_t mean = text.size() / (count_any(text, "\n") + 1);
    if (mean > kMinifiedMean && is_dense_code(text)) {
      return "minified: " + std::to_string(mean) + " bytes a line on average";
    }
  }
  if (text.size() <= kLongLine) return {};
  const std::string_view line = longest_line(text);
  if (line.size() <= kLongLine || !is_dense_code(line)) return {};
  return "minified or made by a machine: a line of " + std::to_string(line.size()) + " bytes";
}

std::string prose_reason(std::string_view text, Language language) {
  if (text.size() < kMinProse || !suffers_from_prose(language)) return {};
  if (count_any(text, "(){}[];=") * 100 >= text.size() * kProseMarks) return {};
  const Words words = count_words(text, language);
  if (words.words < kMinProseWords || words.followed * 2 < words.words) return {};
  return "prose: most words follow one another without punctuation of code";
}

}  // namespace assay
