// Go, Rust, Ruby, PHP, and what describes running processes: containers, compose files, Procfiles, deployments.

#include "tests/unit/manifests_support.h"

namespace assay {
namespace {

using facts::DependencyScope;
using facts::UnitKind;

TEST(ManifestsGo, Modules) {
  const ManifestT manifest = read_manifest("svc/go.mod", R"(module example.org/svc // the service

go 1.21

require github.com/spf13/cobra v1.7.0
require (
	github.com/jackc/pgx/v5 v5.4.3
	golang.org/x/sys v0.10.0 // indirect
)
replace github.com/jackc/pgx/v5 => ../pgx
)");
  const UnitT& unit = unit_of(manifest, "example.org/svc");
  EXPECT_EQ(unit.directory, "svc");
  EXPECT_EQ(dependencies_of(unit),
            (Texts{"github.com/spf13/cobra v1.7.0", "github.com/jackc/pgx/v5 v5.4.3", "golang.org/x/sys v0.10.0"}));
  EXPECT_FALSE(dependency_of(unit, "github.com/spf13/cobra").locked);
  EXPECT_TRUE(dependency_of(unit, "golang.org/x/sys").locked);
  EXPECT_EQ(dependency_of(unit, "golang.org/x/sys").line, 8u);
  EXPECT_EQ(read_manifest("go.work", "go 1.21\nuse (\n\t./svc\n\t./lib\n)\nuse .\n").units.at(0)->members,
            (Texts{"svc", "lib", "."}));
}

TEST(ManifestsCargo, PackagesAndWorkspace) {
  const ManifestT manifest = read_manifest("crates/x/Cargo.toml", R"([package]
name = "x"
[lib]
crate-type = ["cdylib", "rlib"]
[[bin]]
name = "x-cli"
path = "src/cli.rs"
[dependencies]
serde = { version = "1.0", optional = true }
tokio = "1"
own = { path = "../own" }
renamed = { package = "real-name", version = "0.3" }
[target.'cfg(unix)'.dependencies]
libc = "0.2"
[dev-dependencies]
criterion = "0.5"
[build-dependencies]
cc = "1.0"
)");
  const UnitT& unit = unit_of(manifest, "x");
  EXPECT_EQ(unit.kind, UnitKind::Library);
  EXPECT_EQ(unit.reason, "`crate-type` in Cargo.toml is `cdylib`");
  EXPECT_EQ(unit.entries, Texts{"crates/x/src/cli.rs"});
  EXPECT_EQ(dependencies_of(unit), (Texts{"tokio 1", "own path:../own", "real-name 0.3", "libc 0.2"}));
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Optional), Texts{"serde 1.0"});
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Development), Texts{"criterion 0.5"});
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Build), Texts{"cc 1.0"});
  EXPECT_EQ(dependency_of(unit, "tokio").line, 10u);

  EXPECT_EQ(read_manifest("Cargo.toml", "[package]\nname = \"c\"\n[[bin]]\nname = \"c\"\n").units.at(0)->kind,
            UnitKind::Cli);
  const ManifestT workspace =
      read_manifest("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nexclude = [\"crates/old\"]\n");
  EXPECT_EQ(workspace.units.at(0)->members, (Texts{"crates/*", "!crates/old"}));
  const ManifestT lock = read_manifest("Cargo.lock",
                                       "[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n[[package]]\nname = "
                                       "\"serde\"\nversion = \"1.0.1\"\nsource = \"registry+x\"\n");
  EXPECT_EQ(dependencies_of(*lock.units.at(0)), Texts{"serde 1.0.1"});
}

