// What a hostile or an ordinary compile database comes to: parsers/cxx/compile_database.h and compile_flags.h.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>

#include "parsers/cxx/compile_database.h"
#include "parsers/cxx/compile_flags.h"

namespace assay {
namespace {

using Words = std::vector<std::string>;

DatabaseContext context() {
  DatabaseContext context;
  context.folder = "/r/build";
  context.roots = {"/r"};
  context.readable = {"/usr/include"};
  context.is_source = [](const std::string& path) { return path.ends_with(".c") || path.ends_with(".cc"); };
  context.read_in_repository = [](const std::string& path) -> Result<std::string> {
    if (path == "flags.rsp") return std::string("-DFROM_FILE -Isub @other.rsp -fplugin=x.so");
    return failure("no such file");
  };
  return context;
}

CompileDatabase read(const std::string& json) {
  Result<CompileDatabase> read = read_compile_database(json, context());
  EXPECT_TRUE(read.has_value());
  return read ? *read : CompileDatabase{};
}

AllowedFlags allowed(const Words& words) {
  return allowed_flags(words, "/r/build", "/r/a.cc", [](std::string path) {
    return lies_in_folder(path, "/r") || lies_in_folder(path, "/usr/include") ? path : std::string{};
  });
}

TEST(CompileCommands, CommandsAreSplitAsAShellSplitsThemAndNothingIsExpanded) {
  EXPECT_EQ((Words{"cc", "-DA=a b", "-DB=\"q\"", "x y", "$(touch evil)", "`id`", ";", "a\\b"}),
            split_command("cc '-DA=a b' -DB=\\\"q\\\" \"x y\" '$(touch evil)' '`id`' ; 'a\\b'"));
  EXPECT_EQ((Words{"cc", "", "$HOME"}), split_command("cc \"\" $HOME"));
  EXPECT_TRUE(split_command(" \t\n").empty());
}

TEST(CompileCommands, PathsAreMadeAbsoluteByTheirTextAlone) {
  EXPECT_EQ("/r/src/a.cc", absolute_path("../src/./a.cc", "/r/build"));
  EXPECT_EQ("/etc/passwd", absolute_path("../../../../etc/passwd", "/r/build"));
  EXPECT_EQ("/", absolute_path("/..", "/r"));
  EXPECT_TRUE(lies_in_folder("/r/a", "/r"));
  EXPECT_FALSE(lies_in_folder("/root", "/r"));
}

TEST(CompileCommands, FlagsThatSayWhatTheTextMeansPass) {
  const AllowedFlags flags =
      allowed({"ccache", "-I../include", "-isystem", "/usr/include/x", "-DA=1", "-U", "B", "-std=c++17", "-fno-rtti",
               "-m32", "-include", "../config.h", "-mavx2", "-c", "-O2", "-Wall", "-o", "a.o", "../a.cc"});
  EXPECT_EQ((Words{"-x", "c++", "-I", "/r/include", "-isystem", "/usr/include/x", "-DA=1", "-UB", "-std=c++17",
                   "-fno-rtti", "-m32", "-include", "/r/config.h", "-mavx2"}),
            flags.arguments);
  EXPECT_EQ(0U, flags.dropped);
}

TEST(CompileCommands, WhatWritesLoadsOrLiftsLimitsIsDroppedAndCounted) {
  for (const Words& words : std::initializer_list<Words>{{"-MF", "/tmp/evil"},
                                                         {"-MJ", "/tmp/evil"},
                                                         {"-MD"},
                                                         {"-Xclang", "-load"},
                                                         {"-fplugin=evil.so"},
                                                         {"-fpass-plugin=evil.so"},
                                                         {"-B", "/tmp"},
                                                         {"-fbracket-depth=10000000"},
                                                         {"-ftemplate-depth=100000"},
                                                         {"-fconstexpr-steps=4000000000"},
                                                         {"-save-temps"},
                                                         {"-ftime-trace=/tmp/evil"},
                                                         {"-fmodules-cache-path=/tmp/evil"},
                                                         {"-I", "/etc"},
                                                         {"-I../../etc"},
                                                         {"-include", "/etc/passwd"},
                                                         {"-isystem", "/root/.ssh"},
                                                         {"-include-pch", "/r/evil.pch"},
                                                         {"--serialize-diagnostics", "/tmp/evil"},
                                                         {"@/etc/passwd"},
                                                         {"/etc/passwd"},
                                                         {"-x", "ir"},
                                                         {"-target", "x;y"},
                                                         {"-std=../x"}}) {
    Words command = words;
    command.insert(command.begin(), "cc");
    const AllowedFlags flags = allowed(command);
    EXPECT_EQ((Words{"-x", "c++"}), flags.arguments) << words.front();
    EXPECT_LE(1U, flags.dropped) << words.front();
  }
}

// Whatever is asked, only names of the list come out, and no path outside the folders that may be read.
TEST(CompileCommands, NothingButTheListEverPasses) {
  const std::vector<std::string> pieces = {"-I",       "-isystem", "-D",      "-U",    "/etc",     "..",
                                           "@x",       "-Xclang",  "-load",   "-std=", "-include", "-x",
                                           "c++",      "-fplugin", "=",       "/r/a",  " ",        "-MF",
                                           "-march",   "-o",       "-W",      "--",    "-",        "-m",
                                           "-fopenmp", "\n",       "-iquote", "A",     "~",        "-nostdinc"};
  const std::vector<std::string> names = {"-x",       "-I",   "-isystem", "-iquote",  "-idirafter", "-include",
                                          "-target",  "c",    "c++",      "-pthread", "-nostdinc",  "-nostdinc++",
                                          "-fopenmp", "-m32", "-m64",     "-mfma",    "-ansi",      "-maes"};
  std::mt19937 random(7);
  for (int round = 0; round < 20'000; ++round) {
    Words words;
    for (auto count = random() % 5; count > 0; --count) {
      std::string word = pieces[random() % pieces.size()];
      while (random() % 2 == 0) word += pieces[random() % pieces.size()];
      words.push_back(word);
    }
    for (const std::string& word : allowed(words).arguments) {
      const bool path = lies_in_folder(word, "/r") || lies_in_folder(word, "/usr/include");
      const bool prefix = word.starts_with("-D") || word.starts_with("-U") || word.starts_with("-std=") ||
                          word.starts_with("--std=") || word.starts_with("-march=") || word.starts_with("-msse") ||
                          word.starts_with("-mavx") || word.starts_with("-mbmi") || word.starts_with("--target=") ||
                          word.starts_with("-mcpu=");
      const bool plain = word.find('/') == std::string::npos && word.find('@') == std::string::npos;
      EXPECT_TRUE(path || prefix || std::find(names.begin(), names.end(), word) != names.end() || plain) << word;
      EXPECT_FALSE(word.starts_with("-M") || word.starts_with("-X") || word.starts_with("@") || word.starts_with("-fp"))
          << word;
    }
  }
}

TEST(CompileCommands, AnEntryIsTakenOnceAndOthersAreCounted) {
  const CompileDatabase database = read(R"([
    {"directory": "/r/build", "command": "c++ -DFIRST -c ../b.cc", "file": "../b.cc"},
    {"directory": "/r/build", "command": "c++ -DSECOND -c ../b.cc", "file": "../b.cc"},
    {"directory": "/r", "arguments": ["cc", "-MF", "/tmp/evil", "a.c"], "file": "a.c"},
    {"directory": "..", "arguments": ["cc", "sub/c.c"], "file": "sub/c.c"},
    {"directory": "/elsewhere", "command": "cc x.c", "file": "x.c"},
    {"directory": "/r", "command": "as x.s", "file": "x.s"},
    {"directory": "/r", "command": "", "file": "e.c"}, {"file": 7}, 8, [], null])");
  ASSERT_EQ(3U, database.units.size());
  EXPECT_EQ("a.c", database.units[0].path);
  EXPECT_EQ((Words{"-x", "c"}), database.units[0].arguments);
  EXPECT_EQ("b.cc", database.units[1].path);
  EXPECT_EQ((Words{"-x", "c++", "-DFIRST"}), database.units[1].arguments);
  EXPECT_EQ("sub/c.c", database.units[2].path);
  EXPECT_EQ(11U, database.entries);
  EXPECT_EQ(1U, database.repeated);
  EXPECT_EQ(1U, database.outside);
  EXPECT_EQ(1U, database.missing);
  EXPECT_EQ(5U, database.malformed);
  EXPECT_EQ(1U, database.dropped_flags);
}

TEST(CompileCommands, ResponseFilesAreReadInTheRepositoryAloneAndOnce) {
  const CompileDatabase database = read(
      R"([{"directory": "/r", "arguments": ["cc", "@flags.rsp", "@/etc/passwd", "@../outside", "a.c"], "file": "a.c"}])");
  ASSERT_EQ(1U, database.units.size());
  EXPECT_EQ((Words{"-x", "c", "-DFROM_FILE", "-I", "/r/sub"}), database.units[0].arguments);
  EXPECT_EQ(3U, database.dropped_flags);  // the plug-in and the two files
}

TEST(CompileCommands, DamagedDatabasesAreRefused) {
  for (const char* text : {"", "{}", "[", "[{]", "\"x\"", "[1,", "\xff\xfe"})
    EXPECT_FALSE(read_compile_database(text, context()).has_value()) << text;
  EXPECT_FALSE(read_compile_database(std::string(100'000, '['), context()).has_value());
}

TEST(CompileCommands, AMillionDuplicatesAreOneUnitOrRefused) {
  std::string text = "[";
  for (int i = 0; i < 100'000; ++i) text += R"({"directory":"/r","command":"cc a.c","file":"a.c"},)";
  text.back() = ']';
  const CompileDatabase database = read(text);
  EXPECT_EQ(1U, database.units.size());
  EXPECT_EQ(99'999U, database.repeated);
  std::string more = "[";
  for (int i = 0; i < 600'000; ++i) more += "0,";
  more.back() = ']';
  EXPECT_FALSE(read_compile_database(more, context()).has_value());
}

}  // namespace
}  // namespace assay
