// Makefile: rules that link a program or a library, with what, and where they look for headers; subdirectories; Kbuild and
// BSD make where their variables appear.

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>

#include "parsers/manifests/make_text.h"
#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"

namespace assay::manifests {

namespace {

bool is_library_name(std::string_view target) {
  return target.ends_with(".a") || target.ends_with(".so") || target.find(".so.") != std::string_view::npos ||
         target.ends_with(".dylib") || target.ends_with(".dll");
}

bool names_linker(std::string_view word) {
  constexpr std::array<std::string_view, 8> programs = {"cc", "gcc", "g++", "c++", "clang", "clang++", "ld", "tcc"};
  if (std::find(programs.begin(), programs.end(), word) != programs.end()) return true;
  if (word.find('$') == std::string_view::npos) return false;
  // $(CC), $(CXX), $(HOSTCC), $(LINK.o), $(REDIS_LD) …
  const std::string name = lower_ascii(word);
  for (const std::string_view part : {"cc", "cxx", "ld)", "ld}", "link", "c++"}) {
    if (name.find(part) != std::string::npos) return true;
  }
  return false;
}

// Does a line of the recipe link: a compiler or linker with -o and without -c?
bool links(std::string_view recipe) {
  for (Lines lines(recipe); lines.next();) {
    bool linker = false;
    bool output = false;
    bool compiles = false;
    for (std::string_view word : words(lines.line())) {
      while (!word.empty() && (word.front() == '@' || word.front() == '-') && !linker && word.size() > 2)
        word.remove_prefix(1);
      if (!output && names_linker(word)) linker = true;
      if (word == "-o") output = true;
      if (word == "-c" || word == "-S" || word == "-E" || word == "-M" || word == "-MM") compiles = true;
    }
    if (linker && output && !compiles) return true;
  }
  return false;
}

bool is_source(std::string_view path) {
  const auto dot = path.rfind('.');
  const std::string_view end = dot == std::string_view::npos ? std::string_view() : path.substr(dot);
  return end == ".c" || end == ".cc" || end == ".cpp" || end == ".cxx" || end == ".C";
}

// The source suffix that this makefile turns into objects by a pattern rule (`%.o: %.c`, `.c.o:`); empty: unknown.
std::string object_source(const MakeText& make) {
  for (const MakeText::Rule& rule : make.rules()) {
    if (rule.targets.find("%.o") != std::string::npos) {
      for (const std::string_view word : words(rule.prerequisites)) {
        const auto percent = word.find("%.");
        if (percent != std::string_view::npos && is_source(word)) return std::string(word.substr(percent + 1));
      }
    }
    const std::string_view target = trim(rule.targets);
    if (target.ends_with(".o") && target.starts_with('.') && is_source(target.substr(0, target.size() - 2))) {
      return std::string(target.substr(0, target.size() - 2));
    }
  }
  return {};
}

// Objects that this makefile says by name what they are made from (`lapi.o: lapi.c lapi.h`).
std::map<std::string, std::string> named_sources(const MakeText& make) {
  std::map<std::string, std::string> sources;
  for (const MakeText::Rule& rule : make.rules()) {
    const std::string_view object = trim(rule.targets);
    const auto made_from = words(rule.prerequisites);
    if (object.ends_with(".o") && !made_from.empty() && is_source(made_from[0])) sources.emplace(object, made_from[0]);
  }
  return sources;
}

void add_sources(UnitT& unit, std::string_view list, std::string_view suffix,
                 const std::map<std::string, std::string>& named) {
  for (const std::string_view word : words(list)) {
    if (word.find_first_of("%(),") != std::string_view::npos) continue;  // what is left of a text function
    if (is_source(word)) add_path(unit.sources, unit.directory, word);
    if (!word.ends_with(".o")) continue;
    if (const auto known = named.find(std::string(word)); known != named.end()) {
      add_path(unit.sources, unit.directory, known->second);
    } else if (!suffix.empty()) {
      add_path(unit.sources, unit.directory, std::string(word.substr(0, word.size() - 2)) + std::string(suffix));
    }
  }
}

// Libraries by their path or as -lname, wherever they stand.
void add_links(Draft& draft, UnitT& unit, std::string_view text, std::uint32_t line) {
  for (const std::string_view word : words(text)) {
    if (word.starts_with("-l")) draft.link(unit, word, line);
    if (!is_library_name(word) || word.starts_with('-')) continue;
    const auto path = join_path(unit.directory, word);
    if (path && file_name(*path) != unit.name) draft.link(unit, *path, line);
  }
}

void add_linked_targets(const Input& input, Draft& draft, const MakeText& make) {
  const std::string suffix = object_source(make);
  const auto named = named_sources(make);
  std::set<std::string> known;
  for (const MakeText::Rule& rule : make.rules()) {
    const std::string targets = make.expand(rule.targets);
    const auto names = words(targets);
    if (names.size() != 1 || names[0].find('%') != std::string_view::npos || names[0].front() == '.') continue;
    const bool library = is_library_name(names[0]);
    if (names[0].ends_with(".o") || names[0].ends_with(".d") || rule.recipe.empty()) continue;
    if (!library && !links(rule.recipe)) continue;
    const std::string name(file_name(names[0]));
    if (name.empty() || !known.insert(name).second) continue;
    UnitT& unit = draft.unit(input.directory, name);
    const std::string reason = "rule `" + name + "` in " + std::string(input.name) + " links a ";
    state_kind(unit, library ? UnitKind::Library : UnitKind::Cli, reason + (library ? "library" : "program"));
    if (!library) add_once(unit.entries, name);
    const std::string prerequisites = make.expand(rule.prerequisites);
    add_sources(unit, prerequisites, suffix, named);
    add_links(draft, unit, prerequisites, rule.line);
    for (Lines lines(rule.recipe); lines.next();) add_links(draft, unit, make.expand(lines.line()), rule.line);
  }
}

// BSD: PROG = name, SRCS = a.c b.c; LIB = name
void add_bsd_targets(const Input& input, Draft& draft, const MakeText& make) {
  for (const bool library : {false, true}) {
    const char* variable = library ? "LIB" : "PROG";
    const auto names = make.words_of(variable);
    if (names.size() != 1 || !make.variables().contains("SRCS")) continue;
    UnitT& unit = draft.unit(input.directory, names[0]);
    state_kind(unit, library ? UnitKind::Library : UnitKind::Cli,
               "`" + std::string(variable) + "` in " + std::string(input.name) + " is `" + names[0] + "`");
    if (!library) add_once(unit.entries, names[0]);
    for (const std::string& source : make.words_of("SRCS")) add_path(unit.sources, input.directory, source);
  }
}

}  // namespace

void read_makefile(const Input& input, Draft& draft) {
  const MakeText make(input.bytes);
  const bool kernel = std::any_of(make.variables().begin(), make.variables().end(), [](const auto& variable) {
    return variable.first == "obj-y" || variable.first == "obj-m" || variable.first == "lib-y" ||
           variable.first.starts_with("obj-$(CONFIG") || variable.first.starts_with("hostprogs");
  });
  if (kernel) {
    read_kbuild(input, draft);
    return;
  }
  add_linked_targets(input, draft, make);
  add_bsd_targets(input, draft, make);
  UnitT& folder = draft.unit(input.directory);
  add_include_folders(folder, make);
  for (const char* variable : {"SUBDIRS", "SUBDIR"}) {
    for (const std::string& member : make.words_of(variable)) add_once(folder.members, member);
  }
}

}  // namespace assay::manifests
