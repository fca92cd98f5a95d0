// Which function a call runs, in the languages where the way there is not the plain one, and what that makes of hot paths.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

#include "analyzer/analysis/cold_code.h"
#include "tests/support/called.h"

namespace assay {
namespace {

TEST(CallTargets, AModuleMayBeNamedWithItsExtension) {
  const Called called(Sources{{"src/util.ts", "export function pick(a: number) { return a; }\n"},
                              {"src/main.ts", "import { pick } from \"./util.js\";\nexport const f = () => pick(1);\n"},
                              {"lib/old.js", "const util = require('../src/util');\n(0, util.pick)(2);\n"}});
  EXPECT_EQ(called.targets("pick"), (Functions{"src/util.ts pick", "src/util.ts pick"}));
}

TEST(CallTargets, AQualifiedTypeIsTheOneThatLiesThere) {
  const Called called(Sources{{"lock/mutex.go", "package lock\ntype Mutex struct{}\nfunc (m *Mutex) Lock() {}\n"},
                              {"store/store.go",
                               "package store\nimport (\n\t\"sync\"\n\t\"example.org/shop/lock\"\n)\n"
                               "type Store struct {\n\tmu sync.Mutex\n\tfar lock.Mutex\n}\n"
                               "func (s *Store) a() { s.mu.Lock() }\nfunc (s *Store) b() { s.far.Lock() }\n"}});
  EXPECT_EQ(called.targets("Lock"), Functions{"lock/mutex.go Mutex.Lock"});
  const Called displayed(
      Sources{{"src/display.rs", "pub struct Display;\nimpl Display { pub fn new() -> Self { Display } }\n"},
              {"src/line.rs",
               "use std::fmt;\npub struct Line(i32);\nimpl fmt::Display for Line { fn fmt(&self) {} }\n"
               "fn made() { Line(1); }\n"}});
  EXPECT_EQ(displayed.targets("Line"), Functions{});
}

TEST(CallTargets, ALibrarysInterfaceHasOtherImplementersToo) {
  const Called called(Sources{{"src/shop/Bounded.java",
                               "package shop;\nimport java.util.List;\nclass Bounded implements List {\n"
                               "  public boolean add(Object o) { return true; }\n"
                               "  public void add(int at, Object o) {}\n}\n"},
                              {"src/shop/Cart.java",
                               "package shop;\nimport java.util.List;\nclass Cart {\n  List items;\n"
                               "  void put(Object o) { items.add(o); }\n}\n"}});
  EXPECT_EQ(called.targets("add"), Functions{"src/shop/Bounded.java Bounded.add"})
      << "of two, the one with one parameter";
  EXPECT_EQ(called.graph.evidence[0], CallEvidence::Name);
}

TEST(CallTargets, WhatEmbedsAStructOfGoDoesNotOverrideIt) {
  const Called called(Sources{{"a/a.go",
                               "package a\ntype Base struct{}\nfunc (b *Base) refresh() {}\n"
                               "func (b *Base) run() { b.refresh() }\n"
                               "type Over struct{ Base }\nfunc (o *Over) refresh() {}\n"}});
  EXPECT_EQ(called.targets("refresh"), Functions{"a/a.go Base.refresh"});
}

TEST(CallTargets, PythonCallsNoMethodWithoutItsReceiver) {
  const Called called(Sources{{"a.py",
                               "class A:\n    def id(self):\n        return 1\n    def f(self):\n"
                               "        return id(self)\n"}});
  EXPECT_EQ(called.targets("id"), Functions{});
}

TEST(CallTargets, AreTheSameAtAnyNumberOfThreads) {
  Catalog catalog;
  catalog.add_call("time.sleep", {.effect = Effect::WaitSleep});
  catalog.add_call("socket.create", {.effect = Effect::IoNet});
  Catalogs catalogs{};
  catalogs[static_cast<std::size_t>(facts::Language::Python)] = &catalog;
  Sources sources;
  for (int i = 0; i < 40; ++i) {
    // The order in which effects are met differs from file to file.
    std::string text = "import socket, time\ndef f" + std::to_string(i) + "(g):\n    g()\n";
    text += i % 2 == 0 ? "    time.sleep(1)\n" : "    socket.create()\n";
    for (int call = 0; call < 700; ++call) text += "    f" + std::to_string((call + i) % 45) + "(f0)\n";
    sources[(i < 10 ? "m0" : "m") + std::to_string(i) + ".py"] = text;
  }
  const Model model = model_of(sources);
  const Symbols symbols(model);
  const CallGraph one = resolve_calls(model, symbols, catalogs, "shop");
  EXPECT_EQ(one.effects.size(), 2U);
  EXPECT_GT(one.targets.size(), 20'000U);
  for (const std::size_t threads : {2U, 3U, 8U}) {
    const CallGraph many = resolve_calls(model, symbols, catalogs, "shop", threads);
    EXPECT_EQ(many.first, one.first);
    EXPECT_EQ(many.targets, one.targets);
    EXPECT_EQ(many.evidence, one.evidence);
    EXPECT_EQ(many.effect, one.effect);
    EXPECT_EQ(many.effects, one.effects);
    EXPECT_EQ(many.resolved, one.resolved);
  }
}

TEST(CallTargets, AConstructorIsInherited) {
  const Called called(Sources{{"a.py",
                               "class Base:\n    def __init__(self):\n        pass\n"
                               "class Leaf(Base):\n    pass\n"
                               "def make():\n    return Leaf()\n"}});
  EXPECT_EQ(called.targets("Leaf"), Functions{"a.py Base.__init__"});
}

TEST(CallTargets, WhatAConstructorMakesIsOfItsType) {
  const std::vector<std::pair<std::string, std::string>> sources = {
      {"A.java",
       "class A {\n  A(int x) {}\n  int go() { return 1; }\n"
       "  static int f() { return new A(2).go() + (new A(3)).go(); }\n}\nclass B { int go() { return 2; } }\n"},
      {"a.php",
       "<?php\nclass A { function go() { return 1; } }\nclass B { function go() { return 2; } }\n"
       "function f() { return (new A(2))->go() + (new \\A)->go(); }\n"},
      {"a.cs",
       "class A { public int go() { return 1; } public static int F() { return new A().go() + (new A()).go(); } }\n"
       "class B { public int go() { return 2; } }\n"},
      {"a.ts",
       "class A { go() { return 1; } }\nclass B { go() { return 2; } }\n"
       "export function f() { return new A().go() + (new A()).go(); }\n"},
      {"a.scala",
       "class A(x: Int) { def go(): Int = x }\nclass B { def go(): Int = 2 }\n"
       "object M { def f(): Int = new A(1).go() + (new A(2)).go() }\n"},
      {"a.rb",
       "class A\n  def go\n    1\n  end\nend\nclass B\n  def go\n    2\n  end\nend\n"
       "def f\n  A.new(1).go() + M::A.new.go()\nend\n"},
      {"a.rs",
       "struct A;\nimpl A {\n  fn new() -> A { A }\n  fn go(&self) -> i32 { 1 }\n}\n"
       "struct B;\nimpl B {\n  fn go(&self) -> i32 { 2 }\n}\nfn f() -> i32 { A::new().go() + m::A::new().go() }\n"}};
  for (const auto& [path, text] : sources) {
    const Called called(Sources{{path, text}});
    const std::string method = path + (path == "a.rb" || path == "a.php" || path == "a.rs" ? " A::go" : " A.go");
    EXPECT_EQ(called.targets("go"), (Functions{method, method})) << path;
  }
}

TEST(CallTargets, FunctionsAssignedToMembersOfOneObjectCallEachOther) {
  const Called called(Sources{{"app.js",
                               "var app = {};\n"
                               "app.route = function (path) { this.prepare(); };\n"
                               "app.prepare = function () { return 1; };\n"
                               "var other = {};\n"
                               "other.prepare = function () { return 2; };\n"}});
  EXPECT_EQ(called.targets("prepare"), Functions{"app.js app.prepare"});
}

TEST(CallTargets, OfSeveralHeadersTheOneThatIsIncludedCounts) {
  const Called called(Sources{{"lib/mem.h", "static int read32(const void* p) { return 1; }\n"},
                              {"old/mem.h", "static int read32(const void* p) { return 2; }\n"},
                              {"lib/a.c", "#include \"mem.h\"\nint f(void* p) { return read32(p); }\n"},
                              {"old/b.c", "#include \"mem.h\"\nint g(void* p) { return read32(p); }\n"}});
  EXPECT_EQ(called.targets("read32"), (Functions{"lib/mem.h read32", "old/mem.h read32"}));
}

TEST(CallTargets, OfOneFilesHomonymsTheOutermostCounts) {
  const Called called(
      Sources{{"src/escape.rs",
               "pub fn escape(s: &str) -> usize { s.len() }\n"
               "mod simd { pub fn escape(s: &str) -> usize { s.len() + 1 } }\n"},
              {"src/html.rs", "use crate::escape::escape;\npub fn run(s: &str) -> usize { escape(s) }\n"}});
  EXPECT_EQ(called.targets("escape"), Functions{"src/escape.rs escape"});
}

TEST(ColdCode, IsKnownByTheWordsOfItsName) {
  for (const char* name :
       {"parse_error", "loadConfig", "printUsage", "Init", "HTTPErrorPage", "onClose", "__repr__", "main"})
    EXPECT_TRUE(is_named_cold(name)) << name;
  for (const char* name :
       {"", "latest", "payload", "remaining", "catalog", "domain", "reopened2", "parse", "definition"})
    EXPECT_FALSE(is_named_cold(name)) << name;
}

TEST(HotPaths, SharesAddUpAndWhatIsCalledInLoopsIsHotter) {
  const Called called(Sources{{"a.py",
                               "def mix(a, b):\n    return a * 31 + b\n"
                               "def once(a):\n    return a * 31 + 1\n"
                               "def run(rows):\n    total = once(1)\n"
                               "    for row in rows:\n        for cell in row:\n            total = mix(total, cell)\n"
                               "    return total\n"
                               "def print_error(a):\n    return a * 31 + 2\n"
                               "def tell(rows):\n    for row in rows:\n        print_error(row)\n"
                               "def again(n):\n    return again(n - 1) + again(n - 2) if n else 1\n"
                               "run([[1]])\ntell([1])\n"}});
  const HotPaths hot = called.hot_paths();
  EXPECT_NEAR(std::accumulate(hot.self.begin(), hot.self.end(), 0.0), 1, 1e-9);
  const auto share = [&](std::string_view name) {
    const auto found = std::find_if(hot.functions.begin(), hot.functions.end(), [&](const HotFunction& f) {
      return called.model.names.text(called.model.function(f.function).name()) == name;
    });
    return found == hot.functions.end() ? HotFunction{} : *found;
  };
  EXPECT_GT(share("mix").self, share("once").self);
  EXPECT_GT(share("once").self, 0);
  EXPECT_GT(share("mix").self, share("print_error").self);
  EXPECT_GE(share("run").inclusive, share("run").self + share("mix").self - 1e-9);
  for (const HotFunction& f : hot.functions) {
    EXPECT_GE(f.inclusive, f.self - 1e-12);
    EXPECT_LE(f.inclusive, 1 + 1e-9);
  }
}

TEST(HotPaths, WhatNoNamedEntryReachesSinks) {
  const Called called(
      Sources{{"lib/a.ts",
               "export class Tree {\n  walk(n: number): number { return step(n) * 2; }\n}\n"
               "function step(n: number) { return n * 31 + 7; }\n"
               "export function other(n: number) { for (const x of [n]) { big(x * 3 + 1); } }\n"
               "function big(n: number) { let s = 0; for (let i = 0; i < n; i++) { s += i * i; } return s; }\n"}});
  const auto first = [&](const std::vector<std::string>& entries) {
    const HotPaths hot = called.hot_paths(entries);
    return std::string(called.model.qualified_name(hot.functions.front().function));
  };
  EXPECT_EQ(first({}), "big");
  EXPECT_NE(first({"Tree.walk"}), "big");
  EXPECT_EQ(first({"lib/a.ts:Tree::walk"}), first({"walk"}));
  const CallOrder order = order_calls(called.model, called.graph);
  const std::vector<std::string> unknown = {"b.ts:walk", "alk", "", "Tree.walk"};
  EXPECT_EQ(find_entries(called.model, order, unknown).unknown, (Functions{"b.ts:walk", "alk", ""}));
}

TEST(CallTargets, LibrariesAreKnownBehindTypesThatAreImported) {
  Catalog catalog;
  CallEffect query;
  query.effect = Effect::IoDb;
  catalog.add_call("?.objects.filter", query);
  catalog.add_call("?.findOne", query);
  Catalogs catalogs;
  catalogs.fill(&catalog);
  const auto queries = [&](const Sources& sources) {
    const Called called(sources, catalogs);
    std::size_t found = 0;
    for (std::size_t i = 0; i < called.model.calls.size(); ++i) {
      const CallEffect* effect = called.graph.effect_of(i);
      found += effect != nullptr && effect->effect == Effect::IoDb ? 1U : 0U;
    }
    return found;
  };
  const char* models = "from django.db import models\n\nclass Order(models.Model):\n    pass\n";
  const char* view = "\n\ndef view(key):\n    return Order.objects.filter(pk=key)\n";
  for (const char* import :
       {"from .models import Order", "from shop.models import Order", "from . import models\nOrder = models.Order"})
    EXPECT_EQ(queries({{"shop/models.py", models}, {"shop/views.py", std::string(import) + view}}), 1U) << import;
  const char* user = "import { Model } from \"sequelize\";\nexport class User extends Model {}\n";
  EXPECT_EQ(queries({{"user.js", user},
                     {"a.js", "import { User } from \"./user\";\nexport function f(k) { return User.findOne(k); }\n"}}),
            1U);
  const char* list = "export function findOne(k) { return k; }\n";
  EXPECT_EQ(
      queries({{"list.js", list},
               {"a.js", "import * as list from \"./list\";\nexport function f(k) { return list.findOne(k); }\n"}}),
      0U);
}

TEST(CallTargets, ProductionDoesNotCallTests) {
  const Called shop(
      {{"shop/a.py", "from shop.dates import day\n\ndef run(x):\n    day()\n    fake()\n    x.poke_it()\n"},
       {"shop/dates.py", "def day():\n    return 1\n"},
       {"tests/helpers.py",
        "class day:\n    def __init__(self):\n        pass\n\ndef fake():\n    pass\n\nclass Double:\n"
        "    def poke_it(self):\n        pass\n"},
       {"tests/test_a.py", "from tests.helpers import fake\n\ndef test_a():\n    fake()\n"}});
  EXPECT_EQ(shop.targets("day"), Functions{"shop/dates.py day"});
  EXPECT_EQ(shop.targets("fake"), Functions{"tests/helpers.py fake"});  // of two calls, the test's
  EXPECT_EQ(shop.targets("poke_it"), Functions{});
}

}  // namespace
}  // namespace assay
