// package.json, its lock files and workspaces.

#include "tests/unit/manifests_support.h"

namespace assay {
namespace {

using facts::DependencyScope;
using facts::UnitKind;

TEST(ManifestsJavaScript, CommandLinePackage) {
  const ManifestT manifest = read_manifest("tools/cli/package.json", R"({
  "name": "@acme/cli",
  "version": "1.2.0",
  "bin": {"acme": "./bin/acme.js", "acme-dev": "bin/dev.js"},
  "main": "lib/index.js",
  "workspaces": {"packages": ["packages/*", "examples/one"]},
  "dependencies": {
    "commander": "^11.0.0",
    "local": "workspace:*"
  },
  "peerDependencies": {"react": ">=17"},
  "optionalDependencies": {"fsevents": "~2.3.2"},
  "devDependencies": {"jest": "29.7.0"}
})");
  EXPECT_EQ(manifest.format, "package.json");
  EXPECT_TRUE(manifest.notes.empty());
  ASSERT_EQ(manifest.units.size(), 1u);
  const UnitT& unit = unit_of(manifest, "@acme/cli");
  EXPECT_EQ(unit.directory, "tools/cli");
  EXPECT_EQ(unit.kind, UnitKind::Cli);
  EXPECT_EQ(unit.reason, "`bin` in package.json names 2 commands");
  EXPECT_EQ(unit.entries, (Texts{"tools/cli/lib/index.js", "tools/cli/bin/acme.js", "tools/cli/bin/dev.js"}));
  EXPECT_EQ(unit.members, (Texts{"packages/*", "examples/one"}));
  EXPECT_EQ(dependencies_of(unit), (Texts{"commander ^11.0.0", "local workspace:*", "react >=17"}));
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Optional), Texts{"fsevents ~2.3.2"});
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Development), Texts{"jest 29.7.0"});
  EXPECT_EQ(dependency_of(unit, "commander").line, 8u);
  EXPECT_EQ(dependency_of(unit, "commander").ecosystem, "npm");
  EXPECT_FALSE(dependency_of(unit, "commander").locked);
}

TEST(ManifestsJavaScript, LibraryInterfaceAndApplication) {
  const auto kind = [](std::string_view text) { return read_manifest("package.json", text).units.at(0)->kind; };
  EXPECT_EQ(kind(R"({"name": "a", "exports": {".": "./a.js"}, "types": "a.d.ts"})"), UnitKind::Library);
  EXPECT_EQ(kind(R"({"name": "a", "main": "a.js", "repository": "x/y"})"), UnitKind::Library);
  EXPECT_EQ(kind(R"({"name": "a", "private": true, "scripts": {"dev": "NODE_ENV=x vite --host"}})"), UnitKind::Ui);
  EXPECT_EQ(kind(R"({"name": "a", "scripts": {"start": "react-scripts start"}})"), UnitKind::Ui);
  // Tools and generated members that say nothing about what the package is.
  EXPECT_EQ(kind(R"({"name": "a", "main": "index.js"})"), UnitKind::Unknown);
  EXPECT_EQ(kind(R"({"name": "a", "private": true, "scripts": {"test": "vite-node x", "build": "tsc"}})"),
            UnitKind::Unknown);
  EXPECT_EQ(kind(R"({"name": "a", "exports": "./a.js", "scripts": {"dev": "vite"}})"), UnitKind::Library);
}

TEST(ManifestsJavaScript, StartScriptNamesTheEntry) {
  const ManifestT manifest = read_manifest("api/package.json", R"({"name": "api", "private": true,
    "scripts": {"start": "NODE_ENV=production node --enable-source-maps dist/server.js", "worker": "tsx src/worker.ts"}})");
  EXPECT_EQ(unit_of(manifest, "api").entries, (Texts{"api/dist/server.js", "api/src/worker.ts"}));
}

TEST(ManifestsJavaScript, PathsThatLeaveTheRepositoryAreDropped) {
  const ManifestT manifest = read_manifest(
      "a/package.json", R"({"name": "a", "bin": {"x": "../../../etc/passwd", "y": "/etc/passwd", "z": "../z.js"}})");
  EXPECT_EQ(unit_of(manifest, "a").entries, Texts{"z.js"});
}

