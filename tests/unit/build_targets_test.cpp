// What build files make of a repository of C: components, links between them, and the headers that sources mean.
#include "analyzer/analysis/build_targets.h"

#include <gtest/gtest.h>

#include "analyzer/analysis/call_graph.h"
#include "analyzer/analysis/components.h"
#include "analyzer/analysis/included_files.h"
#include "parsers/manifests/manifests.h"
#include "tests/support/literal_model.h"

namespace assay {
namespace {

std::string code(int lines, const std::string& first = {}) {
  std::string text = first;
  for (int i = 0; i < lines; ++i) text += "int a" + std::to_string(i) + ";\n";
  return text;
}

std::vector<ManifestFile> manifests_of(const Sources& texts) {
  std::vector<ManifestFile> all;
  for (const auto& [path, text] : texts) all.push_back({path, read_manifest(path, text)});
  return all;
}

std::map<std::string, std::vector<std::string>> paths_of(const Components& components) {
  std::map<std::string, std::vector<std::string>> paths;
  for (const Component& c : components.list) paths[c.id] = c.paths;
  return paths;
}

std::vector<std::string> links_of(const Components& components) {
  std::vector<std::string> links;
  for (const ComponentLink& link : components.links)
    links.push_back(components.list[link.from.index()].id + " " + components.list[link.to.index()].id + " " +
                    link.what + " " + link.file + ":" + std::to_string(link.line));
  return links;
}

// A server and its client in one folder, with files that both are made of, and a library beside them.
TEST(BuildTargets, ProgramsOfOneFolderAreComponents) {
  const Model model = model_of({{"deps/net/net.c", code(700)},
                                {"src/client.c", code(700)},
                                {"src/client.h", code(5)},
                                {"src/server.c", code(900)},
                                {"src/shared.c", code(50)},
                                {"src/small.c", code(80)}});
  const auto manifests =
      manifests_of({{"deps/net/Makefile", "%.o: %.c\n\t$(CC) -c $<\nlibnet.a: net.o\n\tar rcs $@ $^\n"},
                    {"src/Makefile",
                     "%.o: %.c\n\t$(CC) -c $<\n"
                     "server: server.o shared.o\n\t$(CC) -o $@ $^ ../deps/net/libnet.a\n"
                     "client: client.o shared.o\n\t$(CC) -o $@ $^ -lnet -lm\n"
                     "small: small.o\n\t$(CC) -o $@ $^\n"}});
  const Components components = discover_components(model, manifests, {}, "db");
  using Paths = std::map<std::string, std::vector<std::string>>;
  EXPECT_EQ(paths_of(components),
            (Paths{{"net", {"deps/net"}}, {"src", {"src"}}, {"src-client", {"src/client.c", "src/client.h"}}}));
  EXPECT_EQ(links_of(components), (std::vector<std::string>{"src net deps/net/libnet.a src/Makefile:3",
                                                            "src-client net net src/Makefile:5"}));
  for (const Component& c : components.list) {
    EXPECT_EQ(c.kind, c.id == "net" ? facts::UnitKind::Library : facts::UnitKind::Unknown) << c.id;
    EXPECT_EQ(c.program, c.id == "net"   ? ""
                         : c.id == "src" ? "rule `server` in Makefile links a program"
                                         : "rule `client` in Makefile links a program");
  }
}

// Libraries that have a folder each are no reason to cut what lies around them.
TEST(BuildTargets, ATargetPerFolderCutsNothing) {
  const Model model = model_of({{"lib/a/a.c", code(700)}, {"lib/b/b.c", code(700)}, {"lib/c/c.c", code(800)}});
  const auto manifests = manifests_of({{"lib/CMakeLists.txt",
                                        "add_library(a a/a.c)\nadd_library(b b/b.c)\nadd_library(c c/c.c)\n"
                                        "target_link_libraries(a PUBLIC ns::b)\n"},
                                       {"lib/more/CMakeLists.txt", "target_link_libraries(c PRIVATE a missing)\n"}});
  const Components components = discover_components(model, manifests, {{"all", {"lib/a", "lib/b"}}}, "db");
  EXPECT_EQ(components.list.size(), 2U);
  EXPECT_EQ(links_of(components), std::vector<std::string>{"lib all a lib/more/CMakeLists.txt:1"});
}

TEST(BuildTargets, OfOneNameTheNearestIsLinked) {
  const Model model = model_of({{"x/app.c", code(1)}, {"x/util.c", code(1)}, {"y/util.c", code(1)}});
  const auto manifests = manifests_of(
      {{"x/meson.build", "util = static_library('util', 'util.c')\nexecutable('app', 'app.c', link_with: util)\n"},
       {"y/meson.build", "util = static_library('util', 'util.c')\n"}});
  const std::vector<BuildTarget> targets = find_build_targets(model, manifests);
  ASSERT_EQ(targets.size(), 3U);
  const std::vector<TargetLink> links = find_target_links(targets);
  ASSERT_EQ(links.size(), 1U);
  EXPECT_EQ(targets[links[0].from].name, "app");
  EXPECT_EQ(targets[links[0].to].manifest->path, "x/meson.build");
}

// As many as a build file may hold, all of one name and linked with it.
TEST(BuildTargets, ManyOfOneNameDoNotTakeLong) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "s" + std::to_string(i) + " = library('a', 'a.c', link_with: [s1, a, b])\n";
  const Model model = model_of({{"a.c", code(1)}});
  const auto manifests = manifests_of({{"meson.build", text}});
  const std::vector<BuildTarget> targets = find_build_targets(model, manifests);
  EXPECT_GT(targets.size(), 15'000U);
  EXPECT_GT(find_target_links(targets).size(), 15'000U);
}

TEST(IncludedFiles, AreFoundWhereBuildFilesSay) {
  const Sources sources = {{"a/include/net/api.h", "int api;\n"}, {"a/src/deep/x.c", "int x;\n"},
                           {"a/src/util.h", "int u;\n"},          {"b/include/net/api.h", "int api;\n"},
                           {"b/src/util.h", "int u;\n"},          {"b/src/y.c", "int y;\n"},
                           {"lib/other.h", "int o;\n"},           {"main.c", "int m;\n"}};
  const Model model = model_of(sources);
  const auto manifests = manifests_of({{"a/src/CMakeLists.txt", "include_directories(. ../../b/include)\n"}});
  const IncludedFiles guessed(model, {}), told(model, manifests);
  const auto path = [&](const IncludedFiles& files, const char* from, const char* written, bool brackets = false) {
    const FileId found = files.find(from, written, brackets);
    return found ? model.files[found.index()].path : std::string();
  };
  EXPECT_EQ(path(guessed, "b/src/y.c", "util.h"), "b/src/util.h");
  EXPECT_EQ(path(guessed, "b/src/y.c", "../../a/src/util.h"), "a/src/util.h");
  EXPECT_EQ(path(guessed, "b/src/y.c", "net/api.h", true), "b/include/net/api.h");
  EXPECT_EQ(path(guessed, "a/src/deep/x.c", "net/api.h"), "a/include/net/api.h");
  EXPECT_EQ(path(told, "a/src/deep/x.c", "net/api.h"), "b/include/net/api.h");
  EXPECT_EQ(path(told, "a/src/deep/x.c", "util.h", true), "a/src/util.h");
  EXPECT_EQ(path(guessed, "a/src/deep/x.c", "util.h", true), "");  // a system's, as far as one knows
  EXPECT_EQ(path(guessed, "a/src/deep/x.c", "other.h"), "");       // another's, or made by the build
  EXPECT_EQ(path(guessed, "main.c", "other.h"), "lib/other.h");
  EXPECT_EQ(path(guessed, "main.c", "../../x.c"), "");
  EXPECT_EQ(path(guessed, "main.c", "stdio.h", true), "");
  EXPECT_EQ(path(guessed, "main.c", ""), "");
}

// Of functions of one name in two headers the one runs whose header the caller's folder is given.
TEST(IncludedFiles, SayWhichHeadersFunctionRuns) {
  const Model model = model_of({{"app/main.c", "#include \"lock.h\"\nint main() { return lock(); }\n"},
                                {"posix/lock.h", "static inline int lock() { return 1; }\n"},
                                {"win/lock.h", "static inline int lock() { return 2; }\n"}});
  const Symbols symbols(model);
  const auto manifests = manifests_of({{"app/Makefile", "CFLAGS = -I../win\n"}});
  const CallGraph calls = resolve_calls(model, symbols, Catalogs{}, "r", 1, manifests);
  ASSERT_EQ(calls.targets_of(0).size(), 1U);
  EXPECT_EQ(model.file_of(calls.targets_of(0)[0]).path, "win/lock.h");
  EXPECT_EQ(model.files[calls.included.at(0).index()].path, "win/lock.h");
}

}  // namespace
}  // namespace assay
