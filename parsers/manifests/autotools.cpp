// Makefile.am and configure.ac: programs and libraries with their sources, and the packages that configure looks for.

#include <string>

#include "parsers/manifests/make_text.h"
#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"
#include "parsers/manifests/tokens.h"

namespace assay::manifests {

namespace {

// `lib/libfoo-1.la` → `lib_libfoo_1_la`, the name under which Automake keeps a target's variables.
std::string canonical(std::string_view target) {
  std::string name(target);
  for (char& c : name) {
    if (!is_word(c) && c != '@') c = '_';
  }
  return name;
}

// m4 quotes with brackets.
std::string_view unbracket(std::string_view text) {
  text = trim(text);
  while (text.size() >= 2 && text.front() == '[' && text.back() == ']') text = trim(text.substr(1, text.size() - 2));
  return text;
}

// The arguments of the call whose opening parenthesis is at `open`, brackets kept.
std::vector<std::string_view> m4_arguments(std::string_view text, std::size_t open) {
  constexpr std::size_t longest = 4000;  // bytes; calls with scripts inside are cut
  std::vector<std::string_view> arguments;
  int depth = 0;
  std::size_t begin = open + 1;
  for (std::size_t i = open + 1; i < text.size() && i < open + longest; ++i) {
    const char c = text[i];
    if (c == '[' || c == '(') ++depth;
    const bool ends = depth == 0 && (c == ')' || c == ',');
    if (ends) {
      arguments.push_back(unbracket(text.substr(begin, i - begin)));
      begin = i + 1;
      if (c == ')') break;
    }
    if ((c == ']' || c == ')') && depth > 0) --depth;
  }
  return arguments;
}

// `glib-2.0 >= 2.40 gtk+-3.0` → each module with its comparison
void add_modules(Draft& draft, UnitT& unit, std::string_view list, std::uint32_t line) {
  const auto parts = words(list);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::string version;
    const std::string_view name = parts[i];
    if (i + 2 < parts.size() && parts[i + 1].find_first_of("<>=") == 0) {
      version = std::string(parts[i + 1]) + ' ' + std::string(parts[i + 2]);
      i += 2;
    }
    if (name.find('$') == std::string_view::npos) {
      draft.depend(unit, {name, version, "system", DependencyScope::Runtime, false, line});
    }
  }
}

}  // namespace

void read_automake(const Input& input, Draft& draft) {
  const MakeText make(input.bytes);
  UnitT& folder = draft.unit(input.directory);
  add_include_folders(folder, make);
  for (const std::string& member : make.words_of("SUBDIRS")) {
    if (member != ".") add_once(folder.members, member);
  }
  for (const auto& [name, variable] : make.variables()) {
    const bool programs = name.ends_with("_PROGRAMS");
    const bool libraries = name.ends_with("_LTLIBRARIES") || name.ends_with("_LIBRARIES");
    if (!(programs || libraries) || name.starts_with("EXTRA")) continue;
    for (const std::string& target : make.words_of(name)) {
      UnitT& unit = draft.unit(input.directory, target);
      const bool check = name.starts_with("check_");
      state_kind(unit,
                 check      ? UnitKind::Tests
                 : programs ? UnitKind::Cli
                            : UnitKind::Library,
                 "`" + name + "` in Makefile.am names `" + target + "`");
      if (programs) add_once(unit.entries, target);
      for (const std::string& prefix : {std::string(), std::string("nodist_")}) {
        for (const std::string& source : make.words_of(prefix + canonical(target) + "_SOURCES")) {
          add_path(unit.sources, input.directory, source);
        }
      }
      for (const char* end : {"_LDADD", "_LIBADD"}) {
        const auto named = make.variables().find(canonical(target) + end);
        if (named == make.variables().end()) continue;
        for (const std::string& library : make.words_of(named->first)) {
          const auto path = join_path(input.directory, library);
          const bool is_file = path && library.find('.') != std::string::npos;
          draft.link(unit, is_file ? *path : library, named->second.line);
        }
      }
    }
  }
}

void read_autoconf(const Input& input, Draft& draft) {
  UnitT& unit = draft.unit(input.directory);
  for (Lines lines(input.bytes); lines.next();) {
    const std::string_view line = lines.line();
    const auto begin = static_cast<std::size_t>(line.data() - input.bytes.data());
    const std::string_view content = trim(line);
    if (content.starts_with("dnl") || content.starts_with('#')) continue;
    for (const std::string_view macro : {"AC_INIT(", "PKG_CHECK_MODULES(", "AC_CHECK_LIB(", "AC_SEARCH_LIBS("}) {
      const auto at = line.find(macro);
      if (at == std::string_view::npos) continue;
      const auto arguments = m4_arguments(input.bytes, begin + at + macro.size() - 1);
      if (arguments.empty()) continue;
      if (macro == "AC_INIT(") {
        if (arguments.size() > 1) unit.name = arguments[0];  // alone it is a file, in old scripts
      } else if (macro == "PKG_CHECK_MODULES(") {
        if (arguments.size() > 1) add_modules(draft, unit, arguments[1], lines.number());
      } else {
        const std::string_view library = macro == "AC_CHECK_LIB(" ? arguments[0]
                                         : arguments.size() > 1   ? arguments[1]
                                                                  : std::string_view();
        for (const std::string_view name : words(library)) {
          if (name.find('$') != std::string_view::npos) continue;
          draft.depend(unit, {name, {}, "system", DependencyScope::Runtime, false, lines.number()});
        }
      }
    }
  }
}

}  // namespace assay::manifests
