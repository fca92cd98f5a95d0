// .NET: project files, solutions, package lists.

#include <map>
#include <string>

#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"
#include "parsers/manifests/xml.h"

namespace assay::manifests {

namespace {

constexpr std::size_t max_expansion = 1000;

// $(Name) replaced where the same file defines the property with a literal.
class Properties {
 public:
  explicit Properties(const pugi::xml_node& project) {
    for (const auto& group : project.children("PropertyGroup")) {
      for (const auto& property : group.children()) values_.emplace(property.name(), trim(property.child_value()));
    }
  }

  std::string expand(std::string_view text) const {
    std::string result;
    while (!text.empty() && result.size() < max_expansion) {
      const auto open = text.find("$(");
      const auto close = open == std::string_view::npos ? open : text.find(')', open);
      if (close == std::string_view::npos) break;
      const auto known = values_.find(text.substr(open + 2, close - open - 2));
      result += text.substr(0, open);
      const bool literal = known != values_.end() && known->second.find("$(") == std::string_view::npos;
      result += literal ? known->second : text.substr(open, close + 1 - open);
      text.remove_prefix(close + 1);
    }
    return result + std::string(text.substr(0, max_expansion));
  }

 private:
  std::map<std::string_view, std::string_view> values_;  // the first one that a name gets
};

// Visual Studio's project type for web applications, in project files before the SDK style.
constexpr std::string_view web_project_type = "349c5851-65df-11da-9384-00065b846f21";

// Item metadata may be an attribute or a child.
std::string_view metadata(const pugi::xml_node& item, const char* name) {
  const std::string_view attribute = trim(item.attribute(name).value());
  return attribute.empty() ? child_text(item, name) : attribute;
}

void state_sdk(UnitT& unit, std::string_view sdk) {
  const std::string reason = "its SDK is `" + std::string(sdk) + "`";
  if (sdk.starts_with("MSTest.Sdk")) state_kind(unit, UnitKind::Tests, reason);
  if (sdk.starts_with("Microsoft.NET.Sdk.BlazorWebAssembly")) state_kind(unit, UnitKind::Ui, reason);
  if (sdk.starts_with("Microsoft.NET.Sdk.Razor")) state_kind(unit, UnitKind::Library, reason);
  if (sdk.starts_with("Microsoft.NET.Sdk.Worker")) state_kind(unit, UnitKind::Worker, reason);
  if (sdk.starts_with("Microsoft.NET.Sdk.Web") || sdk.starts_with("Microsoft.NET.Sdk.Functions")) {
    state_kind(unit, UnitKind::Service, reason);
  }
}

void state_output(UnitT& unit, std::string_view output) {
  const std::string reason = "`OutputType` is `" + std::string(output) + "`";
  const std::string type = lower_ascii(output);
  if (type == "exe") state_kind(unit, UnitKind::Cli, reason);
  if (type == "winexe" || type == "appcontainerexe") state_kind(unit, UnitKind::Ui, reason);
  if (type == "library" || type == "module") state_kind(unit, UnitKind::Library, reason);
}

// Path of a project in a solution, with slashes; solutions list folders and web addresses, too.
bool is_project_path(std::string_view path) { return lower_ascii(path).ends_with("proj"); }

}  // namespace

void read_msbuild_project(const Input& input, Draft& draft) {
  const Xml xml(input.bytes);
  draft.note(xml.trouble());
  const auto project = xml.root();
  if (std::string_view(project.name()) != "Project") return;
  UnitT& unit = draft.unit(input.directory, input.name.substr(0, input.name.rfind('.')));

  const Properties properties(project);
  std::string output;
  bool tests = false;
  bool web = false;
  bool user_interface = false;
  for (const auto& group : project.children("PropertyGroup")) {
    if (const auto name = child_text(group, "AssemblyName"); !name.empty() && name.find("$(") == name.npos)
      unit.name = name;
    if (const auto type = child_text(group, "OutputType"); !type.empty()) output = type;
    tests = tests || lower_ascii(child_text(group, "IsTestProject")) == "true";
    web = web || lower_ascii(child_text(group, "ProjectTypeGuids")).find(web_project_type) != std::string::npos;
    for (const char* field : {"UseWPF", "UseWindowsForms", "UseMaui"}) {
      user_interface = user_interface || lower_ascii(child_text(group, field)) == "true";
    }
    add_once(unit.entries, child_text(group, "StartupObject"));
  }
  for (const auto& group : project.children("ItemGroup")) {
    for (const auto& item : group.children("PackageReference")) {
      std::string_view version = metadata(item, "Version");
      if (version.empty()) version = metadata(item, "VersionOverride");
      const std::string_view name = trim(item.attribute("Include").value());
      draft.depend(unit, {name, properties.expand(version), "nuget", DependencyScope::Runtime, false, xml.line(item)});
      tests = tests || name == "Microsoft.NET.Test.Sdk";
    }
    for (const auto& item : group.children("ProjectReference")) {
      std::string path(trim(item.attribute("Include").value()));
      for (char& c : path) c = c == '\\' ? '/' : c;
      const std::string_view file = file_name(path);
      draft.depend(unit, {file.substr(0, file.rfind('.')), local_version(path), "nuget", DependencyScope::Runtime,
                          false, xml.line(item)});
    }
    for (const auto& item : group.children("Compile")) {
      const std::string_view path = trim(item.attribute("Include").value());
      if (path.find('*') == std::string_view::npos) add_path(unit.sources, input.directory, path);
    }
  }
  if (tests) state_kind(unit, UnitKind::Tests, "it is a test project by `IsTestProject` or `Microsoft.NET.Test.Sdk`");
  if (std::string_view(project.attribute("Sdk").value()).starts_with("MSTest.Sdk")) state_sdk(unit, "MSTest.Sdk");
  if (user_interface && output.find("xe") != std::string::npos) {
    state_kind(unit, UnitKind::Ui, "the project uses WPF, Windows Forms or MAUI");
  }
  state_sdk(unit, project.attribute("Sdk").value());
  for (const auto& sdk : project.children("Sdk")) state_sdk(unit, sdk.attribute("Name").value());
  if (web) state_kind(unit, UnitKind::Service, "`ProjectTypeGuids` names a web application");
  state_output(unit, output);
  if (output.empty() && project.attribute("Sdk")) {
    state_kind(unit, UnitKind::Library, "it sets no `OutputType`, which means a library");
  }
}

void read_nuget_list(const Input& input, Draft& draft) {
  const Xml xml(input.bytes);
  draft.note(xml.trouble());
  UnitT& unit = draft.unit(input.directory);
  for (const auto& item : xml.root().children("package")) {
    const bool development = trim(item.attribute("developmentDependency").value()) == "true";
    draft.depend(unit, {item.attribute("id").value(), item.attribute("version").value(), "nuget",
                        development ? DependencyScope::Development : DependencyScope::Runtime, true, xml.line(item)});
  }
  const Properties properties(xml.root());
  for (const auto& group : xml.root().children("ItemGroup")) {
    for (const char* kind : {"PackageVersion", "GlobalPackageReference"}) {
      for (const auto& item : group.children(kind)) {
        draft.depend(unit, {item.attribute("Include").value(), properties.expand(metadata(item, "Version")), "nuget",
                            DependencyScope::Runtime, false, xml.line(item)});
      }
    }
  }
}

// Project("{type}") = "Name", "folder\Name.csproj", "{id}", or in .slnx <Project Path="folder/Name.csproj"/>
void read_solution(const Input& input, Draft& draft) {
  UnitT& unit = draft.unit(input.directory, input.name.substr(0, input.name.rfind('.')));
  const auto add_member = [&](std::string_view path) {
    if (!is_project_path(path)) return;
    std::string slashed(path);
    for (char& c : slashed) c = c == '\\' ? '/' : c;
    const std::string_view folder = directory_of(slashed);
    add_once(unit.members, folder.empty() ? "." : folder);
  };
  for (Lines lines(input.bytes); lines.next();) {
    const std::string_view line = trim(lines.line());
    if (line.starts_with("Project(")) {
      const auto parts = split(cut(line, "=").tail, ',');
      if (parts.size() > 1) add_member(unquote(trim(parts[1])));
    } else if (line.starts_with("<Project ")) {
      add_member(cut(cut(line, "Path=\"").tail, "\"").head);
    }
  }
}

}  // namespace assay::manifests