TEST(ManifestsRuby, GemfileLockAndSpecification) {
  const ManifestT gemfile = read_manifest("Gemfile", R"(source "https://example.org"
ruby "3.2.2"
gem "rails", "~> 7.0", ">= 7.0.4"
gem 'pg' # it's the database
gem "bootsnap", require: false
gem "debug", group: :development
group :development, :test do
  if ENV["CI"]
    gem "rspec-rails"
  end
  gem "factory_bot", "6.2"
end
gem "puma", git: "https://example.org/puma.git"
)");
  const UnitT& unit = *gemfile.units.at(0);
  EXPECT_EQ(dependencies_of(unit), (Texts{"rails ~> 7.0, >= 7.0.4", "pg ", "bootsnap ", "puma "}));
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Development), (Texts{"debug ", "rspec-rails ", "factory_bot 6.2"}));
  EXPECT_EQ(dependency_of(unit, "puma").line, 13u);

  const ManifestT lock =
      read_manifest("Gemfile.lock",
                    "PATH\n  remote: .\n  specs:\n    own (0.1)\n\nGEM\n  remote: https://example.org/\n  specs:\n    "
                    "rails (7.0.4)\n      actionpack (= 7.0.4)\n    pg (1.5.3)\n\nPLATFORMS\n  ruby\n");
  EXPECT_EQ(dependencies_of(*lock.units.at(0)), (Texts{"rails 7.0.4", "pg 1.5.3"}));

  const ManifestT library = read_manifest("my.gemspec", R"(Gem::Specification.new do |spec|
  spec.name = "my"
  spec.version = My::VERSION
  spec.require_paths = ["lib"]
  spec.description = <<-TEXT
    It doesn't matter what stands here.
  TEXT
  spec.add_dependency "rack", ">= 2.0"
  spec.add_development_dependency("rake", "~> 13.0")
end
)");
  EXPECT_EQ(unit_of(library, "my").kind, UnitKind::Library);
  EXPECT_EQ(unit_of(library, "my").sources, Texts{"lib"});
  EXPECT_EQ(dependencies_of(unit_of(library, "my")), Texts{"rack >= 2.0"});
  EXPECT_EQ(dependencies_of(unit_of(library, "my"), DependencyScope::Development), Texts{"rake ~> 13.0"});
  const ManifestT program = read_manifest(
      "t/t.gemspec",
      "Gem::Specification.new do |s|\n  s.name = 't'\n  s.bindir = 'exe'\n  s.executables = %w[t-run t-check]\nend\n");
  EXPECT_EQ(unit_of(program, "t").kind, UnitKind::Cli);
  EXPECT_EQ(unit_of(program, "t").entries, (Texts{"t/exe/t-run", "t/exe/t-check"}));
}

TEST(ManifestsPhp, Composer) {
  const ManifestT manifest = read_manifest("composer.json", R"({"name": "acme/shop", "type": "library",
    "require": {"php": ">=8.1", "ext-json": "*", "symfony/console": "^6.3"},
    "require-dev": {"phpunit/phpunit": "^10"},
    "autoload": {"psr-4": {"Acme\\Shop\\": "src/", "Acme\\Two\\": ["a/", "b/"]}, "files": ["functions.php"]}})");
  const UnitT& unit = unit_of(manifest, "acme/shop");
  EXPECT_EQ(unit.kind, UnitKind::Library);
  EXPECT_EQ(unit.sources, (Texts{"src", "a", "b", "functions.php"}));
  EXPECT_EQ(dependency_of(unit, "php").ecosystem, "system");
  EXPECT_EQ(dependency_of(unit, "symfony/console").ecosystem, "packagist");
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Development), Texts{"phpunit/phpunit ^10"});
  const ManifestT lock = read_manifest(
      "composer.lock",
      R"({"packages": [{"name": "a/b", "version": "v1.0"}], "packages-dev": [{"name": "c/d", "version": "2"}]})");
  EXPECT_EQ(dependencies_of(*lock.units.at(0)), Texts{"a/b v1.0"});
  EXPECT_EQ(dependencies_of(*lock.units.at(0), DependencyScope::Development), Texts{"c/d 2"});
}

