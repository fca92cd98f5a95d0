#include "analyzer/project/inventory.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "analyzer/base/text.h"
#include "analyzer/project/folders.h"
#include "analyzer/project/repository.h"
#include "analyzer/project/walk.h"
#include "analyzer/project/work_tree.h"
#include "tests/support/temporary_folder.h"

namespace assay {
namespace {

constexpr std::array<std::string_view, 2> kC = {".c", ".h"};
constexpr std::array<std::string_view, 2> kCpp = {".cc", ".hpp"};
constexpr std::array<std::string_view, 1> kPython = {".py"};
constexpr std::array<std::string_view, 1> kPhp = {".php"};
constexpr std::array<std::string_view, 1> kGo = {".go"};
constexpr std::array kLanguages = {
    LanguageMarks{Language::C, "C", kC, {}, {}}, LanguageMarks{Language::Cpp, "C++", kCpp, {}, {}},
    LanguageMarks{Language::Python, "Python", kPython, {}, {}}, LanguageMarks{Language::Php, "PHP", kPhp, {}, {}},
    LanguageMarks{Language::Go, "Go", kGo, {}, {}}};

bool is_manifest(std::string_view path) { return file_name(path) == "go.mod" || file_name(path) == "Makefile"; }

Result<std::unique_ptr<WorkTree>> open_tree(const std::string& root) {
  Result<Place> place = find_place(root);
  if (!place) return tl::unexpected(place.error());
  return WorkTree::open(std::move(*place));
}

Inventory take(const std::string& root, const InventoryOptions& options = {}) {
  const Result<std::unique_ptr<WorkTree>> tree = open_tree(root);
  EXPECT_TRUE(tree.has_value()) << tree.error().message;
  Result<Inventory> inventory = take_inventory(**tree, options, kLanguages, is_manifest);
  EXPECT_TRUE(inventory.has_value()) << inventory.error().message;
  return inventory ? std::move(*inventory) : Inventory();
}

std::vector<std::string> paths(const Inventory& inventory) {
  std::vector<std::string> result;
  for (const SourceFile& file : inventory.files) result.push_back(file.path);
  return result;
}

// Reason by path; every path occurs once, in files or in skipped.
std::map<std::string, std::string> reasons(const Inventory& inventory) {
  std::map<std::string, std::string> result;
  for (const SkippedFile& file : inventory.skipped) {
    EXPECT_TRUE(result.emplace(file.path, file.reason).second) << file.path << " is listed twice";
    EXPECT_FALSE(file.reason.empty()) << file.path;
  }
  for (const SourceFile& file : inventory.files) EXPECT_FALSE(result.contains(file.path)) << file.path;
  return result;
}

const SourceFile* find(const Inventory& inventory, std::string_view path) {
  for (const SourceFile& file : inventory.files) {
    if (file.path == path) return &file;
  }
  return nullptr;
}

using Paths = std::vector<std::string>;

TEST(Inventory, TellsSourceFromTheRest) {
  const TemporaryFolder root;
  for (const char* name : {"b.py", "a/x.c", "a/x.h", "A.PY", "go.mod", "tool", "x.inc"}) root.write(name, "text");
  for (const char* name : {"README.md", "LICENSE", "x.png", "x.json", "x.zig", "empty", ".editorconfig"}) {
    root.write(name, name == std::string_view("empty") ? "" : "text");
  }
  const Inventory inventory = take(root.path());
  EXPECT_EQ(paths(inventory), (Paths{"A.PY", "a/x.c", "a/x.h", "b.py", "go.mod", "tool", "x.inc"}));
  EXPECT_EQ(find(inventory, "A.PY")->language, Language::Python);
  EXPECT_EQ(find(inventory, "go.mod")->language, Language::None);
  EXPECT_TRUE(find(inventory, "go.mod")->manifest);
  EXPECT_EQ(find(inventory, "tool")->size, 4U);
  auto why = reasons(inventory);
  EXPECT_EQ(why["README.md"], "documentation");
  EXPECT_EQ(why["LICENSE"], "documentation");
  EXPECT_EQ(why["x.png"], "image");
  EXPECT_EQ(why["x.json"], "data");
  EXPECT_EQ(why["x.zig"], "no front end for `.zig`");
  EXPECT_EQ(why["empty"], "empty");
  EXPECT_EQ(why[".editorconfig"], "configuration");
  EXPECT_EQ(inventory.seen, 14U);
  EXPECT_EQ(inventory.name, file_name(root.path()));
  EXPECT_EQ(inventory.revision, "");
}

TEST(Inventory, FailsOnWhatIsNoFolder) {
  const TemporaryFolder root;
  root.write("file", "");
  for (const std::string& path : {root / "file", root / "absent"}) {
    const auto tree = open_tree(path);
    ASSERT_FALSE(tree.has_value());
    EXPECT_NE(tree.error().message.find(path), std::string::npos);
  }
}

TEST(Inventory, HonoursIgnoreFilesAtEveryDepth) {
  const TemporaryFolder root;
  root.write(".gitignore", "*.gen.py\nbuild/\n");
  root.write(".assayignore", "old/\n");
  root.write("src/.ignore", "!keep.gen.py\n");
  for (const char* name : {"a.py", "a.gen.py", "build/x.py", "old/x.py", "src/keep.gen.py", "src/b.gen.py"})
    root.write(name, "1");
  const Inventory inventory = take(root.path());
  EXPECT_EQ(paths(inventory), (Paths{"a.py", "src/keep.gen.py"}));
  auto why = reasons(inventory);
  EXPECT_EQ(why["a.gen.py"], "ignored by `.gitignore`:1");
  EXPECT_EQ(why["build/"], "ignored by `.gitignore`:2");
  EXPECT_EQ(why["old/"], "ignored by `.assayignore`:1");
  EXPECT_EQ(why["src/b.gen.py"], "ignored by `.gitignore`:1");
}

TEST(Inventory, HonoursTheRulesOfTheRepositoryAround) {
  const TemporaryFolder root;
  root.write(".git/HEAD", "ref: refs/heads/main\n");
  root.write(".git/info/exclude", "*.tmp.py\n");
  root.write(".gitignore", "/pkg/out.py\n");
  root.write(".gitattributes", "pkg/made.py linguist-generated\n");
  root.write("pkg/.gitignore", "local.py\n");
  for (const char* name : {"a.py", "out.py", "made.py", "local.py", "x.tmp.py"})
    root.write(std::string("pkg/in/") + name, "1");
  for (const char* name : {"out.py", "made.py", "local.py"}) root.write(std::string("pkg/") + name, "1");
  const Inventory inventory = take(root / "pkg");
  EXPECT_EQ(paths(inventory), (Paths{"in/a.py", "in/made.py", "in/out.py", "made.py"}));
  EXPECT_TRUE(find(inventory, "made.py")->generated);
  EXPECT_FALSE(find(inventory, "in/made.py")->generated);
  auto why = reasons(inventory);
  EXPECT_EQ(why["out.py"], "ignored by `../.gitignore`:1");
  EXPECT_EQ(why["in/x.tmp.py"], "ignored by `../.git/info/exclude`:1");
  EXPECT_EQ(why["in/local.py"], "ignored by `.gitignore`:1");
}

TEST(Inventory, DropsGitRulesThatLeaveNothing) {
  const TemporaryFolder root;
  root.write(".gitignore", "/*\n!/debian/\n");
  root.write("src/a.py", "1");
  const Inventory inventory = take(root.path());
  EXPECT_EQ(paths(inventory), (Paths{"src/a.py"}));
  EXPECT_EQ(reasons(inventory)[".gitignore"], "rules not used: they leave nothing to analyse");
}

TEST(Inventory, AppliesIncludeAndExclude) {
  const TemporaryFolder root;
  for (const char* name : {"src/a.py", "src/a_test.py", "lib/b.py", "c.py"}) root.write(name, "1");
  EXPECT_EQ(paths(take(root.path(), {{"src"}, {}})), (Paths{"src/a.py", "src/a_test.py"}));
  EXPECT_EQ(paths(take(root.path(), {{"src/", "!*_test.py"}, {}})), (Paths{"src/a.py"}));
  EXPECT_EQ(paths(take(root.path(), {{"/*.py"}, {}})), (Paths{"c.py"}));
  const Inventory inventory = take(root.path(), {{}, {"lib", "*_test.py"}});
  EXPECT_EQ(paths(inventory), (Paths{"c.py", "src/a.py"}));
  EXPECT_EQ(reasons(inventory)["lib/"], "excluded by --exclude");
  EXPECT_EQ(reasons(take(root.path(), {{"src"}, {}}))["c.py"], "not named by --include");
}

TEST(Inventory, NamesVendoredFoldersOnceAndCountsThem) {
  const TemporaryFolder root;
  root.write("node_modules/a/index.py", "1");
  root.write("node_modules/a/node_modules/b.py", "1");
  root.write("go/go.mod", "module x\n");
  root.write("go/vendor/x/x.go", "package x\n");
  root.write("shop/vendor/model.py", "1");
  root.write("c/deps/lua/COPYRIGHT", "1");
  root.write("c/deps/lua/lua.c", "1");
  root.write("env/pyvenv.cfg", "1");
  root.write("env/lib/x.py", "1");
  root.write("third_party/x.c", "1");
  const Inventory inventory = take(root.path());
  EXPECT_EQ(paths(inventory), (Paths{"go/go.mod", "shop/vendor/model.py"}));
  auto why = reasons(inventory);
  EXPECT_EQ(why["node_modules/"], "vendored folder: packages of npm (2 files)");
  EXPECT_EQ(why["go/vendor/"], "vendored folder: packages of Go (1 files)");
  EXPECT_EQ(why["c/deps/"], "vendored folder: parts have licences of their own (2 files)");
  EXPECT_EQ(why["env/"], "vendored folder: Python environment (2 files)");
  EXPECT_EQ(why["third_party/"], "vendored folder (1 files)");
  EXPECT_EQ(inventory.skipped.size(), 5U);
  EXPECT_EQ(inventory.seen, 10U);
}

TEST(Inventory, GivesVendoredFoldersBackOnRequest) {
  const TemporaryFolder root;
  root.write("third_party/ours/a.py", "1");
  root.write("third_party/theirs/b.py", "1");
  root.write("lib/copied.py", "1");
  root.write(".gitattributes", "third_party/ours/** -linguist-vendored\nlib/* linguist-vendored\n");
  const Inventory by_attribute = take(root.path());
  EXPECT_EQ(paths(by_attribute), (Paths{"lib/copied.py", "third_party/ours/a.py"}));
  EXPECT_TRUE(find(by_attribute, "lib/copied.py")->vendored);
  EXPECT_EQ(reasons(by_attribute)["third_party/"], "vendored folder (1 files)");
  root.write(".assayignore", "!third_party/\n");
  EXPECT_EQ(take(root.path()).files.size(), 3U);
}

TEST(Inventory, MarksGeneratedFoldersUnlessAnAttributeSaysOtherwise) {
  const TemporaryFolder root;
  for (const char* path :
       {"generated/a.py", "api/__generated__/b.py", "ours/generated/c.py", "generated.py", "not_generated/d.py"})
    root.write(path, "1");
  root.write(".gitattributes", "ours/generated/* -linguist-generated\n");
  const Inventory inventory = take(root.path());
  EXPECT_TRUE(find(inventory, "generated/a.py")->generated);
  EXPECT_TRUE(find(inventory, "api/__generated__/b.py")->generated);
  EXPECT_FALSE(find(inventory, "ours/generated/c.py")->generated);
  EXPECT_FALSE(find(inventory, "generated.py")->generated);
  EXPECT_FALSE(find(inventory, "not_generated/d.py")->generated);
}

TEST(Inventory, KeepsOtherRepositoriesApart) {
  const TemporaryFolder root;
  root.write(".gitmodules", "[submodule \"x\"]\n\tpath = libs/x\n\turl = https://example.org/x\n");
  root.write("libs/x/a.py", "1");
  root.write("worktree/.git", "gitdir: elsewhere\n");
  root.write("worktree/a.py", "1");
  root.write("nested/.git/HEAD", "ref: refs/heads/main\n");
  root.write("nested/a.py", "1");
  root.write("a.py", "1");
  const Inventory inventory = take(root.path());
  EXPECT_EQ(paths(inventory), (Paths{"a.py"}));
  EXPECT_EQ(inventory.submodules, (Paths{"libs/x", "nested", "worktree"}));
  auto why = reasons(inventory);
  EXPECT_EQ(why["libs/x/"], "submodule");
  EXPECT_EQ(why["worktree/"], "submodule");
  EXPECT_EQ(why["nested/"], "nested repository");
}

TEST(Inventory, GuessesHeadersByTheirNeighbours) {
  const TemporaryFolder root;
  for (const char* name : {"cpp/a.cc", "cpp/include/lib.h", "c/a.c", "c/b.c", "c/a.h", "mixed/x.c", "mixed/x.h",
                           "mixed/y.cc", "mixed/y.h", "mixed/z.cc", "mixed/w.h"}) {
    root.write(name, "1");
  }
  const Inventory inventory = take(root.path());
  EXPECT_TRUE(find(inventory, "cpp/include/lib.h")->header_of_cpp);
  EXPECT_FALSE(find(inventory, "c/a.h")->header_of_cpp);
  EXPECT_FALSE(find(inventory, "mixed/x.h")->header_of_cpp);
  EXPECT_TRUE(find(inventory, "mixed/y.h")->header_of_cpp);
  EXPECT_TRUE(find(inventory, "mixed/w.h")->header_of_cpp);
}

TEST(Inventory, FollowsNoLinksAndWaitsForNoPipes) {
  const TemporaryFolder root;
  root.write("a.py", "1");
  std::filesystem::create_symlink("/etc/passwd", root / "passwd.py");
  std::filesystem::create_directory_symlink("..", root / "up");
  std::filesystem::create_symlink("loop.py", root / "loop.py");
  std::filesystem::create_directory_symlink("two", root / "one");
  std::filesystem::create_directory_symlink("one", root / "two");
  ASSERT_EQ(mkfifo((root / "pipe.py").c_str(), 0600), 0);
  ASSERT_EQ(mkfifo((root / ".gitignore").c_str(), 0600), 0);
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  const std::string name = root / "socket.py";
  name.copy(address.sun_path, sizeof address.sun_path - 1);
  ASSERT_EQ(bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address), 0);
  close(fd);
  const Inventory inventory = take(root.path());
  EXPECT_EQ(paths(inventory), (Paths{"a.py"}));
  auto why = reasons(inventory);
  for (const char* link : {"passwd.py", "up", "loop.py", "one", "two"})
    EXPECT_EQ(why[link], "symbolic link, not followed");
  EXPECT_EQ(why["pipe.py"], "named pipe");
  EXPECT_EQ(why[".gitignore"], "named pipe");
  EXPECT_EQ(why["socket.py"], "socket");
}

TEST(Inventory, CapsSizesAndCountsHardLinksOnce) {
  const TemporaryFolder root;
  root.write("a.py", "12345");
  root.write("b.py", "1234567890");
  root.write("huge.py", "");
  std::filesystem::resize_file(root / "huge.py", std::uintmax_t{1} << 40U);  // sparse
  std::filesystem::create_hard_link(root / "a.py", root / "z.py");
  InventoryOptions options;
  options.max_file_size = 9;
  const Inventory inventory = take(root.path(), options);
  EXPECT_EQ(paths(inventory), (Paths{"a.py"}));
  auto why = reasons(inventory);
  EXPECT_EQ(why["b.py"], "larger than --max-file-size (9 bytes)");
  EXPECT_EQ(why["huge.py"], "larger than --max-file-size (9 bytes)");
  EXPECT_EQ(why["z.py"], "the same file as `a.py`");
}

TEST(Inventory, KeepsHostileNamesAsTheyAre) {
  const TemporaryFolder root;
  const Paths names = {"\x1b[31m.py",
                       " lead.py",
                       "-rf.py",
                       "::error::.py",
                       "bad\xFF.py",
                       "line\nbreak.py",
                       std::string(251, 'x') + ".py",
                       "\u202Egnp.py"};
  for (const std::string& name : names) root.write(name, "1");
  Paths expected = names;
  std::sort(expected.begin(), expected.end());
  EXPECT_EQ(paths(take(root.path())), expected);
  root.write("x.\x1b[2J", "1");
  EXPECT_EQ(reasons(take(root.path()))["x.\x1b[2J"], "no front end for `.\\x1b[2J`");
}

TEST(Inventory, ListsWhatMayNotBeRead) {
  if (geteuid() == 0) GTEST_SKIP() << "root may read everything";
  const TemporaryFolder root;
  root.write("closed/a.py", "1");
  root.write("b.py", "1");
  ASSERT_EQ(chmod((root / "closed").c_str(), 0), 0);
  EXPECT_EQ(reasons(take(root.path()))["closed/"], "permission denied");
  chmod((root / "closed").c_str(), 0700);
}

// Makes and later removes a chain of folders that no path can name in one piece.
class DeepTree {
 public:
  DeepTree(const std::string& root, int levels, const std::string& name) : root_(root), levels_(levels), name_(name) {
    int fd = open(root.c_str(), O_RDONLY | O_DIRECTORY);
    for (int i = 0; i < levels; ++i) {
      EXPECT_EQ(mkdirat(fd, name.c_str(), 0700), 0);
      const int next = openat(fd, name.c_str(), O_RDONLY | O_DIRECTORY);
      if (i % 1000 == 999 || i == levels - 1) close(openat(next, "x.py", O_CREAT | O_WRONLY, 0600));
      if (i % 1000 == 500) {
        EXPECT_EQ(mkdirat(next, "zz", 0700), 0);
      }
      close(fd);
      fd = next;
    }
    close(fd);
  }
  DeepTree(const DeepTree&) = delete;
  DeepTree& operator=(const DeepTree&) = delete;
  ~DeepTree() {
    int fd = open(root_.c_str(), O_RDONLY | O_DIRECTORY);
    for (int i = 0; i < levels_; ++i) {
      const int next = openat(fd, name_.c_str(), O_RDONLY | O_DIRECTORY);
      close(fd);
      fd = next;
    }
    for (int i = levels_; i > 0; --i) {
      unlinkat(fd, "x.py", 0);
      unlinkat(fd, "zz", AT_REMOVEDIR);
      const int up = openat(fd, "..", O_RDONLY | O_DIRECTORY);
      close(fd);
      unlinkat(up, name_.c_str(), AT_REMOVEDIR);
      fd = up;
    }
    close(fd);
  }

