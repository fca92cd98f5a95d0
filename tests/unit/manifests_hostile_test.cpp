// Manifests that are broken, huge, deep or of the wrong shape: all readers stay within time, memory and stack.

#include <chrono>

#include "analyzer/base/text.h"
#include "tests/unit/manifests_support.h"

namespace assay {
namespace {

const std::vector<std::string>& all_names() {
  static const std::vector<std::string> names = {"package.json",
                                                 "package-lock.json",
                                                 "yarn.lock",
                                                 "pnpm-lock.yaml",
                                                 "pnpm-workspace.yaml",
                                                 "lerna.json",
                                                 "angular.json",
                                                 "project.json",
                                                 "pyproject.toml",
                                                 "setup.py",
                                                 "setup.cfg",
                                                 "requirements.txt",
                                                 "Pipfile",
                                                 "Pipfile.lock",
                                                 "poetry.lock",
                                                 "uv.lock",
                                                 "pom.xml",
                                                 "build.gradle",
                                                 "build.gradle.kts",
                                                 "settings.gradle",
                                                 "gradle/libs.versions.toml",
                                                 "build.sbt",
                                                 "a.csproj",
                                                 "a.sln",
                                                 "packages.config",
                                                 "Directory.Packages.props",
                                                 "go.mod",
                                                 "go.work",
                                                 "Cargo.toml",
                                                 "Cargo.lock",
                                                 "Gemfile",
                                                 "Gemfile.lock",
                                                 "a.gemspec",
                                                 "composer.json",
                                                 "composer.lock",
                                                 "CMakeLists.txt",
                                                 "meson.build",
                                                 "Makefile",
                                                 "Kbuild",
                                                 "Makefile.am",
                                                 "configure.ac",
                                                 "Dockerfile",
                                                 "compose.yaml",
                                                 "Procfile",
                                                 "serverless.yml",
                                                 "Chart.yaml"};
  return names;
}

std::string repeat(std::string_view piece, std::size_t count) {
  std::string text;
  text.reserve(piece.size() * count);
  for (std::size_t i = 0; i < count; ++i) text += piece;
  return text;
}

void expect_clean(const ManifestT& manifest) {
  const auto check = [](const std::string& text) {
    EXPECT_TRUE(is_valid_utf8(text));
    EXPECT_LE(text.size(), 500u);
  };
  for (const auto& note : manifest.notes) check(note);
  for (const auto& unit : manifest.units) {
    check(unit->name);
    check(unit->reason);
    for (const auto* list : {&unit->sources, &unit->entries, &unit->members}) {
      for (const auto& text : *list) check(text);
    }
    for (const auto& dependency : unit->dependencies) {
      check(dependency->name);
      check(dependency->version);
      EXPECT_FALSE(dependency->name.empty());
    }
  }
}

// Every reader gets every text. The limit is generous: tests run under sanitizers on busy machines.
void feed_all(const std::string& text) {
  for (const std::string& name : all_names()) {
    ASSERT_TRUE(is_manifest(name)) << name;
    const auto begin = std::chrono::steady_clock::now();
    const ManifestT manifest = read_manifest(name, text);
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(10)) << name << ' ' << text.substr(0, 20);
    expect_clean(manifest);
  }
}

TEST(ManifestsHostile, EmptyAndAlmostEmpty) {
  for (const std::string& text :
       {std::string(), std::string("\n"), std::string("\0", 1), std::string("null"), std::string("[]"),
        std::string("{}"), std::string("\""), std::string("="), std::string("<"), std::string("("), std::string("\\"),
        std::string("$("), std::string("%"), std::string(":")}) {
    feed_all(text);
  }
}

TEST(ManifestsHostile, DeepNesting) {
  for (const std::string_view piece :
       {"[",  "{",  "(",  "{\"a\":", "[[",   "a = [", "a: ", "- ",  "? ",   "<a>", "(a ",
        "a{", "$(", "${", "do\n",    "<!--", "[a.",   "a.",  "{a=", "&a [", "\"",  "'"}) {
    feed_all(repeat(piece, 100'000));
  }
  std::string indented;
  for (std::size_t depth = 0; depth < 1500; ++depth) indented += repeat(" ", depth) + "a:\n";
  feed_all(indented);
}

TEST(ManifestsHostile, DepthIsNoted) {
  const auto note = [](const char* name, const std::string& text) {
    const ManifestT manifest = read_manifest(name, text);
    return manifest.notes.empty() ? std::string() : manifest.notes.front();
  };
  EXPECT_EQ(note("package.json", repeat("[", 100'000)), "nested too deeply, not read from line 1 on");
  EXPECT_EQ(note("Cargo.toml", "a = " + repeat("[", 100'000)), "nested too deeply in line 1");
  EXPECT_EQ(note("Cargo.toml", "a" + repeat(".a", 100'000) + " = 1"), "nested too deeply in line 1");
  EXPECT_EQ(note("compose.yaml", repeat("[", 100'000)), "nested too deeply, the rest is not read");
}

TEST(ManifestsHostile, MalformedTomlCostsItsLineOnly) {
  for (const char* line :
       {"a = ,", "a = [,]", "a = ]", "a = {b}", "= 1", "[", "[[a]", "[a.]", "a = \"\\u12\"", "a = \"open", "a = 1979-",
        "a b = 1", "a = 0x", "\xEF\xBF\xBF = 1", "a = \"\xF4\x90\x80\x80\""}) {
    const ManifestT manifest = read_manifest("Cargo.toml", std::string("[package]\n") + line + "\nname = \"kept\"\n");
    ASSERT_EQ(manifest.units.size(), 1u) << line;
    EXPECT_EQ(manifest.units.at(0)->name, "kept") << line;
    expect_clean(manifest);
  }
  EXPECT_EQ(read_manifest("Cargo.toml", "[package]\na = ,\n").notes, Texts{"not valid TOML in line 2"});
}

TEST(ManifestsHostile, TomlTextsAndKeys) {
  const ManifestT manifest =
      read_manifest("Cargo.toml",
                    "package.\"name\" = \"a\\u00e9\\\"\"\n[dependencies]\n'single' = '''\nline'''\n\"q.r\" = { version "
                    "= \"\"\"one \\\n   two\"\"\" , path = 'p' }\n");
  EXPECT_TRUE(manifest.notes.empty());
  EXPECT_EQ(dependencies_of(unit_of(manifest, "a\xC3\xA9\"")), (Texts{"single line", "q.r one two"}));
}

TEST(ManifestsHostile, AliasBomb) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 60; ++i) {
    const std::string before = "*a" + std::to_string(i - 1);
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + repeat("," + before, 8) + "]\n";
  }
  feed_all(bomb + "services: *a59\npackages: *a59\nfunctions: *a59\n");
  feed_all("services: &s\n  a: *s\n  <<: *s\n  build: *s\npackages: *s\n");
  feed_all("services: {a: {build: {context: .}, <<: &m {<<: *m}}}\n");
  feed_all("a: &a x\nservices: [" + repeat("*a,", 200'000) + "]\n");
}

TEST(ManifestsHostile, XmlEntities) {
  const std::string text =
      R"(<?xml version="1.0"?><!DOCTYPE project [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>
<project><artifactId>&f;</artifactId></project>)";
  const ManifestT manifest = read_manifest("pom.xml", text);
  EXPECT_TRUE(manifest.units.empty());
  EXPECT_EQ(manifest.notes, Texts{"declares entities, not read"});
  feed_all(text);
}

TEST(ManifestsHostile, ExpansionsThatDouble) {
  std::string cmake = "set(A a b c d)\n";
  std::string make = "A = a b c d\n";
  std::string meson = "a = ['a', 'b']\n";
  std::string maven = "<project><artifactId>${a0}</artifactId><properties>";
  for (int i = 0; i < 2000; ++i) {
    cmake += "set(A ${A} ${A} \"${A}${A}\")\nadd_library(l" + std::to_string(i) + " ${A})\n";
    make += "A += $(A) $(A)\nx" + std::to_string(i) + ": $(A)\n\t$(CC) -o x $(A)\n";
    meson += "a += a\na = a + a\nexecutable('x', a, a)\n";
    const std::string next = "${a" + std::to_string(i + 1) + "}";
    maven += "<a" + std::to_string(i) + ">" + repeat(next, 10) + "</a" + std::to_string(i) + ">";
  }
  feed_all(cmake);
  feed_all(make);
  feed_all(meson);
  feed_all(maven + "</properties></project>");
}

TEST(ManifestsHostile, WrongTypesEverywhere) {
  for (const char* value : {"null", "1", "-0.0", "1e999", "123456789012345678901234567890", "true", "\"\"", "[]", "{}",
                            "[[1], {\"a\": null}]", "{\"a\": [1, {\"b\": 2}]}", "NaN", "-Infinity"}) {
    std::string json = "{";
    for (const char* key : {"name",
                            "bin",
                            "main",
                            "exports",
                            "scripts",
                            "workspaces",
                            "dependencies",
                            "devDependencies",
                            "packages",
                            "packages-dev",
                            "projects",
                            "targets",
                            "projectType",
                            "require",
                            "autoload",
                            "type",
                            "default",
                            "_meta",
                            "engines",
                            "private",
                            "lockfileVersion",
                            "repositories"}) {
      json += std::string(json.size() > 1 ? "," : "") + "\"" + key + "\": " + value;
    }
    feed_all(json + "}");
  }
  for (const char* value :
       {"1", "nan", "1979-05-27T07:32:00Z", "true", "\"\"", "[]", "[[]]", "[{}]", "{}", "{a = [1, {b = 2}]}"}) {
    std::string toml;
    for (const char* key : {"package", "project", "tool", "workspace", "lib", "bin", "target", "dependencies",
                            "build-system", "dependency-groups", "libraries", "versions", "plugins", "packages"}) {
      toml += std::string(key) + " = " + value + "\n";
    }
    feed_all(toml);
    feed_all(std::string("[tool]\npoetry = ") + value + "\nsetuptools = " + value + "\nuv = " + value +
             "\nhatch = " + value + "\n");
  }
  for (const char* value : {"1", "x", "[]", "[1, [2]]", "{a: 1}", "{a: [1]}",
                            "{a: {build: [1], command: {x: 1}, ports: 5}}", "!!binary x", "~"}) {
    feed_all(std::string("services: ") + value + "\npackages: " + value + "\nfunctions: " + value + "\nname: " + value +
             "\nimporters: " + value + "\nservice: " + value + "\n");
  }
}

TEST(ManifestsHostile, TruncatedAnywhere) {
  const std::vector<std::pair<std::string, std::string>> samples = {
      {"package.json", R"({"name": "a\u00e9", "bin": {"x": "y"}, "dependencies": {"b": "1"}})"},
      {"Cargo.toml",
       "[package]\nname = \"a\"\n[[bin]]\nname = '''x'''\n[dependencies]\nb = { version = \"1\", features = [\"c\"] "
       "}\n"},
      {"compose.yaml",
       "services:\n  a: &x\n    build: {context: .}\n    ports: [\"1:1\"]\n    command: >\n      run it\n  b: *x\n"},
      {"pom.xml",
       "<project><artifactId>a</artifactId><!-- c "
       "--><dependencies><dependency><artifactId>b</artifactId></dependency></dependencies></project>"},
      {"setup.py",
       "X = ['a']\nsetup(name='n', entry_points={'console_scripts': ['a=b:c']}, install_requires=X + "
       "[\"\"\"d\"\"\"])\n"},
      {"build.gradle",
       "plugins { id 'a.b' version '1' }\ndependencies { implementation(platform('a:b:c'), 'd:e:f') }\n"},
      {"build.sbt",
       "lazy val a = (project in file(\"b\")).settings(libraryDependencies += \"c\" %% \"d\" % \"e\" % Test)\n"},
      {"CMakeLists.txt",
       "project(a)\nset(B [==[x]==] \"y\\\"z\")\nadd_library(c ${B} d.c)\nadd_test(NAME e COMMAND $<TARGET_FILE:c>)\n"},
      {"meson.build", "project('a')\nb = files('c.c')\ne = executable('d', b, x: [1])\ntest('f', e)\n"},
      {"Makefile", "A := b.o\nc: $(A:.o=.c)\n\t$(CC) -o $@ $^\nobj-$(CONFIG_X) += d.o e/\nd-y := f.o\n"},
      {"a.gemspec",
       "Gem::Specification.new do |s|\n s.name = 'a'\n s.executables << 'b'\n s.add_dependency 'c', '~> 1'\nend\n"},
      {"Dockerfile", "ARG A=1\nFROM x:${A} AS y\nEXPOSE 80 \\\n 81\nRUN <<E\nE\nCMD [\"a\", \"b\"]\n"},
      {"configure.ac", "AC_INIT([a],[1])\nPKG_CHECK_MODULES([B],[c >= 1 d])\n"}};
  for (const auto& [name, text] : samples) {
    for (std::size_t length = 0; length <= text.size(); ++length)
      expect_clean(read_manifest(name, text.substr(0, length)));
    EXPECT_FALSE(read_manifest(name, text).units.empty()) << name;
  }
}

TEST(ManifestsHostile, WhatWasReadBeforeTheErrorIsKept) {
  const ManifestT manifest = read_manifest("package.json", "{\"name\": \"a\",\n\"dependencies\": {\"b\": \"1\",\n");
  EXPECT_EQ(dependencies_of(unit_of(manifest, "a")), Texts{"b 1"});
  EXPECT_EQ(manifest.notes, Texts{"not valid JSON from line 3 on"});
}

TEST(ManifestsHostile, BytesThatAreNoText) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  feed_all(repeat(bytes, 50));
  for (const std::string& name : all_names()) {
    expect_clean(
        read_manifest(name, "name = \"\xFF\xC0\x80\"\nweb: \xED\xA0\x80\ngem '\xF5'\nmodule \xFE\nrequire \x80 v1\n"));
  }
  const ManifestT manifest = read_manifest("go.mod",
                                           "module a\xFF"
                                           "b\nrequire c\xC3 v1\n");
  EXPECT_EQ(manifest.units.at(0)->name,
            "a\xEF\xBF\xBD"
            "b");
  EXPECT_EQ(manifest.units.at(0)->dependencies.at(0)->name, "c\xEF\xBF\xBD");
}

TEST(ManifestsHostile, LongLinesAndManyTokens) {
  feed_all(repeat("a", 2'000'000));
  for (const std::string_view piece : {"a\n",
                                       "a ",
                                       "a=1\n",
                                       "a: b\n",
                                       "[a]\n",
                                       "<a/>",
                                       "gem 'a'\n",
                                       "include 'a'\n",
                                       "'a',",
                                       "\"a\" % ",
                                       "enablePlugins ",
                                       "name(",
                                       "a:\n",
                                       "FROM a\n",
                                       "set(A b)\n",
                                       "\\\n",
                                       "#[[",
                                       "group ",
                                       "a = [\n",
                                       "executable('a',\n",
                                       "a = a +\n",
                                       "require (\n",
                                       "val a = (\n",
                                       "setup(\n",
                                       "id(",
                                       "dependencies {\n"}) {
    feed_all(repeat(piece, 60'000));
  }
}

TEST(ManifestsHostile, DependenciesAreCapped) {
  std::string lock;
  for (int i = 0; i < 100'005; ++i) lock += "p" + std::to_string(i) + "@^1:\n  version \"1.0\"\n";
  const ManifestT manifest = read_manifest("yarn.lock", lock);
  EXPECT_EQ(manifest.units.at(0)->dependencies.size(), 100'000u);
  EXPECT_EQ(manifest.notes, Texts{"more than 100000 dependencies, the rest is not read"});
}

TEST(ManifestsHostile, SameTextSameResult) {
  const std::string text = "services:\n  b: {build: b}\n  a: {build: a, ports: [1]}\n";
  const ManifestT first = read_manifest("compose.yaml", text);
  const ManifestT second = read_manifest("compose.yaml", text);
  ASSERT_EQ(first.units.size(), second.units.size());
  for (std::size_t i = 0; i < first.units.size(); ++i) EXPECT_EQ(first.units[i]->name, second.units[i]->name);
}

}  // namespace
}  // namespace assay
