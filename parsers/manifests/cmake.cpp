// CMakeLists.txt: targets with their sources, what they are linked with and where they look for headers, subdirectories,
// packages looked for.
//
// Variables that this file sets with literals are expanded; what else a name refers to stays unknown, and a target
// or path that needs it is left out; the project's top folder is taken for the repository's. Conditions are not evaluated:
// both branches count.

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"
#include "parsers/manifests/tokens.h"

namespace assay::manifests {

namespace {

constexpr std::size_t max_values = 10'000;       // of one variable
constexpr std::size_t max_expanded = 1'000'000;  // in one file: lists that double themselves end here

using List = std::vector<std::string>;

struct Argument {
  std::string text;
  std::uint32_t line = 0;
};

class CMakeReader {
 public:
  CMakeReader(const Input& input, Draft& draft)
      : input_(input),
        draft_(draft),
        tokens_(input.bytes, Lexis{.comment = "#",
                                   .single_quotes = false,
                                   .cmake_brackets = true,
                                   .strings_span_lines = true,
                                   .in_words = "_.-+/${}<>:=;@~!,'*|&\\^?%[]"}),
        folder_(draft.unit(input.directory)) {
    for (const char* name : {"CMAKE_CURRENT_SOURCE_DIR", "CMAKE_CURRENT_LIST_DIR"}) variables_[name] = {"."};
    const std::string top = path_to_root(input.directory);
    for (const char* name : {"CMAKE_SOURCE_DIR", "PROJECT_SOURCE_DIR"}) variables_[name] = {top};
  }

  void read() {
    for (std::size_t i = 0; i + 1 < tokens_.size(); ++i) {
      if (tokens_[i].kind != Token::Kind::Word || !tokens_[i + 1].is('(')) continue;
      const std::size_t end = std::min(tokens_.after_bracket(i + 1), tokens_.size());
      run(lower_ascii(tokens_[i].text), arguments(i + 2, end), tokens_[i].line);
      i = end > i + 1 ? end - 1 : i + 1;
    }
    for (const auto& [name, target] : tests_) {
      const auto known = targets_.find(name);
      if (known == targets_.end()) continue;
      known->second->kind = UnitKind::Tests;
      known->second->reason = "`add_test` in " + std::string(input_.name) + " runs `" + name + "`";
    }
  }

 private:
  // The arguments of a call, variables expanded, lists split.
  std::vector<Argument> arguments(std::size_t begin, std::size_t end) {
    std::vector<Argument> found;
    for (std::size_t i = begin; i < end; ++i) {
      const Token& token = tokens_[i];
      if (token.kind != Token::Kind::Word && !token.is_string()) continue;
      for (std::string& value : expand(token.text, token.is_string())) found.push_back({std::move(value), token.line});
      if (found.size() > max_values) break;
    }
    return found;
  }

  // A whole `${NAME}` becomes the list; within a text it becomes the elements joined by ';'.
  List expand(std::string_view text, bool quoted) {
    if (text.find("${") == std::string_view::npos) return quoted ? List{std::string(text)} : split_list(text);
    if (!quoted && text.starts_with("${") && text.find('}') == text.size() - 1) {
      const auto known = variables_.find(text.substr(2, text.size() - 3));
      if (known == variables_.end()) return {std::string(text)};
      expanded_ += known->second.size();
      return expanded_ > max_expanded ? List{} : known->second;
    }
    std::string result;
    while (!text.empty() && result.size() <= max_text) {
      const auto open = text.find("${");
      const auto close = open == std::string_view::npos ? open : text.find('}', open);
      if (close == std::string_view::npos) break;
      result += text.substr(0, open);
      const auto known = variables_.find(text.substr(open + 2, close - open - 2));
      if (known == variables_.end()) {
        result += text.substr(open, close + 1 - open);
      } else {
        for (std::size_t i = 0; i < known->second.size() && result.size() <= max_text; ++i) {
          result += (i > 0 ? ";" : "") + known->second[i];
        }
      }
      text.remove_prefix(close + 1);
    }
    result += text.substr(0, max_text);
    expanded_ += result.size() / 16 + 1;
    if (expanded_ > max_expanded) return {};
    return quoted ? List{result} : split_list(result);
  }

  static List split_list(std::string_view text) {
    List list;
    for (const std::string_view part : split(text, ';')) {
      if (!part.empty()) list.emplace_back(part);
    }
    return list;
  }

