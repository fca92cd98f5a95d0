#include "analyzer/project/ignore.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "analyzer/base/text.h"
#include "tests/support/temporary_folder.h"

namespace assay {
namespace {

bool ignores(std::string_view rules, std::string_view path, bool is_folder = false) {
  return IgnoreFile(rules, 100, 100).match(path, is_folder).ignored;
}

TEST(IgnoreFile, ReadsLinesAsGitDoes) {
  EXPECT_TRUE(ignores("*.o\n", "src/x.o"));
  EXPECT_TRUE(ignores("x\r\n", "x"));
  EXPECT_TRUE(ignores("\xEF\xBB\xBFx\n", "x"));
  EXPECT_TRUE(ignores("x   \n", "x"));
  EXPECT_TRUE(ignores("x\\ \n", "x "));
  EXPECT_FALSE(ignores("x\t\n", "x"));
  EXPECT_FALSE(ignores("#x\n", "#x"));
  EXPECT_TRUE(ignores("\\#x\n", "#x"));
  EXPECT_TRUE(ignores("\\!x\n", "!x"));
  EXPECT_TRUE(ignores("no newline", "no newline"));
}

TEST(IgnoreFile, AnchorsAndTakesBack) {
  EXPECT_TRUE(ignores("/x\n", "x"));
  EXPECT_FALSE(ignores("/x\n", "a/x"));
  EXPECT_TRUE(ignores("a/x\n", "a/x"));
  EXPECT_FALSE(ignores("a/x\n", "b/a/x"));
  EXPECT_TRUE(ignores("build/\n", "a/build", true));
  EXPECT_FALSE(ignores("build/\n", "a/build", false));
  EXPECT_FALSE(ignores("*.c\n!keep.c\n", "keep.c"));
  EXPECT_TRUE(ignores("!keep.c\n*.c\n", "keep.c"));
  EXPECT_EQ(IgnoreFile("\n# text\n*.c\n!keep.c\n", 100, 100).match("keep.c", false).line, 4U);
}

TEST(IgnoreFile, UsesNoMoreRulesThanAllowed) {
  const IgnoreFile file("a\nb\nc\n", 2, 2);
  EXPECT_TRUE(file.truncated());
  EXPECT_TRUE(file.match("b", false).ignored);
  EXPECT_FALSE(file.match("c", false).ignored);
  EXPECT_TRUE(IgnoreFile("*a\n*b\n", 9, 1).truncated());
  EXPECT_TRUE(IgnoreFile("*" + std::string(5000, 'a') + "\n", 9, 9).truncated());
  EXPECT_FALSE(IgnoreFile(std::string(5000, 'a') + "\n", 9, 9).truncated());
}

TEST(IgnoreStack, RanksKindsAndThenDepth) {
  IgnoreStack stack;
  stack.push(IgnoreKind::Exclude, ".git/info/exclude", 0, "x\n");
  stack.push(IgnoreKind::GitIgnore, ".gitignore", 0, "!x\n*.log\n");
  EXPECT_TRUE(stack.decide("d/x", false).kept);
  const std::size_t mark = stack.mark();
  stack.push(IgnoreKind::GitIgnore, "d/.gitignore", 2, "/x\n!a.log\n");
  EXPECT_EQ(stack.decide("d/x", false).reason(), "ignored by `d/.gitignore`:1");
  EXPECT_FALSE(stack.decide("d/a.log", false).ignored);
  EXPECT_EQ(stack.decide("d/b.log", false).reason(), "ignored by `.gitignore`:2");
  stack.push(IgnoreKind::AssayIgnore, "d/.assayignore", 2, "!x\n");
  EXPECT_FALSE(stack.decide("d/x", false).ignored);
  stack.pop_to(mark);
  EXPECT_TRUE(stack.decide("d/x", false).kept);
}

TEST(IgnoreStack, ShowsHostileNamesSafely) {
  IgnoreStack stack;
  stack.push(IgnoreKind::GitIgnore, "\x1b[2J/.gitignore", 0, "x\n");
  EXPECT_EQ(stack.decide("x", false).reason(), "ignored by `\\x1b[2J/.gitignore`:1");
}

TEST(IgnoreStack, BoundsWhatHostileTreesPushOnIt) {
  IgnoreStack stack;
  std::string many;
  for (int i = 0; i < 30'000; ++i) many += "a*" + std::to_string(i) + "*b\n";
  EXPECT_FALSE(stack.push(IgnoreKind::GitIgnore, ".gitignore", 0, many));
  EXPECT_TRUE(stack.decide("a7-b", false).ignored);
  IgnoreStack deep;
  std::size_t refused = 0;
  for (int i = 0; i < 1000; ++i) refused += deep.push(IgnoreKind::Ignore, ".ignore", 0, "x\n") ? 0 : 1;
  EXPECT_GT(refused, 0U);
  EXPECT_TRUE(deep.decide("x", false).ignored);
}

// ---- The same questions put to git, for random rules and paths.

using Random = std::mt19937;

template <std::size_t N>
std::string_view pick(Random& random, const std::array<std::string_view, N>& from) {
  return from[random() % N];
}

std::string random_name(Random& random) {
  constexpr std::array<std::string_view, 14> kParts = {"a", "b", "c", "ab", ".", "-",  " ",
                                                       "!", "#", "[", "]",  "*", "\\", "\u00fc"};
  std::string name;
  for (auto i = 1 + random() % 3; i > 0; --i) name += pick(random, kParts);
  return name == "." || name == ".." ? "a" : name;
}

std::string random_rule(Random& random) {
  constexpr std::array<std::string_view, 34> kParts = {
      "a",   "b",    "c",   "ab",  "a",  "b", ".",    "-",     " ",    "*",     "*",    "**",          "**/",
      "/**", "/**/", "***", "?",   "/",  "/", "[ab]", "[!a]",  "[^b]", "[a-c]", "[]-]", "[[:alpha:]]", "[[:punct:]a]",
      "[",   "]",    "\\a", "\\*", "\\", "#", "!",    "[\\]*]"};
  std::string rule;
  if (random() % 4 == 0) rule += "!";
  if (random() % 4 == 0) rule += "/";
  for (auto i = 1 + random() % 5; i > 0; --i) rule += pick(random, kParts);
  if (random() % 5 == 0) rule += "/";
  if (random() % 8 == 0) rule += " ";
  if (random() % 8 == 0) rule += "\r";
  return rule + "\n";
}

std::string random_rules(Random& random) {
  std::string rules;
  for (auto i = 1 + random() % 6; i > 0; --i) rules += random_rule(random);
  return rules;
}

struct Tree {
  std::map<std::string, bool> entries;  // path → is a folder
};

Tree random_tree(Random& random) {
  Tree tree;
  std::vector<std::string> folders = {""};
  for (int i = 0; i < 250; ++i) {
    const std::string path = folders[random() % folders.size()] + random_name(random);
    if (tree.entries.contains(path)) continue;
    const bool is_folder = random() % 2 == 0;
    tree.entries[path] = is_folder;
    if (is_folder && std::count(path.begin(), path.end(), '/') < 4) folders.push_back(path + "/");
  }
  return tree;
}

// "file:line" of the rule that decides, with "!" in front where it takes back; empty: none.
std::string answer(const std::map<std::string, std::string>& rules, const std::string& path, bool is_folder) {
  IgnoreStack stack;
  const auto push = [&](const std::string& folder) {
    const auto found = rules.find(folder + ".gitignore");
    if (found != rules.end()) stack.push(IgnoreKind::GitIgnore, found->first, folder.size(), found->second);
  };
  push("");
  for (std::size_t slash = path.find('/');; slash = path.find('/', slash + 1)) {
    const bool last = slash == std::string::npos;
    const IgnoreStack::Decision decision = stack.decide(path.substr(0, slash), !last || is_folder);
    if (last || decision.ignored) {
      if (decision.line == 0) return "";
      return (decision.kept ? "!" : "") + std::string(decision.file) + ":" + std::to_string(decision.line);
    }
    push(path.substr(0, slash + 1));
  }
}

std::string run(const std::string& command) {
  std::string output;
  FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return output;
  std::array<char, 4096> buffer{};
  while (const std::size_t got = fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), got);
  pclose(pipe);
  return output;
}

TEST(Ignore, AgreesWithGitOnRandomRules) {
  const std::string git = "env -u GIT_DIR GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null git";
  if (run(git + " --version 2>/dev/null").empty()) GTEST_SKIP() << "git is not installed";
  Random random(20240607);
  std::size_t asked = 0;
  std::size_t decided = 0;
  for (int round = 0; round < 8; ++round) {
    const TemporaryFolder folder;
    const std::string in_folder = git + " -C '" + folder.path() + "' -c core.excludesFile=/dev/null ";
    run(in_folder + "init -q 2>/dev/null");
    std::filesystem::remove(folder / ".git/info/exclude");
    const Tree tree = random_tree(random);
    std::string names;
    std::vector<std::string> folders = {""};
    for (const auto& [path, is_folder] : tree.entries) {
      if (is_folder) {
        std::filesystem::create_directories(folder / path);
        folders.push_back(path + "/");
      } else {
        folder.write(path, "");
      }
      names += path + std::string(1, '\0');
    }
    TemporaryFolder elsewhere;
    elsewhere.write("names", names);
    for (int variant = 0; variant < 4; ++variant) {
      std::map<std::string, std::string> rules;
      rules[".gitignore"] = random_rules(random);
      for (int i = 0; i < 2; ++i) rules[folders[random() % folders.size()] + ".gitignore"] = random_rules(random);
      for (const auto& [path, text] : rules) folder.write(path, text);
      const std::string output =
          run(in_folder + "check-ignore --no-index -v -n -z --stdin < '" + (elsewhere / "names") + "'");
      const std::vector<std::string_view> fields = split(output, '\0');
      ASSERT_EQ(fields.size(), tree.entries.size() * 4 + 1);
      for (std::size_t i = 0; i + 3 < fields.size(); i += 4) {
        const std::string path(fields[i + 3]);
        std::string expected;
        if (!fields[i].empty()) {
          expected =
              (fields[i + 2].starts_with('!') ? "!" : "") + std::string(fields[i]) + ":" + std::string(fields[i + 1]);
        }
        const std::string actual = answer(rules, path, tree.entries.at(path));
        std::string all;
        for (const auto& [name, text] : rules) all += name + ":\n" + text;
        EXPECT_EQ(actual, expected) << "for `" << path << "` under\n" << all;
        ++asked;
        decided += expected.empty() ? 0 : 1;
      }
      for (const auto& [path, text] : rules) std::filesystem::remove(folder / path);
    }
  }
  EXPECT_GT(asked, 5'000U);
  EXPECT_GT(decided, asked / 10);  // the generator makes rules that match
}

}  // namespace
}  // namespace assay
