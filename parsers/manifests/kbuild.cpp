// Kbuild files and the kernel's makefiles: which objects and subfolders a folder adds to the kernel.
//
//   obj-$(CONFIG_X) += driver.o sub/        an object or module, and a folder
//   driver-y := core.o ops.o                what a composite object is linked from
//   hostprogs := tool                       a program that runs while building

#include <set>
#include <string>

#include "parsers/manifests/make_text.h"
#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"

namespace assay::manifests {

namespace {

// `obj-$(CONFIG_X)` → `obj`; nothing for names that are no list of objects.
std::string_view list_name(std::string_view variable) {
  for (const std::string_view end : {"-y", "-m", "-objs"}) {
    if (variable.ends_with(end)) return variable.substr(0, variable.size() - end.size());
  }
  const auto condition = variable.find("-$(");
  return condition == std::string_view::npos ? std::string_view() : variable.substr(0, condition);
}

}  // namespace

void read_kbuild(const Input& input, Draft& draft) {
  const MakeText make(input.bytes);
  UnitT& unit = draft.unit(input.directory);
  add_include_folders(unit, make);
  std::set<std::string_view> composites;
  std::set<std::string> programs;
  for (const auto& [name, variable] : make.variables()) {
    if (const auto list = list_name(name); !list.empty()) composites.insert(list);
    if (name.starts_with("hostprogs")) {
      for (const std::string& program : make.words_of(name)) programs.insert(program);
    }
  }
  for (const auto& [name, variable] : make.variables()) {
    const std::string_view list = list_name(name);
    if (list.empty() || programs.contains(std::string(list))) continue;
    const bool direct = list == "obj" || list == "lib" || list == "core" || list == "drivers" || list == "net" ||
                        list == "libs" || list == "virt";
    for (const std::string& word : make.words_of(name)) {
      if (word.ends_with('/') && (direct || list == "subdir")) add_once(unit.members, word.substr(0, word.size() - 1));
      if (list == "subdir") add_once(unit.members, word);
      if (!word.ends_with(".o")) continue;
      const std::string base = word.substr(0, word.size() - 2);
      if (name == "obj-m") add_once(unit.entries, base);  // a module of its own
      if (!composites.contains(base)) add_path(unit.sources, input.directory, base + ".c");
    }
  }
  if (!unit.sources.empty()) {
    state_kind(
        unit, UnitKind::Library,
        "`obj-…` in " + std::string(input.name) + " adds " + counted(unit.sources.size(), "object") + " to the kernel");
  }
  for (const std::string& program : programs) {
    UnitT& tool = draft.unit(input.directory, program);
    state_kind(tool, UnitKind::Infrastructure,
               "`hostprogs` in " + std::string(input.name) + " names `" + program + "`");
    auto objects = make.words_of(program + "-objs");
    if (objects.empty()) objects.push_back(program + ".o");
    for (const std::string& object : objects) {
      if (object.ends_with(".o")) add_path(tool.sources, input.directory, object.substr(0, object.size() - 2) + ".c");
    }
  }
}

}  // namespace assay::manifests