  void run(const std::string& command, const std::vector<Argument>& arguments, std::uint32_t line) {
    if (arguments.empty()) return;
    const std::string& first = arguments[0].text;
    if (command == "set") {
      set(arguments);
    } else if (command == "list" && first == "APPEND" && arguments.size() > 1) {
      append(variables_[arguments[1].text], arguments, 2);
    } else if (command == "file" && first.starts_with("GLOB") && arguments.size() > 1) {
      glob(arguments);
    } else if (command == "project") {
      if (is_resolved(first)) folder_.name = first;
      variables_["PROJECT_NAME"] = {first};
      variables_["CMAKE_PROJECT_NAME"] = {first};
      variables_["PROJECT_SOURCE_DIR"] = variables_[first + "_SOURCE_DIR"] = {"."};
    } else if (command == "add_subdirectory") {
      if (is_resolved(first)) add_once(folder_.members, first);
    } else if (command == "add_test") {
      add_test(arguments);
    } else if (command == "target_sources") {
      if (const auto known = targets_.find(first); known != targets_.end()) add_sources(*known->second, arguments, 1);
    } else if (command == "target_link_libraries") {
      if (is_resolved(first)) add_links(target(first), arguments, 1);
    } else if (command == "link_libraries") {
      add_links(folder_, arguments, 0);
    } else if (command == "target_include_directories") {
      if (is_resolved(first)) add_includes(target(first), arguments, 1);
    } else if (command == "include_directories") {
      add_includes(folder_, arguments, 0);
    } else if (command == "find_package" || command == "pkg_check_modules" || command == "pkg_search_module") {
      find_package(command, arguments, line);
    } else if (command == "fetchcontent_declare" || command == "externalproject_add") {
      draft_.depend(folder_, {first, tag_of(arguments), "system", DependencyScope::Build, false, line});
    } else {
      run_wrapper(command, arguments);
    }
  }

  // Projects wrap the two basic commands in functions of their own: add_llvm_library, cxx_executable, add_unittest …
  void run_wrapper(const std::string& command, const std::vector<Argument>& arguments) {
    const bool named = command.starts_with("add_");
    const bool sources =
        std::any_of(arguments.begin(), arguments.end(), [](const Argument& a) { return is_source(a.text); });
    if (!named && !sources) return;
    if (command.ends_with("executable") || (named && command.ends_with("_tool"))) {
      add_target(command, arguments, UnitKind::Cli);
    }
    if (command.ends_with("_library") || (sources && command.ends_with("_target") && command != "add_custom_target")) {
      add_target(command, arguments, UnitKind::Library);
    }
    if (command.ends_with("_test") || command.ends_with("_unittest")) add_target(command, arguments, UnitKind::Tests);
  }

  static bool is_source(std::string_view path) {
    for (const std::string_view end : {".c", ".cc", ".cpp", ".cxx", ".C", ".cu", ".m", ".mm"}) {
      if (path.ends_with(end)) return true;
    }
    return false;
  }

  static bool is_resolved(std::string_view text) {
    return text.find("${") == std::string_view::npos && text.find("$<") == std::string_view::npos &&
           text.find('@') == std::string_view::npos;
  }

  static void append(List& list, const std::vector<Argument>& arguments, std::size_t from) {
    for (std::size_t i = from; i < arguments.size() && list.size() < max_values; ++i) list.push_back(arguments[i].text);
  }

  void set(const std::vector<Argument>& arguments) {
    List values;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
      if (arguments[i].text == "CACHE" || arguments[i].text == "PARENT_SCOPE") break;
      values.push_back(arguments[i].text);
    }
    variables_[arguments[0].text] = std::move(values);
  }

  // The folders that the patterns start in stand for the files, whose names only the file system knows.
  void glob(const std::vector<Argument>& arguments) {
    List folders;
    for (std::size_t i = 2; i < arguments.size(); ++i) {
      const std::string& pattern = arguments[i].text;
      if (pattern == "CONFIGURE_DEPENDS" || pattern == "RELATIVE" || pattern == "LIST_DIRECTORIES") continue;
      if (pattern.find('*') == std::string::npos) continue;
      const std::string_view folder = fixed_part(pattern);
      folders.emplace_back(folder.empty() ? "./" : std::string(folder) + '/');
    }
    variables_[arguments[1].text] = std::move(folders);
  }

  void add_target(const std::string& command, const std::vector<Argument>& arguments, UnitKind kind) {
    // A wrapper for tests may take the source alone: db_test(util/hash_test.cc),
    // or name itself by a word: absl_cc_library(NAME strings SRCS …).
    const bool unnamed = is_source(arguments[0].text);
    const bool by_word = arguments[0].text == "NAME" && arguments.size() > 1;
    std::string name(unnamed ? file_name(arguments[0].text) : std::string_view(arguments[by_word ? 1 : 0].text));
    if (unnamed) name.resize(name.rfind('.'));
    if (!is_resolved(name)) return;
    for (std::size_t i = 1; i < arguments.size(); ++i) {
      if (arguments[i].text == "IMPORTED") return;  // nothing is built
      if (arguments[i].text != "ALIAS") continue;
      if (i + 1 < arguments.size()) add_alias(name, arguments[i + 1].text);
      return;
    }
    UnitT& unit = target(name);  // branches of a condition may name it twice
    const std::string reason = "`" + command + "(" + name + ")` in " + std::string(input_.name);
    state_kind(unit, kind, reason);
    if (kind == UnitKind::Cli) add_once(unit.entries, name);
    add_sources(unit, arguments, unnamed ? 0 : 1);
    add_wrapped_links(unit, arguments);
  }

