#include "analyzer/analysis/components.h"

#include <gtest/gtest.h>

#include "analyzer/analysis/component_kind.h"
#include "parsers/manifests/manifests.h"
#include "tests/support/literal_model.h"

namespace assay {
namespace {

using facts::UnitKind;

std::string lines(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "a = 1\n";
  return text;
}

ManifestFile manifest(std::string path, std::string format, std::string directory, std::string name = {},
                      UnitKind kind = UnitKind::Unknown) {
  ManifestFile file;
  file.path = std::move(path);
  file.manifest.format = std::move(format);
  auto unit = std::make_unique<facts::UnitT>();
  unit->directory = std::move(directory);
  unit->name = std::move(name);
  unit->kind = kind;
  unit->reason = "the manifest says so";
  file.manifest.units.push_back(std::move(unit));
  return file;
}

std::vector<ManifestFile> list_of(ManifestFile a) {
  std::vector<ManifestFile> all;
  all.push_back(std::move(a));
  return all;
}

template <class... More>
std::vector<ManifestFile> list_of(ManifestFile a, More... more) {
  std::vector<ManifestFile> all = list_of(std::move(a));
  (all.push_back(std::move(more)), ...);
  return all;
}

// name → code lines
std::map<std::string, std::uint32_t> sizes(const Components& components) {
  std::map<std::string, std::uint32_t> result;
  for (const Component& c : components.list) result[c.name] = c.code_lines;
  return result;
}

using Sizes = std::map<std::string, std::uint32_t>;

TEST(Components, SmallRepositoryIsOne) {
  const Model model = model_of({{"a/x.py", lines(100)}, {"b/y.py", lines(100)}});
  const Components components = discover_components(model, {}, {}, "shop");
  EXPECT_EQ(sizes(components), (Sizes{{"shop", 200}}));
  EXPECT_EQ(components.of_file, (std::vector<ComponentId>{ComponentId::of_index(0), ComponentId::of_index(0)}));
}

TEST(Components, PackagesTakeTheirFoldersTheDeepestFirst) {
  const Model model = model_of({{"a/x.py", lines(10)}, {"a/inner/y.py", lines(20)}, {"z.py", lines(5)}});
  const auto manifests = list_of(manifest("a/pyproject.toml", "pyproject.toml", "a", "outer"),
                                 manifest("a/inner/pyproject.toml", "pyproject.toml", "a/inner", "inner"));
  EXPECT_EQ(sizes(discover_components(model, manifests, {}, "shop")),
            (Sizes{{"outer", 10}, {"inner", 20}, {"shop", 5}}));
}

TEST(Components, ProgramsThatRunWhileBuildingAreNoCommands) {
  const Model model = model_of({{"arch/setup.c", lines(90)}, {"arch/tools/gen.c", "int main(void) { return 0; }\n"}});
  const auto kind = [&](const std::string& objects) {
    std::vector<ManifestFile> files;
    files.push_back({"arch/Makefile", read_manifest("arch/Makefile", objects + "hostprogs := tools/gen\n")});
    Components components = discover_components(model, files, {}, "kernel");
    decide_kind(components.list.at(0), {});
    return components.list.at(0).kind;
  };
  EXPECT_EQ(kind("obj-y += setup.o\n"), facts::UnitKind::Library);
  EXPECT_EQ(kind(""), facts::UnitKind::Infrastructure);
}

TEST(Components, BuildFileBelowOneOfItsToolMakesNone) {
  const Model model = model_of({{"src/a.c", "int a;\n"}, {"x.py", lines(1)}});
  const auto manifests = list_of(manifest("Makefile", "Makefile", ""), manifest("src/Makefile", "Makefile", "src"));
  EXPECT_EQ(sizes(discover_components(model, manifests, {}, "db")), (Sizes{{"db", 2}}));
}

TEST(Components, BuildFileBelowOneOfAnotherToolMakesOne) {
  const Model model = model_of({{"frames/a.py", lines(70)}, {"x.py", lines(1)}});
  const auto manifests =
      list_of(manifest("Dockerfile", "Dockerfile", ""), manifest("frames/CMakeLists.txt", "CMakeLists.txt", "frames"));
  EXPECT_EQ(sizes(discover_components(model, manifests, {}, "db")), (Sizes{{"db", 1}, {"frames", 70}}));
}

TEST(Components, BuildFileWithACrumbOfCodeBelongsToWhatLiesAround) {
  const Model model = model_of({{"frames/a.py", lines(5)}, {"x.py", lines(1)}});
  const auto manifests = list_of(manifest("frames/CMakeLists.txt", "CMakeLists.txt", "frames"));
  EXPECT_EQ(sizes(discover_components(model, manifests, {}, "db")), (Sizes{{"db", 6}}));
}

TEST(Components, LargeFolderIsSplitBelowItsPrefix) {
  const Model model = model_of({{"src/a/x.py", lines(500)}, {"src/b/y.py", lines(300)}, {"src/c/z.py", lines(10)}});
  EXPECT_EQ(sizes(discover_components(model, {}, {}, "shop")), (Sizes{{"src/a", 500}, {"src/b", 300}, {"shop", 10}}));
}

TEST(Components, PackageIsNotCutIntoPiecesWithoutAVerdictOfTheirOwn) {
  const Model model = model_of({{"in/src/main/a.py", lines(600)}, {"in/src/test/b.py", lines(90)}});
  const auto manifests = list_of(manifest("in/pom.xml", "pom.xml", "in", "ingest"));
  EXPECT_EQ(sizes(discover_components(model, manifests, {}, "shop")), (Sizes{{"ingest", 690}}));
}

TEST(Components, LargePackageIsSplitIntoItsLargeFolders) {
  const Model model = model_of({{"p/a/x.py", lines(700)}, {"p/b/y.py", lines(600)}, {"p/c/z.py", lines(599)}});
  const auto manifests = list_of(manifest("p/pom.xml", "pom.xml", "p", "p"));
  EXPECT_EQ(sizes(discover_components(model, manifests, {}, "shop")), (Sizes{{"p/a", 700}, {"p/b", 600}, {"p", 599}}));
}

TEST(Components, NamedOnesComeFirstAndStayWhole) {
  const Model model = model_of({{"a/x/x.py", lines(700)}, {"a/y/y.py", lines(700)}, {"b.py", lines(3)}});
  const auto manifests = list_of(manifest("a/x/pom.xml", "pom.xml", "a/x", "x"));
  const Components components = discover_components(model, manifests, {{"all", {"./a/"}}}, "shop");
  EXPECT_EQ(sizes(components), (Sizes{{"all", 1400}, {"shop", 3}}));
}

TEST(Components, DeploymentFileDoesNotMakeCodeInfrastructure) {
  const Model code = model_of({{"x.py", lines(100)}});
  const auto manifests = list_of(manifest("compose.yaml", "compose", "", {}, UnitKind::Infrastructure));
  const Components with_code = discover_components(code, manifests, {}, "shop");
  EXPECT_EQ(with_code.list.at(0).kind, UnitKind::Unknown);
  EXPECT_EQ(with_code.list.at(0).container.first, "compose.yaml");

  const Model crumb = model_of({{"x.py", lines(10)}});
  EXPECT_EQ(discover_components(crumb, manifests, {}, "shop").list.at(0).kind, UnitKind::Infrastructure);
}

TEST(Components, ManifestSpeaksForTheDeepestComponentOnly) {
  const Model model = model_of({{"a/x.py", lines(10)}, {"a/inner/y.py", lines(20)}});
  const auto manifests = list_of(manifest("a/pom.xml", "pom.xml", "a", "outer"),
                                 manifest("a/inner/pom.xml", "pom.xml", "a/inner", "inner", UnitKind::Cli));
  const Components components = discover_components(model, manifests, {}, "shop");
  for (const Component& c : components.list) EXPECT_EQ(c.kind == UnitKind::Cli, c.name == "inner") << c.name;
}

TEST(Components, ProjectsInsideTestsAreWhatIsTestedOn) {
  const Model model =
      model_of({{"p/a.py", lines(50)}, {"p/src/test/one/b.py", lines(60)}, {"p/tests/c.py", lines(70)}});
  const auto manifests = list_of(manifest("p/pom.xml", "pom.xml", "p", "p"),
                                 manifest("p/src/test/one/pom.xml", "pom.xml", "p/src/test/one", "one"),
                                 manifest("p/tests/pom.xml", "pom.xml", "p/tests", "tests"));
  EXPECT_EQ(sizes(discover_components(model, manifests, {}, "shop")), (Sizes{{"p", 110}, {"tests", 70}}));
}

TEST(Components, HostileFoldersStayBounded) {
  Sources sources;
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "d/";
  sources[deep + "x.py"] = lines(700);
  for (int i = 0; i < 600; ++i) sources["wide/f" + std::to_string(i) + "/x.py"] = lines(70);
  const Components components = discover_components(model_of(sources), {}, {}, "shop");
  EXPECT_LE(components.list.size(), 700U);
  std::uint32_t all = 0;
  for (const Component& c : components.list) all += c.code_lines;
  EXPECT_EQ(all, 700U + 600U * 70U);
}

Signals with(std::initializer_list<std::pair<const char*, double>> values) {
  Signals signals;
  for (const auto& [id, value] : values) signals[id] = {id, value, "", {}};
  return signals;
}

UnitKind kind_of(const Signals& signals, UnitKind stated = UnitKind::Unknown) {
  Component component;
  component.kind = stated;
  decide_kind(component, signals);
  return component.kind;
}

TEST(ComponentKind, TestsOnlyWhereLittleElseIsLeft) {
  EXPECT_EQ(kind_of(with({{"test.share", 0.8}, {"size.code_lines", 100}})), UnitKind::Tests);
  EXPECT_NE(kind_of(with({{"test.share", 0.8}, {"size.code_lines", 5000}})), UnitKind::Tests);
  EXPECT_NE(kind_of(with({{"test.share", 0.8}, {"size.code_lines", 100}, {"coupling.callers", 2}})), UnitKind::Tests);
  EXPECT_EQ(kind_of(with({{"test.share", 1.0}}), UnitKind::Library), UnitKind::Tests);
}

TEST(ComponentKind, FollowsWhatTheCodeDoesWhereManifestsAreSilent) {
  EXPECT_EQ(kind_of(with({{"entry.listener_count", 1}})), UnitKind::Service);
  EXPECT_EQ(kind_of(with({{"entry.main_count", 1}, {"domain.cli", 0.5}})), UnitKind::Cli);
  EXPECT_EQ(kind_of(with({})), UnitKind::Library);
  EXPECT_EQ(kind_of(with({{"entry.listener_count", 1}}), UnitKind::Cli), UnitKind::Cli);
}

TEST(ComponentKind, AProgramCallsOthersAndIsNotCalled) {
  EXPECT_EQ(kind_of(with({{"entry.main_count", 1}, {"surface.exported_share", 0.7}, {"coupling.out_density", 4}})),
            UnitKind::Cli);
  EXPECT_EQ(kind_of(with({{"entry.main_count", 1},
                          {"surface.exported_share", 0.7},
                          {"coupling.out_density", 4},
                          {"coupling.callers", 1}})),
            UnitKind::Library);
  EXPECT_EQ(kind_of(with({{"entry.main_count", 1}, {"surface.exported_share", 0.7}})), UnitKind::Library);
}

TEST(ComponentKind, FoldersSayWhatIsNoProduct) {
  const auto in = [](const char* folder) {
    Component component;
    component.paths = {folder};
    decide_kind(component, with({{"entry.listener_count", 1}}));
    return component.kind;
  };
  EXPECT_EQ(in("benchmarks"), UnitKind::Tests);
  EXPECT_EQ(in("docs"), UnitKind::Docs);
  EXPECT_EQ(in("extra"), UnitKind::Infrastructure);
  EXPECT_EQ(in(".buildkite"), UnitKind::Infrastructure);
  EXPECT_EQ(in("server"), UnitKind::Service);
}

TEST(ComponentKind, WhatIsStartedAndDoesNotListenIsAWorker) {
  Component component;
  component.started = "script `start` in package.json";
  decide_kind(component, with({}));
  EXPECT_EQ(component.kind, UnitKind::Worker);
  component.kind = UnitKind::Unknown;
  decide_kind(component, with({{"entry.listener_count", 1}}));
  EXPECT_EQ(component.kind, UnitKind::Service);
}

TEST(ComponentKind, AProgramThatListensIsAService) {
  Component component;
  component.program = "rule `server` in Makefile links a program";
  decide_kind(component, with({{"entry.listener_count", 1}}));
  EXPECT_EQ(component.kind, UnitKind::Service);
  component.kind = UnitKind::Unknown;
  decide_kind(component, with({}));
  EXPECT_EQ(component.kind, UnitKind::Cli);
  EXPECT_EQ(component.kind_reason, component.program);
}

}  // namespace
}  // namespace assay