 private:
  std::string root_;
  int levels_;
  std::string name_;
};

TEST(Inventory, WalksTreesDeeperThanAnyPathMayBe) {
  const TemporaryFolder root;
  root.write("z/last.py", "1");
  const DeepTree tree(root.path(), 4200, "d");
  const Inventory inventory = take(root.path());
  EXPECT_EQ(inventory.files.size(), 6U);  // five below, and the one that needs the way back up
  EXPECT_EQ(inventory.files[0].path.size(), 4200U * 2 + 4);
}

TEST(Inventory, CapsTheLengthOfPaths) {
  const TemporaryFolder root;
  const DeepTree tree(root.path(), 100, std::string(200, 'n'));
  const Inventory inventory = take(root.path());
  EXPECT_TRUE(inventory.files.empty());
  ASSERT_EQ(inventory.skipped.size(), 1U);
  EXPECT_EQ(inventory.skipped[0].reason, "path longer than 16384 bytes");
}

TEST(Inventory, DoesNotDependOnTheOrderOfCreation) {
  const TemporaryFolder one;
  const TemporaryFolder two;
  Paths names;
  for (int i = 0; i < 300; ++i)
    names.push_back("d" + std::to_string(i % 7) + "/f" + std::to_string(i) + (i % 3 == 0 ? ".py" : ".zig"));
  for (const std::string& name : names) one.write(name, "1");
  for (auto name = names.rbegin(); name != names.rend(); ++name) two.write(*name, "1");
  EXPECT_EQ(paths(take(one.path())), paths(take(two.path())));
  EXPECT_EQ(reasons(take(one.path())), reasons(take(two.path())));
}

TEST(Repository, ReadsTheRevisionOfEveryKindOfHead) {
  const std::string id = "0123456789abcdef0123456789abcdef01234567";
  const TemporaryFolder root;
  const auto revision = [&] { return find_repository(std::filesystem::canonical(root.path())).revision; };
  for (const char* folder : {"objects", "refs/heads"})
    std::filesystem::create_directories(root / (std::string(".git/") + folder));
  root.write(".git/HEAD", "ref: refs/heads/main\n");
  EXPECT_EQ(revision(), "");  // no commit yet
  root.write(".git/packed-refs", "# pack-refs with: peeled fully-peeled sorted\n" + id + " refs/heads/main\n");
  EXPECT_EQ(revision(), id);
  root.write(".git/refs/heads/main", std::string(40, 'a') + "\n");
  EXPECT_EQ(revision(), std::string(40, 'a'));
  root.write(".git/HEAD", id + "\n");
  EXPECT_EQ(revision(), id);
  root.write(".git/shallow", id + "\n");
  EXPECT_EQ(revision(), id);
  EXPECT_EQ(take(root.path()).revision, id);
}

TEST(Repository, ReadsLinkedWorkTrees) {
  const std::string id = "0123456789abcdef0123456789abcdef01234567";
  const TemporaryFolder root;
  for (const char* folder : {"objects", "refs/heads", "worktrees/w"})
    std::filesystem::create_directories(root / (std::string("main/.git/") + folder));
  root.write("main/.git/HEAD", "ref: refs/heads/main\n");
  root.write("main/.git/refs/heads/side", id + "\n");
  root.write("main/.git/info/exclude", "x.py\n");
  root.write("main/.git/worktrees/w/HEAD", "ref: refs/heads/side\n");
  root.write("main/.git/worktrees/w/commondir", "../..\n");
  root.write("main/.git/worktrees/w/gitdir", root / "w/.git");
  root.write("w/.git", "gitdir: ../main/.git/worktrees/w\n");
  root.write("w/x.py", "1");
  root.write("w/y.py", "1");
  const Inventory inventory = take(root / "w");
  EXPECT_EQ(inventory.revision, id);
  EXPECT_EQ(paths(inventory), (Paths{"y.py"}));
}

TEST(Repository, SurvivesBrokenAndHostileOnes) {
  const TemporaryFolder root;
  root.write("a.py", "1");
  const auto scan = [&] { return take(root.path()); };
  root.write(".git", "gitdir: /nowhere/at/all\n");
  EXPECT_EQ(scan().revision, "");
  root.write(".git", "nonsense");
  EXPECT_EQ(scan().files.size(), 1U);
  std::filesystem::remove(root / ".git");
  std::filesystem::create_directories(root / ".git/objects");
  std::filesystem::create_directories(root / ".git/refs/heads");
  for (const char* head : {"", "ref: ../../../../etc/passwd\n", "ref: refs/heads/main", "ref: HEAD\n", "\xFF\xFE"}) {
    root.write(".git/HEAD", head);
    EXPECT_EQ(scan().revision, "") << head;
  }
  root.write(".git/HEAD", "ref: refs/heads/main\n");
  // Whatever configuration says is not read, and a pipe in place of a file is not waited for.
  root.write(".git/config", "[core]\n\tfsmonitor = touch canary\n[include]\n\tpath = pipe\n[broken");
  ASSERT_EQ(mkfifo((root / ".git/pipe").c_str(), 0600), 0);
  root.write(".git/refs/heads/main", "0123456789abcdef0123456789abcdef01234567\n");
  EXPECT_EQ(scan().revision, "0123456789abcdef0123456789abcdef01234567");
  std::filesystem::remove(root / ".git/refs/heads/main");
  ASSERT_EQ(mkfifo((root / ".git/refs/heads/main").c_str(), 0600), 0);
  EXPECT_EQ(scan().revision, "");
  EXPECT_FALSE(std::filesystem::exists(root / "canary"));
}

}  // namespace
}  // namespace assay