  // A target of this file, or what this file adds to one of another.
  UnitT& target(const std::string& name) {
    const auto known = targets_.find(name);
    return known != targets_.end() ? *known->second : *(targets_[name] = &draft_.unit(input_.directory, name));
  }

  void add_alias(const std::string& alias, const std::string& name) {
    if (const auto known = targets_.find(name); known != targets_.end()) add_once(known->second->aliases, alias);
  }

  static bool is_visibility(std::string_view word) {
    for (const std::string_view keyword :
         {"PUBLIC", "PRIVATE", "INTERFACE", "LINK_PUBLIC", "LINK_PRIVATE", "LINK_INTERFACE_LIBRARIES", "debug",
          "optimized", "general", "SYSTEM", "BEFORE", "AFTER"}) {
      if (word == keyword) return true;
    }
    return false;
  }

  void add_links(UnitT& unit, const std::vector<Argument>& arguments, std::size_t from) {
    for (std::size_t i = from; i < arguments.size(); ++i) {
      if (!is_visibility(arguments[i].text)) draft_.link(unit, arguments[i].text, arguments[i].line);
    }
  }

  // Functions that wrap a target often take what it is linked with behind a word: DEPS, LINK_LIBS …
  void add_wrapped_links(UnitT& unit, const std::vector<Argument>& arguments) {
    bool links = false;
    for (const Argument& argument : arguments) {
      const std::string_view text = argument.text;
      const bool keyword = text.size() > 2 && text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == text.npos;
      if (keyword) {
        links = text.ends_with("DEPS") || text.ends_with("LINK_LIBS") || text.ends_with("LIBRARIES");
      } else if (links) {
        draft_.link(unit, text, argument.line);
      }
    }
  }

  void add_includes(UnitT& unit, const std::vector<Argument>& arguments, std::size_t from) {
    for (std::size_t i = from; i < arguments.size(); ++i) {
      std::string_view folder = arguments[i].text;
      if (consume(folder, "$<BUILD_INTERFACE:") && folder.ends_with('>')) folder.remove_suffix(1);
      if (is_resolved(folder) && !is_visibility(folder)) add_include(unit, folder);
    }
  }

  // Whatever looks like a file or, from a glob, a folder. Keywords and link libraries do not.
  void add_sources(UnitT& unit, const std::vector<Argument>& arguments, std::size_t from) {
    for (std::size_t i = from; i < arguments.size(); ++i) {
      const std::string& text = arguments[i].text;
      const bool file = file_name(text).find('.') != std::string_view::npos && text.find('=') == std::string::npos;
      if (is_resolved(text) && (file || text.ends_with('/'))) add_path(unit.sources, input_.directory, text);
    }
  }

  // add_test(NAME x COMMAND target …), add_test(x target …)
  void add_test(const std::vector<Argument>& arguments) {
    std::size_t command = 1;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      if (arguments[i].text == "COMMAND") command = i + 1;
    }
    if (command >= arguments.size()) return;
    std::string_view target = arguments[command].text;
    if (consume(target, "$<TARGET_FILE:") && target.ends_with('>')) target.remove_suffix(1);
    tests_[std::string(target)] = true;
  }

  void find_package(const std::string& command, const std::vector<Argument>& arguments, std::uint32_t line) {
    if (command == "find_package") {
      std::string_view version;
      bool optional = true;
      for (std::size_t i = 1; i < arguments.size(); ++i) {
        const std::string_view text = arguments[i].text;
        if (i == 1 && !text.empty() && is_digit(text.front())) version = text;
        if (text == "REQUIRED") optional = false;
      }
      if (!is_resolved(arguments[0].text)) return;
      draft_.depend(folder_, {arguments[0].text, version, "system",
                              optional ? DependencyScope::Optional : DependencyScope::Runtime, false, line});
      return;
    }
    for (std::size_t i = 1; i < arguments.size(); ++i) {
      const std::string_view text = arguments[i].text;
      if (text == "REQUIRED" || text == "QUIET" || text == "IMPORTED_TARGET" || text == "GLOBAL" ||
          text == "STATIC_TARGET")
        continue;
      const auto comparison = std::min(text.find_first_of("<>="), text.size());
      if (!is_resolved(text)) continue;
      draft_.depend(folder_, {text.substr(0, comparison), text.substr(comparison), "system", DependencyScope::Runtime,
                              false, line});
    }
  }

  static std::string_view tag_of(const std::vector<Argument>& arguments) {
    for (std::size_t i = 1; i + 1 < arguments.size(); ++i) {
      if (arguments[i].text == "GIT_TAG" || arguments[i].text == "URL") return arguments[i + 1].text;
    }
    return {};
  }

  const Input& input_;
  Draft& draft_;
  Tokens tokens_;
  UnitT& folder_;
  std::map<std::string, List, std::less<>> variables_;
  std::map<std::string, UnitT*, std::less<>> targets_;
  std::map<std::string, bool> tests_;
  std::size_t expanded_ = 0;
};

}  // namespace

void read_cmake(const Input& input, Draft& draft) { CMakeReader(input, draft).read(); }

}  // namespace assay::manifests
