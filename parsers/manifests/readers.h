// The readers, one per format: what they get and what they are called. manifests.cpp says which file goes to which.
#pragma once

#include <string_view>

#include "parsers/manifests/draft.h"

namespace assay::manifests {

struct Input {
  std::string_view path;       // in the repository
  std::string_view directory;  // of `path`; empty: the root
  std::string_view name;       // last part of `path`
  std::string_view bytes;      // decoded text
};

using Reader = void (*)(const Input& input, Draft& draft);

void read_package_json(const Input&, Draft&);
void read_npm_lock(const Input&, Draft&);
void read_yarn_lock(const Input&, Draft&);
void read_pnpm_lock(const Input&, Draft&);
void read_workspace_list(const Input&, Draft&);  // pnpm-workspace.yaml, lerna.json
void read_angular_json(const Input&, Draft&);
void read_nx_project(const Input&, Draft&);

void read_pyproject(const Input&, Draft&);
void read_setup_py(const Input&, Draft&);
void read_setup_cfg(const Input&, Draft&);
void read_requirements(const Input&, Draft&);
void read_pipfile(const Input&, Draft&);
void read_pipfile_lock(const Input&, Draft&);
void read_python_lock(const Input&, Draft&);  // poetry.lock, uv.lock, pdm.lock

void read_pom(const Input&, Draft&);
void read_gradle_build(const Input&, Draft&);
void read_gradle_settings(const Input&, Draft&);
void read_gradle_catalog(const Input&, Draft&);
void read_sbt(const Input&, Draft&);

void read_msbuild_project(const Input&, Draft&);
void read_solution(const Input&, Draft&);
void read_nuget_list(const Input&, Draft&);  // packages.config, Directory.Packages.props

void read_go_mod(const Input&, Draft&);
void read_go_work(const Input&, Draft&);
void read_cargo_toml(const Input&, Draft&);
void read_cargo_lock(const Input&, Draft&);

void read_gemfile(const Input&, Draft&);
void read_gemfile_lock(const Input&, Draft&);
void read_gemspec(const Input&, Draft&);
void read_composer_json(const Input&, Draft&);
void read_composer_lock(const Input&, Draft&);

void read_cmake(const Input&, Draft&);
void read_meson(const Input&, Draft&);
void read_makefile(const Input&, Draft&);
void read_kbuild(const Input&, Draft&);
void read_automake(const Input&, Draft&);
void read_autoconf(const Input&, Draft&);

void read_dockerfile(const Input&, Draft&);
void read_compose(const Input&, Draft&);
void read_procfile(const Input&, Draft&);
void read_serverless(const Input&, Draft&);
void read_deployment(const Input&, Draft&);  // Chart.yaml, kustomization.yaml, skaffold.yaml

}  // namespace assay::manifests
