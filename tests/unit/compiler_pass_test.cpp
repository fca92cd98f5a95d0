// What a compiler adds to the facts, the same with precompiled headers and from the cache: analyzer/compiler_pass.h.
#include "analyzer/compiler_pass.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analyzer/base/packed.h"
#include "analyzer/facts/view.h"
#include "analyzer/pipeline.h"
#include "analyzer/project/work_tree.h"
#include "parsers/cxx/libclang.h"
#include "tests/support/temporary_folder.h"

namespace assay {
namespace {

// A repository with a compile database of C++ units.
class CompilerPassTest : public testing::Test {
 protected:
  void SetUp() override {
    if (load_libclang() == nullptr) GTEST_SKIP() << "libclang 19 is not installed";
#if defined(__SANITIZE_ADDRESS__)
    GTEST_SKIP() << "libclang runs on a stack of its own, which the sanitizer does not know";
#endif
    root_ = std::filesystem::canonical(folder_.path()).string() + "/r";
    std::filesystem::create_directories(root_);
  }

  void write(const std::string& path, const std::string& text) {
    folder_.write("r/" + path, text);
    // The cache keeps nothing that changed just before a scan began.
    std::filesystem::last_write_time(root_ + '/' + path, std::filesystem::file_time_type::clock::now());
  }

  void write_database(const std::vector<std::string>& units, const std::vector<std::string>& flags = {}) {
    nlohmann::json database = nlohmann::json::array();
    for (const std::string& unit : units) {
      nlohmann::json arguments = {"c++", "-std=c++17"};
      for (const std::string& flag : flags) arguments.push_back(flag);
      arguments.push_back(unit);
      database.push_back({{"directory", root_}, {"file", unit}, {"arguments", arguments}});
    }
    write("compile_commands.json", database.dump());
  }

  std::unique_ptr<WorkTree> tree() const {
    Result<Place> place = find_place(root_);
    return std::move(*WorkTree::open(std::move(*place)));
  }

  CompilerPass ask(bool precompiles = true, unsigned jobs = 1) {
    const std::unique_ptr<WorkTree> source = tree();
    ScanRequest request;
    const Result<Inventory> inventory = find_files(*source, request);
    PoolOptions options;
    options.jobs = jobs;
    Cache off;
    Cache& used = cache_ ? *cache_ : off;
    Result<CompilerPass> pass =
        ask_compiler(*source, *inventory, {"", true, precompiles}, options, used, [](std::size_t) {});
    used.flush();
    EXPECT_TRUE(pass.has_value());
    return std::move(*pass);
  }

