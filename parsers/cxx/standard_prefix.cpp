// See standard_prefix.h.
#include "parsers/cxx/standard_prefix.h"

#include <algorithm>
#include <bitset>
#include <iterator>
#include <map>
#include <optional>
#include <unordered_map>

#include "analyzer/base/text.h"
#include "parsers/cxx/compile_flags.h"

namespace assay {
namespace {

// Sorted. Not among them: <cassert>, which means something else each time it is included, and what needs a library beside
// the compiler's (<execution>).
constexpr std::string_view standard_headers[] = {"algorithm",     "any",
                                                 "array",         "atomic",
                                                 "bitset",        "charconv",
                                                 "chrono",        "climits",
                                                 "cmath",         "condition_variable",
                                                 "cstddef",       "cstdint",
                                                 "cstdio",        "cstdlib",
                                                 "cstring",       "ctime",
                                                 "deque",         "exception",
                                                 "filesystem",    "forward_list",
                                                 "fstream",       "functional",
                                                 "future",        "initializer_list",
                                                 "iomanip",       "ios",
                                                 "iosfwd",        "iostream",
                                                 "istream",       "iterator",
                                                 "limits",        "list",
                                                 "locale",        "map",
                                                 "memory",        "memory_resource",
                                                 "mutex",         "new",
                                                 "numeric",       "optional",
                                                 "ostream",       "queue",
                                                 "random",        "ratio",
                                                 "regex",         "set",
                                                 "shared_mutex",  "sstream",
                                                 "stack",         "stdexcept",
                                                 "stdint.h",      "stdio.h",
                                                 "stdlib.h",      "string",
                                                 "string.h",      "string_view",
                                                 "system_error",  "thread",
                                                 "tuple",         "type_traits",
                                                 "typeindex",     "typeinfo",
                                                 "unordered_map", "unordered_set",
                                                 "utility",       "valarray",
                                                 "variant",       "vector"};
constexpr std::size_t header_count = std::size(standard_headers);
using HeaderSet = std::bitset<header_count>;

constexpr std::size_t most_prefixes = 64;     // each is tens of megabytes on the disk
constexpr std::size_t most_reached = 20'000;  // files that one unit's scan looks at

constexpr std::string_view keywords[] = {
    "class",    "const",    "constexpr", "delete",   "explicit", "final",     "friend",  "inline",   "max",    "min",
    "new",      "noexcept", "operator",  "override", "private",  "protected", "public",  "register", "static", "struct",
    "template", "this",     "throw",     "typename", "union",    "using",     "virtual", "volatile"};

static_assert(std::is_sorted(std::begin(standard_headers), std::end(standard_headers)));
static_assert(std::is_sorted(std::begin(keywords), std::end(keywords)));

std::optional<std::size_t> standard_header(std::string_view name) {
  const auto* found = std::lower_bound(std::begin(standard_headers), std::end(standard_headers), name);
  if (found == std::end(standard_headers) || *found != name) return std::nullopt;
  return static_cast<std::size_t>(found - std::begin(standard_headers));
}

bool is_looked_at(std::string_view macro) {
  const bool reserved =
      macro.size() > 1 && macro[0] == '_' && (macro[1] == '_' || (macro[1] >= 'A' && macro[1] <= 'Z'));
  return reserved || std::binary_search(std::begin(keywords), std::end(keywords), macro);
}

std::string_view without_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  return text;
}

// Reads a text's directives, line by line.
class Scanner {
 public:
  IncludeScan run(std::string_view text) {
    bool comment = false;
    for (const std::string_view whole : split(text, '\n')) {
      std::string_view line = without_blanks(whole);
      if (comment) {
        const std::size_t end = line.find("*/");
        if (end == std::string_view::npos) continue;
        comment = false;
        line = without_blanks(line.substr(end + 2));
      }
      if (line.starts_with('#')) take(without_blanks(line.substr(1)));
      const std::size_t begin = line.rfind("/*");
      comment = begin != std::string_view::npos && line.find("*/", begin) == std::string_view::npos;
    }
    return std::move(out_);
  }

 private:
  void take(std::string_view directive) {
    const std::string_view word = first_word(directive);
    const std::string_view rest = without_blanks(directive.substr(word.size()));
    ++count_;
    if (word.starts_with("if")) {
      ++depth_;
      if (count_ == 1) guard_ = rest;
    } else if (word == "endif") {
      if (depth_ > 0) --depth_;
    } else if (word == "define" || word == "undef") {
      const std::string_view name = first_word(rest);
      const bool guards = count_ == 2 && !name.empty() && guard_.find(name) != std::string_view::npos;
      if (guards) guarded_ = 1;
      if (!guards && is_looked_at(name)) out_.redefines = true;
    } else if (word == "include") {
      include(rest);
    }
  }

  void include(std::string_view what) {
    if (what.size() < 3) return;
    const std::size_t end = what.find(what.front() == '<' ? '>' : '"', 1);
    if (end == std::string_view::npos || (what.front() != '<' && what.front() != '"')) return;
    const std::string_view name = what.substr(1, end - 1);
    if (!standard_header(name)) {
      out_.others.emplace_back(name);
    } else if (depth_ <= guarded_) {
      out_.standard.emplace_back(name);
    }
  }