TEST(ManifestsJavaScript, PackageLockOfAllVersions) {
  const ManifestT first = read_manifest("package-lock.json", R"({"lockfileVersion": 1, "dependencies": {
    "a": {"version": "1.0.0", "dependencies": {"b": {"version": "2.0.0", "dev": true}}},
    "c": {"version": "3.0.0", "optional": true}}})");
  EXPECT_EQ(dependencies_of(*first.units.at(0)), Texts{"a 1.0.0"});
  EXPECT_EQ(dependencies_of(*first.units.at(0), DependencyScope::Development), Texts{"b 2.0.0"});
  EXPECT_EQ(dependencies_of(*first.units.at(0), DependencyScope::Optional), Texts{"c 3.0.0"});

  const ManifestT third = read_manifest("web/package-lock.json", R"({"lockfileVersion": 3, "packages": {
    "": {"name": "web", "dependencies": {"a": "^1.0.0"}},
    "packages/own": {"version": "0.0.1"},
    "node_modules/own": {"resolved": "packages/own", "link": true},
    "node_modules/a": {"version": "1.0.0"},
    "node_modules/a/node_modules/@s/b": {"version": "2.0.0", "dev": true}},
    "dependencies": {"a": {"version": "1.0.0"}}})");
  const UnitT& unit = *third.units.at(0);
  EXPECT_EQ(unit.directory, "web");
  EXPECT_EQ(dependencies_of(unit), Texts{"a 1.0.0"});
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Development), Texts{"@s/b 2.0.0"});
  EXPECT_TRUE(dependency_of(unit, "a").locked);
  EXPECT_EQ(dependency_of(unit, "a").line, 5u);
}

TEST(ManifestsJavaScript, YarnLockOfBothGenerations) {
  const ManifestT classic = read_manifest("yarn.lock", R"(# yarn lockfile v1


"@babel/core@^7.0.0", "@babel/core@^7.1.0":
  version "7.23.0"
  resolved "https://example.org/core.tgz"
  dependencies:
    version "1.0.0"

lodash@^4.17.0:
  version "4.17.21"
)");
  EXPECT_EQ(dependencies_of(*classic.units.at(0)), (Texts{"@babel/core 7.23.0", "lodash 4.17.21"}));
  EXPECT_EQ(dependency_of(*classic.units.at(0), "lodash").line, 10u);

  const ManifestT modern = read_manifest("yarn.lock", R"(__metadata:
  version: 6

"own@workspace:packages/own":
  version: 0.0.0-use.local
  resolution: "own@workspace:packages/own"

"semver@npm:^7.3.5, semver@npm:^7.3.7":
  version: 7.5.4
  resolution: "semver@npm:7.5.4"
)");
  EXPECT_EQ(dependencies_of(*modern.units.at(0)), Texts{"semver 7.5.4"});
}

TEST(ManifestsJavaScript, PnpmLockKeysOfAllVersions) {
  const ManifestT manifest = read_manifest("pnpm-lock.yaml", R"(lockfileVersion: '6.0'
importers:
  .: {}
  packages/a: {}
packages:
  /@babel/core@7.23.0(supports-color@8.1.1):
    resolution: {integrity: x}
    dev: true
  /lodash/4.17.21:
    resolution: {integrity: y}
  react@18.2.0:
    resolution: {integrity: z}
  /@types/node/20.1.0_typescript@5.0.0:
    resolution: {integrity: z}
)");
  const UnitT& unit = *manifest.units.at(0);
  EXPECT_EQ(unit.members, Texts{"packages/a"});
  EXPECT_EQ(dependencies_of(unit), (Texts{"lodash 4.17.21", "react 18.2.0", "@types/node 20.1.0"}));
  EXPECT_EQ(dependencies_of(unit, DependencyScope::Development), Texts{"@babel/core 7.23.0"});
}

TEST(ManifestsJavaScript, WorkspaceFiles) {
  EXPECT_EQ(
      read_manifest("pnpm-workspace.yaml", "packages:\n  - 'packages/*'\n  - '!**/test/**'\n").units.at(0)->members,
      (Texts{"packages/*", "!**/test/**"}));
  EXPECT_EQ(read_manifest("lerna.json", R"({"packages": ["modules/*"]})").units.at(0)->members, Texts{"modules/*"});
  const ManifestT angular = read_manifest("angular.json", R"({"projects": {
    "shop": {"root": "", "sourceRoot": "src", "projectType": "application", "architect": {"build": {"options": {"main": "src/main.ts"}}}},
    "ui": {"root": "projects/ui", "projectType": "library"}}})");
  EXPECT_EQ(unit_of(angular, "shop").kind, UnitKind::Ui);
  EXPECT_EQ(unit_of(angular, "shop").entries, Texts{"src/main.ts"});
  EXPECT_EQ(unit_of(angular, "ui").kind, UnitKind::Library);
  EXPECT_EQ(unit_of(angular, "ui").directory, "projects/ui");
  const ManifestT nx =
      read_manifest("libs/x/project.json", R"({"name": "x", "projectType": "library", "sourceRoot": "libs/x/src"})");
  EXPECT_EQ(unit_of(nx, "x").kind, UnitKind::Library);
  EXPECT_EQ(unit_of(nx, "x").sources, Texts{"libs/x/src"});
  EXPECT_TRUE(read_manifest("project.json", R"({"name": "another tool's file"})").units.empty());
}

}  // namespace
}  // namespace assay
