// See compile_database.h.
#include "parsers/cxx/compile_database.h"

#include <simdjson.h>

#include <algorithm>
#include <unordered_set>

#include "analyzer/base/text.h"
#include "parsers/cxx/compile_flags.h"

namespace assay {
namespace {

using simdjson::dom::element;

// More entries than any project has; a bound on what a hostile database costs.
constexpr std::uint64_t most_entries = 500'000;
constexpr std::size_t most_words = 10'000;  // of one command, response files included

std::string_view text_of(const element& object, std::string_view key) {
  std::string_view text;
  return object[key].get(text) == simdjson::SUCCESS ? text : std::string_view{};
}

class Reader {
 public:
  explicit Reader(const DatabaseContext& context) : context_(context) {}

  Result<CompileDatabase> run(simdjson::dom::array entries) {
    for (const element entry : entries) {
      if (++out_.entries > most_entries) return failure("the compile database has more than 500,000 entries");
      if (!entry.is_object()) {
        ++out_.malformed;
        continue;
      }
      take(entry);
    }
    std::sort(out_.units.begin(), out_.units.end(),
              [](const CompileUnit& a, const CompileUnit& b) { return a.path < b.path; });
    return std::move(out_);
  }

 private:
  // The same place under the root's first name; empty: it lies outside.
  std::string in_root(const std::string& path) const {
    for (const std::string& root : context_.roots) {
      if (lies_in_folder(path, root)) return context_.roots.front() + path.substr(root == "/" ? 0 : root.size());
    }
    return {};
  }

  std::string repository_path(const std::string& path) const {
    const std::string inside = in_root(path);
    return inside.empty() ? inside : inside.substr(std::min(context_.roots.front().size() + 1, inside.size()));
  }

  std::string may_read(std::string path) const {
    if (std::string inside = in_root(path); !inside.empty()) return inside;
    const bool known = std::any_of(context_.readable.begin(), context_.readable.end(),
                                   [&](const std::string& folder) { return lies_in_folder(path, folder); });
    return known ? path : std::string{};
  }

  void take(const element& entry) {
    const std::string directory = absolute_path(text_of(entry, "directory"), context_.folder);
    const std::string_view name = text_of(entry, "file");
    std::vector<std::string> words = words_of(entry);
    if (name.empty() || words.empty()) {
      ++out_.malformed;
      return;
    }
    const std::string file = absolute_path(name, directory);
    const std::string path = repository_path(file);
    if (path.empty()) {
      ++out_.outside;
    } else if (!context_.is_source(path)) {
      ++out_.missing;
    } else if (!seen_.insert(path).second) {
      ++out_.repeated;
    } else {
      expand(words, directory);
      AllowedFlags flags =
          allowed_flags(words, directory, file, [&](std::string asked) { return may_read(std::move(asked)); });
      out_.dropped_flags += flags.dropped;
      out_.units.push_back({path, std::move(flags.arguments)});
    }
  }

  static std::vector<std::string> words_of(const element& entry) {
    simdjson::dom::array arguments;
    if (entry["arguments"].get(arguments) != simdjson::SUCCESS) return split_command(text_of(entry, "command"));
    std::vector<std::string> words;
    for (const element word : arguments) {
      std::string_view text;
      if (word.get(text) == simdjson::SUCCESS && words.size() < most_words) words.emplace_back(text);
    }
    return words;
  }

  // @file: its words, where it lies in the repository; elsewhere it stays, and the allow-list drops it.
  void expand(std::vector<std::string>& words, const std::string& directory) const {
    for (std::size_t i = 0; i < words.size(); ++i) {
      if (!words[i].starts_with('@')) continue;
      const std::string path = repository_path(absolute_path(std::string_view(words[i]).substr(1), directory));
      if (path.empty()) continue;
      const Result<std::string> text = context_.read_in_repository(path);
      if (!text) continue;
      std::vector<std::string> more = split_command(*text);
      // What such a file names in turn is not followed.
      std::erase_if(more, [](const std::string& word) { return word.starts_with('@'); });
      if (words.size() + more.size() > most_words) continue;
      words.erase(words.begin() + static_cast<std::ptrdiff_t>(i));
      words.insert(words.begin() + static_cast<std::ptrdiff_t>(i), more.begin(), more.end());
      i += more.size();
      --i;
    }
  }

  const DatabaseContext& context_;
  std::unordered_set<std::string> seen_;
  CompileDatabase out_;
};

}  // namespace

std::vector<std::string> split_command(std::string_view command) {
  std::vector<std::string> words;
  std::string word;
  bool in_word = false;
  char quote = 0;
  for (std::size_t i = 0; i < command.size() && words.size() < most_words; ++i) {
    const char c = command[i];
    if (quote == '\'') {
      if (c == '\'') {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '\\' && i + 1 < command.size() &&
               (quote == 0 || command[i + 1] == '"' || command[i + 1] == '\\' || command[i + 1] == '$' ||
                command[i + 1] == '`')) {
      word += command[++i];
      in_word = true;
    } else if (quote == '"') {
      if (c == '"') {
        quote = 0;
      } else {
        word += c;
      }
    } else if (c == '"' || c == '\'') {
      quote = c;
      in_word = true;
    } else if (is_blank(c)) {
      if (in_word) words.push_back(std::move(word));
      word.clear();
      in_word = false;
    } else {
      word += c;
      in_word = true;
    }
  }
  if (in_word && words.size() < most_words) words.push_back(std::move(word));
  return words;
}

Result<CompileDatabase> read_compile_database(std::string text, const DatabaseContext& context) {
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  simdjson::dom::parser parser;
  simdjson::dom::array entries;
  if (parser.parse(text).get(entries) != simdjson::SUCCESS) return failure("it is no JSON list of compile commands");
  return Reader(context).run(entries);
}

}  // namespace assay