TEST(ManifestsContainer, Dockerfile) {
  const ManifestT manifest = read_manifest("svc/Dockerfile", R"(# syntax=docker/dockerfile:1
ARG GO=1.21
FROM --platform=$BUILDPLATFORM golang:${GO}-alpine AS build
EXPOSE 9999
CMD ["wrong"]
RUN <<EOF
FROM nowhere
EOF
FROM registry.example.org:5000/base/distroless@sha256:abc AS base
EXPOSE 8080/tcp \
  9090
FROM base
COPY --from=build /app /app
ENTRYPOINT ["/app", "--serve"]
CMD --verbose
)");
  const UnitT& unit = *manifest.units.at(0);
  EXPECT_EQ(unit.directory, "svc");
  EXPECT_EQ(unit.kind, UnitKind::Service);
  EXPECT_EQ(unit.reason, "Dockerfile exposes ports 8080/tcp, 9090");
  EXPECT_EQ(unit.entries, Texts{"/app --serve --verbose"});
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Build), Texts{"golang 1.21-alpine"});
  EXPECT_EQ(dependencies_of(unit), Texts{"registry.example.org:5000/base/distroless sha256:abc"});
  EXPECT_EQ(read_manifest("Dockerfile", "FROM alpine\nCMD echo hi\n").units.at(0)->kind, UnitKind::Unknown);
}

TEST(ManifestsContainer, Compose) {
  const ManifestT manifest = read_manifest("deploy/docker-compose.yml", R"(x-base: &base
  build: {context: ../app, dockerfile: Dockerfile}
services:
  web:
    <<: *base
    ports: ["8080:8080"]
  jobs:
    build: ../app
    command: [celery, -A, app, worker]
  idle:
    build: ./idle
    command: sleep infinity
  outside:
    build: ../../elsewhere
  db:
    image: postgres:15
)");
  EXPECT_EQ(unit_of(manifest, "web").kind, UnitKind::Service);
  EXPECT_EQ(unit_of(manifest, "web").directory, "app");
  EXPECT_EQ(unit_of(manifest, "web").reason, "`web` in docker-compose.yml publishes 1 port");
  EXPECT_EQ(unit_of(manifest, "jobs").kind, UnitKind::Worker);
  EXPECT_EQ(unit_of(manifest, "jobs").entries, Texts{"celery -A app worker"});
  EXPECT_EQ(unit_of(manifest, "idle").kind, UnitKind::Unknown);
  EXPECT_EQ(unit_of(manifest, "").kind, UnitKind::Infrastructure);
  EXPECT_EQ(dependencies_of(unit_of(manifest, "")), Texts{"postgres 15"});
  EXPECT_EQ(manifest.units.size(), 4u);
}

TEST(ManifestsContainer, ProcfileAndDeployments) {
  const ManifestT procfile = read_manifest(
      "Procfile", "web: gunicorn shop.wsgi\nworker: celery -A shop worker\nrelease: ./manage.py migrate\n");
  EXPECT_EQ(unit_of(procfile, "web").kind, UnitKind::Service);
  EXPECT_EQ(unit_of(procfile, "worker").kind, UnitKind::Worker);
  EXPECT_EQ(unit_of(procfile, "release").kind, UnitKind::Infrastructure);
  EXPECT_EQ(unit_of(procfile, "web").entries, Texts{"gunicorn shop.wsgi"});
  const ManifestT serverless =
      read_manifest("serverless.yml", "service: mail\nfunctions:\n  send:\n    handler: src/send.handler\n");
  EXPECT_EQ(unit_of(serverless, "mail").kind, UnitKind::Service);
  EXPECT_EQ(unit_of(serverless, "mail").entries, Texts{"src/send.handler"});
  EXPECT_EQ(read_manifest("chart/Chart.yaml", "name: shop\n").units.at(0)->kind, UnitKind::Infrastructure);
}

TEST(ManifestsNames, WhichFilesAreManifests) {
  for (const char* path :
       {"package.json", "a/b/pom.xml", "requirements/base.txt", "a/requirements-dev.txt", "x.gemspec", "Kbuild",
        "docker/Dockerfile.prod", "api.Dockerfile", "compose.yaml", "docker-compose.override.yml", "src/A.csproj",
        "gradle/libs.versions.toml", "project/plugins.sbt"}) {
    EXPECT_TRUE(is_manifest(path)) << path;
  }
  for (const char* path :
       {"", "/", "a/package.json/x", "notes.txt", "requirements.md", "src/requirements/", "Dockerfile.md",
        "package.json.bak", "xpackage.json", "go.sum", "gradlew", "Cargo.toml.orig"}) {
    EXPECT_FALSE(is_manifest(path)) << path;
    EXPECT_TRUE(read_manifest(path, "anything").units.empty());
  }
}

}  // namespace
}  // namespace assay
