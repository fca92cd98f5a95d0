// pom.xml: what a Maven project packages, its modules and dependencies.
//
// `${name}` is replaced where the same file defines the property with a literal; a parent in another file is not
// followed, so a version may stay empty or as written.

#include <map>
#include <string>

#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"
#include "parsers/manifests/xml.h"

namespace assay::manifests {

namespace {

constexpr int max_rounds = 4;  // a property may name a property
constexpr std::size_t max_expansion = 1000;

class Properties {
 public:
  explicit Properties(const pugi::xml_node& project) {
    for (const auto& property : project.child("properties").children()) {
      values_[property.name()] = trim(property.child_value());
    }
    for (const char* field : {"groupId", "artifactId", "version"}) {
      const auto parent = child_text(project.child("parent"), field);
      auto own = child_text(project, field);
      if (own.empty() && std::string_view(field) != "artifactId") own = parent;
      for (const std::string prefix : {"project.", "pom.", ""}) values_.emplace(prefix + field, own);
      values_.emplace(std::string("project.parent.") + field, parent);
    }
  }

  std::string expand(std::string_view written) const {
    std::string text(written);
    for (int round = 0; round < max_rounds && text.find("${") != std::string::npos; ++round) {
      std::string next;
      for (std::size_t at = 0; at < text.size() && next.size() <= max_expansion;) {
        const auto open = text.find("${", at);
        const auto close = open == std::string::npos ? open : text.find('}', open);
        if (close == std::string::npos) {
          next += text.substr(at);
          break;
        }
        const auto known = values_.find(text.substr(open + 2, close - open - 2));
        next += text.substr(at, open - at);
        next += known == values_.end() || known->second.empty() ? text.substr(open, close + 1 - open) : known->second;
        at = close + 1;
      }
      if (next.size() > max_expansion) break;
      text = std::move(next);
    }
    return text;
  }

 private:
  std::map<std::string, std::string, std::less<>> values_;
};

DependencyScope scope_of(const pugi::xml_node& dependency) {
  if (child_text(dependency, "optional") == "true") return DependencyScope::Optional;
  return child_text(dependency, "scope") == "test" ? DependencyScope::Development : DependencyScope::Runtime;
}

class PomReader {
 public:
  PomReader(const Input& input, Draft& draft)
      : draft_(draft), xml_(input.bytes), project_(xml_.root()), properties_(project_) {
    draft.note(xml_.trouble());
    if (std::string_view(project_.name()) != "project") return;
    unit_ = &draft.unit(input.directory, properties_.expand(child_text(project_, "artifactId")));
    for (const auto& managed : project_.child("dependencyManagement").child("dependencies").children("dependency")) {
      managed_[coordinates(managed)] = properties_.expand(child_text(managed, "version"));
    }
    read_section(project_);
    for (const auto& profile : project_.child("profiles").children("profile")) read_section(profile);
    if (const auto parent = project_.child("parent")) {
      draft.depend(*unit_, {coordinates(parent), properties_.expand(child_text(parent, "version")), "maven",
                            DependencyScope::Build, false, xml_.line(parent)});
    }
    state_packaging();
  }

 private:
  std::string coordinates(const pugi::xml_node& node) const {
    auto group = properties_.expand(child_text(node, "groupId"));
    const auto artifact = properties_.expand(child_text(node, "artifactId"));
    if (group.empty() && std::string_view(node.name()) == "plugin")
      group = "org.apache.maven.plugins";  // Maven's default
    return artifact.empty() ? artifact : group + ':' + artifact;
  }

  void read_section(const pugi::xml_node& section) {
    for (const char* list : {"modules", "subprojects"}) {
      for (const auto& module : section.child(list).children()) {
        const std::string path = properties_.expand(trim(module.child_value()));
        add_once(unit_->members, path.ends_with(".xml") ? std::string(directory_of(path)) : path);
      }
    }
    for (const auto& dependency : section.child("dependencies").children("dependency")) {
      add_dependency(dependency, scope_of(dependency));
    }
    const auto build = section.child("build");
    if (build.child("sourceDirectory")) {
      std::string sources = properties_.expand(child_text(build, "sourceDirectory"));
      std::string_view relative = sources;
      consume(relative, "${project.basedir}/") || consume(relative, "${basedir}/");
      add_path(unit_->sources, unit_->directory, relative);
    }
    for (const auto& plugin : build.child("plugins").children("plugin")) {
      add_dependency(plugin, DependencyScope::Build);
      add_main_classes(plugin);
    }
  }

  void add_dependency(const pugi::xml_node& node, DependencyScope scope) {
    const std::string name = coordinates(node);
    std::string version = properties_.expand(child_text(node, "version"));
    if (const auto managed = managed_.find(name); version.empty() && managed != managed_.end())
      version = managed->second;
    // The own modules carry the own version.
    draft_.depend(*unit_, {name, version, "maven", scope, false, xml_.line(node)});
  }

  // Packaging plugins name the class to start in the places below.
  void add_main_classes(const pugi::xml_node& plugin) {
    const auto add_from = [&](const pugi::xml_node& configuration) {
      for (const auto& holder : {configuration, configuration.child("archive").child("manifest")}) {
        for (const char* field : {"mainClass", "mainclass", "main-class"}) {
          add_once(unit_->entries, properties_.expand(child_text(holder, field)));
        }
      }
      for (const auto& transformer : configuration.child("transformers").children()) {
        add_once(unit_->entries, properties_.expand(child_text(transformer, "mainClass")));
      }
    };
    add_from(plugin.child("configuration"));
    for (const auto& execution : plugin.child("executions").children()) add_from(execution.child("configuration"));
  }

  void state_packaging() {
    const std::string_view packaging = child_text(project_, "packaging");
    const std::string reason = "`packaging` in pom.xml is `" + std::string(packaging) + "`";
    if (packaging == "war" || packaging == "ear") state_kind(*unit_, UnitKind::Service, reason);
    if (packaging == "maven-plugin" || packaging == "bundle" || packaging == "ejb" || packaging == "aar") {
      state_kind(*unit_, UnitKind::Library, reason);
    }
    if (packaging == "apk") state_kind(*unit_, UnitKind::Ui, reason);
  }

  Draft& draft_;
  Xml xml_;
  pugi::xml_node project_;
  Properties properties_;
  UnitT* unit_ = nullptr;
  std::map<std::string, std::string> managed_;
};

}  // namespace

void read_pom(const Input& input, Draft& draft) { PomReader(input, draft); }

}  // namespace assay::manifests