  void open_cache() {
    std::filesystem::create_directories(folder_ / "cache");
    cache_.emplace(std::move(*Store::open({folder_ / "cache", false})));
    usleep(20'000);  // the clock's tick
  }

  static std::string text(const CompilerPass& pass) {
    std::string all;
    for (const facts::FileNotes* file : pass.answers.notes) {
      if (file == nullptr) continue;
      all += file->path()->str() + '\n';
      for (const facts::Note* n : *file->notes()) {
        all += fmt::format("{} {} {} {:x} {} {} {} {} {}\n", static_cast<int>(n->kind()), n->offset(), n->end(),
                           n->symbol(), name_of(*file, n->name()), n->function(), n->bytes(),
                           static_cast<int>(n->target()), n->flags());
      }
    }
    for (const FailedUnit& unit : pass.answers.failed) all += unit.path + ": " + unit.reason + '\n';
    return all;
  }

  // The cache's answer is what a scan without it gives; how many units it spared.
  std::size_t remembered() {
    open_cache();
    const CompilerPass with = ask();
    cache_.reset();
    EXPECT_EQ(text(ask()), text(with));
    return with.answers.remembered;
  }

  // `LINE kind detail` of a compiled file's sites, `LINE -> targets` of its calls.
  std::vector<std::string> facts_of(const std::string& path) {
    std::vector<std::string> lines;
    const std::unique_ptr<WorkTree> source = tree();
    ScanRequest request;
    Result<Gathered> gathered = gather(*source, request, [](std::size_t, std::size_t) {});
    for (std::size_t i = 0; gathered && i < gathered->outcomes.size(); ++i) {
      if (gathered->inventory.files[i].path != path) continue;
      const std::optional<std::string> bytes = unpack(gathered->outcomes[i].blob);
      const facts::FileFacts& file = *open_blob(*bytes)->facts();
      for (const facts::Site* s : *file.sites())
        lines.push_back(
            fmt::format("{} {} {}", s->line(), facts::EnumNameSiteKind(s->kind()), name_of(file, s->detail())));
      for (const facts::Target* t : *file.targets())
        lines.push_back(fmt::format("{} {} {}", file.calls()->Get(t->call() - 1)->line(),
                                    facts::EnumNameTargetKind(t->kind()), name_of(file, t->name())));
    }
    return lines;
  }

  // `LINE evidence targets` of a file's calls, as a whole scan explains them.
  std::vector<std::string> calls_of(const std::string& path) {
    std::vector<std::string> lines;
    const std::unique_ptr<WorkTree> source = tree();
    ScanRequest request;
    const Result<Report> report = scan(*source, request, *load_rules(request), [](std::size_t, std::size_t) {});
    EXPECT_TRUE(report.has_value());
    for (std::size_t i = 0; report && i < report->model.calls.size(); ++i) {
      const facts::Call& call = report->model.calls[i];
      if (report->model.file_of(FunctionId{call.caller()}).path != path) continue;
      std::vector<std::string> names;
      for (const FunctionId f : report->calls.targets_of(i)) names.emplace_back(report->model.qualified_name(f));
      std::sort(names.begin(), names.end());
      lines.push_back(fmt::format("{} {} {}", call.line(), report->calls.evidence[i] == CallEvidence::Compiler,
                                  fmt::join(names, " ")));
    }
    return lines;
  }

  static bool has(const std::vector<std::string>& lines, std::string_view line) {
    return std::find(lines.begin(), lines.end(), line) != lines.end();
  }

  TemporaryFolder folder_;
  std::string root_;
  std::optional<Cache> cache_;
};

TEST_F(CompilerPassTest, CallsAreKnownWhereverTheyStand) {
  write("a.cc",
        "struct Log { Log(int); ~Log(); void add(int); virtual int size() const; };\n"
        "Log::Log(int) {}\n"
        "Log::~Log() {}\n"
        "int twice(int x);\n"
        "int global = twice(2);\n"
        "struct Item { int n; Log log; Item(int a) : n(twice(a)), log(twice(a)) {} };\n"
        "template <class T> int each(const T& t) { return t.size(); }\n"
        "#define CHECK(x)\n"
        "void f(Log* log, int (*g)(int)) {\n"
        "  each(*log);\n"
        "  CHECK(log->size());\n"
        "  auto run = [&](int x) { log->add(x); };\n"
        "  run(int(3.0));\n"
        "  g(1);\n"
        "  delete log;\n"
        "  log = new Log(2);\n"
        "  char* bytes = new char[8];\n"
        "  log->size();\n"
        "}\n"
        "auto const at_top = [](int x) { return twice(x); };\n");
  write_database({"a.cc"});
  const auto lines = facts_of("a.cc");
  for (const char* line : {"5 Function twice", "6 Function twice", "7 Dependent Log.size", "10 Function each",
                           "11 Excluded ", "12 Function Log.add", "14 Pointer ", "15 Function Log.~Log",
                           "16 Function Log", "17 Conversion ", "18 Virtual Log.size", "20 Function twice"}) {
    EXPECT_TRUE(has(lines, line)) << line << "\n" << testing::PrintToString(lines);
  }
}

// A member's initialiser is given with one declaration of its constructor, then with the other: what follows is still known.
TEST_F(CompilerPassTest, ALambdaOrAnInitialiserDoesNotEndTheFunction) {
  write("a.cc",
        "int g(int);\n"
        "struct B { int x; explicit B(int* p); };\n"
        "struct A { A(); void* p; int x; B b; };\n"
        "A::A() : p(nullptr), x(g(1)), b(nullptr) { g(2); }\n"
        "int h() {\n"
        "  auto l = [](int v) -> long { return g(v); };\n"
        "  long t = l(1);\n"
        "  return static_cast<int>(t) + g(3);\n"
        "}\n");
  write_database({"a.cc"});
  const auto lines = facts_of("a.cc");
  EXPECT_EQ(2, std::count(lines.begin(), lines.end(), "4 Function g"));
  EXPECT_TRUE(has(lines, "6 Function g"));
  EXPECT_TRUE(has(lines, "8 Function g"));
}

TEST_F(CompilerPassTest, CopiesAreThoseThatRun) {
  write("a.cc",
        "#include <cstdarg>\n"
        "#include <memory>\n"
        "#include <string>\n"
        "struct Old { char* p; Old(); Old(const Old&); };\n"
        "Old make();\n"
        "struct Box { Old old; std::string name; const std::string& get() const; };\n"
        "Old elided() { Old local; return local; }\n"
        "Old temporary() { return make(); }\n"
        "Old member(const Box& box) { return box.old; }\n"
        "std::string through(const Box& box) { std::string s = box.get(); return s; }\n"
        "void captured(std::string name, std::shared_ptr<int> owner) {\n"
        "  auto by_copy = [name, owner] { return name.size(); };\n"
        "  auto by_reference = [&name, &owner] { return name.size(); };\n"
        "  by_copy();\n"
        "  by_reference();\n"
        "}\n"
        "int raw(int n, ...) {\n"
        "  char line[64];\n"
        "  va_list list;\n"
        "  va_start(list, n);\n"
        "  int x = va_arg(list, int);\n"
        "  va_end(list);\n"
        "  return x + line[0];\n"
        "}\n");
  write_database({"a.cc"});
  const auto lines = facts_of("a.cc");
  for (const char* line : {"9 ValueCopy Old", "10 ValueCopy string", "12 ValueCopy string",
                           "12 ReferenceCount shared_ptr", "18 RawBuffer line", "21 VariableArguments "}) {
    EXPECT_TRUE(has(lines, line)) << line << "\n" << testing::PrintToString(lines);
  }
  for (const char* line : {"7 ValueCopy Old", "8 ValueCopy Old", "13 ValueCopy string", "13 ReferenceCount shared_ptr"})
    EXPECT_FALSE(has(lines, line)) << line;
}

TEST_F(CompilerPassTest, ALambdaThatCopiesAllCopiesWhatItNamesOnce) {
  write("a.cc",
        "#include <memory>\n"
        "#include <string>\n"
        "int f(std::string name, std::string other, std::shared_ptr<int> owner, const std::string& lent) {\n"
        "  static std::string kept;\n"
        "  auto all = [=] {\n"
        "    std::string own = name;\n"
        "    return name.size() + own.size() + kept.size() +\n"
        "           *owner +\n"
        "           lent.size();\n"
        "  };\n"
        "  auto some = [=, &other] {\n"
        "    return other.size();\n"
        "  };\n"
        "  auto none = [&] {\n"
        "    return name.size();\n"
        "  };\n"
        "  return all() + some() + none();\n"
        "}\n");
  write_database({"a.cc"});
  std::vector<std::string> copies;
  for (const std::string& line : facts_of("a.cc")) {
    if (line.find("Copy ") != std::string::npos || line.find("ReferenceCount") != std::string::npos)
      copies.push_back(line);
  }
  // name and what lent refers to, in one place; own is a copy of the copy.
  EXPECT_EQ(copies,
            (std::vector<std::string>{"5 ValueCopy string", "5 ReferenceCount shared_ptr", "6 ValueCopy string"}));
}

TEST_F(CompilerPassTest, AddressesAreKnownByTheirType) {
  write("a.c",
        "char next(const char* text, int n, int m) {\n"
        "  int sum = n + m;\n"
        "  const char* at = text + n;\n"
        "  at += 2;\n"
        "  long apart = at - text;\n"
        "  return at[apart + sum];\n"
        "}\n");
  write_database({"a.c"});
  const auto lines = facts_of("a.c");
  for (const char* line : {"3 PointerArithmetic ", "4 PointerArithmetic "}) EXPECT_TRUE(has(lines, line)) << line;
  EXPECT_EQ(2, std::count_if(lines.begin(), lines.end(), [](const std::string& line) {
              return line.find("PointerArithmetic") != std::string::npos;
            }));
}

TEST_F(CompilerPassTest, WhatACoroutineWaitsForIsCalledOnce) {
  write("a.cc",
        "#include <coroutine>\n"
        "struct Task {\n"
        "  struct promise_type {\n"
        "    Task get_return_object() { return {}; }\n"
        "    std::suspend_never initial_suspend() { return {}; }\n"
        "    std::suspend_never final_suspend() noexcept { return {}; }\n"
        "    void return_void() {}\n"
        "    void unhandled_exception() {}\n"
        "  };\n"
        "};\n"
        "std::suspend_always wait_for(int n);\n"
        "int twice(int n);\n"
        "Task resumed() {\n"
        "  co_await wait_for(twice(1));\n"
        "}\n");
  write_database({"a.cc"}, {"-std=c++20"});
  const auto lines = facts_of("a.cc");
  for (const char* line : {"14 Await wait_for", "14 Function wait_for", "14 Function twice"})
    EXPECT_EQ(1, std::count(lines.begin(), lines.end(), line)) << line << "\n" << testing::PrintToString(lines);
  EXPECT_EQ(0, std::count_if(lines.begin(), lines.end(),
                             [](const std::string& line) { return line.find("__builtin") != std::string::npos; }));
}

// What is given to a member, a variable, a parameter or back, in this unit or another, is what a call of it runs.
TEST_F(CompilerPassTest, PointersToFunctionsRunWhatTheyHold) {
  write("ops.h",
        "typedef int (*fn)(int);\n"
        "struct ops { int n; fn read; fn write[2]; };\n"
        "struct dev { const struct ops *o; fn done; };\n"
        "int run(struct dev *d, fn cb);\n"
        "extern fn hook;\n");
  write("run.c",
        "#include \"ops.h\"\n"
        "fn hook;\n"
        "int run(struct dev *d, fn cb) {\n"
        "  d->o->read(1);\n"
        "  d->o->write[1](2);\n"
        "  (*d->done)(3);\n"
        "  if (hook) hook(4);\n"
        "  fn later = cb;\n"
        "  return later(5);\n"
        "}\n");
  write("main.c",
        "#include \"ops.h\"\n"
        "static int r(int x) { return x; }\n"
        "static int w(int x) { return x; }\n"
        "static int v(int x) { return x; }\n"
        "static int h(int x) { return x; }\n"
        "static const struct ops table[] = {{1, r, {w, r}}, {.read = v, .write = {[0] = v}}};\n"
        "static fn pick(int i) { return i ? r : (fn)&w; }\n"
        "int main(void) {\n"
        "  struct dev d = {table, r}, e = (struct dev){.done = w};\n"
        "  d.done = h;\n"
        "  hook = e.done;\n"
        "  fn f = pick(1);\n"
        "  f(1);\n"
        "  pick(2)(3);\n"
        "  return run(&d, v);\n"
        "}\n");
  write_database({"run.c", "main.c"});
  const auto run = calls_of("run.c"), main = calls_of("main.c");
  for (const char* line : {"4 true r v", "5 true r v w", "6 true h r w", "7 true h r w", "9 true v"})
    EXPECT_TRUE(has(run, line)) << line << "\n" << testing::PrintToString(run);
  for (const char* line : {"13 true r w", "14 true r w", "14 true pick", "15 true run"})
    EXPECT_TRUE(has(main, line)) << line << "\n" << testing::PrintToString(main);
}

// A table that stands in a file of its own, which is no source.
TEST_F(CompilerPassTest, PointersToFunctionsInIncludedTables) {
  write("commands.def", "{\"get\", get}, {.name = \"set\", .run = set},\n");
  write("all.def", "static struct command table[] = {{\"del\", del}};\n");
  write("a.c",
        "struct command { const char *name; int (*run)(int); };\n"
        "static int get(int x) { return x; }\n"
        "static int set(int x) { return x; }\n"
        "static int del(int x) { return x; }\n"
        "static struct command commands[] = {\n"
        "#include \"commands.def\"\n"
        "};\n"
        "#include \"all.def\"\n"
        "int run(int i) { return commands[i].run(i) + table[i].run(i); }\n");
  write_database({"a.c"});
  const auto lines = calls_of("a.c");
  EXPECT_EQ(2, std::count(lines.begin(), lines.end(), "9 true del get set")) << testing::PrintToString(lines);
}

// Members of classes, given by constructors and in classes.
TEST_F(CompilerPassTest, PointersToFunctionsInClasses) {
  write("a.cc",
        "int f(int); int g(int); int h(int);\n"
        "int f(int x) { return x; }\n"
        "int g(int x) { return x + 1; }\n"
        "int h(int x) { return x + 2; }\n"
        "struct A {\n"
        "  explicit A(int (*c)(int)) : callback_(c) {}\n"
        "  A() : callback_(f) {}\n"
        "  int call(int x) const { return callback_(x) + other_(x); }\n"
        "  int (*callback_)(int);\n"
        "  int (*other_)(int) = h;\n"
        "};\n"
        "struct Base { virtual int each(int (*c)(int)) = 0; virtual int (*give())(int) = 0; };\n"
        "struct Derived : Base {\n"
        "  int each(int (*c)(int)) override { return c(1); }\n"
        "  int (*give())(int) override { return h; }\n"
        "};\n"
        "int user(Base& base) {\n"
        "  A a(g);\n"
        "  return a.call(1) + base.each(f) +\n"
        "         base.give()(2);\n"
        "}\n");
  write_database({"a.cc"});
  const auto lines = calls_of("a.cc");
  EXPECT_EQ(1, std::count(lines.begin(), lines.end(), "8 true f g")) << testing::PrintToString(lines);
  EXPECT_EQ(1, std::count(lines.begin(), lines.end(), "8 true h")) << testing::PrintToString(lines);
  EXPECT_TRUE(has(lines, "14 true f")) << testing::PrintToString(lines);
  EXPECT_TRUE(has(lines, "20 true h")) << testing::PrintToString(lines);
}

// What #if excludes has a name; what it would do is not in this build.
TEST_F(CompilerPassTest, ExcludedCodeDoesNothing) {
  write("a.c",
        "int read(int, char*, long);\n"
        "int used(char* p, long n) {\n"
        "#ifdef WINDOWS\n"
        "  for (;;) *p++ = 0;\n"
        "  return read(0, p, n);\n"
        "#else\n"
        "  return read(1, p, n);\n"
        "#endif\n"
        "}\n"
        "#ifdef TESTS\n"
        "int test(char* p) { for (;;) *p++ = read(2, p, 1); }\n"
        "#endif\n"
        "int after(char* p) { return read(3, p, 1); }\n");
  write_database({"a.c"});
  EXPECT_EQ(facts_of("a.c"), (std::vector<std::string>{"7 Function read", "13 Function read"}));
}

TEST_F(CompilerPassTest, AddressesOfBytesThatMoveAreArithmetic) {
  write("a.c",
        "long read(int, void*, unsigned long);\n"
        "void use(const char*, char**);\n"
        "void f(char* buffer, int* numbers, char** words, unsigned long n) {\n"
        "  use(buffer + 1, words + 2);\n"
        "  use(buffer, words + n);\n"
        "  read(0, buffer + n, 5);\n"
        "  use(buffer + n, words);\n"
        "  numbers += 3;\n"
        "  buffer += n;\n"
        "  words += n;\n"
        "}\n");
  write_database({"a.c"});
  std::vector<std::string> found;
  for (const std::string& line : facts_of("a.c")) {
    if (line.find("PointerArithmetic") != std::string::npos) found.push_back(line.substr(0, line.find(' ')));
  }
  EXPECT_EQ(found, (std::vector<std::string>{"7", "8", "9"}));
}

TEST_F(CompilerPassTest, DeletedFunctionsAreNoneAndDefaultedOnesAre) {
  write("a.cc", "struct A { A(const A&) = delete; A() = default; ~A() = default; int f() { return 1; } };\n");
  write_database({"a.cc"});
  const CompilerPass pass = ask();
  const auto& notes = *pass.answers.notes.at(0)->notes();
  EXPECT_EQ(3, std::count_if(notes.begin(), notes.end(),
                             [](const facts::Note* n) { return n->kind() == facts::NoteKind::Function; }));
}

TEST_F(CompilerPassTest, PrecompiledHeadersChangeNoAnswer) {
  write("a.h",
        "#pragma once\n#include <map>\n#include <string>\nstruct A { std::map<int, std::string> all; int n() const; "
        "};\n");
  std::vector<std::string> units;
  for (int i = 0; i < 6; ++i) {
    units.push_back(fmt::format("u{}.cc", i));
    write(units.back(),
          fmt::format("#include \"a.h\"\n#include <vector>\nint f{}(const A& a) {{ std::vector<A> v(3, a); "
                      "return a.n() + static_cast<int>(v.size() + a.all.count({})); }}\n",
                      i, i));
  }
  write("u4.cc", "#include \"a.h\"\n#include <vector>\nint broken() { return missing; }\n");
  write("u5.cc",
        "#define _GLIBCXX_DEBUG 1\n#include \"a.h\"\n#include <vector>\nint f5(std::vector<int> v) { return v[0]; }\n");
  write_database(units);
  const std::unique_ptr<WorkTree> source = tree();
  const Result<Inventory> inventory = find_files(*source, ScanRequest{});
  const Result<UnitPlan> plan = plan_units(*source, *inventory, CompilerQuestion{}, PoolOptions{});
  ASSERT_EQ(1U, plan->prefixes.size());
  EXPECT_EQ((std::vector<std::string>{"<map>", "<string>", "<vector>"}), plan->prefixes[0].headers);
  EXPECT_EQ(5U, plan->prefixes[0].units.size());
  const std::string plain = text(ask(false));
  EXPECT_EQ(plain, text(ask(true)));
  EXPECT_EQ(plain, text(ask(true, 3)));
}

// A C project whose units all begin with one header, and two whose do not.
TEST_F(CompilerPassTest, AHeaderThatUnitsBeginWithChangesNoAnswer) {
  const std::string deep = "#pragma once\ntypedef int (*fn)(int);\nstruct ops { fn run; };\n";
  write("src/deep/ops.h", deep);
  write("src/table.def", "{0},\n");
  write("src/all.h",
        "/* of all */\n#ifndef ALL_H\n#define ALL_H\n#define TWICE(x) ((x) + (x))\n#include <stdio.h>\n"
        "#include \"deep/ops.h\"\nstatic const struct ops none[] = {\n#include \"table.def\"\n};\n"
        "static inline int call(const struct ops *o) { return o->run(1); }\nint shared(int);\n#endif\n");
  std::vector<std::string> units;
  for (int i = 0; i < 7; ++i) {
    units.push_back(fmt::format("src/u{}.c", i));
    write(units.back(),
          fmt::format("// a unit\n#include \"all.h\"\nstatic int own(int x) {{ return TWICE(x); }}\n"
                      "int f{}(void) {{ struct ops o = {{own}}; puts(\"\"); return call(&o) + shared({}); }}\n",
                      i, i));
  }
  write("src/u5.c", "#define ALL 1\n#include \"all.h\"\nint shared(int x) { return x; }\n");
  write("src/u6.c", "#include \"all.h\"\nint broken(void) { return missing; }\n");
  nlohmann::json database = nlohmann::json::array();
  for (const std::string& unit : units)
    database.push_back(
        {{"directory", root_ + "/src"}, {"file", unit.substr(4)}, {"command", "cc -I. -c " + unit.substr(4)}});
  write("compile_commands.json", database.dump());
  const std::unique_ptr<WorkTree> source = tree();
  const Result<Inventory> inventory = find_files(*source, ScanRequest{});
  const Result<UnitPlan> plan = plan_units(*source, *inventory, CompilerQuestion{}, PoolOptions{});
  ASSERT_EQ(1U, plan->prefixes.size());
  EXPECT_EQ((std::vector<std::string>{'"' + root_ + "/src/all.h\""}), plan->prefixes[0].headers);
  EXPECT_EQ(5U, plan->prefixes[0].units.size());
  const std::string plain = text(ask(false));
  EXPECT_EQ(plain, text(ask(true)));
  EXPECT_EQ(plain, text(ask(true, 3)));
  EXPECT_EQ(0U, remembered());
  EXPECT_EQ(7U, remembered());
  write("src/deep/ops.h", deep + "int more(int);\n");
  EXPECT_EQ(0U, remembered());
  EXPECT_EQ(7U, remembered());
  write("src/table.def", "{0}, {0},\n");
  EXPECT_EQ(0U, remembered());
}

TEST_F(CompilerPassTest, AUnitIsRememberedUntilWhatItReadsChanges) {
  write("a.h", "#pragma once\n#include \"b.h\"\ninline int a() { return b(); }\n");
  write("deep/b.h", "#pragma once\ninline int b() { return 1; }\n");
  write("large.cc", "#include \"a.h\"\nint large() { return a() + 1000000; }\n");
  write("small.cc", "#include \"a.h\"\nint small() { return a(); }\n");
  const std::vector<std::string> flags = {"-Ifirst", "-Ideep"};
  write_database({"large.cc", "small.cc"}, flags);
  EXPECT_EQ(0U, remembered());
  EXPECT_EQ(2U, remembered());
  write("deep/b.h", "#pragma once\ninline int b() { return 2; }\ninline int c() { return b(); }\n");
  EXPECT_EQ(0U, remembered());  // a header changed
  EXPECT_EQ(2U, remembered());
  write("first/b.h", "#pragma once\ninline int b() { return 3; }\n");
  EXPECT_EQ(0U, remembered());  // another one is found before it
  EXPECT_EQ(2U, remembered());
  write_database({"large.cc", "small.cc"}, {"-Ifirst", "-Ideep", "-DX=1"});
  EXPECT_EQ(0U, remembered());  // other flags
  EXPECT_EQ(2U, remembered());
  write("small.cc",
        "#include \"a.h\"\nint small() { return a() + 1; } // now the larger one" + std::string(200, '.') + "\n");
  // The order changed: what was second, and gave no headers, is now first, and is parsed; the other is remembered.
  EXPECT_EQ(1U, remembered());
  EXPECT_EQ(2U, remembered());
}

TEST_F(CompilerPassTest, WithoutTheUnitThatGaveAHeaderAnotherGivesIt) {
  write("a.h", "#pragma once\ninline int a() { return 1; }\n");
  write("large.cc", "#include \"a.h\"\nint large() { return a() + 1000000; }\n");
  write("small.cc", "#include \"a.h\"\nint small() { return a(); }\n");
  write_database({"large.cc", "small.cc"});
  EXPECT_EQ(0U, remembered());
  write_database({"small.cc"});
  EXPECT_EQ(0U, remembered());
  EXPECT_EQ(1U, remembered());
  write_database({"small.cc", "large.cc"});
  EXPECT_EQ(2U, remembered());
}

// A header that the build makes, in a folder that is not part of the repository's sources.
TEST_F(CompilerPassTest, AGeneratedHeaderIsKnownByItsStamp) {
  write(".gitignore", "build/\n");
  std::filesystem::create_directories(root_ + "/.git");
  write("build/made.h", "#define MADE 1\n");
  write("a.cc",
        "#include \"made.h\"\nint f();\nint g();\nint a() { return MADE ? f() : g(); }\n#if MADE\nint b() { return "
        "f(); }\n#endif\n");
  write_database({"a.cc"}, {"-Ibefore", "-Ibuild"});
  EXPECT_EQ(0U, remembered());
  EXPECT_EQ(1U, remembered());
  usleep(20'000);
  write("build/made.h", "#define MADE 0\n");
  EXPECT_EQ(0U, remembered());
  EXPECT_EQ(1U, remembered());
}

}  // namespace
}  // namespace assay