  std::size_t count_ = 0, depth_ = 0, guarded_ = 0;  // guarded_: 1 where the whole file stands in #ifndef
  std::string_view guard_;
  IncludeScan out_;
};

struct FileLook {
  HeaderSet standard;
  std::vector<std::string> others;
  bool redefines = false;
};

class Finder {
 public:
  explicit Finder(const PrefixQuestion& question) : question_(question) {}

  std::vector<SharedPrefix> run() {
    std::map<std::vector<std::string>, std::vector<std::uint32_t>> groups;
    for (std::uint32_t i = 0; i < question_.units->size(); ++i) {
      if (std::optional<std::vector<std::string>> flags = common_flags((*question_.units)[i]))
        groups[std::move(*flags)].push_back(i);
    }
    std::vector<SharedPrefix> found;
    for (const auto& [flags, units] : groups) {
      if (units.size() < fewest_prefix_units || found.size() >= most_prefixes) continue;
      if (std::optional<SharedPrefix> prefix = prefix_of(flags, units)) found.push_back(std::move(*prefix));
    }
    return found;
  }

 private:
  // Nothing for a unit that cannot take part.
  static std::optional<std::vector<std::string>> common_flags(const CompileUnit& unit) {
    std::vector<std::string> flags;
    for (std::size_t i = 0; i < unit.arguments.size(); ++i) {
      const std::string& flag = unit.arguments[i];
      if (flag == "-include" || flag.starts_with("-nostdinc") || flag == "-ffreestanding") return std::nullopt;
      if (names_folder(flag)) {
        ++i;
      } else {
        flags.push_back(flag);
      }
    }
    if (flags.size() < 2 || flags[0] != "-x" || flags[1] != "c++") return std::nullopt;
    return flags;
  }

  // The headers that pay most, and the units that include them all.
  std::optional<SharedPrefix> prefix_of(const std::vector<std::string>& flags,
                                        const std::vector<std::uint32_t>& units) {
    std::vector<std::pair<std::uint32_t, HeaderSet>> reached;
    std::vector<std::size_t> counts(header_count);
    for (const std::uint32_t unit : units) {
      const std::optional<HeaderSet> headers = headers_of((*question_.units)[unit]);
      if (!headers || headers->none()) continue;
      reached.emplace_back(unit, *headers);
      for (std::size_t h = 0; h < header_count; ++h) counts[h] += headers->test(h) ? 1 : 0;
    }
    HeaderSet best;
    std::size_t best_value = 0;
    for (std::size_t least = fewest_prefix_units; least <= reached.size(); ++least) {
      HeaderSet asked;
      for (std::size_t h = 0; h < header_count; ++h) asked.set(h, counts[h] >= least);
      const auto takers = static_cast<std::size_t>(std::count_if(
          reached.begin(), reached.end(), [&](const auto& unit) { return (unit.second & asked) == asked; }));
      const std::size_t value = takers < fewest_prefix_units ? 0 : takers * asked.count();
      if (value > best_value) {
        best_value = value;
        best = asked;
      }
    }
    if (best_value == 0) return std::nullopt;
    SharedPrefix prefix;
    prefix.arguments = flags;
    for (std::size_t h = 0; h < header_count; ++h) {
      if (best.test(h)) prefix.headers.push_back("<" + std::string(standard_headers[h]) + ">");
    }
    for (const auto& [unit, headers] : reached) {
      if ((headers & best) == best) prefix.units.push_back(unit);
    }
    return prefix;
  }

  // All that the unit includes through the project's headers; nothing where a macro or a folder of its own stands in the way.
  std::optional<HeaderSet> headers_of(const CompileUnit& unit) {
    const std::vector<std::string> folders = folders_of(unit);
    if (std::any_of(folders.begin(), folders.end(), [&](const auto& folder) { return shadows(folder); }))
      return std::nullopt;
    HeaderSet all;
    std::vector<std::string> open{unit.path};
    std::unordered_map<std::string, bool> seen{{unit.path, true}};
    while (!open.empty()) {
      const std::string path = std::move(open.back());
      open.pop_back();
      const FileLook& file = look_at(path);
      if (file.redefines || seen.size() > most_reached) return std::nullopt;
      all |= file.standard;
      for (const std::string& name : file.others) {
        std::string next = question_.resolve(path, name, folders);
        if (!next.empty() && seen.emplace(next, true).second) open.push_back(std::move(next));
      }
    }
    return all;
  }

  // Whether the folder holds another header of a standard name.
  bool shadows(const std::string& folder) {
    const auto [entry, fresh] = shadows_.try_emplace(folder, false);
    if (fresh) {
      entry->second = std::any_of(std::begin(standard_headers), std::end(standard_headers), [&](std::string_view name) {
        return question_.file_exists(folder + '/' + std::string(name));
      });
    }
    return entry->second;
  }

  const FileLook& look_at(const std::string& path) {
    const auto [entry, fresh] = looks_.try_emplace(path);
    if (fresh) {
      IncludeScan scan = scan_includes(question_.text(path));
      for (const std::string& name : scan.standard) entry->second.standard.set(*standard_header(name));
      entry->second.others = std::move(scan.others);
      entry->second.redefines = scan.redefines;
    }
    return entry->second;
  }

  const PrefixQuestion& question_;
  std::unordered_map<std::string, bool> shadows_;
  std::unordered_map<std::string, FileLook> looks_;
};

}  // namespace

IncludeScan scan_includes(std::string_view text) { return Scanner().run(text); }

std::vector<SharedPrefix> find_standard_prefixes(const PrefixQuestion& question) { return Finder(question).run(); }

}  // namespace assay
