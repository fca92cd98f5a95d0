// Which reader gets which file, and the border that no exception crosses.

#include "parsers/manifests/manifests.h"

#include <array>
#include <exception>
#include <string>

#include "parsers/manifests/paths.h"
#include "parsers/manifests/readers.h"
#include "parsers/manifests/text.h"

namespace assay {

namespace {

using namespace manifests;

struct Format {
  std::string_view pattern;  // one `*` at most; with a slash: of the folder's name and the file's
  std::string_view name;
  Reader read;
};

// The first that matches.
constexpr std::array formats = std::to_array<Format>({
    {"package.json", "package.json", read_package_json},
    {"package-lock.json", "package-lock.json", read_npm_lock},
    {"npm-shrinkwrap.json", "package-lock.json", read_npm_lock},
    {"yarn.lock", "yarn.lock", read_yarn_lock},
    {"pnpm-lock.yaml", "pnpm-lock.yaml", read_pnpm_lock},
    {"pnpm-workspace.yaml", "pnpm-workspace.yaml", read_workspace_list},
    {"lerna.json", "lerna.json", read_workspace_list},
    {"angular.json", "angular.json", read_angular_json},
    {"project.json", "project.json", read_nx_project},

    {"pyproject.toml", "pyproject.toml", read_pyproject},
    {"setup.py", "setup.py", read_setup_py},
    {"setup.cfg", "setup.cfg", read_setup_cfg},
    {"requirements/*.txt", "requirements", read_requirements},
    {"requirements/*.in", "requirements", read_requirements},
    {"requirements*.txt", "requirements", read_requirements},
    {"requirements*.in", "requirements", read_requirements},
    {"*-requirements.txt", "requirements", read_requirements},
    {"*_requirements.txt", "requirements", read_requirements},
    {"Pipfile", "Pipfile", read_pipfile},
    {"Pipfile.lock", "Pipfile.lock", read_pipfile_lock},
    {"poetry.lock", "poetry.lock", read_python_lock},
    {"uv.lock", "uv.lock", read_python_lock},
    {"pdm.lock", "pdm.lock", read_python_lock},

    {"pom.xml", "pom.xml", read_pom},
    {"build.gradle", "build.gradle", read_gradle_build},
    {"build.gradle.kts", "build.gradle", read_gradle_build},
    {"settings.gradle", "settings.gradle", read_gradle_settings},
    {"settings.gradle.kts", "settings.gradle", read_gradle_settings},
    {"*.versions.toml", "libs.versions.toml", read_gradle_catalog},
    {"*.sbt", "build.sbt", read_sbt},
    {"project/*.scala", "build.sbt", read_sbt},

    {"*.csproj", "csproj", read_msbuild_project},
    {"*.fsproj", "fsproj", read_msbuild_project},
    {"*.vbproj", "vbproj", read_msbuild_project},
    {"*.sln", "sln", read_solution},
    {"*.slnx", "sln", read_solution},
    {"packages.config", "packages.config", read_nuget_list},
    {"Directory.Packages.props", "Directory.Packages.props", read_nuget_list},

    {"go.mod", "go.mod", read_go_mod},
    {"go.work", "go.work", read_go_work},
    {"Cargo.toml", "Cargo.toml", read_cargo_toml},
    {"Cargo.lock", "Cargo.lock", read_cargo_lock},

    {"Gemfile", "Gemfile", read_gemfile},
    {"gems.rb", "Gemfile", read_gemfile},
    {"Gemfile.lock", "Gemfile.lock", read_gemfile_lock},
    {"gems.locked", "Gemfile.lock", read_gemfile_lock},
    {"*.gemspec", "gemspec", read_gemspec},
    {"composer.json", "composer.json", read_composer_json},
    {"composer.lock", "composer.lock", read_composer_lock},

    {"CMakeLists.txt", "CMakeLists.txt", read_cmake},
    {"meson.build", "meson.build", read_meson},
    {"Makefile", "Makefile", read_makefile},
    {"makefile", "Makefile", read_makefile},
    {"GNUmakefile", "Makefile", read_makefile},
    {"Kbuild", "Kbuild", read_kbuild},
    {"Makefile.am", "Makefile.am", read_automake},
    {"configure.ac", "configure.ac", read_autoconf},
    {"configure.in", "configure.ac", read_autoconf},

    {"Dockerfile", "Dockerfile", read_dockerfile},
    {"Dockerfile.*", "Dockerfile", read_dockerfile},
    {"*.Dockerfile", "Dockerfile", read_dockerfile},
    {"*.dockerfile", "Dockerfile", read_dockerfile},
    {"Containerfile", "Dockerfile", read_dockerfile},
    {"docker-compose*.yml", "compose", read_compose},
    {"docker-compose*.yaml", "compose", read_compose},
    {"compose.yml", "compose", read_compose},
    {"compose.yaml", "compose", read_compose},
    {"compose.*.yml", "compose", read_compose},
    {"compose.*.yaml", "compose", read_compose},
    {"compose-*.yml", "compose", read_compose},
    {"compose-*.yaml", "compose", read_compose},
    {"Procfile", "Procfile", read_procfile},
    {"serverless.yml", "serverless", read_serverless},
    {"serverless.yaml", "serverless", read_serverless},
    {"Chart.yaml", "Chart.yaml", read_deployment},
    {"kustomization.yaml", "kustomization.yaml", read_deployment},
    {"kustomization.yml", "kustomization.yaml", read_deployment},
    {"skaffold.yaml", "skaffold.yaml", read_deployment},
});

// `name` is the last part of `path`.
bool matches(std::string_view pattern, std::string_view path, std::string_view name) {
  // Every file of a tree is asked for every pattern.
  if (name.empty() || (pattern.back() != '*' && pattern.back() != name.back())) return false;
  std::string_view subject = name;
  if (pattern.find('/') != std::string_view::npos) {
    const std::string_view folder = file_name(directory_of(path));
    subject = path.substr(path.size() - subject.size() - (folder.empty() ? 0 : folder.size() + 1));
  }
  const auto star = pattern.find('*');
  if (star == std::string_view::npos) return subject == pattern;
  const std::string_view end = pattern.substr(star + 1);
  return subject.size() >= pattern.size() - 1 && subject.starts_with(pattern.substr(0, star)) && subject.ends_with(end);
}

// Templates and notes that only look like the format of their first part.
bool is_template(std::string_view path) {
  for (const std::string_view end : {".tt", ".erb", ".j2", ".tmpl", ".tpl", ".template", ".md", ".dockerignore"}) {
    if (path.ends_with(end)) return true;
  }
  return false;
}

const Format* format_of(std::string_view path) {
  const std::string_view name = file_name(path);
  for (const Format& format : formats) {
    if (matches(format.pattern, path, name)) return is_template(path) ? nullptr : &format;
  }
  return nullptr;
}

}  // namespace

bool is_manifest(std::string_view path) { return format_of(path) != nullptr; }

ManifestT read_manifest(std::string_view path, std::string_view bytes) {
  const Format* format = format_of(path);
  if (format == nullptr) return {};
  Draft draft{std::string(format->name)};
  try {
    format->read(Input{path, directory_of(path), file_name(path), bytes}, draft);
  } catch (const std::exception&) {
    draft.note("could not be read to its end");
  }
  return draft.finish();
}

}  // namespace assay
